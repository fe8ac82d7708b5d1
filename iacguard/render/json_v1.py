"""The report for programs: JSON in the form ``iacguard/1``, described by a schema in docs."""

from __future__ import annotations

import json
from typing import TypeAlias

from ..core.diagnostic import Diagnostic
from ..core.outcome import Mark, Outcome
from ..core.report import Report
from ..core.source import Position, SourceSpan
from .ordering import diagnostics_in_order, in_order, tally
from .presentation import Presentation

SCHEMA = "iacguard/1"

JsonObject: TypeAlias = "dict[str, object]"


def json_v1(report: Report, presentation: Presentation) -> str:
    """Return the outcomes of the verdicts to show, every diagnostic, and the counts of all.

    A pass that wants a word is among them, whatever is to be shown.
    """
    return written(
        {
            "schema": SCHEMA,
            "tool": {"name": "iacguard", "version": presentation.tool_version},
            "outcomes": [
                _outcome(outcome)
                for outcome in in_order(report.outcomes)
                if outcome.verdict in presentation.shown
                or outcome.caveat
                or (presentation.shows_accepted and outcome.suppression is not None)
            ],
            "diagnostics": [_diagnostic(one) for one in diagnostics_in_order(report.diagnostics)],
            "summary": _summary(report),
        }
    )


def written(document: JsonObject) -> str:
    """Return a document as JSON in ASCII, one line a member, that no build log obeys."""
    text = json.dumps(document, ensure_ascii=True, allow_nan=False, indent=2)
    # GitHub's runner and Azure's agent look for `##[` and `##vso[` anywhere in a line; these
    # signs stand only inside JSON's strings, where an escape means the same.
    return text.replace("##", "#\\u0023") + "\n"


def _outcome(outcome: Outcome) -> JsonObject:
    return {
        "rule": {
            "id": outcome.rule.id,
            "name": outcome.rule.name,
            "severity": outcome.rule.severity.word,
        },
        "verdict": outcome.verdict.word,
        "severity": outcome.severity.word,
        "subject": outcome.subject,
        "scope": outcome.scope,
        "message": outcome.message,
        "location": _mark(outcome.primary),
        "related": [_mark(mark) for mark in outcome.related],
        "callers": [_mark(mark) for mark in outcome.callers],
        "remedy": outcome.remedy,
        "caveat": outcome.caveat,
        "stands_for": list(outcome.stands_for),
        "suppression": outcome.suppression,
        "fingerprint": outcome.fingerprint,
    }


def _diagnostic(diagnostic: Diagnostic) -> JsonObject:
    context = diagnostic.context
    return {
        "rule": diagnostic.rule,
        "level": diagnostic.level.value,
        "summary": diagnostic.summary,
        "detail": diagnostic.detail,
        "location": _span(diagnostic.subject),
        "context": None if context is None else _span(context),
    }


def _summary(report: Report) -> JsonObject:
    counted = tally(report)
    return {
        "fail": counted.failed,
        "unknown": counted.unknown,
        "pass": counted.passed,
        "suppressed": counted.accepted,
        "files": report.scanned.files,
        "scopes": report.scanned.scopes,
        "subjects": report.scanned.subjects,
        "incomplete": report.scanned.incomplete,
        "not_read": list(report.scanned.not_read),
    }


def _mark(mark: Mark) -> JsonObject:
    return {**_span(mark.span), "label": mark.label}


def _span(span: SourceSpan) -> JsonObject:
    return {"path": span.path, "start": _position(span.start), "end": _position(span.end)}


def _position(position: Position) -> JsonObject:
    return {"line": position.line, "column": position.column}
