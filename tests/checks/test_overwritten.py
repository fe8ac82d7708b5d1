"""Alarms and metric filters of one name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import alarm, composite_alarm, metric_filter, model, symbol, unknown, value
from told import told

from iacguard.checks.overwritten import is_kept
from iacguard.core.verdict import Verdict
from iacguard.model.entity import Place

PASS, UNKNOWN = Verdict.PASS, Verdict.UNKNOWN
DUBLIN = Place(value("111122223333"), value("eu-west-1"))
OREGON = Place(value("111122223333"), value("us-west-2"))
FILTER = metric_filter("stopped", "{ $.a = b }")


@pytest.mark.parametrize(
    ("named", "other", "expected"),
    [
        (alarm("stopped"), alarm("other"), PASS),
        (alarm("stopped"), alarm("other", name="stopped"), UNKNOWN),
        (alarm("stopped"), composite_alarm("any", name="stopped"), UNKNOWN),
        (alarm("stopped"), metric_filter("stopped", "{ $.a = b }"), PASS),
        (alarm("stopped"), alarm("other", name="stopped", exists=value(False)), PASS),
        (alarm("stopped"), alarm("other", name="stopped", exists=unknown()), PASS),
        (
            alarm("stopped", place=DUBLIN),
            alarm("other", name="stopped", place=OREGON),
            PASS,
        ),
        (alarm("a", name=symbol("n")), alarm("b", name=symbol("n")), UNKNOWN),
        (alarm("a", name=symbol("n")), alarm("b", name=symbol("m")), PASS),
        (alarm("a", name=unknown()), alarm("b", name=unknown()), PASS),
        (FILTER, replace(FILTER, address="twin"), UNKNOWN),
        (FILTER, replace(FILTER, address="twin", log_group=value("other")), PASS),
        (FILTER, metric_filter("other", "{ $.c = d }"), PASS),
    ],
)
def test_a_name_is_that_of_one_resource(named, other, expected):
    """Of a kind, in an account and region; filters have names of their log group's."""
    assert expected is is_kept(named, model(named, other)).verdict


def test_both_are_named():
    """With the place of the other one."""
    named, twin = alarm("stopped"), alarm("twin", name="stopped")

    judgement = is_kept(named, model(named, twin))

    said = (
        "aws_cloudwatch_metric_alarm.stopped and aws_cloudwatch_metric_alarm.twin have one name, "
        "and the one that is deployed last replaces the other"
    )
    assert UNKNOWN is judgement.verdict
    assert [said] == [reason.message for reason in judgement.reasons]


def test_an_alarm_that_is_replaced_may_tell_nobody():
    """The link is as doubtful as the alarm is."""
    twin = alarm("twin", name="stopped", metric_name="other")

    assert UNKNOWN is told(alarm("stopped"), twin).verdict
