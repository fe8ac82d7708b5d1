"""The configuration file: finding it, reading it, and saying what is wrong with it and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath
from reprlib import repr as shortened
from typing import Any

from ..core.severity import Severity
from ..core.source import Source, SourceSpan
from ..core.toml_reader import read_toml
from ..errors import UsageError
from ..options import Account, FileChoice, Root
from .keys import (
    ACCOUNT_SETTINGS,
    FRAMEWORK,
    ID,
    IGNORE,
    NAME,
    OPTION,
    PATH,
    PATHS,
    ROOT_SETTINGS,
    SELECT,
    SETTINGS,
    SEVERITY,
    Setting,
    as_variable,
)
from .toml_places import KeyPath, place_of, places

CONFIGURATION_FILE = ".iacguard.toml"
PROJECT_FILE = "pyproject.toml"

_LONGEST = 1_000_000
"""Bytes of a configuration file."""

_AT_LINE = re.compile(r" \(at line ([0-9]+), column [0-9]+\)")
_AT_END = " (at end of document)"

_PROJECT_TABLE = ("tool", "iacguard")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """A configuration file, checked."""

    path: Path
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    fail_on: str | None = None
    require_trail: bool = False
    engine: str | None = None
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """By rule id or name, in upper case as the user wrote it."""

    rule_options: Mapping[str, Mapping[str, bool | int | str]] = field(default_factory=dict)
    """By rule id or name, in upper case."""

    places: Mapping[tuple[str, ...], SourceSpan] = field(default_factory=dict, compare=False)
    """Where it says something of rules; see `Options.places`."""

    accounts: tuple[Account, ...] = ()
    roots: tuple[Root, ...] = ()
    choice: FileChoice = field(default_factory=FileChoice)

    @property
    def described(self) -> str:
        """One line that names the file and what it switches off."""
        line = f"configuration: {self.path}"
        if self.ignored:
            line += f", ignoring {', '.join(self.ignored)}"
        if self.selected or self.frameworks:
            line += f", selecting only {', '.join((*self.selected, *self.frameworks))}"
        return line


def find_configuration(start: Path) -> Path | None:
    """Return the nearest configuration file from a directory up to the repository's root.

    Above the root, and in the user's home, nothing is looked for. Raise UsageError for one that
    is a link out of its directory.
    """
    for directory in (start.resolve(), *start.resolve().parents):
        own = directory / CONFIGURATION_FILE
        if own.is_file():
            return _not_led_out(own)
        project = directory / PROJECT_FILE
        if project.is_file() and _Read(_not_led_out(project)).table:
            return project
        if (directory / ".git").exists():
            return None
    return None


def read_configuration(path: Path) -> Configuration:
    """Return a configuration file's settings; raise UsageError with all that is wrong."""
    return _Read(path).configuration()


class _Read:
    """A configuration file while it is checked."""

    def __init__(self, path: Path) -> None:
        """Read the file; raise UsageError where it is no TOML."""
        self._path = path
        self._source = Source(path.as_posix(), _text(path))
        whole = _parsed(path, self._source.text)
        self._prefix: KeyPath = _PROJECT_TABLE if path.name == PROJECT_FILE else ()
        self.table: Mapping[str, Any] = whole
        for name in self._prefix:
            inner = self.table.get(str(name), {})
            self.table = inner if isinstance(inner, dict) else {}
        self._places: Mapping[KeyPath, SourceSpan] = {}
        self._problems: list[str] = []

    def configuration(self) -> Configuration:
        """Return the settings; raise UsageError with all that is wrong."""
        self._places = places(self._source) if self.table else {}
        written = self._checked(self.table, SETTINGS, ())
        severities, options = self._rules(written.get("rules", {}))
        accounts = tuple(self._accounts(written.get("accounts", ())))
        roots = tuple(self._roots(written.get("roots", ())))
        self._twins(written.get("accounts", ()))
        if self._problems:
            raise UsageError(f"{self._path}:{'; line '.join(self._problems)}")
        return Configuration(
            path=self._path,
            selected=tuple(written.get("select", ())),
            ignored=tuple(written.get("ignore", ())),
            frameworks=tuple(written.get("framework", ())),
            fail_on=written.get("fail-on"),
            require_trail=written.get("require-trail", False),
            engine=written.get("engine"),
            severities=severities,
            rule_options=options,
            places=dict(self._rule_places(written)),
            accounts=accounts,
            roots=roots,
            choice=FileChoice(
                exclude=self._patterns(written.get("exclude", ())),
                include=self._patterns(written.get("include", ())),
                leaves_out_examples=written.get("exclude-examples", False),
            ),
        )

    def _checked(
        self, table: Mapping[str, Any], settings: Sequence[Setting], path: KeyPath
    ) -> Mapping[str, Any]:
        """Return the settings of a table that are as they must be; take note of the others."""
        known = {setting.name: setting for setting in settings}
        for name, value in table.items():
            setting = known.get(name)
            if setting is None:
                said = f"{_shown((*path, name))} is not a setting; known: {', '.join(known)}"
                self._wrong((*path, name), said)
            elif not setting.accepts(value):
                self._unfit((*path, name), value, setting)
        return {
            name: value
            for name, value in table.items()
            if name in known and known[name].accepts(value)
        }

    def _rules(
        self, table: Mapping[str, Any]
    ) -> tuple[dict[str, Severity], dict[str, dict[str, bool | int | str]]]:
        severities: dict[str, Severity] = {}
        options: dict[str, dict[str, bool | int | str]] = {}
        for rule, written in table.items():
            path: KeyPath = ("rules", rule)
            if not isinstance(written, dict):
                self._wrong(path, f"{_shown(path)} must be a table of the rule's options")
                continue
            for name, value in written.items():
                setting = SEVERITY if name == SEVERITY.name else OPTION
                if not setting.accepts(value):
                    self._unfit((*path, name), value, setting)
                elif setting is SEVERITY:
                    severities[rule.upper()] = Severity.parse(value)
                else:
                    options.setdefault(rule.upper(), {})[name] = value
        return severities, options

    def _rule_places(
        self, written: Mapping[str, Any]
    ) -> Iterator[tuple[tuple[str, ...], SourceSpan]]:
        for setting in (SELECT, IGNORE, FRAMEWORK):
            for word in written.get(setting.name, ()):
                yield (setting.name, word), self._place_in((setting.name,), word)
        for rule, options in written.get("rules", {}).items():
            yield ("rules", rule.upper()), self._place(("rules", rule))
            for name in options:
                yield ("rules", rule.upper(), name), self._place(("rules", rule, name))

    def _twins(self, tables: Sequence[Mapping[str, Any]]) -> None:
        """Take note of what two accounts have: a name, an id, a path."""
        owners: dict[tuple[str, str], int] = {}
        for number, table in enumerate(tables):
            path: KeyPath = ("accounts", number)
            for setting in (NAME, ID, PATHS):
                value = table.get(setting.name)
                for text in value if isinstance(value, list) else [value]:
                    if not isinstance(text, str):
                        continue
                    of = normpath(text) if setting is PATHS else text
                    first = owners.setdefault((setting.name, of), number)
                    if first != number:
                        both = f"{tables[first].get('name')} and {table.get('name')}"
                        place = self._place_in((*path, setting.name), text)
                        self._wrong_at(place, _shared(setting, of, both))

    def _accounts(self, tables: Sequence[Mapping[str, Any]]) -> Iterator[Account]:
        for number, table in enumerate(tables):
            path: KeyPath = ("accounts", number)
            written = self._checked(table, ACCOUNT_SETTINGS, path)
            missing = [one.name for one in (NAME, PATHS) if one.name not in table]
            if missing:
                self._wrong(path, f"the account has no {' and no '.join(missing)}")
            if NAME.name in written and PATHS.name in written:
                yield Account(
                    name=written["name"],
                    paths=tuple(map(normpath, written["paths"])),
                    id=written.get("id"),
                    region=written.get("region"),
                    organization=written.get("organization"),
                    base=self._path.resolve().parent,
                    place=self._place(path),
                    path_places=tuple(
                        self._place_in((*path, "paths"), text) for text in written["paths"]
                    ),
                )

    def _roots(self, tables: Sequence[Mapping[str, Any]]) -> Iterator[Root]:
        for number, table in enumerate(tables):
            path: KeyPath = ("roots", number)
            written = self._checked(table, ROOT_SETTINGS, path)
            if PATH.name not in table:
                self._wrong(path, f"the root has no {PATH.name}")
            if PATH.name in written:
                yield Root(
                    path=normpath(written["path"]),
                    name=written.get("name", ""),
                    variables={
                        name: as_variable(value) for name, value in written.get("vars", {}).items()
                    },
                    variable_files=tuple(map(normpath, written.get("var-files", ()))),
                    parameter_files=tuple(map(normpath, written.get("parameters", ()))),
                    workspace=written.get("workspace"),
                    account=written.get("account"),
                    base=self._path.resolve().parent,
                    place=self._place(path),
                )

    def _patterns(self, written: Sequence[str]) -> tuple[tuple[Path | None, str], ...]:
        return tuple((self._path.resolve().parent, one) for one in written)

    def _wrong(self, path: KeyPath, said: str) -> None:
        self._wrong_at(self._place(path), said)

    def _wrong_at(self, place: SourceSpan, said: str) -> None:
        self._problems.append(f"{place.start.line}: {said}")

    def _unfit(self, path: KeyPath, value: object, setting: Setting) -> None:
        written = str(value).lower() if isinstance(value, bool) else shortened(value)
        said = f"{_shown(path)} = {written}: expected {setting.expects}"
        self._wrong(path, said)

    def _place(self, path: KeyPath) -> SourceSpan:
        return place_of(self._source, self._places, (*self._prefix, *path))

    def _place_in(self, path: KeyPath, text: str) -> SourceSpan:
        """Return where a text stands in the value of a key; where it is not found, the key."""
        place = self._place(path)
        for quote in ('"', "'"):
            quoted = f"{quote}{text}{quote}"
            start = self._source.text.find(quoted, place.start.offset, place.end.offset)
            if start >= 0:
                return self._source.span(start, start + len(quoted))
        return place


def _shown(path: KeyPath) -> str:
    """Return a key as a message names it: ``rules.CT305.min_days``, ``accounts.id``."""
    return ".".join(name for name in path if isinstance(name, str))


def _shared(setting: Setting, text: str, both: str) -> str:
    """Return what is wrong where two accounts have the same name, id or path."""
    if setting is NAME:
        return f"two accounts are named {text!r}"
    if setting is ID:
        return f"accounts {both} have the same id"
    return f"accounts {both} have the same path: {text}"


def _not_led_out(file: Path) -> Path:
    # A link in the scanned code may lead to any file of the machine.
    if not file.resolve().is_relative_to(file.parent):
        raise UsageError(f"{file}: the link leads outside its directory and is not followed")
    return file


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(_LONGEST + 1)
    except OSError as error:
        raise UsageError(f"{path}: {_why_not_opened(path, error)}") from error
    if len(content) > _LONGEST:
        raise UsageError(f"{path}: the file is larger than {_LONGEST} bytes")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: the file is not UTF-8 text") from error


def _why_not_opened(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return "it is a directory" if path.is_dir() else "the file cannot be opened"


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return read_toml(text)
    except ValueError as error:
        place, said = _AT_LINE.search(str(error)), _AT_LINE.sub("", str(error))
        line = f"{place[1]}:" if place is not None else ""
        if said.endswith(_AT_END):
            said, line = said.removesuffix(_AT_END), f"{text.count(chr(10)) + 1}:"
        raise UsageError(f"{path}:{line} {said}") from error
