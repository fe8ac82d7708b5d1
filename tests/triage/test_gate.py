"""The exit code of a scan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iacguard.core.outcome import Mark, Outcome, RuleRef
from iacguard.core.report import Report, Scanned
from iacguard.core.severity import Severity
from iacguard.core.source import Position, SourceSpan
from iacguard.core.verdict import Verdict
from iacguard.triage.gate import ExitCode, Gate, exit_code

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
