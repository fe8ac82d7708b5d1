"""Rules in SARIF: all that a reader is told of a control, the same whatever was scanned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..core.diagnostic import (
    EXCEPTION_EXPIRED,
    EXCEPTION_MALFORMED,
    EXCEPTION_UNUSED,
    FILE_NOT_READ,
    INVALID_RESOURCE,
    NOT_EVALUATED,
)
from ..core.exhaustive import assert_never
from ..core.outcome import RuleRef
from ..core.severity import Severity
from ..rules.rule import Remedy, Rule, Safety
from .json_v1 import JsonObject
from .presentation import INFORMATION_URI

MESSAGE = "found"
"""The id of the message that every result of a rule has."""

_MOST_TAGS = 10
"""GitHub keeps no more of one rule."""

_LONGEST_DESCRIPTION = 1_000

_SCAN_RULES = {
    FILE_NOT_READ: "file-not-read",
    NOT_EVALUATED: "not-evaluated",
    EXCEPTION_EXPIRED: "exception-expired",
    EXCEPTION_UNUSED: "exception-unused",
    EXCEPTION_MALFORMED: "exception-malformed",
    INVALID_RESOURCE: "invalid-resource",
}


def descriptor(rule: Rule) -> JsonObject:
    """Return a rule as a reportingDescriptor."""
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": _sentence(rule.title)},
        "fullDescription": {"text": _sentence(_folded(rule.why or rule.title))},
        "messageStrings": {MESSAGE: {"text": "'{0}'."}},
        "defaultConfiguration": {"level": level(rule.severity)},
        "helpUri": rule.references[0] if rule.references else INFORMATION_URI,
        "help": {"text": _help_text(rule), "markdown": _help_markdown(rule)},
        "properties": {
            "tags": ["security", *sorted(rule.frameworks)][:_MOST_TAGS],
            "precision": "very-high",
            "security-severity": security_severity(rule.severity),
            "frameworks": {
                f"{framework}@{version}": list(sections)
                for framework, versions in sorted(rule.frameworks.items())
                for version, sections in sorted(versions.items())
            },
        },
    }


def stand_in(reference: RuleRef) -> Rule:
    """Return what can be said of a rule that a report names and nobody described."""
    words = reference.name.replace("-", " ")
    return Rule(
        id=reference.id,
        name=reference.name,
        title=words.capitalize(),
        subject="scan",
        severity=reference.severity,
        on=True,
        clause=words,
        checked="",
        claim=None,
        options={},
        why=words.capitalize(),
        remedy=Remedy(text="", safety=Safety.SAFE, cli="", console=""),
        frameworks={},
        references=(),
    )


def scan_rule_name(id_: str) -> str:
    """Return the name of a rule about the scan itself."""
    return _SCAN_RULES.get(id_, f"scan-note-{id_.lower()}")


def level(severity: Severity) -> str:
    """Return SARIF's level of a severity."""
    match severity:
        case Severity.CRITICAL | Severity.HIGH:
            return "error"
        case Severity.MEDIUM:
            return "warning"
        case Severity.LOW:
            return "note"
        case _:
            assert_never(severity)


def security_severity(severity: Severity) -> str:
    """Return the score that GitHub turns back into this severity."""
    match severity:
        case Severity.CRITICAL:
            return "9.5"
        case Severity.HIGH:
            return "8.0"
        case Severity.MEDIUM:
            return "5.5"
        case Severity.LOW:
            return "2.0"
        case _:
            assert_never(severity)


def _help_text(rule: Rule) -> str:
    return "\n\n".join(
        f"{heading}: {_folded(body)}" if heading else _folded(body)
        for heading, body in (
            ("", rule.checked),
            ("Events", "; ".join(_events(rule))),
            ("Why" if rule.checked else "", _sentence(rule.why or rule.title)),
            ("Remedy", rule.remedy.text),
            ("Depending on the cause", "; ".join(rule.remedy.by_cause)),
            ("With the AWS CLI", rule.remedy.cli),
            ("In the console", rule.remedy.console),
            ("Frameworks", "; ".join(_frameworks(rule))),
            ("References", " ".join(rule.references)),
        )
        if body
    )


def _help_markdown(rule: Rule) -> str:
    return "\n\n".join(_help_sections(rule))


def _help_sections(rule: Rule) -> Iterator[str]:
    yield f"# {rule.title} (`{rule.id}`, `{rule.name}`)"
    if rule.checked:
        yield rule.checked
        if rule.control is not None:
            yield _bulleted(_events(rule))
        yield "## Why"
    yield (rule.why or _sentence(rule.title)).strip()
    remedy = rule.remedy
    if remedy.text or remedy.cli or remedy.console:
        yield "## Remedy"
    if remedy.text:
        yield f"**In code**: {_sentence(remedy.text.strip())}"
    if remedy.by_cause:
        yield f"Depending on the cause:\n\n{_bulleted(map(_sentence, remedy.by_cause))}"
    if remedy.cli:
        yield f"**With the AWS CLI**:\n\n```sh\n{remedy.cli.strip()}\n```"
    if remedy.console:
        yield f"**In the console**: {_sentence(remedy.console.strip())}"
    if rule.frameworks:
        yield "## Frameworks"
        yield _bulleted(_frameworks(rule))
    if rule.references:
        yield "## References"
        yield _bulleted(f"<{reference}>" for reference in rule.references)


def _events(rule: Rule) -> Iterator[str]:
    """Yield the events that a rule of detection lists: calls by service, and patterns."""
    if rule.control is not None:
        for calls in rule.control.calls:
            yield f"{calls.source}: {', '.join(calls.names)}"
        for named in rule.control.patterns:
            yield f"{named.name}: `{named.pattern}`"


def _frameworks(rule: Rule) -> Iterator[str]:
    for framework, versions in sorted(rule.frameworks.items()):
        for version, sections in sorted(versions.items()):
            yield f"{framework} {version}: {', '.join(sections)}"


def _bulleted(lines: Iterable[str]) -> str:
    return "\n".join(f"* {line}" for line in lines)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _sentence(text: str) -> str:
    text = text.strip()
    if len(text) > _LONGEST_DESCRIPTION:
        text = f"{text[:_LONGEST_DESCRIPTION].rsplit(' ', 1)[0]} …"
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
