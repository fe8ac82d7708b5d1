"""The exit code of a scan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iacguard.core.outcome import Mark, Outcome, RuleRef
from iacguard.core.report import Report, Scanned
from iacguard.core.severity import Severity
from iacguard.core.source import Position, SourceSpan
from iacguard.core.verdict import Verdict
from iacguard.triage.gate import ExitCode, Gate, exit_code, why

START = Position(1, 1, 0)
MEDIUM = Outcome(
    rule=RuleRef("CT101", "trail-single-region", Severity.MEDIUM),
    subject="aws_cloudtrail.main",
    scope=".",
    verdict=Verdict.FAIL,
    severity=Severity.MEDIUM,
    message="aws_cloudtrail.main records only its home region",
    primary=Mark(SourceSpan("main.tf", START, START)),
)
UNKNOWN = replace(MEDIUM, verdict=Verdict.UNKNOWN)
PASS = replace(MEDIUM, verdict=Verdict.PASS)
CLEAN, FINDINGS, INCOMPLETE = ExitCode.CLEAN, ExitCode.FINDINGS, ExitCode.INCOMPLETE

CASES = [
    ((), False, Gate(), CLEAN),
    ((PASS, UNKNOWN), False, Gate(), CLEAN),
    ((MEDIUM,), False, Gate(), FINDINGS),
    ((MEDIUM,), False, Gate(fail_on=Severity.MEDIUM), FINDINGS),
    ((MEDIUM,), False, Gate(fail_on=Severity.HIGH), CLEAN),
    ((replace(MEDIUM, severity=Severity.HIGH),), False, Gate(fail_on=Severity.HIGH), FINDINGS),
    ((UNKNOWN,), False, Gate(fail_on_unknown=True), FINDINGS),
    ((UNKNOWN,), False, Gate(fail_on_unknown=True, fail_on=Severity.HIGH), CLEAN),
    ((MEDIUM,), False, Gate(exit_zero=True), CLEAN),
    ((replace(MEDIUM, suppression="accepted"),), False, Gate(), CLEAN),
    ((), True, Gate(), INCOMPLETE),
    ((MEDIUM,), True, Gate(), FINDINGS),
    ((MEDIUM,), True, Gate(exit_zero=True), INCOMPLETE),
    ((replace(UNKNOWN, suppression="accepted"),), False, Gate(fail_on_unknown=True), CLEAN),
]

WITH_VOID_EXCEPTIONS = [
    ((), False, Gate(), ExitCode.EXCEPTIONS),
    ((PASS,), False, Gate(), ExitCode.EXCEPTIONS),
    ((MEDIUM,), False, Gate(), FINDINGS),
    ((MEDIUM,), False, Gate(fail_on=Severity.HIGH), ExitCode.EXCEPTIONS),
    ((), True, Gate(), INCOMPLETE),
    ((MEDIUM,), False, Gate(exit_zero=True), CLEAN),
]


@pytest.mark.parametrize(("outcomes", "incomplete", "gate", "expected"), CASES)
def test_the_exit_code_says_what_was_found_and_what_was_not_read(
    outcomes, incomplete, gate, expected
):
    """Findings win over incompleteness, and nothing hides incompleteness but findings."""
    scanned = Scanned(files=1, scopes=1, subjects=1, incomplete=incomplete)

    assert expected is exit_code(Report(outcomes=outcomes, diagnostics=(), scanned=scanned), gate)


@pytest.mark.parametrize(("outcomes", "incomplete", "gate", "expected"), WITH_VOID_EXCEPTIONS)
def test_an_exception_that_accepts_nothing_is_told_by_a_code_of_its_own(
    outcomes, incomplete, gate, expected
):
    """Findings win over it, and so does what was not read."""
    place = SourceSpan("main.tf", Position(1, 1, 0), Position(1, 2, 1))
    scanned = Scanned(
        files=1, scopes=1, subjects=1, incomplete=incomplete, void_exceptions=(place,)
    )

    assert expected is exit_code(Report(outcomes=outcomes, diagnostics=(), scanned=scanned), gate)


HIGH = replace(MEDIUM, severity=Severity.HIGH)
ENDINGS = [
    ((PASS,), {}, Gate(), "exit 0: no findings"),
    ((UNKNOWN,), {}, Gate(), "exit 0: no findings, and unknown verdicts do not fail the run"),
    ((replace(MEDIUM, suppression="accepted"),), {}, Gate(), "exit 0: every finding is accepted"),
    (
        (MEDIUM, MEDIUM),
        {},
        Gate(fail_on=Severity.HIGH),
        "exit 0: no finding is at or above high",
    ),
    (
        (MEDIUM,),
        {},
        Gate(exit_zero=True),
        "exit 0: --exit-zero lets findings and exceptions pass",
    ),
    ((PASS,), {}, Gate(exit_zero=True), "exit 0: no findings"),
    (
        (HIGH, MEDIUM),
        {},
        Gate(fail_on=Severity.HIGH),
        "exit 1: 1 finding is at or above high, the severity that fails the run",
    ),
    (
        (MEDIUM, HIGH, UNKNOWN),
        {"incomplete": True},
        Gate(fail_on_unknown=True),
        "exit 1: 2 findings and 1 unknown verdict are at or above low, "
        "the severity that fails the run",
    ),
    (
        (UNKNOWN,),
        {"incomplete": True},
        Gate(),
        "exit 3: something could not be read or evaluated",
    ),
    (
        (PASS,),
        {"void_exceptions": (MEDIUM.primary.span,)},
        Gate(),
        "exit 4: an exception has expired or is malformed",
    ),
]


@pytest.mark.parametrize(("outcomes", "scanned", "gate", "expected"), ENDINGS)
def test_a_run_says_why_it_ends_as_it_does(outcomes, scanned, gate, expected):
    """Whoever reads a failed job has to know which findings failed it."""
    summary = Scanned(files=1, scopes=1, subjects=1, **{"incomplete": False, **scanned})

    assert expected == why(Report(outcomes=outcomes, diagnostics=(), scanned=summary), gate)
