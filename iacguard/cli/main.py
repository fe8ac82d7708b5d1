"""The command `iacguard` and the table of its subcommands."""

from __future__ import annotations

from importlib import import_module

import click

from .._version import __version__

# Loaded when called: `iacguard --version` imports no parser and no rule.
_SUBCOMMANDS = {
    "scan": ("iacguard.cli.scan", "scan", "Scan files and directories."),
    "rules": ("iacguard.cli.rules", "rules", "List the rules, or explain one."),
    "completion": (
        "iacguard.cli.completion",
        "completion",
        "Print a script that completes commands in a shell.",
    ),
}


class LazyGroup(click.Group):
    """A group that imports a subcommand only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands."""
        return list(_SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a subcommand."""
        if cmd_name not in _SUBCOMMANDS:
            return None
        module, name, _ = _SUBCOMMANDS[cmd_name]
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, row[2]) for name, row in _SUBCOMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="iacguard %(version)s")
def cli() -> None:
    """Prove, before deployment, that an AWS account's audit pipeline works.

    Reads Terraform and CloudFormation; sends nothing anywhere.
    """
