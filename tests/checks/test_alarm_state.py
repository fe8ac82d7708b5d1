"""Whether an alarm changes its state for one match, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from builders import alarm, metric_filter, unknown, value
from told import FILTER, said, told

from iacguard.core.verdict import Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ALARM = "aws_cloudwatch_metric_alarm.stopped"
ALWAYS = f"{ALARM} is always in ALARM, and acts only when its state changes: "


def counting(**fields: Any) -> Any:
    """Return the filter with another transformation."""
    (usual,) = FILTER.transformations.value
    changed = replace(usual, **{name: value(field) for name, field in fields.items()})
    return metric_filter("stopped", FILTER.pattern, transformations=(changed,))


def judged(default: Any = None, adds: Any = "1", **fields: Any) -> Any:
    """Judge an alarm with these fields on a filter with this default value."""
    return told(alarm("stopped", **fields), source=counting(default_value=default, value=adds))


# The statistic over five minutes of which one has the match, and the others what is published
# without one.
STATISTICS = [
    ("Sum", None, "1", PASS),
    ("Sum", "0", "1", PASS),
    ("Sum", "0", "2", UNKNOWN),
    ("Maximum", None, "1", PASS),
    ("Maximum", "0", "1", PASS),
    ("Maximum", None, "2", FAIL),
    ("Maximum", "0", "2", FAIL),
    ("Minimum", None, "1", PASS),
    ("Minimum", "0", "1", UNKNOWN),
    ("Average", None, "1", PASS),
    ("Average", "0", "1", UNKNOWN),
    ("Average", "0", "0.2", PASS),
    ("Average", "0", "0.3", UNKNOWN),
    ("Average", None, "2", FAIL),
    ("SampleCount", None, "1", PASS),
    ("SampleCount", "0", "1", FAIL),
    ("SampleCount", "0", "3", UNKNOWN),
    ("p99", None, "1", PASS),
    ("p99", "0", "1", UNKNOWN),
    ("p99", None, "2", FAIL),
    ("tm90", None, "1", UNKNOWN),
    (unknown(), None, "1", UNKNOWN),
]


@pytest.mark.parametrize(("statistic", "default", "threshold", "verdict"), STATISTICS)
def test_a_statistic_of_one_match_reaches_the_threshold_or_not(
    statistic: Any, default: Any, threshold: str, verdict: Verdict
) -> None:
    """Averages and minima drown among minutes of 0; maxima do not grow with more matches."""
    assert verdict is judged(default, statistic=statistic, threshold=threshold).verdict


def test_a_period_of_one_minute_holds_nothing_but_the_match() -> None:
    """What is published for quiet minutes is published in their place, not beside a match."""
    assert PASS is judged("0", statistic="Average", period=60).verdict


def test_an_extended_statistic_stands_in_place_of_a_statistic() -> None:
    """A percentile of what is always 1 is 1."""
    fields = {"statistic": None, "extended_statistic": "p95.5"}

    assert PASS is judged(**fields).verdict
    assert UNKNOWN is judged(low_sample_percentiles="ignore", **fields).verdict


@pytest.mark.parametrize(
    ("default", "statistic", "verdict"),
    [
        ("0", "Sum", PASS),
        ("0", "Maximum", PASS),
        ("0", "Average", UNKNOWN),
        (None, "Average", PASS),
    ],
)
def test_a_period_that_is_not_known_matters_where_quiet_minutes_do(
    default: Any, statistic: str, verdict: Verdict
) -> None:
    """A sum with zeros is the same over any period."""
    assert verdict is judged(default, statistic=statistic, period=unknown()).verdict


OVER, UP_TO = "GreaterThanOrEqualToThreshold", "LessThanOrEqualToThreshold"
RESTS = [
    ({"threshold": "0"}, "0", FAIL),
    ({"threshold": "0"}, None, PASS),
    ({"threshold": "0", "comparison_operator": "GreaterThanThreshold"}, "0", PASS),
    ({"threshold": "1", "comparison_operator": UP_TO}, "0", FAIL),
    ({"threshold": "1", "comparison_operator": "LessThanThreshold"}, "0", FAIL),
    ({"threshold": "1", "comparison_operator": UP_TO}, None, PASS),
    ({"statistic": "SampleCount"}, "0", FAIL),
    ({"treat_missing_data": "breaching"}, None, FAIL),
    ({"treat_missing_data": "breaching"}, "0", UNKNOWN),
    ({"treat_missing_data": "ignore"}, None, FAIL),
    ({"treat_missing_data": "ignore"}, "0", PASS),
    ({"treat_missing_data": "notBreaching"}, None, PASS),
    ({"treat_missing_data": "notBreaching"}, "0", PASS),
    ({"treat_missing_data": "missing"}, None, PASS),
    ({"treat_missing_data": unknown()}, None, UNKNOWN),
    ({}, "1", FAIL),
    ({}, "0.4", UNKNOWN),
    ({}, unknown(), UNKNOWN),
    ({}, "$.count", UNKNOWN),
]


@pytest.mark.parametrize(("fields", "default", "verdict"), RESTS)
def test_an_alarm_that_never_rests_tells_nobody(
    fields: dict[str, Any], default: Any, verdict: Verdict
) -> None:
    """Actions are done when the state changes; one that is always ALARM does not."""
    assert verdict is judged(default, **fields).verdict


def test_why_an_alarm_never_rests_is_told() -> None:
    """Each cause in its own words."""
    quiet = judged("0", threshold="0")
    missing = judged(treat_missing_data="breaching")
    stuck = judged(treat_missing_data="ignore")

    assert [
        [f"{ALWAYS}a period without a match is beyond the threshold, too"],
        [f"{ALWAYS}a period without data counts as breaching"],
        [f"{ALARM} stays in ALARM after the first event: a period without data leaves it as it is"],
    ] == [said(each) for each in (quiet, missing, stuck)]


UNITS = [
    (None, "None", PASS),
    ("", "None", PASS),
    ("None", "None", PASS),
    ("Count", "None", FAIL),
    ("Count", "Count", PASS),
    ("None", "Count", FAIL),
    (unknown(), "None", UNKNOWN),
    ("Count", unknown(), UNKNOWN),
]


@pytest.mark.parametrize(("asked", "published", "verdict"), UNITS)
def test_an_alarm_sees_data_of_its_unit_only(asked: Any, published: Any, verdict: Verdict) -> None:
    """One that asks for another unit stays in INSUFFICIENT_DATA."""
    judgement = told(alarm("stopped", unit=asked), source=counting(unit=published))

    assert verdict is judgement.verdict


def test_a_match_that_adds_nothing_is_never_seen() -> None:
    """A sum of zeros is 0, and a count of samples is not."""
    assert FAIL is judged(adds="0").verdict
    assert PASS is judged(adds="0", statistic="SampleCount").verdict
    assert UNKNOWN is judged(adds="$.size").verdict


@pytest.mark.parametrize("period", [10**400, 86_401, 0, -300])
def test_a_period_that_cloudwatch_refuses_proves_nothing(period: int) -> None:
    """Nor does it end the scan, however many digits it has."""
    assert UNKNOWN is judged("0", statistic="Average", period=period).verdict


@pytest.mark.parametrize("default", ["nan", "inf", "1e999", "1_0", "0x1"])
def test_a_default_value_that_is_no_number_of_cloudwatch_proves_nothing(default: str) -> None:
    """What another language reads as a number is none here."""
    assert UNKNOWN is judged(default).verdict
