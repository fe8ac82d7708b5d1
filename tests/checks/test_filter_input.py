"""Whether a metric filter sees the events that its log group is sent."""

from __future__ import annotations

from typing import Any

import pytest
from builders import entity, log_group, metric_filter, model, unknown, value

from iacguard.checks.filter_input import sees_events, takes_filters
from iacguard.core.verdict import Verdict
from iacguard.model.log_group import LogAccountPolicy

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


def account_policy(type: Any, **fields: Any) -> LogAccountPolicy:
    values = {"policy_type": type, **fields}
    return LogAccountPolicy(**entity("all", "aws_cloudwatch_log_account_policy", values))


@pytest.mark.parametrize(
    ("policy", "verdict"),
    [
        (account_policy("DATA_PROTECTION_POLICY"), UNKNOWN),
        (account_policy("DATA_PROTECTION_POLICY", exists=unknown()), UNKNOWN),
        (account_policy("DATA_PROTECTION_POLICY", exists=value(False)), PASS),
        (account_policy("SUBSCRIPTION_FILTER_POLICY"), PASS),
        (account_policy("TRANSFORMER_POLICY"), PASS),
        (account_policy(unknown()), UNKNOWN),
    ],
)
def test_a_policy_for_all_log_groups_may_mask_text(
    policy: LogAccountPolicy, verdict: Verdict
) -> None:
    """What is masked no filter finds; filters see events before they are transformed."""
    source = metric_filter("stopped", "{ $.a = b }")

    assert verdict is sees_events(source, model(log_account_policies=(policy,))).verdict


def test_a_log_group_that_may_not_be_there_is_read_by_no_filter() -> None:
    """Or one of which it is not known what filters see of it."""
    group = log_group(exists=unknown())

    assert UNKNOWN is takes_filters(group, metric_filter("stopped", "")).verdict


def test_the_class_is_named() -> None:
    """With the filter and the group."""
    (reason,) = takes_filters(log_group(log_class="DELIVERY"), metric_filter("stopped", "")).reasons

    assert (
        f"{NAME} reads aws_cloudwatch_log_group.audit, whose class DELIVERY does not support "
        "metric filters"
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
    assert (
        verdict is sees_events(metric_filter("stopped", "{ $.a = b }", **fields), model()).verdict
    )


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
    assert verdict is sees_events(metric_filter("stopped", pattern), model()).verdict


def test_why_a_pattern_is_refused_is_told() -> None:
    """By the number of expressions, or by the character."""
    three = metric_filter("stopped", "{ $.a = %b% || $.a = %c% || $.a = %d% }")
    many = sees_events(three, model())
    odd = sees_events(metric_filter("stopped", "{ $.a = %b!% }"), model())

    assert [
        f"AWS refuses {NAME}: its pattern has 3 regular expressions, but AWS accepts at most 2",
        f"AWS refuses {NAME}: its pattern has a regular expression with `!`, which CloudWatch does "
        "not support",
    ] == [many.reasons[0].message, odd.reasons[0].message]
