"""Exceptions applied to outcomes, and what is told of those that accept nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from iacguard.core.diagnostic import Diagnostic, Level
from iacguard.core.outcome import Mark, Outcome, RuleRef
from iacguard.core.severity import Severity
from iacguard.core.source import Source, SourceSpan
from iacguard.core.verdict import Verdict
from iacguard.core.written_exception import WrittenException
from iacguard.triage.risk_exception import Terms
from iacguard.triage.suppress import suppress

TEXT = Source("main.tf", "trail{a}\nbucket{b}\nmodule{c}\n# 1\n# 2\n")
OTHER = Source("other.tf", TEXT.text)
TERMS = Terms(
    today=date(2026, 11, 21),
    rules=frozenset({"CT101", "CT102", "CT201"}),
    account_wide=frozenset({"CT102"}),
    judged=frozenset({"CT101", "CT102"}),
)
UNUSED = (
    "It accepts findings on its block, findings that point into it, and "
    "those that come through its module call. Remove it, or move it to where "
    "the finding is."
)


def at(text: str, source: Source = TEXT) -> SourceSpan:
    """Return where a text stands."""
    start = source.text.index(text)
    return source.span(start, start + len(text))


FAILURE = Outcome(
    rule=RuleRef("CT101", "trail-single-region", Severity.MEDIUM),
    subject="trail",
    scope=".",
    verdict=Verdict.FAIL,
    severity=Severity.MEDIUM,
    message="trail records only its home region",
    primary=Mark(at("a")),
    header=at("trail"),
)
ACCEPTED = replace(FAILURE, suppression="accepted by me until 2027-01-01: why")


def exception(block: str, rules: str = "CT101", until: str = "2027-01-01", place: str = "# 1"):
    """Return an exception at a block."""
    text = f"iacguard:ignore={rules} owner=me exp={until} reason=why"
    return WrittenException(span=at(place), block=at(block), text=text)


def diagnostic(rule: str, level: Level, summary: str, detail: str, place: str = "# 1"):
    """Return a diagnostic on an exception."""
    return Diagnostic(rule=rule, level=level, summary=summary, detail=detail, subject=at(place))


NOT_USED = diagnostic(
    "IG004", Level.NOTE, "the exception by me for CT101 matches no finding", UNUSED
)


@pytest.mark.parametrize(
    ("outcome", "block"),
    [
        (FAILURE, "trail{a}"),
        (replace(FAILURE, verdict=Verdict.UNKNOWN), "trail{a}"),
        (replace(FAILURE, primary=Mark(at("b"))), "bucket{b}"),
        (replace(FAILURE, callers=(Mark(at("module")), Mark(at("b")))), "module{c}"),
    ],
    ids=["subject", "unknown", "primary place", "caller"],
)
def test_an_exception_accepts_findings_on_in_and_through_its_block(outcome, block):
    """The subject's block, the block pointed into, and a module call on the way."""
    marked, diagnostics = suppress([outcome], [exception(block)], TERMS)

    assert marked == [replace(outcome, suppression=ACCEPTED.suppression)]
    assert diagnostics == []


@pytest.mark.parametrize(
    ("outcome", "block"),
    [
        (FAILURE, "bucket{b}"),
        (replace(FAILURE, verdict=Verdict.PASS), "trail{a}"),
        (replace(FAILURE, header=None), "trail{a}"),
        (replace(FAILURE, related=(Mark(at("b")),)), "bucket{b}"),
        (replace(FAILURE, header=at("trail", OTHER), primary=Mark(at("a", OTHER))), "trail{a}"),
        (replace(FAILURE, rule=replace(FAILURE.rule, id="CT201")), "trail{a}"),
    ],
    ids=["other block", "pass", "account", "related place", "other file", "other rule"],
)
def test_an_exception_accepts_nothing_else(outcome, block):
    """It is told that it accepts nothing."""
    assert suppress([outcome], [exception(block)], TERMS) == ([outcome], [NOT_USED])


def test_the_last_day_of_an_exception_is_its_expiry_date():
    """It holds on that day, and no longer on the next."""
    written = exception("trail{a}", until="2026-11-21")

    assert suppress([FAILURE], [written], TERMS) == (
        [replace(FAILURE, suppression="accepted by me until 2026-11-21: why")],
        [],
    )
    assert suppress([FAILURE], [written], replace(TERMS, today=date(2026, 11, 22))) == (
        [FAILURE],
        [
            diagnostic(
                "IG003",
                Level.ERROR,
                "the exception by me for CT101 expired on 2026-11-21",
                "Its findings are reported again. Its reason was: why",
            )
        ],
    )


def test_an_expired_exception_for_rules_that_are_not_judged_is_not_told():
    """Another scan judges them."""
    written = exception("trail{a}", rules="CT201", until="2026-01-01")

    assert suppress([FAILURE], [written], TERMS) == ([FAILURE], [])


def test_an_unused_exception_for_rules_that_are_not_judged_is_not_told():
    """Nobody knows whether it would accept something."""
    written = exception("trail{a}", rules="CT201,CT101")

    assert suppress([FAILURE], [written], TERMS) == ([ACCEPTED], [])


def test_a_rule_of_an_account_as_a_whole_takes_no_exception_at_a_block():
    """A trail may be what such a finding points at, and is not what it is about."""
    account = replace(FAILURE, rule=replace(FAILURE.rule, id="CT102"), header=None)
    written = exception("trail{a}", rules="CT101,CT102")

    assert suppress([FAILURE, account], [written], TERMS) == (
        [ACCEPTED, account],
        [
            diagnostic(
                "IG004",
                Level.NOTE,
                "the exception by me for CT102 matches no finding",
                (
                    "The rule judges the account as a whole, not a block of code, so a "
                    "comment cannot accept it."
                ),
            )
        ],
    )


def test_a_malformed_exception_is_told_with_all_that_is_wrong():
    """It accepts nothing."""
    written = WrittenException(span=at("# 1"), block=at("trail{a}"), text="iacguard:ignore=*")

    assert suppress([FAILURE], [written], TERMS) == (
        [FAILURE],
        [
            diagnostic(
                "IG005",
                Level.ERROR,
                (
                    "the exception is malformed and accepts nothing: `*` means several "
                    "rules: name each by its id; it has no owner; it has no reason; it "
                    "has no expiry date (exp=YYYY-MM-DD)"
                ),
                (
                    "Its findings are reported. Write it on one line at its block: "
                    "iacguard:ignore=RULE owner=WHO exp=YYYY-MM-DD reason=WHY"
                ),
            )
        ],
    )


def test_much_that_is_wrong_is_told_in_part():
    """Fifty wrong ids make no message of five thousand characters."""
    rules = ",".join(f"X{number}" for number in range(50))
    written = WrittenException(
        span=at("# 1"), block=at("trail{a}"), text=f"iacguard:ignore={rules}"
    )

    _, (found,) = suppress([], [written], TERMS)

    assert found.summary == (
        "the exception is malformed and accepts nothing: "
        + "; ".join(f"`X{n}` is not the id of a rule that can be excepted" for n in range(5))
        + "; and 48 more"
    )


def test_of_two_exceptions_the_one_at_the_subject_is_named_and_both_are_used():
    """One at the module call is not in vain because another accepts the same finding."""
    outcome = replace(FAILURE, callers=(Mark(at("module")),))
    near = exception("trail{a}")
    far = replace(exception("module{c}", place="# 2"), text=near.text.replace("why", "far"))

    assert suppress([outcome], [far, near], TERMS) == (
        [replace(outcome, suppression=ACCEPTED.suppression)],
        [],
    )


def test_an_exception_of_two_scopes_is_one():
    """Two roots call a module: what one of them needs is not unused."""
    written = exception("trail{a}")

    assert suppress([FAILURE], [written, written], TERMS) == ([ACCEPTED], [])
