"""Judging what a rule expects of fields of its subject."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from iacguard.core.source import Position, SourceSpan
from iacguard.core.value import Absent, Hop, Known, Unknown, Value
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.rules.expect import judge_expectation
from iacguard.rules.rule import Field, Junction, OptionName

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
PLACE = (Hop(SourceSpan("a.tf", Position(1, 1, 0), Position(1, 2, 1)), ""),)
OPEN = Unknown(PLACE, "var.open has no value")


@dataclass(frozen=True)
class Group:
    """A subject with two fields."""

    days: Value[Any] = field(default=Absent(PLACE))
    key: Value[Any] = field(default=Absent(PLACE))


def claim(operator: str, name: str = "days", **fields: Any) -> Field:
    return Field(**{"operator": operator, "name": name, "otherwise": "is odd", **fields})


@pytest.mark.parametrize(
    ("operator", "operand", "passing", "failing", "absent"),
    [
        ("is_true", None, True, False, FAIL),
        ("is_false", None, False, True, PASS),
        ("is_set", None, "a", "", FAIL),
        ("is_absent", None, None, 0, PASS),
        ("equals", 0, 0, 1, FAIL),
        ("at_least", 365, 365, 364, FAIL),
        ("at_least", OptionName("min_days"), 90, 89, FAIL),
    ],
)
def test_an_operator_claims_something_of_a_field(operator, operand, passing, failing, absent):
    """What is not known is unknown, whatever is claimed of it."""

    def verdict(value: Value[Any]) -> Verdict:
        expected = claim(operator, operand=operand)
        return judge_expectation(expected, Group(days=value), {"min_days": 90}).verdict

    if passing is not None:
        assert PASS is verdict(Known(passing, PLACE))
    assert FAIL is verdict(Known(failing, PLACE))
    assert absent is verdict(Absent(PLACE))
    assert UNKNOWN is verdict(OPEN)


def test_several_claims_fail_together_with_their_own_words_and_causes():
    """Each says what is wrong, and which remedy it asks for."""
    both = Junction(
        True,
        (
            claim("is_set", "key", otherwise="has no key"),
            claim("at_least", operand=365, otherwise="is short", cause="short"),
        ),
    )

    judgement = judge_expectation(both, Group(days=Known(30, PLACE)), {})

    reasons = (Reason("has no key", PLACE), Reason("is short", PLACE, "30", "short"))
    assert Judgement(FAIL, reasons) == judgement


def test_claims_on_one_field_of_which_any_is_enough_fail_as_one():
    """What all of them would say is said once, with the days that were found and were asked for."""
    said = "keeps events for {days}, not the required {min_days}"
    kept = Junction(
        False,
        (
            claim("is_absent", otherwise=said),
            claim("equals", operand=0, otherwise=said),
            claim("at_least", operand=OptionName("min_days"), otherwise=said),
        ),
    )

    def judged(value: Value[Any]) -> Judgement:
        return judge_expectation(kept, Group(days=value), {"min_days": 365})

    expected = "keeps events for 1 day, not the required 365"
    assert Judgement(FAIL, (Reason(expected, PLACE, "1"),)) == judged(Known(1, PLACE))
    assert [PASS, PASS, PASS, UNKNOWN] == [
        judged(value).verdict for value in (Absent(), Known(0), Known(365), OPEN)
    ]


def test_days_that_no_report_may_show_are_too_few():
    """A sensitive number is not told."""
    hidden = (Hop(PLACE[0].span, "", is_sensitive=True),)
    expected = claim("at_least", operand=365, otherwise="keeps events for {days}")

    judgement = judge_expectation(expected, Group(days=Known(30, hidden)), {})

    assert Judgement(FAIL, (Reason("keeps events for too few days", hidden),)) == judgement
