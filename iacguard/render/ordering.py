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
    """Failures that nobody accepted."""

    suppressed: int
    """Failures that somebody accepted."""

    unknown: int
    passed: int

    by_severity: tuple[tuple[Severity, int], ...]
    """The failures, the gravest first."""


def tally(report: Report) -> Tally:
    """Count a report's outcomes."""
    failures = [outcome for outcome in report.outcomes if outcome.verdict is Verdict.FAIL]
    verdicts = Counter(outcome.verdict for outcome in report.outcomes)
    open_failures = [outcome for outcome in failures if outcome.suppression is None]
    severities = Counter(outcome.severity for outcome in open_failures)
    return Tally(
        failed=len(open_failures),
        suppressed=len(failures) - len(open_failures),
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
