"""The order in which every report lists what it found: by place, then by rule and subject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..core.diagnostic import Diagnostic
from ..core.outcome import Outcome
from ..core.report import Report
from ..core.severity import Severity
from ..core.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many outcomes came out each way, listed or not."""

    failed: int
    """Failures that nobody accepts."""

    accepted: int
    """Failures, and what is not known, that somebody accepts."""

    unknown: int
    """What is not known, and nobody accepts."""

    passed: int

    by_severity: tuple[tuple[Severity, int], ...]
    """The failures, the gravest first."""


def tally(report: Report) -> Tally:
    """Count a report's outcomes."""
    standing = [outcome for outcome in report.outcomes if outcome.suppression is None]
    verdicts = Counter(outcome.verdict for outcome in standing)
    severities = Counter(
        outcome.severity for outcome in standing if outcome.verdict is Verdict.FAIL
    )
    return Tally(
        failed=verdicts[Verdict.FAIL],
        accepted=len(report.outcomes) - len(standing),
        unknown=verdicts[Verdict.UNKNOWN],
        passed=verdicts[Verdict.PASS],
        by_severity=tuple(sorted(severities.items(), reverse=True)),
    )


def in_order(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Return outcomes by file and place, then by rule, subject and scope."""
    return tuple(
        sorted(
            outcomes,
            key=lambda outcome: (
                outcome.primary.span,
                outcome.rule.id,
                outcome.subject,
                outcome.scope,
                outcome.verdict,
                outcome.message,
                outcome.fingerprint,
            ),
        )
    )


def diagnostics_in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics by file and place, then by rule and words."""
    return tuple(
        sorted(
            diagnostics,
            key=lambda one: (one.subject, one.rule, one.level.value, one.summary, one.detail),
        )
    )
