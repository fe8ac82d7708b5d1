"""The subcommand `iacguard completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from .main import cli


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print a script that completes iacguard's commands in SHELL.

    For bash, put `eval "$(iacguard completion bash)"` into ~/.bashrc.
    """
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "iacguard", "_IACGUARD_COMPLETE").source())
