"""The exit code of a scan, and why it is that one."""

from __future__ import annotations

from collections.abc import Sequence
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
    if not gate.exit_zero and any(_fails(outcome, gate) for outcome in _standing(report)):
        return ExitCode.FINDINGS
    if report.scanned.incomplete:
        return ExitCode.INCOMPLETE
    if report.scanned.has_void_exceptions and not gate.exit_zero:
        return ExitCode.EXCEPTIONS
    return ExitCode.CLEAN


def why(report: Report, gate: Gate) -> str:
    """Return the exit code for a report with the reason for it, in one line without a full stop."""
    code = exit_code(report, gate)
    return f"exit {code.value}: {_reason(code, report, gate)}"


def _reason(code: ExitCode, report: Report, gate: Gate) -> str:
    if code is ExitCode.INCOMPLETE:
        return "something could not be read or evaluated"
    if code is ExitCode.EXCEPTIONS:
        return "an exception has expired or is malformed"
    standing, least = _standing(report), f"at or above {gate.fail_on.word}"
    if code is ExitCode.FINDINGS:
        failing = [outcome for outcome in standing if _fails(outcome, gate)]
        verb = "is" if len(failing) == 1 else "are"
        return f"{_counted(failing)} {verb} {least}, the severity that fails the run"
    findings = [outcome for outcome in standing if outcome.verdict is Verdict.FAIL]
    unknowns = [outcome for outcome in standing if outcome.verdict is Verdict.UNKNOWN]
    if gate.exit_zero and (findings or report.scanned.has_void_exceptions):
        return "--exit-zero lets findings and exceptions pass"
    is_accepted = len(standing) < len(report.outcomes)
    said = "every finding is accepted" if is_accepted else "no findings"
    said = f"no finding is {least}" if findings else said
    if unknowns and not gate.fail_on_unknown:
        said += ", and unknown verdicts do not fail the run"
    return said


def _counted(outcomes: Sequence[Outcome]) -> str:
    """Return how many findings and unknown verdicts there are: "2 findings and 1 unknown"."""
    findings = sum(outcome.verdict is Verdict.FAIL for outcome in outcomes)
    unknowns = len(outcomes) - findings
    parts = [
        f"{number:,} {word}{'' if number == 1 else 's'}"
        for number, word in ((findings, "finding"), (unknowns, "unknown verdict"))
        if number
    ]
    return " and ".join(parts)


def _standing(report: Report) -> list[Outcome]:
    """Return what nobody accepts."""
    return [outcome for outcome in report.outcomes if outcome.suppression is None]


def _fails(outcome: Outcome, gate: Gate) -> bool:
    if outcome.severity < gate.fail_on:
        return False
    return outcome.verdict is Verdict.FAIL or (
        gate.fail_on_unknown and outcome.verdict is Verdict.UNKNOWN
    )
