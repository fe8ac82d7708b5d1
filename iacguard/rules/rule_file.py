"""From the raw mapping of a rule file to a rule, with every problem named at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..core.severity import Severity
from ..model.control import Control
from .control_file import control_from
from .expectation_file import RuleNames, expectation_from, operand_from
from .problems import Problems
from .rule import CheckName, Expectation, Option, Remedy, Rule, Safety, Sections
from .subjects import SCAN, SUBJECTS, has_field

_ID = re.compile(r"(CT|IG)[0-9]{3}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REQUIRED = ("id", "name", "title", "subject", "severity", "clause", "checked", "why", "remedy")
_OPTIONAL = (
    "default",
    "passing",
    "on_request",
    "follows",
    "expect",
    "check",
    "events",
    "options",
    "frameworks",
    "references",
    "examples",
    "retired",
)
_ALLOWED = frozenset((*_REQUIRED, *_OPTIONAL))


def rule_from(
    raw: Mapping[str, Any],
    path: str,
    refused_patterns: Callable[[Control], Iterable[str]] = lambda control: (),
) -> Rule:
    """Return the rule that a raw mapping states.

    `refused_patterns` tells what is wrong with the filter patterns of its events. Raise RuleError
    with everything that is wrong with it.
    """
    problems = Problems(path)
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
    remedy = _remedy(raw["remedy"], raw["subject"], options, problems)
    control = control_from(raw["events"], problems.below("events")) if "events" in raw else None
    if control is not None:
        if "check" not in raw:
            problems.note("events are for a check, not for expect")
        for problem in refused_patterns(control):
            problems.note(f"events: {problem}")
    rule = Rule(
        id=raw["id"],
        name=raw["name"],
        title=raw["title"],
        subject=raw["subject"],
        severity=_severity(raw["severity"], problems),
        on=bool(raw.get("default", True)),
        clause=raw["clause"],
        checked=" ".join(str(raw["checked"]).split()),
        passing=raw.get("passing", "").strip(),
        claim=_claim(raw, options, remedy, problems),
        control=control,
        options=options,
        why=raw["why"].strip(),
        remedy=remedy,
        frameworks=_sections(raw.get("frameworks", {}), problems),
        references=tuple(raw.get("references", ())),
        on_request=raw.get("on_request", ""),
        follows=raw.get("follows", ""),
        retired=raw.get("retired"),
    )
    problems.raise_any()
    return rule


def _severity(word: str, problems: Problems) -> Severity:
    try:
        return Severity.parse(word)
    except ValueError as error:
        problems.note(f"severity: {error}")
        return Severity.LOW


def _claim(
    raw: Mapping[str, Any], options: Mapping[str, Option], remedy: Remedy, problems: Problems
) -> Expectation | CheckName | None:
    written = [key for key in ("expect", "check") if key in raw]
    if raw["subject"] == SCAN:
        return None
    if len(written) != 1:
        problems.note("it takes one of expect and check")
        return None
    if written == ["expect"]:
        return expectation_from(
            raw["expect"],
            raw["clause"],
            RuleNames(subject=raw["subject"], options=options, causes=remedy.reasons),
            problems.below("expect"),
        )
    parts = str(raw["check"]).split(".")
    if len(parts) != 2 or not all(part.isidentifier() for part in parts):
        problems.note(f"check {raw['check']!r} is not module.function")
        return None
    return CheckName(*parts)


def _options(raw: Mapping[str, Any], problems: Problems) -> Mapping[str, Option]:
    options: dict[str, Option] = {}
    for name, written in raw.items():
        try:
            choices = tuple(written.get("choices", ()))
            options[name] = Option(**{**written, "choices": choices})
        except (TypeError, AttributeError) as error:
            problems.note(f"option {name}: {error}")
    return options


def _remedy(
    raw: Mapping[str, Any], subject: str, options: Mapping[str, Option], problems: Problems
) -> Remedy:
    for key in raw.keys() - {"set", "text", "reasons", "safety", "cli", "console"}:
        problems.note(f"unknown key remedy.{key}")
    needed = {"text", "safety"} if subject == SCAN else {"text", "safety", "cli", "console"}
    for key in needed - raw.keys():
        problems.note(f"remedy.{key} is missing")
    for name in raw.get("set", {}):
        if not has_field(subject, name):
            problems.note(f"remedy.set: a {subject} has no field {name!r}")
    safety = raw.get("safety", "safe")
    if safety not in [level.value for level in Safety]:
        problems.note(f"remedy.safety {safety!r} is neither safe nor unsafe")
        safety = "safe"
    return Remedy(
        set={
            name: operand_from(value, options, problems.below(f"remedy.set.{name}"))
            for name, value in raw.get("set", {}).items()
        },
        text=raw.get("text", ""),
        reasons=raw.get("reasons", {}),
        safety=Safety(safety),
        cli=raw.get("cli", "").strip(),
        console=raw.get("console", "").strip(),
    )


def _sections(raw: Mapping[str, Any], problems: Problems) -> Sections:
    frameworks: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for framework, versions in raw.items():
        if not isinstance(versions, Mapping):
            problems.note(f"frameworks.{framework} is not a map of versions")
            continue
        frameworks[framework] = {
            str(version): tuple(map(str, sections)) for version, sections in versions.items()
        }
    return frameworks
