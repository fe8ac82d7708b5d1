"""Whether a subscription delivers what an alarm tells its topic."""

from __future__ import annotations

import json
from typing import Any

import pytest
from builders import (
    alarm,
    function,
    function_arn,
    function_permission,
    metric_filter,
    policy,
    queue,
    queue_arn,
    subscription,
    symbol,
    topic,
    topic_arn,
    unknown,
    value,
)
from told import said, told

from iacguard.core.value import Known
from iacguard.core.verdict import Verdict
from iacguard.model.entity import Place

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN

ENDPOINTS = [
    ("email", "audit@example.com", PASS),
    ("email", "", FAIL),
    ("email", None, FAIL),
    ("email", "audit", FAIL),
    ("email", unknown(), PASS),
    ("email-json", "audit@example.com", PASS),
    ("https", "https://example.com/alarms", PASS),
    ("https", "http://example.com/alarms", FAIL),
    ("http", "http://example.com/alarms", PASS),
    ("sms", "+44 20 7946 0000", PASS),
    ("sms", "nobody", FAIL),
    ("application", "arn:aws:sns:eu-west-1:111122223333:endpoint/APNS/app/1", PASS),
    ("lambda", "tell", FAIL),
    ("sqs", "https://sqs.eu-west-1.amazonaws.com/111122223333/alerts", FAIL),
    ("sqs", unknown(parts=("https://sqs.", *symbol("r").parts, "/alerts")), FAIL),
    ("pigeon", "roof", FAIL),
    (None, "audit@example.com", FAIL),
    (unknown(), "audit@example.com", UNKNOWN),
    (unknown(), "", FAIL),
]


@pytest.mark.parametrize(("protocol", "endpoint", "verdict"), ENDPOINTS)
def test_an_endpoint_is_what_its_protocol_delivers_to(
    protocol: Any, endpoint: Any, verdict: Verdict
) -> None:
    """SNS refuses to subscribe any other."""
    assert verdict is told(subscription(protocol=protocol, endpoint=endpoint)).verdict


@pytest.mark.parametrize(
    ("role", "verdict"),
    [("arn:aws:iam::111122223333:role/x", PASS), (None, FAIL), ("", FAIL), (unknown(), PASS)],
)
def test_a_delivery_stream_is_written_to_with_a_role(role: Any, verdict: Verdict) -> None:
    """SNS has no permission of its own there."""
    stream = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/alerts"

    judgement = told(subscription(protocol="firehose", endpoint=stream, role_arn=role))

    assert verdict is judgement.verdict


BODY = "MessageBody"
FILTERS = [
    (None, None, PASS),
    ("", None, PASS),
    ({}, None, PASS),
    ({"severity": ["high"]}, None, FAIL),
    ({"severity": [{"exists": False}]}, None, PASS),
    ({"severity": [{"exists": True}]}, None, FAIL),
    ({"severity": [{"anything-but": "low"}]}, None, FAIL),
    ({"$or": [{"a": ["1"]}, {"b": [{"exists": False}]}]}, None, PASS),
    ({"$or": [{"a": ["1"]}, {"b": ["1"]}]}, None, FAIL),
    ({"$or": [{"$or": []}]}, None, UNKNOWN),
    ({"NewStateValue": ["ALARM"]}, None, FAIL),
    ({"NewStateValue": ["ALARM"]}, BODY, PASS),
    ({"NewStateValue": ["OK", "ALARM"]}, BODY, PASS),
    ({"NewStateValue": ["OK"]}, BODY, FAIL),
    ({"NewStateValue": []}, BODY, FAIL),
    ({"NewStateValue": [{"prefix": "AL"}]}, BODY, PASS),
    ({"NewStateValue": [{"suffix": "OK"}]}, BODY, FAIL),
    ({"NewStateValue": [{"equals-ignore-case": "alarm"}]}, BODY, PASS),
    ({"NewStateValue": [{"anything-but": ["OK"]}]}, BODY, PASS),
    ({"NewStateValue": [{"anything-but": "ALARM"}]}, BODY, FAIL),
    ({"NewStateValue": [{"anything-but": {"prefix": "AL"}}]}, BODY, FAIL),
    ({"NewStateValue": [{"exists": True}]}, BODY, PASS),
    ({"NewStateValue": [{"exists": False}]}, BODY, FAIL),
    ({"NewStateValue": [{"cidr": "10.0.0.0/8"}]}, BODY, UNKNOWN),
    ({"NewStateValue": ["ALARM"], "AlarmName": ["stopped"]}, BODY, PASS),
    ({"AlarmName": ["other"]}, BODY, FAIL),
    ({"AlarmName": [{"prefix": "stop"}]}, BODY, PASS),
    ({"OldStateValue": ["OK"]}, BODY, UNKNOWN),
    ({"Trigger": {"MetricName": ["stopped"]}}, BODY, UNKNOWN),
    ({"severity": ["high"]}, BODY, FAIL),
    ({"severity": {"level": ["high"]}}, BODY, FAIL),
    ({"NewStateValue": ["ALARM"]}, unknown(), UNKNOWN),
    ("not JSON", BODY, UNKNOWN),
    (unknown(), BODY, UNKNOWN),
    ([], BODY, UNKNOWN),
]


@pytest.mark.parametrize(("written", "scope", "verdict"), FILTERS)
def test_a_filter_policy_lets_alarms_through(written: Any, scope: Any, verdict: Verdict) -> None:
    """Messages of alarms carry no attributes, and say in their body what happened."""
    text = json.dumps(written) if isinstance(written, dict | list) else written
    fields = {} if scope is None else {"filter_scope": scope}

    assert verdict is told(subscription(filter_policy=text, **fields)).verdict


def test_a_filter_policy_may_be_written_as_a_structure() -> None:
    """CloudFormation takes an object."""
    tree = Known({"NewStateValue": Known((Known("OK"),))})

    judgement = told(subscription(filter_policy=tree, filter_scope=BODY))

    assert ["the filter policy of aws_sns_topic_subscription.people lets no alarm through"] == said(
        judgement
    )


def test_a_filter_on_attributes_says_that_there_are_none() -> None:
    """The default scope is the one that is meant least often."""
    judgement = told(subscription(filter_policy='{"severity": ["high"]}'))

    assert [
        "the filter policy of aws_sns_topic_subscription.people lets no alarm through: it asks for "
        "attributes, and messages of alarms have none"
    ] == said(judgement)


def test_a_filter_for_one_alarm_keeps_no_other_out_of_reach() -> None:
    """Each alarm is asked by its own name where that matters."""
    by_name = subscription(filter_policy='{"AlarmName": ["stopped"]}', filter_scope=BODY)
    other = alarm("renamed", metric_name="stopped")

    assert FAIL is told(by_name, other).verdict


SEND = {
    "Effect": "Allow",
    "Principal": {"Service": "sns.amazonaws.com"},
    "Action": "sqs:SendMessage",
    "Resource": "*",
}
SOURCE = {"aws:SourceArn": "arn:aws:sns:*:*:alerts"}
QUEUES = [
    ([SEND], PASS),
    ([{**SEND, "Principal": "*", "Condition": {"ArnLike": SOURCE}}], PASS),
    ([{**SEND, "Principal": {"Service": "events.amazonaws.com"}}], FAIL),
    ([{**SEND, "Action": "sqs:ReceiveMessage"}], FAIL),
    ([{**SEND, "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:other"}}}], FAIL),
    ([], FAIL),
]


@pytest.mark.parametrize(("statements", "verdict"), QUEUES)
def test_a_queue_takes_messages_of_the_topic(
    statements: list[dict[str, Any]], verdict: Verdict
) -> None:
    """SNS asks as a service, on behalf of the topic."""
    own = queue(policies=policy(*statements) if statements else ())

    assert verdict is told(own, subscription(protocol="sqs", endpoint=queue_arn())).verdict


PERMISSIONS = [
    ({}, PASS),
    ({"function": function_arn()}, PASS),
    ({"source_arn": None}, PASS),
    ({"source_arn": "arn:aws:sns:*:*:alerts"}, PASS),
    ({"action": "lambda:*"}, PASS),
    ({"principal": "*"}, PASS),
    ({"function": "other"}, FAIL),
    ({"principal": "events.amazonaws.com"}, FAIL),
    ({"action": "lambda:GetFunction"}, FAIL),
    ({"source_arn": topic_arn("other")}, FAIL),
    ({"principal": unknown()}, UNKNOWN),
    ({"source_account": "111122223333"}, UNKNOWN),
    ({"exists": unknown()}, UNKNOWN),
]


@pytest.mark.parametrize(("fields", "verdict"), PERMISSIONS)
def test_a_function_may_be_called_for_the_topic(fields: dict[str, Any], verdict: Verdict) -> None:
    """A permission that names SNS, and this topic or none."""
    by_call = subscription(protocol="lambda", endpoint=function_arn())

    assert verdict is told(by_call, function(), function_permission(**fields)).verdict


def test_a_function_may_have_a_policy_of_its_own() -> None:
    """It says the same as a permission, in other words."""
    by_call = subscription(protocol="lambda", endpoint=function_arn())
    call = {**SEND, "Action": "lambda:InvokeFunction"}
    other = {**call, "Principal": {"Service": "events.amazonaws.com"}}

    assert PASS is told(by_call, function(policies=policy(call))).verdict
    assert FAIL is told(by_call, function(policies=policy(other))).verdict


def test_a_function_that_nobody_may_call_is_told() -> None:
    """And one that is declared elsewhere is not known."""
    by_call = subscription(protocol="lambda", endpoint=function_arn())

    assert [
        "nothing allows sns.amazonaws.com to invoke aws_lambda_function.tell for "
        "aws_sns_topic.alerts",
        "the function that aws_sns_topic_subscription.people delivers to is declared elsewhere",
    ] == [*said(told(by_call, function())), *said(told(by_call))]


def test_one_subscription_that_delivers_is_enough() -> None:
    """Another one that does not is no harm."""
    broken = subscription("broken", endpoint="")

    assert PASS is told(broken, subscription()).verdict


def at(account: Any, region: str) -> Place:
    return Place(value(account), value(region))


@pytest.mark.parametrize(
    ("place", "verdict"),
    [
        (at("111122223333", "eu-west-1"), PASS),
        (at("111122223333", "us-east-1"), FAIL),
        # Another account names the topic, and subscribes in its region.
        (at("444455556666", "eu-west-1"), PASS),
        (at("444455556666", "us-east-1"), FAIL),
        (at(unknown(), "us-east-1"), FAIL),
    ],
)
def test_a_subscription_is_made_in_the_region_of_its_topic(place: Place, verdict: Verdict) -> None:
    """SNS knows no topics of other regions."""
    alerts = topic(place=at("111122223333", "eu-west-1"))
    source = metric_filter("stopped", "{ $.a = b }", place=alerts.place)
    notifying = alarm("stopped", place=alerts.place)

    judgement = told(alerts, notifying, subscription(place=place), source=source)

    assert verdict is judgement.verdict
