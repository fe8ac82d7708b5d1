"""From a metric to a person: what an alarm watches, and when it goes off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import alarm, hops, metric_filter, unknown, value

from iacguard.checks.alarm_state import goes_off
from iacguard.checks.alarms import watches
from iacguard.checks.watched_metric import WatchedMetric, watched_by
from iacguard.core.verdict import Judgement, Reason, Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
SOURCE = metric_filter("stopped", "{ $.eventName = StopLogging }")
COUNTED = SOURCE.transformations.value[0]


def for_one_match(subject, transformation=COUNTED):
    """Return whether one match sets an alarm off."""
    metric = watched_by(subject)
    assert isinstance(metric, WatchedMetric)
    return goes_off(subject, metric, transformation).verdict


@pytest.mark.parametrize(
    ("operator", "thresholds"),
    [
        ("GreaterThanOrEqualToThreshold", {"0": PASS, "1": PASS, "2": UNKNOWN}),
        ("GreaterThanThreshold", {"0": PASS, "1": UNKNOWN, "2": UNKNOWN}),
        ("LessThanOrEqualToThreshold", {"0": UNKNOWN, "1": PASS, "2": PASS}),
        ("LessThanThreshold", {"0": UNKNOWN, "1": UNKNOWN, "2": PASS}),
    ],
)
def test_one_match_is_compared_with_the_threshold(operator, thresholds):
    """Each operator has its own side, and its own word on equality."""
    found = {
        threshold: for_one_match(
            alarm("stopped", comparison_operator=operator, threshold=threshold)
        )
        for threshold in thresholds
    }

    assert thresholds == found


@pytest.mark.parametrize(
    ("added", "statistic", "expected"),
    [
        ("1", "Sum", PASS),
        ("0", "Sum", FAIL),
        ("0", "SampleCount", PASS),
        (unknown(), "Sum", UNKNOWN),
    ],
)
def test_a_match_has_to_add_something(added, statistic, expected):
    """Samples are counted whatever they hold."""
    transformation = replace(COUNTED, value=value(added))

    assert expected is for_one_match(alarm("stopped", statistic=statistic), transformation)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, PASS),
        ({"metric_name": "other"}, FAIL),
        ({"namespace": "Other"}, FAIL),
        ({"metric_name": unknown()}, UNKNOWN),
        ({"metric_name": None}, UNKNOWN),
        ({"dimensions": (value("Region"),)}, FAIL),
    ],
)
def test_an_alarm_watches_one_metric(fields, expected):
    """Its name, its namespace and its dimensions have to be the same."""
    assert expected is watches(alarm("stopped", **fields), SOURCE, COUNTED).verdict


def test_an_alarm_on_another_metric_points_at_its_name():
    """The place is the attribute that differs."""
    other = alarm("stopped", metric_name=value("other", 4))

    said = "aws_cloudwatch_metric_alarm.stopped watches another metric"
    assert Judgement(FAIL, (Reason(said, hops(4)),)) == watches(other, SOURCE, COUNTED)
