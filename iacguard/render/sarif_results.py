"""Results in SARIF: what GitHub shows as alerts, one for each rule and line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..core.diagnostic import Diagnostic, Level
from ..core.exhaustive import assert_never
from ..core.outcome import Mark, Outcome, RuleRef
from ..core.report import Report
from ..core.severity import Severity
from ..core.verdict import Verdict
from ..core.wording import listed
from .display import display, display_line
from .fingerprint import line_hashes
from .followers import followers
from .json_v1 import JsonObject
from .ordering import diagnostics_in_order, in_order
from .sarif_location import Places, sentence
from .sarif_rules import MESSAGE, level, scan_rule_name

MOST_PLACES = 100
"""GitHub keeps so many locations of one result."""

MOST_NAMED = 5
"""Further subjects that one merged message names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What is wrong at one place: a failing outcome, or something that was not read."""

    rule: RuleRef
    severity: Severity
    level: str
    message: str
    primary: Mark

    is_unread: bool = False
    """Whether the primary place was not understood, so that anything in it may be secret."""

    related: tuple[Mark, ...] = ()
    callers: tuple[Mark, ...] = ()
    subject: str = ""
    scope: str = ""
    """The root or stack of the subject, which tells it from others of the same address."""

    fingerprint: str = ""

    suppression: str | None = None
    """Who accepts it, until when and why, where somebody does."""


def alerts(report: Report, *, with_accepted: bool = False) -> tuple[Alert, ...]:
    """Return every failure that nobody accepts and every diagnostic, in order of place."""
    found = [
        _from_outcome(outcome, report.downloads)
        for outcome in in_order(report.outcomes)
        if outcome.verdict is Verdict.FAIL and (with_accepted or outcome.suppression is None)
    ]
    found += map(_from_diagnostic, diagnostics_in_order(report.diagnostics))
    return tuple(sorted(found, key=lambda alert: alert.primary.span))


def grouped(found: Iterable[Alert]) -> tuple[tuple[Alert, ...], ...]:
    """Return alerts by rule and line, since GitHub would take such for one and the same.

    What is accepted is left out where the same line holds what is not.
    """
    groups: dict[tuple[str, str, int], list[Alert]] = {}
    for alert in found:
        span = alert.primary.span
        groups.setdefault((alert.rule.id, span.path, span.start.line), []).append(alert)
    return tuple(
        tuple(alert for alert in group if alert.suppression is None) or tuple(group)
        for group in groups.values()
    )


def hashes(groups: Iterable[Sequence[Alert]], places: Places) -> Mapping[tuple[str, int], str]:
    """Return GitHub's hash of every line that a group points at, by path and line."""
    lines: dict[str, set[int]] = {}
    for group in groups:
        span = group[0].primary.span
        lines.setdefault(span.path, set()).add(span.start.line)
    return {
        (path, line): digest
        for path, numbers in lines.items()
        if (source := places.quoter.sources.get(path)) is not None
        for line, digest in line_hashes(source, numbers).items()
    }


def result(
    group: Sequence[Alert],
    index: int,
    places: Places,
    line_hash: str | None,
    *,
    marks_accepted: bool = False,
) -> JsonObject:
    """Return the result for alerts of one rule on one line."""
    first = group[0]
    message = _message(group)
    related = _related(group)
    written: JsonObject = {
        "ruleId": first.rule.id,
        "ruleIndex": index,
        "level": first.level,
        "message": {"text": message, "id": MESSAGE, "arguments": [message[:-1]]},
        "locations": [_primary(group, places)],
        "partialFingerprints": _fingerprints(group, line_hash),
    }
    if marks_accepted:
        # Either all results of a run have this property or none has.
        # https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317661
        written["suppressions"] = _suppressions(group)
    if related:
        written["relatedLocations"] = [
            {"id": number, **_location(mark, places)}
            for number, mark in enumerate(related, start=1)
        ]
    flows = [_code_flow(alert, places) for alert in group[:MOST_PLACES] if alert.related]
    return {**written, "codeFlows": flows} if flows else written


def _suppressions(group: Sequence[Alert]) -> list[JsonObject]:
    said = dict.fromkeys(alert.suppression for alert in group if alert.suppression is not None)
    return [
        {"kind": "inSource", "status": "accepted", "justification": display_line(display(text))}
        for text in tuple(said)[:MOST_NAMED]
    ]


def _from_outcome(outcome: Outcome, downloads: frozenset[str]) -> Alert:
    primary, related = _in_repository(outcome, downloads)
    also = followers(outcome)
    return Alert(
        rule=outcome.rule,
        severity=outcome.severity,
        level=level(outcome.severity),
        message=f"{outcome.message}; {also}" if also else outcome.message,
        primary=primary,
        related=related,
        callers=outcome.callers,
        subject=outcome.subject,
        scope=outcome.scope,
        fingerprint=outcome.fingerprint,
        suppression=outcome.suppression,
    )


def _in_repository(outcome: Outcome, downloads: frozenset[str]) -> tuple[Mark, tuple[Mark, ...]]:
    """Return the primary place and the related ones, the primary one in a committed file.

    A downloaded module is not committed; what calls it is.
    """
    if not _is_downloaded(outcome.primary, downloads):
        return outcome.primary, outcome.related
    for caller in reversed(outcome.callers):
        if not _is_downloaded(caller, downloads):
            return caller, (outcome.primary, *outcome.related)
    return outcome.primary, outcome.related


def _is_downloaded(mark: Mark, downloads: frozenset[str]) -> bool:
    return not downloads.isdisjoint(mark.span.path.split("/"))


def _from_diagnostic(diagnostic: Diagnostic) -> Alert:
    severity, word = _weight(diagnostic.level)
    return Alert(
        rule=RuleRef(diagnostic.rule, scan_rule_name(diagnostic.rule), severity),
        severity=severity,
        level=word,
        message=diagnostic.summary,
        primary=Mark(diagnostic.subject),
        is_unread=True,
    )


def _weight(of: Level) -> tuple[Severity, str]:
    match of:
        case Level.ERROR:
            return Severity.MEDIUM, "error"
        case Level.NOTE:
            return Severity.LOW, "note"
        case _:
            assert_never(of)


def _message(group: Sequence[Alert]) -> str:
    first, *others = group
    message = sentence(first.message)
    if not others:
        return message
    subjects = Counter(alert.subject for alert in group)
    named = [
        f"{other.subject} in {other.scope}"
        if subjects[other.subject] > 1 and other.subject
        else other.subject or other.message
        for other in others
    ]
    return sentence(f"{message[:-1]}; the same line also affects {listed(named, MOST_NAMED)}")


def _related(group: Sequence[Alert]) -> tuple[Mark, ...]:
    """Return all further places of a group, each once."""
    marks: dict[Mark, None] = {}
    for alert in group:
        if alert.primary.span != group[0].primary.span:
            marks[Mark(alert.primary.span, alert.message)] = None
        marks.update(dict.fromkeys(alert.related))
        marks.update(
            dict.fromkeys(
                Mark(caller.span, caller.label or "called here") for caller in alert.callers
            )
        )
    return tuple(marks)[:MOST_PLACES]


def _code_flow(alert: Alert, places: Places) -> JsonObject:
    marks = (alert.primary, *alert.related)[:MOST_PLACES]
    return {
        "threadFlows": [
            {"locations": [{"location": _location(mark, places)} for mark in marks]},
        ]
    }


def _primary(group: Sequence[Alert], places: Places) -> JsonObject:
    first = group[0]
    if first.is_unread:
        return {"physicalLocation": places.unread(first.primary.span)}
    location: JsonObject = {"physicalLocation": places.primary(first.primary.span)}
    if first.primary.label:
        location["message"] = {"text": _label(first.primary)}
    logical = _logical(group)
    return {**location, "logicalLocations": list(logical)} if logical else location


def _location(mark: Mark, places: Places) -> JsonObject:
    location: JsonObject = {"physicalLocation": places.hop(mark.span)}
    return {**location, "message": {"text": _label(mark)}} if mark.label else location


def _label(mark: Mark) -> str:
    """Return what is said of a place; a viewer shows each place by itself."""
    return display_line(display(mark.label.removesuffix(", from")))


def _logical(group: Sequence[Alert]) -> tuple[JsonObject, ...]:
    subjects = dict.fromkeys(alert.subject for alert in group if alert.subject)
    return tuple(
        {"fullyQualifiedName": display(subject), "kind": "resource"}
        for subject in tuple(subjects)[:MOST_PLACES]
    )


def _fingerprints(group: Sequence[Alert], line_hash: str | None) -> JsonObject:
    first = group[0]
    own = sorted({alert.fingerprint for alert in group if alert.fingerprint})
    if line_hash is None:
        # Nobody else can hash a text that could not be read either.
        line_hash = f"{_digest(first.rule.id, first.primary.span.path)[:16]}:1"
    written: JsonObject = {"primaryLocationLineHash": line_hash}
    if own:
        written["iacguard/v1"] = display(own[0]) if len(own) == 1 else _digest(*own)[:32]
    return written


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
