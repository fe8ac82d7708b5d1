"""What a scan is asked to do, and the configuration file that says it for a project."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from reprlib import repr as shortened
from typing import Any

from .core.limits import Limits
from .core.severity import Severity
from .errors import UsageError
from .frontends.protocol import Inputs

CONFIGURATION_FILE = ".iacguard.toml"

_LONGEST = 1_000_000
"""Bytes of a configuration file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An AWS account, and the code that is deployed to it."""

    name: str
    """As findings on the whole account call it."""

    paths: tuple[str, ...]
    """Terraform roots, templates and directories that hold them, relative to the scan's root."""

    id: str | None = None
    """Twelve digits."""

    organization: str | None = None
    """The organization that it belongs to: an organization trail of one account records all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that decides the result of a scan, besides the scanned files."""

    selected: tuple[str, ...] = ()
    """Ids, id prefixes, names or ``ALL``; empty for the default set."""

    ignored: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    """``cis-aws-foundations@3.0.0``."""

    require_trail: bool = False
    """Whether a scope in which no trail covers the account fails (CT102)."""

    severities: Mapping[str, Severity] = field(default_factory=dict)
    """By rule id: a severity other than the rule's own."""

    rule_options: Mapping[str, Mapping[str, bool | int | str]] = field(default_factory=dict)
    """By rule id: values of the rule's options."""

    accounts: tuple[Account, ...] = ()
    """Which paths make up which account; every other scope is an account by itself."""

    inputs: Inputs = field(default_factory=Inputs)
    limits: Limits = field(default_factory=Limits)

    touched: frozenset[str] | None = None
    """Report only scopes that one of these files belongs to; None for all."""

    heeds_exceptions: bool = True
    """Whether exceptions in the scanned source accept findings."""

    today: date | None = None
    """The day that exceptions are held against, in UTC; None for the day of the scan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """A configuration file, checked."""

    path: Path
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    fail_on: str | None = None
    require_trail: bool = False
    severities: Mapping[str, Severity] = field(default_factory=dict)
    rule_options: Mapping[str, Mapping[str, bool | int | str]] = field(default_factory=dict)
    accounts: tuple[Account, ...] = ()

    @property
    def described(self) -> str:
        """One line that names the file and what it switches off."""
        line = f"configuration: {self.path}"
        if self.ignored:
            line += f", which ignores {', '.join(self.ignored)}"
        if self.selected or self.frameworks:
            line += f", which selects only {', '.join((*self.selected, *self.frameworks))}"
        return line


_LISTS = {"select": "selected", "ignore": "ignored", "framework": "frameworks"}


def find_configuration(start: Path) -> Path | None:
    """Return the nearest configuration file from a directory up to the repository's root.

    Above the root, and in the user's home, nothing is looked for. Raise UsageError for one that
    is a link out of its directory.
    """
    for directory in (start.resolve(), *start.resolve().parents):
        own = directory / CONFIGURATION_FILE
        if own.is_file():
            return _not_led_out(own)
        project = directory / "pyproject.toml"
        if project.is_file() and _table(_not_led_out(project)):
            return project
        if (directory / ".git").exists():
            return None
    return None


def _not_led_out(file: Path) -> Path:
    # A link in the scanned code may lead to any file of the machine.
    if not file.resolve().is_relative_to(file.parent):
        raise UsageError(f"{file}: the link leads out of its directory and is not followed")
    return file


def read_configuration(path: Path) -> Configuration:
    """Return a configuration file's settings; raise UsageError with all that is wrong."""
    table = _table(path) if path.name == "pyproject.toml" else _toml(path)
    problems: list[str] = []
    settings: dict[str, Any] = {}
    for key, written in table.items():
        if key in _LISTS and _is_texts(written):
            settings[_LISTS[key]] = tuple(written)
        elif key == "fail-on" and written in [severity.word for severity in Severity]:
            settings["fail_on"] = written
        elif key == "require-trail" and isinstance(written, bool):
            settings["require_trail"] = written
        elif key == "rules" and isinstance(written, dict):
            settings.update(_rules(written, problems))
        elif key == "accounts" and isinstance(written, list):
            settings["accounts"] = _accounts(written, problems)
        else:
            problems.append(f"{key} = {shortened(written)} is not a setting")
    if problems:
        raise UsageError(f"{path}: " + "; ".join(problems))
    return Configuration(path=path, **settings)


def _rules(table: Mapping[str, Any], problems: list[str]) -> dict[str, Any]:
    severities: dict[str, Severity] = {}
    options: dict[str, dict[str, bool | int | str]] = {}
    for rule, written in table.items():
        if not isinstance(written, dict):
            problems.append(f"rules.{rule} is not a table")
            continue
        for name, value in written.items():
            if name == "severity" and value in [severity.word for severity in Severity]:
                severities[rule.upper()] = Severity.parse(value)
            elif name != "severity" and isinstance(value, bool | int | str):
                options.setdefault(rule.upper(), {})[name] = value
            else:
                problems.append(f"rules.{rule}.{name} = {shortened(value)} is not a setting")
    return {"severities": severities, "rule_options": options}


def _accounts(tables: Sequence[object], problems: list[str]) -> tuple[Account, ...]:
    accounts: list[Account] = []
    for number, table in enumerate(tables, 1):
        written = table if isinstance(table, dict) else {}
        wrong = [key for key in written if not _is_account_setting(key, written[key])]
        wrong += [key for key in ("name", "paths") if key not in written]
        if wrong:
            problems.append(f"accounts, number {number}: wrong or missing {', '.join(wrong)}")
            continue
        paths = tuple(path.strip("/").removeprefix("./") for path in written["paths"])
        accounts.append(Account(**{**written, "paths": paths}))
    names = [account.name for account in accounts]
    if len(set(names)) < len(names):
        problems.append("two accounts have one name")
    return tuple(accounts)


def _is_account_setting(key: str, value: object) -> bool:
    match key:
        case "name" | "organization":
            return isinstance(value, str) and value != ""
        case "id":
            return isinstance(value, str) and len(value) == 12 and value.isdecimal()
        case "paths":
            return _is_texts(value) and value != []
        case _:
            return False


def _is_texts(written: object) -> bool:
    return isinstance(written, list) and all(isinstance(text, str) for text in written)


def _table(project: Path) -> Mapping[str, Any]:
    table = _toml(project).get("tool", {}).get("iacguard", {})
    return table if isinstance(table, dict) else {}


def _toml(path: Path) -> dict[str, Any]:
    # 10 ms to import, and most projects have no configuration file.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        with path.open("rb") as stream:
            content = stream.read(_LONGEST + 1)
        if len(content) > _LONGEST:
            raise UsageError(f"{path}: the file is larger than {_LONGEST} bytes")
        table: dict[str, Any] = tomllib.loads(content.decode("utf-8"))
        return table
    except RecursionError as error:
        raise UsageError(f"{path}: nested too deeply") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error
