"""Alarms, topics and what they deliver to, as a plan tells them before they are made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from test_plan_reading import change, plan, scope_of
from test_plan_references import to, unknown, written

from iacguard.core.text import equal, parts_of
from iacguard.core.value import Hole, Known, Origin
from iacguard.core.verdict import Verdict
from iacguard.frontends.protocol import Scope

ALARM = {
    "alarm_name": "stopped",
    "comparison_operator": "GreaterThanOrEqualToThreshold",
    "evaluation_periods": 1,
    "metric_name": None,
    "metric_query": [
        {
            "account_id": None,
            "expression": None,
            "id": "m",
            "metric": [
                {
                    "dimensions": None,
                    "metric_name": "stopped",
                    "namespace": "Audit",
                    "period": 300,
                    "stat": "Sum",
                    "unit": None,
                }
            ],
            "return_data": True,
        }
    ],
    "threshold": 1,
    "treat_missing_data": "missing",
}


def planned(*changes: dict[str, Any], **resources: dict[str, Any]) -> Any:
    """Return the model of a plan of these changes."""
    scope = scope_of(plan(*changes, **written(**resources)))
    assert isinstance(scope, Scope)
    return scope.deployments[0].model


def test_the_metric_of_a_query_is_read() -> None:
    """Nested blocks are lists of objects in a plan."""
    (alarm,) = planned(change("aws_cloudwatch_metric_alarm.a", after=ALARM)).alarms
    (query,) = alarm.queries.value

    assert ("m", "stopped", "Audit", "Sum", 300, True) == (
        query.id.value,
        query.metric_name.value,
        query.namespace.value,
        query.statistic.value,
        query.period.value,
        query.is_watched.value,
    )


KMS = ("aws_sns_topic.t", "kms_master_key_id", "aws_kms_key.k")
LINKS = [
    ("aws_sns_topic.t", "kms_master_key_id", "aws_kms_key.k", "arn", "topics", "kms_key", "keys"),
    (
        "aws_sns_topic.t",
        "kms_master_key_id",
        "aws_kms_key.k",
        "key_id",
        "topics",
        "kms_key",
        "keys",
    ),
    (
        "aws_sns_topic_subscription.s",
        "endpoint",
        "aws_sqs_queue.q",
        "arn",
        "subscriptions",
        "endpoint",
        "queues",
    ),
    (
        "aws_lambda_permission.p",
        "source_arn",
        "aws_sns_topic.t",
        "arn",
        "function_permissions",
        "source_arn",
        "topics",
    ),
]


@pytest.mark.parametrize(
    ["address", "attribute", "target", "name", "kind", "field", "other"], LINKS
)
def test_a_reference_that_is_known_after_apply_is_followed(
    address: str, attribute: str, target: str, name: str, kind: str, field: str, other: str
) -> None:
    """The attribute is what the other resource has, whatever that will be."""
    found = planned(
        unknown(address, attribute),
        unknown(target, "arn", "id", "key_id"),
        **{address.replace(".", "__"): {attribute: to(target, name)}},
    )

    (one,), (another,) = getattr(found, kind), getattr(found, other)
    of_other = another.key_id if name == "key_id" else another.arn
    assert Verdict.PASS is equal(
        parts_of(getattr(one, field)) or (Hole(),), parts_of(of_other) or (Hole(),)
    )


def test_a_channel_is_subscribed_to_a_topic_that_is_planned() -> None:
    """Its list has the topic's ARN, which is not known yet."""
    channel = "aws_chatbot_slack_channel_configuration.c"
    found = planned(
        unknown(channel, "sns_topic_arns"),
        unknown("aws_sns_topic.t", "arn", "id", name="alerts"),
        aws_chatbot_slack_channel_configuration__c={"sns_topic_arns": to("aws_sns_topic.t", "arn")},
    )

    (one,), (topic,) = found.chat_channels, found.topics
    assert [parts_of(topic.arn)] == [parts_of(each) for each in one.topics.elements]


def test_the_policy_of_a_planned_queue_is_the_queues() -> None:
    """It names the queue by a URL that is known after apply."""
    found = planned(
        unknown("aws_sqs_queue.q", "arn", "id", "url", name="alerts"),
        unknown("aws_sqs_queue_policy.q", "queue_url", policy="{}"),
        aws_sqs_queue_policy__q={"queue_url": to("aws_sqs_queue.q", "id")},
    )

    (queue,) = found.queues
    assert ["aws_sqs_queue_policy.q"] == [policy.address for policy in queue.policies]


def test_what_nobody_wrote_is_the_providers_default() -> None:
    """The provider fills it in when it applies, and the plan marks it as not known."""
    found = planned(
        unknown(
            "aws_sns_topic_subscription.s",
            "filter_policy_scope",
            protocol="email",
            endpoint="audit@example.com",
            filter_policy='{"severity": ["high"]}',
            topic_arn="arn:aws:sns:eu-west-1:111122223333:alerts",
        ),
        aws_sns_topic_subscription__s={"filter_policy": {"constant_value": "{}"}},
    )

    (subscription,) = found.subscriptions
    scope = replace(subscription.filter_scope, provenance=())
    assert Known("MessageAttributes", origin=Origin.DEFAULT) == scope


def test_the_target_of_a_planned_rule_is_followed() -> None:
    """Its topic's ARN is known after apply."""
    rule, target = "aws_cloudwatch_event_rule.r", "aws_cloudwatch_event_target.t"
    found = planned(
        unknown(
            rule, "arn", "id", name="iam", event_pattern='{"source":["aws.iam"]}', state="ENABLED"
        ),
        unknown(target, "arn", "id", rule="iam"),
        unknown("aws_sns_topic.t", "arn", "id", name="alerts"),
        **{target.replace(".", "__"): {"arn": to("aws_sns_topic.t", "arn")}},
    )

    (one,), (called,), (topic,) = found.event_rules, found.event_targets, found.topics
    assert "iam" == one.name.value == called.rule.value
    assert "ENABLED" == one.state.value
    assert parts_of(topic.arn) == parts_of(called.arn)
