"""Whether a metric filter sees the events that its log group is sent."""

from __future__ import annotations

from typing import Any

import pytest
from builders import log_group, metric_filter, unknown

from iacguard.checks.filter_input import sees_events, takes_filters
from iacguard.core.verdict import Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
NAME = "aws_cloudwatch_log_metric_filter.stopped"


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("STANDARD", PASS),
        ("", PASS),
        (None, PASS),
        ("INFREQUENT_ACCESS", FAIL),
        ("ESSENTIALS", FAIL),
        ("DELIVERY", FAIL),
        (unknown(), UNKNOWN),
    ],
)
def test_only_the_standard_class_takes_metric_filters(written: Any, verdict: Verdict) -> None:
    """The other classes do less for less."""
    judgement = takes_filters(log_group(log_class=written), metric_filter("stopped", ""))

    assert verdict is judgement.verdict


def test_the_class_is_named() -> None:
    """With the filter and the group."""
    (reason,) = takes_filters(log_group(log_class="DELIVERY"), metric_filter("stopped", "")).reasons

    assert (
        f"{NAME} reads aws_cloudwatch_log_group.audit, whose class DELIVERY takes no metric filters"
    ) == reason.message


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({}, PASS),
        ({"field_selection": ""}, PASS),
        ({"field_selection": '@aws.account = "111122223333"'}, UNKNOWN),
        ({"field_selection": unknown()}, UNKNOWN),
        ({"reads_transformed": True}, UNKNOWN),
        ({"reads_transformed": None}, PASS),
        ({"reads_transformed": unknown()}, UNKNOWN),
    ],
)
def test_a_filter_sees_every_event_as_it_was_written(
    fields: dict[str, Any], verdict: Verdict
) -> None:
    """Criteria leave events out, and transformers change them."""
    assert verdict is sees_events(metric_filter("stopped", "{ $.a = b }", **fields)).verdict


PATTERNS = [
    ("{ $.eventName = %^Stop% }", PASS),
    ("{ $.eventName = %^Stop% || $.eventName = %Logging$% }", PASS),
    ("{ $.a = %b% || $.a = %c% || $.a = %d% }", FAIL),
    (r"{ $.sourceIPAddress = %^10\.[0-9]{1,3}% }", PASS),
    ("{ $.eventName = %^(Stop|Start)% }", FAIL),
    ("{ $.eventName = %Stop!% }", FAIL),
    ("{ $.eventName = %Stöp% }", FAIL),
    ("{ $.eventName = Stop }", PASS),
    ("?Stop", PASS),
    ("{ not a pattern }", PASS),
    (unknown(), PASS),
]


@pytest.mark.parametrize(("pattern", "verdict"), PATTERNS)
def test_a_pattern_has_two_regular_expressions_of_plain_characters(
    pattern: Any, verdict: Verdict
) -> None:
    """CloudWatch Logs refuses any other filter."""
    assert verdict is sees_events(metric_filter("stopped", pattern)).verdict


def test_why_a_pattern_is_refused_is_told() -> None:
    """By the number of expressions, or by the character."""
    many = sees_events(metric_filter("stopped", "{ $.a = %b% || $.a = %c% || $.a = %d% }"))
    odd = sees_events(metric_filter("stopped", "{ $.a = %b!% }"))

    assert [
        f"AWS refuses {NAME}: its pattern has 3 regular expressions, and at most 2 are taken",
        f"AWS refuses {NAME}: its pattern has a regular expression with `!`, which is not taken",
    ] == [many.reasons[0].message, odd.reasons[0].message]
