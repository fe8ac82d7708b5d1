"""The standards that rules answer: their sections and titles, read when somebody asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from ..errors import RuleError, UsageError
from .catalog import FRAMEWORKS, read_yaml, rules_directory
from .rule import Rule

_REQUIRED = ("id", "title", "publisher", "url", "basis", "versions")
_LEVELS = (1, 2)


class Automation(Enum):
    """Whether the standard takes a section's assessment for something that a machine can do."""

    AUTOMATED = "automated"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a standard that is about the audit pipeline."""

    id: str
    """As the standard spells it: ``3.1``, ``AC-2(4)``."""

    title: str
    """What it asks for, in our own words."""

    level: int | None = None
    """The profile level of a CIS benchmark, where it is known."""

    automation: Automation | None = None
    not_shown: str = ""
    """Why no infrastructure code can show it; empty where rules can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A standard in all the versions that the rules know."""

    id: str
    """The name that ``--framework`` takes."""

    title: str
    publisher: str
    url: str
    basis: str
    """Who says which rule shows which section, and what the numbers mean."""

    versions: Mapping[str, tuple[Section, ...]]
    """In the order of the file; the sections in the natural order of their ids."""

    def section(self, version: str, section: str) -> Section | None:
        """Return a section by its id."""
        return next((one for one in self.versions.get(version, ()) if one.id == section), None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A section and the rules that show it."""

    section: Section
    rules: tuple[Rule, ...]


def framework_ids(directory: Path | None = None) -> tuple[str, ...]:
    """Return the names of all standards, in order, without reading their files."""
    folder = (directory or rules_directory()) / FRAMEWORKS
    return tuple(sorted(file.stem for file in folder.glob("*.yaml")))


def load_framework(framework: str, directory: Path | None = None) -> Framework:
    """Return one standard.

    Raise UsageError where none has this name, RuleError with all that is wrong with its file.
    """
    directory = directory or rules_directory()
    known = framework_ids(directory)
    if framework not in known:
        raise UsageError(f"unknown framework {framework!r}; known: {', '.join(known)}")
    path = f"{FRAMEWORKS}/{framework}.yaml"
    return framework_from(read_yaml(directory / path, path), path)


def framework_from(raw: Mapping[str, Any], path: str) -> Framework:
    """Return the standard that a raw mapping states; raise RuleError with all that is wrong."""
    problems = [f"unknown key {key!r}" for key in raw if key not in _REQUIRED]
    problems += [f"{key} is missing" for key in _REQUIRED if not raw.get(key)]
    texts = (key for key in _REQUIRED if key != "versions")
    problems += [f"{key} is not a text" for key in texts if raw.get(key) and not _is_text(raw[key])]
    if raw.get("id") != Path(path).stem:
        problems.append(f"id {raw.get('id')!r} is not the name of the file")
    versions: dict[str, tuple[Section, ...]] = {}
    written = raw.get("versions")
    for version, parts in written.items() if isinstance(written, Mapping) else ():
        if not isinstance(version, str):
            problems.append(f"version {version!r} is not in quotes")
        elif not isinstance(parts, Mapping):
            problems.append(f"version {version} is not a map of sections")
        else:
            versions[version] = _sections(version, parts, problems)
    if problems:
        raise RuleError(f"{path}: " + "; ".join(problems))
    return Framework(
        id=raw["id"],
        title=raw["title"],
        publisher=raw["publisher"],
        url=raw["url"],
        basis=" ".join(raw["basis"].split()),
        versions=versions,
    )


def coverage(framework: Framework, version: str, rules: Iterable[Rule]) -> tuple[Coverage, ...]:
    """Return every section of a version with the rules that show it."""
    living = [rule for rule in rules if rule.retired is None]
    return tuple(
        Coverage(
            section, tuple(rule for rule in living if _shows(rule, framework, version, section))
        )
        for section in framework.versions[version]
    )


def refuse_unknown_sections(frameworks: Iterable[Framework], rules: Sequence[Rule]) -> None:
    """Raise RuleError with every framework, version or section of a rule that does not exist.

    A section that no code can show is refused too: a rule that shows it says otherwise.
    """
    known = {framework.id: framework for framework in frameworks}
    problems = []
    for rule in rules:
        for name, versions in rule.frameworks.items():
            for version, sections in versions.items():
                if name not in known or version not in known[name].versions:
                    problems.append(f"{rule.id}: there is no framework {name}@{version}")
                    continue
                for section in sections:
                    found = known[name].section(version, section)
                    if found is None:
                        problems.append(f"{rule.id}: {name}@{version} has no section {section}")
                    elif found.not_shown:
                        problems.append(
                            f"{rule.id}: no code shows section {section} of {name}@{version}"
                        )
    if problems:
        raise RuleError("; ".join(problems))


def _shows(rule: Rule, framework: Framework, version: str, section: Section) -> bool:
    return section.id in rule.frameworks.get(framework.id, {}).get(version, ())


def _sections(version: str, parts: Mapping[str, Any], problems: list[str]) -> tuple[Section, ...]:
    problems += [
        f"{version}: unknown key {key!r}"
        for key in parts
        if key not in ("sections", "not_shown_by_code")
    ]
    shown, hidden = parts.get("sections") or {}, parts.get("not_shown_by_code") or {}
    problems += [f"{version}: {twin} is shown and not shown" for twin in shown if twin in hidden]
    found = [
        section
        for written, needs_reason in ((shown, False), (hidden, True))
        for key, facts in written.items()
        if (section := _section(version, key, facts, needs_reason, problems)) is not None
    ]
    return tuple(sorted(found, key=lambda section: _natural(section.id)))


def _section(
    version: str,
    key: object,
    facts: object,
    needs_reason: bool,
    problems: list[str],
) -> Section | None:
    # YAML reads 4.10 as the number 4.1.
    if not isinstance(key, str):
        problems.append(f"{version}: section {key!r} is not in quotes")
        return None
    if not isinstance(facts, Mapping):
        problems.append(f"{version}: section {key} is not a map")
        return None
    place = f"{version}: section {key}"
    allowed = {"title", "level", "automation", *(("reason",) if needs_reason else ())}
    wrong = [f"{place} has an unknown key {name!r}" for name in facts if name not in allowed]
    texts = ("title", "reason") if needs_reason else ("title",)
    wrong += [f"{place} has no {name}" for name in texts if not _is_text(facts.get(name))]
    if facts.get("level", 1) not in _LEVELS:
        wrong.append(f"{place} has the level {facts['level']!r}, neither 1 nor 2")
    automation = facts.get("automation")
    words = [one.value for one in Automation]
    if automation is not None and automation not in words:
        wrong.append(f"{place} has the automation {automation!r}, not one of {', '.join(words)}")
    if wrong:
        problems += wrong
        return None
    return Section(
        id=key,
        title=facts["title"],
        level=facts.get("level"),
        automation=None if automation is None else Automation(automation),
        not_shown=" ".join(facts.get("reason", "").split()),
    )


def _is_text(written: object) -> bool:
    return isinstance(written, str) and bool(written.strip())


def _natural(text: str) -> tuple[str | int, ...]:
    """Return a key that puts 3.2 before 3.10; texts and numbers take turns in it."""
    parts = re.split(r"([0-9]+)", text)
    return tuple(int(part) if part.isdecimal() else part for part in parts)
