"""The subcommand `iacguard scan`."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from .._version import __version__
from ..api import prepare
from ..core.report import Report
from ..core.severity import Severity
from ..errors import UsageError
from ..options import Options
from ..render.display import display
from ..render.presentation import Presentation, Repository
from ..render.registry import RENDERERS
from ..render.text import NOTHING
from ..rules.rule import Rule
from ..scan.git_commit import find_repository, read_commit
from ..triage.gate import ExitCode, exit_code, why
from .completion import complete_frameworks, complete_rules
from .flags import Flags, Shown, configuration_of, gate_of, options_of, shown_of
from .outputs import parse_outputs, write_file, write_standard_output
from .terminal import wants_colour

_SEVERITIES = [severity.word for severity in Severity]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "-o",
    "--output",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help=f"Report format ({', '.join(RENDERERS)}), and optionally the file to write. Repeatable.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Rules to judge: ids, id prefixes, names or ALL.",
    shell_complete=complete_rules,
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULES",
    help="Rules to leave out.",
    shell_complete=complete_rules,
)
@click.option(
    "--framework",
    multiple=True,
    metavar="NAME@VERSION",
    help="Judge the rules of a standard, together with those of --select.",
    shell_complete=complete_frameworks,
)
@click.option(
    "--show",
    default="fail",
    metavar="VERDICTS",
    help="What to list: fail, unknown, pass, accepted, notes.",
)
@click.option(
    "--fail-on", type=click.Choice(_SEVERITIES), help="Minimum severity that fails the run."
)
@click.option("--fail-on-unknown", is_flag=True, help="Fail the run on unknown verdicts, too.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 even with findings.")
@click.option("--no-ignore", is_flag=True, help="Ignore exceptions in the source.")
@click.option(
    "--strict", is_flag=True, help="Exit 3 on errors in code without audit resources, too."
)
@click.option("--today", metavar="YYYY-MM-DD", help="Check expiry dates against this day (UTC).")
@click.option(
    "--sarif-include-suppressed",
    is_flag=True,
    help="Add accepted findings to SARIF, marked as suppressed.",
)
@click.option("--require-trail", is_flag=True, help="Require a trail that covers the account.")
@click.option("--var", multiple=True, metavar="NAME=VALUE", help="Set a Terraform variable.")
@click.option(
    "--var-file",
    multiple=True,
    type=click.Path(),
    help="Read Terraform variables from a .tfvars file.",
)
@click.option("--workspace", metavar="NAME", help="The Terraform workspace that is deployed.")
@click.option("--env-vars", is_flag=True, help="Read TF_VAR_ variables from the environment.")
@click.option(
    "--parameters",
    multiple=True,
    type=click.Path(),
    help="Read CloudFormation parameters from a file.",
)
@click.option(
    "--no-defaults", is_flag=True, help="Treat variables without an explicit value as unknown."
)
@click.option(
    "--plan-source",
    multiple=True,
    type=click.Path(),
    help="The directory with the source of a plan.",
)
@click.option("--account-id", metavar="ID", help="The account the code is deployed to.")
@click.option("--root", type=click.Path(), help="Read nothing outside this directory.")
@click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Leave out files, as .gitignore does."
)
@click.option("--no-gitignore", is_flag=True, help="Scan files that Git ignores, too.")
@click.option("--config", type=click.Path(), help="The configuration file.")
@click.option("--no-config", is_flag=True, help="Read no configuration file.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True
)
@click.option("--statistics", is_flag=True, help="Count the verdicts of each rule.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings and errors only.")
@click.option(
    "--pre-commit",
    is_flag=True,
    help="Take PATHS as changed files, and report what they belong to.",
)
def scan(**flags: Any) -> None:  # noqa: ANN401 - click's own values, named in Flags
    """Scan PATHS (the current directory by default) and report.

    Exit codes: 0 clean, 1 findings, 2 usage error, 3 something could not be read or evaluated,
    4 an exception has expired or is malformed, 70 a bug in iacguard.
    """
    sys.exit(run(Flags(**flags)))


def run(flags: Flags) -> ExitCode:
    """Scan as the flags say, write the reports and return the exit code."""
    outputs = parse_outputs(flags.output)
    shown = shown_of(flags)
    configuration = configuration_of(flags)
    options = options_of(flags, configuration)
    prepared = prepare(flags.targets, options, root=flags.root)
    rules = prepared.rules.of_accounts if options.accounts else prepared.rules.of_scopes
    if options.ignored and all(rule.claim is None for rule in rules):
        raise UsageError("no rule is left to judge: all selected rules are ignored")
    report = prepared.report()
    gate = gate_of(flags, configuration)
    presentation = _presentation(flags, prepared.root, rules, shown)
    lacks_code = _lacks_code(report, flags, options)
    if not lacks_code:
        presentation = replace(presentation, ending=why(report, gate))
    for output in outputs:
        render = RENDERERS[output.format]
        if output.file is not None:
            write_file(output.file, render(report, replace(presentation, colour=False)))
        else:
            write_standard_output(render(report, presentation))
    if configuration is not None and not flags.quiet:
        click.echo(display(configuration.described), err=True)
    if lacks_code:
        raise UsageError(NOTHING)
    return exit_code(report, gate)


def _lacks_code(report: Report, flags: Flags, options: Options) -> bool:
    """Return whether a trail is asked for, which cannot be missing from nothing."""
    nothing = report.scanned.files == 0 and not report.scanned.incomplete and not report.outcomes
    return nothing and options.require_trail and not flags.pre_commit


def _presentation(flags: Flags, root: Path, rules: tuple[Rule, ...], shown: Shown) -> Presentation:
    work_tree = find_repository(root)
    prefix = root.relative_to(work_tree).as_posix() if work_tree is not None else "."
    commit = read_commit(work_tree) if work_tree is not None else None
    return Presentation(
        tool_version=__version__,
        rules=rules,
        shown=shown.verdicts,
        shows_accepted=shown.accepted,
        shows_notes=shown.notes,
        marks_accepted=flags.sarif_include_suppressed,
        colour=wants_colour(flags.color, os.environ, sys.stdout.isatty()),
        width=shutil.get_terminal_size((100, 24)).columns,
        quiet=flags.quiet,
        shows_statistics=flags.statistics,
        path_prefix=_path_prefix(root),
        working_directory=_working_directory(root),
        root_prefix="" if prefix == "." else prefix,
        repository=Repository(uri=commit.uri, revision=commit.revision, branch=commit.branch)
        if commit is not None
        else None,
    )


def _working_directory(root: Path) -> str:
    """Return the working directory below the root; empty at the root, and outside of it."""
    own = Path(os.path.realpath(Path.cwd()))
    path = own.relative_to(root) if own.is_relative_to(root) else Path()
    return "" if path == Path() else path.as_posix()


def _path_prefix(root: Path) -> str:
    """Return what leads from the working directory to the root, when that is somewhere else."""
    try:
        way = os.path.relpath(root, Path.cwd())
    except ValueError:  # another drive
        return f"{root.as_posix()}/"
    return "" if way == "." else f"{Path(way).as_posix()}/"
