"""From the raw mapping of a rule file to a rule, with every problem named at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..core.severity import Severity
from ..errors import RuleError
from .expect import OPERATORS
from .rule import (
    CheckName,
    Expectation,
    Field,
    Junction,
    Option,
    OptionName,
    Remedy,
    Rule,
    Safety,
    Sections,
)
from .subjects import SCAN, SUBJECTS, has_field

_ID = re.compile(r"(CT|IG)[0-9]{3}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REQUIRED = ("id", "name", "title", "subject", "severity", "clause", "why", "remedy")
_OPTIONAL = (
    "default",
    "passing",
    "on_request",
    "expect",
    "check",
    "options",
    "frameworks",
    "references",
    "examples",
    "retired",
)
_ALLOWED = frozenset((*_REQUIRED, *_OPTIONAL))


class _Problems:
    """Collects what is wrong with one rule file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[str] = []

    def note(self, problem: str) -> None:
        """Remember a problem and go on."""
        self.found.append(problem)

    def raise_any(self) -> None:
        """Raise one RuleError that names all problems, if there are any."""
        if self.found:
            raise RuleError(f"{self.path}: " + "; ".join(self.found))


def rule_from(raw: Mapping[str, Any], path: str) -> Rule:
    """Return the rule that a raw mapping states.

    Raise RuleError with everything that is wrong with it.
    """
    problems = _Problems(path)
    for key in raw.keys() - _ALLOWED:
        problems.note(f"unknown key {key!r}")
    for key in _REQUIRED:
        if not raw.get(key):
            problems.note(f"{key} is missing")
    problems.raise_any()

    if not _ID.fullmatch(raw["id"]):
        problems.note(f"id {raw['id']!r} is not CT or IG and three digits")
    if not _NAME.fullmatch(raw["name"]):
        problems.note(f"name {raw['name']!r} is not in kebab case")
    if not raw.get("passing") and raw["subject"] != SCAN:
        problems.note("passing is missing")
    if raw["subject"] not in SUBJECTS:
        problems.note(f"subject {raw['subject']!r} is not one of {', '.join(SUBJECTS)}")
    options = _options(raw.get("options", {}), problems)
    rule = Rule(
        id=raw["id"],
        name=raw["name"],
        title=raw["title"],
        subject=raw["subject"],
        severity=_severity(raw["severity"], problems),
        on=bool(raw.get("default", True)),
        clause=raw["clause"],
        passing=raw.get("passing", "").strip(),
        claim=_claim(raw, options, problems),
        options=options,
        why=raw["why"].strip(),
        remedy=_remedy(raw["remedy"], raw["subject"], options, problems),
        frameworks=_sections(raw.get("frameworks", {}), problems),
        references=tuple(raw.get("references", ())),
        on_request=raw.get("on_request", ""),
        retired=raw.get("retired"),
    )
    problems.raise_any()
    return rule


def _severity(word: str, problems: _Problems) -> Severity:
    try:
        return Severity.parse(word)
    except ValueError as error:
        problems.note(f"severity: {error}")
        return Severity.LOW


def _claim(
    raw: Mapping[str, Any], options: Mapping[str, Option], problems: _Problems
) -> Expectation | CheckName | None:
    written = [key for key in ("expect", "check") if key in raw]
    if raw["subject"] == SCAN:
        return None
    if len(written) != 1:
        problems.note("it takes one of expect and check")
        return None
    if written == ["expect"]:
        return _expectation(raw["expect"], raw["subject"], options, problems)
    parts = str(raw["check"]).split(".")
    if len(parts) != 2 or not all(part.isidentifier() for part in parts):
        problems.note(f"check {raw['check']!r} is not module.function")
        return None
    return CheckName(*parts)


def _expectation(
    raw: Any,  # noqa: ANN401 - whatever the file holds
    subject: str,
    options: Mapping[str, Option],
    problems: _Problems,
) -> Expectation:
    if not isinstance(raw, Mapping) or len(raw) != 1:
        problems.note(f"an expectation has one operator, found {raw!r}")
        return Junction(True, ())
    ((operator, operand),) = raw.items()
    if operator in ("all", "any"):
        parts = (_expectation(part, subject, options, problems) for part in operand)
        return Junction(operator == "all", tuple(parts))
    if operator not in OPERATORS:
        problems.note(f"unknown operator {operator!r}")
        return Junction(True, ())
    path, value = operand, None
    if isinstance(operand, Mapping):
        ((path, value),) = operand.items()
    steps = tuple(str(path).split("."))
    if not has_field(subject, steps):
        problems.note(f"a {subject} has no field {path!r}")
    return Field(operator, steps, _operand(value, options, problems))


def _operand(
    value: Any,  # noqa: ANN401 - whatever the file holds
    options: Mapping[str, Option],
    problems: _Problems,
) -> bool | int | str | tuple[bool | int | str, ...] | OptionName | None:
    if isinstance(value, str) and value.startswith("$"):
        if value[1:] not in options:
            problems.note(f"there is no option {value[1:]!r}")
        return OptionName(value[1:])
    if isinstance(value, list):
        return tuple(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    problems.note(f"{value!r} cannot be compared with")
    return None


def _options(raw: Mapping[str, Any], problems: _Problems) -> Mapping[str, Option]:
    options: dict[str, Option] = {}
    for name, written in raw.items():
        try:
            choices = tuple(written.get("choices", ()))
            options[name] = Option(**{**written, "choices": choices})
        except (TypeError, AttributeError) as error:
            problems.note(f"option {name}: {error}")
    return options


def _remedy(
    raw: Mapping[str, Any], subject: str, options: Mapping[str, Option], problems: _Problems
) -> Remedy:
    for key in raw.keys() - {"set", "text", "reasons", "safety", "cli", "console"}:
        problems.note(f"unknown key remedy.{key}")
    needed = {"text", "safety"} if subject == SCAN else {"text", "safety", "cli", "console"}
    for key in needed - raw.keys():
        problems.note(f"remedy.{key} is missing")
    for name in raw.get("set", {}):
        if not has_field(subject, (name,)):
            problems.note(f"remedy.set: a {subject} has no field {name!r}")
    safety = raw.get("safety", "safe")
    if safety not in [level.value for level in Safety]:
        problems.note(f"remedy.safety {safety!r} is neither safe nor unsafe")
        safety = "safe"
    return Remedy(
        set={name: _set_to(value, options, problems) for name, value in raw.get("set", {}).items()},
        text=raw.get("text", ""),
        reasons=raw.get("reasons", {}),
        safety=Safety(safety),
        cli=raw.get("cli", "").strip(),
        console=raw.get("console", "").strip(),
    )


def _set_to(
    value: bool | int | str, options: Mapping[str, Option], problems: _Problems
) -> bool | int | str | OptionName:
    found = _operand(value, options, problems)
    if found is None or isinstance(found, tuple):
        problems.note(f"remedy.set: {value!r} is no scalar")
        return ""
    return found


def _sections(raw: Mapping[str, Any], problems: _Problems) -> Sections:
    frameworks: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for framework, versions in raw.items():
        if not isinstance(versions, Mapping):
            problems.note(f"frameworks.{framework} is not a map of versions")
            continue
        frameworks[framework] = {
            str(version): tuple(map(str, sections)) for version, sections in versions.items()
        }
    return frameworks
