"""The flags of `iacguard scan`, and the options that they and the configuration make."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..configuration.file import Configuration, find_configuration, read_configuration
from ..core.severity import Severity
from ..core.verdict import Verdict
from ..errors import UsageError
from ..frontends.protocol import Inputs
from ..options import Options
from ..triage.gate import Gate

ACCEPTED = "accepted"
"""The word of ``--show`` for findings that exceptions accept."""

NOTES = "notes"
"""The word of ``--show`` for every note, also where many say the same."""

_ACCOUNT_ID = re.compile(r"[0-9]{12}")
_WORKSPACE = re.compile(r"[\w.~-]{1,90}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ENVIRONMENT_PREFIX = "TF_VAR_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """What was written on the command line, as click hands it over."""

    paths: tuple[str, ...]
    output: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    framework: tuple[str, ...]
    show: str
    fail_on: str | None
    fail_on_unknown: bool
    exit_zero: bool
    no_ignore: bool
    strict: bool
    today: str | None
    sarif_include_suppressed: bool
    require_trail: bool
    var: tuple[str, ...]
    var_file: tuple[str, ...]
    workspace: str | None
    env_vars: bool
    parameters: tuple[str, ...]
    plan_source: tuple[str, ...]
    no_defaults: bool
    account_id: str | None
    root: str | None
    exclude: tuple[str, ...]
    no_gitignore: bool
    config: str | None
    no_config: bool
    color: str
    quiet: bool
    statistics: bool
    pre_commit: bool

    @property
    def targets(self) -> tuple[str, ...]:
        """The paths to scan; a hook's changed files are looked at in their repository."""
        return (".",) if self.pre_commit or not self.paths else self.paths


def configuration_of(flags: Flags) -> Configuration | None:
    """Return the configuration file's settings, where there is one and it is wanted."""
    if flags.no_config:
        return None
    if flags.config is not None:
        return read_configuration(Path(flags.config))
    found = find_configuration(Path.cwd())
    return read_configuration(found) if found is not None else None


def options_of(flags: Flags, configuration: Configuration | None) -> Options:
    """Return what the scan is asked to do; a flag replaces the file's selection."""
    settings = configuration or Configuration(path=Path())
    return Options(
        selected=_named("--select", flags.select) or settings.selected,
        ignored=_named("--ignore", flags.ignore) + settings.ignored,
        frameworks=_named("--framework", flags.framework) or settings.frameworks,
        require_trail=flags.require_trail or settings.require_trail,
        severities=settings.severities,
        rule_options=settings.rule_options,
        places=settings.places,
        accounts=settings.accounts,
        roots=settings.roots,
        choice=replace(
            settings.choice,
            exclude=(*settings.choice.exclude, *((Path.cwd(), one) for one in flags.exclude)),
            gitignore=not flags.no_gitignore,
        ),
        inputs=replace(_inputs(flags), engine=settings.engine),
        touched=frozenset(flags.paths) if flags.pre_commit else None,
        heeds_exceptions=not flags.no_ignore,
        strict=flags.strict,
        today=_day(flags.today),
    )


def gate_of(flags: Flags, configuration: Configuration | None) -> Gate:
    """Return what fails the build."""
    written = flags.fail_on or (configuration.fail_on if configuration else None) or "low"
    return Gate(
        fail_on=Severity.parse(written),
        fail_on_unknown=flags.fail_on_unknown,
        exit_zero=flags.exit_zero,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What a report lists."""

    verdicts: frozenset[Verdict]
    accepted: bool
    """Whether findings that exceptions accept are listed, too."""

    notes: bool
    """Whether notes that say the same are listed one by one."""


def shown_of(flags: Flags) -> Shown:
    """Return what to list; raise UsageError for a word that names nothing."""
    known = {verdict.word: verdict for verdict in Verdict}
    words = _words((flags.show,))
    for word in words:
        if word not in known and word not in (ACCEPTED, NOTES):
            listed = ", ".join(sorted((*known, ACCEPTED, NOTES)))
            raise UsageError(f"--show takes {listed}; found {word!r}")
    verdicts = frozenset(known[word] for word in words if word in known)
    if flags.fail_on_unknown:
        # What fails a build is to be seen in its log.
        verdicts |= {Verdict.UNKNOWN}
    return Shown(verdicts, ACCEPTED in words, NOTES in words)


def _inputs(flags: Flags) -> Inputs:
    if flags.account_id is not None and not _ACCOUNT_ID.fullmatch(flags.account_id):
        raise UsageError(f"--account-id takes twelve digits; found {flags.account_id!r}")
    return Inputs(
        variables=dict(_variable(text) for text in flags.var),
        variable_files=flags.var_file,
        workspace=_workspace(flags.workspace),
        environment=_environment(os.environ) if flags.env_vars else {},
        parameter_files=flags.parameters,
        plan_sources=flags.plan_source,
        has_defaults=not flags.no_defaults,
        account_id=flags.account_id,
    )


def _workspace(written: str | None) -> str | None:
    if written is not None and not _WORKSPACE.fullmatch(written):
        raise UsageError(f"--workspace takes the name of a workspace; found {written!r}")
    return written


def _variable(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"--var takes NAME=VALUE; found {written!r}")
    return name.strip(), value


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(_ENVIRONMENT_PREFIX): value
        for name, value in environment.items()
        if name.startswith(_ENVIRONMENT_PREFIX)
    }


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        # `fromisoformat` takes other forms, too, and which ones depends on Python's version.
        return date.fromisoformat(written if _DAY.fullmatch(written) else "")
    except ValueError as error:
        raise UsageError(f"--today takes a date as YYYY-MM-DD; found {written!r}") from error


def _named(flag: str, written: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a flag; raise UsageError where it is given and names nothing."""
    words = _words(written)
    if written and not words:
        raise UsageError(f"{flag} is empty; found {','.join(written)!r}")
    return words


def _words(written: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for text in written for word in text.split(",") if word.strip())
