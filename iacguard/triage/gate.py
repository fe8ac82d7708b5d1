"""The exit code of a scan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from ..core.outcome import Outcome
from ..core.report import Report
from ..core.severity import Severity
from ..core.verdict import Verdict


class ExitCode(IntEnum):
    """What the process says when it ends; the codes are stable."""

    CLEAN = 0
    FINDINGS = 1
    """Findings at or above the gate; wins over INCOMPLETE, and the summary says both."""

    USAGE = 2
    INCOMPLETE = 3
    """Something that had to be read or evaluated was not."""

    EXCEPTIONS = 4
    """An exception has expired or is malformed; FINDINGS and INCOMPLETE win over it."""

    INTERNAL = 70
    """A bug of iacguard's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What fails a build."""

    fail_on: Severity = Severity.LOW
    """The least severity of a finding that does."""

    fail_on_unknown: bool = False
    """Whether a verdict of unknown does."""

    exit_zero: bool = False
    """Findings and exceptions never do; what could not be read still does."""


def exit_code(report: Report, gate: Gate) -> ExitCode:
    """Return the exit code for a report."""
    standing = [outcome for outcome in report.outcomes if outcome.suppression is None]
    if not gate.exit_zero and any(_fails(outcome, gate) for outcome in standing):
        return ExitCode.FINDINGS
    if report.scanned.incomplete:
        return ExitCode.INCOMPLETE
    if report.scanned.has_void_exceptions and not gate.exit_zero:
        return ExitCode.EXCEPTIONS
    return ExitCode.CLEAN


def _fails(outcome: Outcome, gate: Gate) -> bool:
    if outcome.severity < gate.fail_on:
        return False
    return outcome.verdict is Verdict.FAIL or (
        gate.fail_on_unknown and outcome.verdict is Verdict.UNKNOWN
    )
