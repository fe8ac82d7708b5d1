"""Composite alarms that tell somebody in the stead of others."""

from __future__ import annotations

from typing import Any

import pytest
from builders import alarm, alarm_arn, composite_alarm, symbol, unknown
from told import said, told

from iacguard.checks.composite_rule import _TOKEN, NotARule, parse
from iacguard.core.verdict import Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
SILENT = alarm("stopped", alarm_actions=())


RULES = [
    ("ALARM(stopped)", PASS),
    ('ALARM("stopped")', PASS),
    ("ALARM( stopped ) OR ALARM(other)", PASS),
    ("ALARM(other) OR ALARM(another) OR (ALARM(stopped))", PASS),
    ("(ALARM(stopped) OR ALARM(a)) AND (ALARM(stopped) OR ALARM(b))", PASS),
    ("NOT NOT ALARM(stopped)", PASS),
    ("NOT (NOT ALARM(stopped) AND NOT ALARM(other))", PASS),
    ("ALARM(stopped) AND TRUE", PASS),
    ("ALARM(stopped) OR ALARM(other) AND FALSE", PASS),
    ("(ALARM(stopped) OR ALARM(other)) AND FALSE", FAIL),
    ("ALARM(stopped) AND ALARM(other)", UNKNOWN),
    ("ALARM(stopped) AND NOT ALARM(maintenance)", UNKNOWN),
    ("ALARM(stopped) OR OK(other)", UNKNOWN),
    ("ALARM(stopped) OR TRUE", FAIL),
    ("ALARM(stopped) OR NOT ALARM(stopped)", FAIL),
    ("ALARM(stopped) OR NOT ALARM(other)", FAIL),
    ("NOT ALARM(stopped)", FAIL),
    ("OK(stopped)", FAIL),
    ("INSUFFICIENT_DATA(stopped)", FAIL),
    ("NOT OK(stopped)", UNKNOWN),
    ("ALARM(other)", FAIL),
    ("FALSE", FAIL),
    ("AT_LEAST(1, ALARM, (stopped, other))", UNKNOWN),
    ("ALARM(stopped) OR", UNKNOWN),
    ("ALARM(stopped", UNKNOWN),
]


@pytest.mark.parametrize(("rule", "verdict"), RULES)
def test_a_rule_is_decided_for_an_alarm_that_goes_off(rule: str, verdict: Verdict) -> None:
    """The composite alarm must be in ALARM then, and not before."""
    assert verdict is told(SILENT, composite_alarm(rule=rule)).verdict


@pytest.mark.parametrize(
    ("missing", "verdict"),
    [(None, PASS), ("notBreaching", PASS), ("breaching", UNKNOWN), (unknown(), UNKNOWN)],
)
def test_another_member_may_never_leave_alarm(missing: Any, verdict: Verdict) -> None:
    """Then the composite alarm is in ALARM already, and tells nobody once more."""
    other = alarm("other", alarm_actions=(), treat_missing_data=missing)
    composite = composite_alarm(rule="ALARM(stopped) OR ALARM(other)")

    assert verdict is told(SILENT, other, composite).verdict


@pytest.mark.parametrize(
    ("name", "rule", "verdict"),
    [
        ("stopped", unknown(parts=("ALARM(", *alarm_arn("stopped").parts, ")")), PASS),
        ("stopped", unknown(parts=("ALARM(", *symbol("other").parts, ")")), UNKNOWN),
        (symbol("a"), unknown(parts=("ALARM(", *symbol("a").parts, ") OR ALARM(b)")), PASS),
        (symbol("a"), unknown(parts=('ALARM("', *symbol("a").parts, '")')), PASS),
        ("stopped", unknown(), UNKNOWN),
    ],
)
def test_a_rule_names_an_alarm_by_whatever_names_it(name: Any, rule: Any, verdict: Verdict) -> None:
    """Its name, its ARN, or a reference to an alarm that has no name yet."""
    silent = alarm("stopped", name=name, alarm_actions=())

    assert verdict is told(silent, composite_alarm(rule=rule)).verdict


def test_a_composite_alarm_may_stand_behind_another() -> None:
    """The one that acts follows the one that does not."""
    first = composite_alarm("first", alarm_actions=())
    second = composite_alarm("second", rule="ALARM(first) OR ALARM(other)")

    assert PASS is told(SILENT, first, second).verdict
    assert FAIL is told(SILENT, second).verdict


def test_composite_alarms_that_wait_for_each_other_are_no_endless_way() -> None:
    """Nothing sets either off."""
    one = composite_alarm("one", rule="ALARM(two) AND ALARM(stopped)")
    two = composite_alarm("two", rule="ALARM(one)")

    assert UNKNOWN is told(SILENT, one, two).verdict


@pytest.mark.parametrize(
    ("fields", "verdict", "message"),
    [
        ({"actions_enabled": False}, FAIL, "does nothing when it goes off"),
        ({"alarm_actions": ()}, FAIL, "does nothing when it goes off"),
        (
            {"suppressor": "maintenance"},
            UNKNOWN,
            "aws_cloudwatch_composite_alarm.any does not act while another alarm suppresses its "
            "actions",
        ),
        (
            {"rule": "ALARM(stopped) AND ALARM(other)"},
            UNKNOWN,
            "aws_cloudwatch_composite_alarm.any asks for other alarms as well",
        ),
    ],
)
def test_a_composite_alarm_acts_itself(
    fields: dict[str, Any], verdict: Verdict, message: str
) -> None:
    """What it lacks is what keeps it from telling somebody."""
    judgement = told(SILENT, composite_alarm(**fields))

    assert verdict is judgement.verdict
    assert message in said(judgement)[0]


def test_a_composite_alarm_that_concerns_others_hides_no_failure() -> None:
    """Its rule speaks of other alarms only."""
    unrelated = composite_alarm(rule="ALARM(a) AND NOT OK(b)")

    assert told(SILENT) == told(SILENT, unrelated)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("", "expected a claim such as `ALARM(…)`"),
        ("AND ALARM(a)", "expected a claim such as `ALARM(…)`"),
        ("ALARM(a) ALARM(b)", "expected `AND` or `OR` between two claims"),
        ("ALARM(a) NOT ALARM(b)", "expected `AND` or `OR` between two claims"),
        ("(ALARM(a)", "a parenthesis is not closed"),
        ("ALARM(a))", "a parenthesis is closed that was not opened"),
        ("ANDROID", "expected `ALARM(…)`, `OK(…)`, `INSUFFICIENT_DATA(…)` or an operator"),
        ("ALARM(a) OR " * 1000 + "ALARM(a)", "a rule has at most 10240 characters"),
        ("ALARM(\U000f0000)", "it holds characters that stand for nothing"),
    ],
)
def test_a_text_that_is_no_rule_says_why(rule: str, reason: str) -> None:
    """The reason stands in the finding."""
    with pytest.raises(NotARule) as refused:
        parse((rule,) if rule else ())

    assert reason == str(refused.value)


def test_a_deep_rule_is_read() -> None:
    """Parentheses inside each other cost no more than others."""
    assert 1 == len(parse(("(" * 5000 + "ALARM(a)" + ")" * 5000,)))


def test_a_rule_of_many_spaces_is_read_in_proportion_to_its_length() -> None:
    """What looks for a name takes each character once."""
    rule = "ALARM(" + " " * 9_000 + "("

    with pytest.raises(NotARule):
        parse((rule,))

    assert _TOKEN.match("ALARM(" + " " * 200_000 + "(") is None
