"""A standard in words: its versions, and which rules show which of its sections."""

from __future__ import annotations

from collections.abc import Sequence

from ..rules.frameworks import Coverage, Framework, Section, coverage
from ..rules.rule import Rule
from .prose import WIDTH, filled

_DEEPEST = 8
"""The widest id that the rules below a section are indented by."""


def version_list(framework: Framework) -> str:
    """Return the versions of a standard, and how many of their sections rules cover."""
    words = [f"{framework.id}@{version}" for version in framework.versions]
    widest = max(map(len, words))
    lines = []
    for word, sections in zip(words, framework.versions.values()):
        shown = sum(not section.not_shown for section in sections)
        lines.append(
            f"  {word:{widest}}  {shown} of {_counted(len(sections), 'section')} covered by rules"
        )
    last = f"`iacguard rules --framework {words[-1]}` lists the rules that show each section."
    return "\n\n".join((_heading(framework), "\n".join(lines), filled(last))) + "\n"


def coverage_table(framework: Framework, version: str, rules: Sequence[Rule]) -> str:
    """Return every section of a version with the rules that show it, or why none can."""
    table = coverage(framework, version, rules)
    widest = max(len(row.section.id) for row in table)
    name = max((len(rule.name) for row in table for rule in row.rules), default=0)
    rows = [_row(row, widest, name) for row in table]
    return "\n\n".join((_heading(framework, version), _summary(table), "\n".join(rows))) + "\n"


def _heading(framework: Framework, version: str = "") -> str:
    word = f" ({framework.id}@{version})" if version else ""
    publisher = f"{framework.publisher}, {framework.url}"
    return "\n".join(map(filled, (framework.title + word, publisher, "", framework.basis)))


def _summary(table: Sequence[Coverage]) -> str:
    shown = [row for row in table if not row.section.not_shown]
    rules = {rule.id for row in shown for rule in row.rules}
    hidden = len(table) - len(shown)
    said = f"{_counted(len(shown), 'section')} covered by {_counted(len(rules), 'rule')}"
    if hidden:
        said += f", {hidden} that code cannot show"
    judged = "this rule" if len(rules) == 1 else "all of these rules"
    return filled(f"{said}. `--framework` judges {judged}, even if off by default.")


def _row(row: Coverage, widest: int, name: int) -> str:
    section, indent = row.section, " " * (min(widest, _DEEPEST) + 2)
    lines = [_titled(section, f"{section.id:{widest}}  ")]
    lines += [f"{indent}{rule.id}  {rule.name:{name}}  {rule.default_word}" for rule in row.rules]
    if section.not_shown:
        lines.append(filled(f"Code cannot show this. {section.not_shown}", indent))
    return "\n".join(lines)


def _titled(section: Section, lead: str) -> str:
    """Return the first line of a section: id and title, its level at the right edge."""
    facts = [f"level {section.level}"] if section.level else []
    facts += [section.automation.value] if section.automation else []
    text, right = filled(section.title, lead, " " * len(lead)), ", ".join(facts)
    return f"{text:{WIDTH - len(right)}}{right}" if right else text


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
