"""EventBridge rules, log alarms and telemetry rules: other ways in which events tell somebody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from builders import (
    entity,
    function,
    function_arn,
    function_permission,
    log_group,
    metric_filter,
    model,
    policy,
    queue,
    queue_arn,
    subscription,
    topic,
    topic_arn,
    trail,
    unknown,
    value,
)

from iacguard.checks.detection_chain import is_noticed
from iacguard.checks.logs import is_sent_to_cloudwatch_logs
from iacguard.core.text import ACCOUNT, PARTITION, REGION
from iacguard.core.value import Absent, Known
from iacguard.core.verdict import Judgement, Verdict
from iacguard.model.control import Calls, Control, NamedEvents
from iacguard.model.entity import HERE, Place
from iacguard.model.event_rule import EventRule, EventTarget, LogAlarm, TelemetryRule

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
IAM = Control(
    what="IAM policy changes", calls=(Calls("iam.amazonaws.com", ("CreatePolicy", "DeletePolicy")),)
)
TRAILS = Control(what="trail changes", calls=(Calls("cloudtrail.amazonaws.com", ("StopLogging",)),))
ROOT = Control(
    what="root use",
    patterns=(
        NamedEvents(
            "root",
            '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS'
            ' && $.eventType != "AwsServiceEvent" }',
        ),
    ),
)
VIRGINIA = Place(HERE.account, Known("us-east-1"))
IRELAND = Place(HERE.account, Known("eu-west-1"))
CALLS = "AWS API Call via CloudTrail"
MATCHES: dict[str, Any] = {
    "source": ["aws.iam"],
    "detail-type": [CALLS],
    "detail": {"eventName": ["CreatePolicy", "DeletePolicy"]},
}
LETS_EVENTS = policy(
    {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": "*",
    }
)
LETS_QUEUE = policy(
    {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
    }
)


def rule(pattern: Any = MATCHES, **fields: Any) -> EventRule:
    """Return a rule on IAM's calls, in the region where these are."""
    arn = unknown(parts=("arn:", PARTITION, ":events:", REGION, ":", ACCOUNT, ":rule/noticed"))
    written = json.dumps(pattern) if isinstance(pattern, dict) else pattern
    defaults = {
        "name": "noticed",
        "arn": arn,
        "bus": None,
        "pattern": written,
        "state": "ENABLED",
        "place": VIRGINIA,
    }
    return EventRule(**entity("noticed", "aws_cloudwatch_event_rule", {**defaults, **fields}))


def target(arn: Any = None, **fields: Any) -> EventTarget:
    """Return a target of the rule: the topic ``alerts``, or another one."""
    defaults = {
        "rule": "noticed",
        "bus": None,
        "arn": topic_arn("alerts") if arn is None else arn,
        "role_arn": None,
        "place": VIRGINIA,
    }
    return EventTarget(**entity("noticed", "aws_cloudwatch_event_target", {**defaults, **fields}))


TOPIC = topic(policies=LETS_EVENTS)
TOLD = (target(), TOPIC, subscription())


def judged(*entities: Any, control: Control = IAM, **options: object) -> Judgement:
    subject = model(trail(), *entities)
    return is_noticed(control, subject, {"mode": "equivalent", "ways": "any", **options})


def said(judgement: Judgement) -> list[str]:
    return [reason.message for reason in judgement.reasons]


RULE = "aws_cloudwatch_event_rule.noticed"


def test_a_rule_that_tells_somebody_is_another_way() -> None:
    """The pass says which way it is."""
    judgement = judged(rule(), *TOLD)

    assert PASS is judgement.verdict
    assert [f"by the EventBridge rule {RULE}, not by a metric filter"] == said(judgement)
    assert [True] == [reason.is_caveat for reason in judgement.reasons]


@pytest.mark.parametrize(
    "options", [{"ways": "metric-filter"}, {"mode": "exact"}], ids=["ways", "mode"]
)
def test_an_audit_may_ask_for_a_metric_filter_alone(options: dict[str, object]) -> None:
    """Then a rule is not looked at."""
    judgement = judged(rule(), *TOLD, **options)

    assert FAIL is judgement.verdict
    assert ["no metric filter catches these events"] == said(judgement)


OF_OTHERS = {"source": ["aws.ec2"]}
LINKS = [
    (
        "the pattern of other events",
        (rule(OF_OTHERS), *TOLD),
        FAIL,
        "no metric filter catches these events",
    ),
    (
        "one call of two",
        (rule({**MATCHES, "detail": {"eventName": ["CreatePolicy"]}}), *TOLD),
        FAIL,
        f"the event pattern of {RULE} misses DeletePolicy",
    ),
    (
        "successes only",
        (
            rule(
                {
                    "source": ["aws.iam"],
                    "detail": {
                        "eventName": ["CreatePolicy", {"prefix": "DeletePol"}],
                        "errorCode": [{"exists": False}],
                    },
                }
            ),
            *TOLD,
        ),
        FAIL,
        "no metric filter catches these events",
    ),
    ("disabled", (rule(state="DISABLED"), *TOLD), FAIL, f"{RULE} is disabled"),
    (
        "a state that is open",
        (rule(state=unknown("var.state has no value")), *TOLD),
        UNKNOWN,
        "var.state has no value",
    ),
    (
        "another bus",
        (rule(bus="audit"), *TOLD),
        UNKNOWN,
        f"{RULE} is on an event bus that may get no events from CloudTrail",
    ),
    (
        "another region",
        (rule(place=IRELAND), *TOLD),
        FAIL,
        f"{RULE} is not in us-east-1, where these events occur",
    ),
    (
        "a region that is open",
        (rule(place=HERE), target(place=HERE), TOPIC, subscription()),
        UNKNOWN,
        f"{RULE} may not be in us-east-1, where these events occur",
    ),
    ("no target", (rule(),), FAIL, f"{RULE} has no target"),
    (
        "a pattern that is open",
        (rule(unknown("var.pattern has no value")), *TOLD),
        UNKNOWN,
        "var.pattern has no value",
    ),
    (
        "no JSON",
        (rule("{"), *TOLD),
        UNKNOWN,
        "the event pattern is not valid JSON (line 1, column 2: the text ends before its last "
        "bracket is closed)",
    ),
    (
        "no list",
        (rule({"source": "aws.iam"}), *TOLD),
        UNKNOWN,
        f"the event pattern of {RULE} cannot be read: `source` is no list and no object",
    ),
    (
        "the default policy",
        (rule(), target(), topic(), subscription()),
        UNKNOWN,
        "aws_sns_topic.alerts has the default policy, which may not let events.amazonaws.com "
        "publish",
    ),
    (
        "no subscription",
        (rule(), target(), TOPIC),
        FAIL,
        "aws_sns_topic.alerts has no subscription",
    ),
    (
        "a subscription that filters",
        (rule(), target(), TOPIC, subscription(filter_policy='{"a": ["b"]}')),
        UNKNOWN,
        "the filter policy of aws_sns_topic_subscription.people may not let these events through",
    ),
    (
        "a role",
        (rule(), target(role_arn="arn:aws:iam::111122223333:role/r"), TOPIC, subscription()),
        UNKNOWN,
        "aws_cloudwatch_event_target.noticed is called with a role, which is not judged",
    ),
    (
        "a log group",
        (rule(), target("arn:aws:logs:us-east-1:111122223333:log-group:x")),
        UNKNOWN,
        "what aws_cloudwatch_event_target.noticed calls, and whom that alerts, is not known",
    ),
    (
        "a queue without a policy",
        (rule(), target(queue_arn()), queue()),
        FAIL,
        "aws_sqs_queue.alerts has no policy that allows events.amazonaws.com to perform "
        "sqs:SendMessage",
    ),
    (
        "a function without a permission",
        (rule(), target(function_arn()), function()),
        FAIL,
        f"nothing allows events.amazonaws.com to invoke aws_lambda_function.tell for {RULE}",
    ),
]


@pytest.mark.parametrize(
    ("entities", "verdict", "message"), [row[1:] for row in LINKS], ids=[row[0] for row in LINKS]
)
def test_each_link_of_a_rule_can_be_missing(
    entities: tuple[Any, ...], verdict: Verdict, message: str
) -> None:
    """Each link can be the one that is missing or not known."""
    judgement = judged(*entities)

    assert verdict is judgement.verdict
    assert any(message in one for one in said(judgement)), said(judgement)


@pytest.mark.parametrize(
    "entities",
    [
        (target(queue_arn()), queue(policies=LETS_QUEUE)),
        (
            target(function_arn()),
            function(),
            function_permission(principal="events.amazonaws.com", source_arn=None),
        ),
    ],
    ids=["queue", "function"],
)
def test_a_queue_and_a_function_that_let_events_in_are_told(entities: tuple[Any, ...]) -> None:
    """They accept events.amazonaws.com by their own policies."""
    assert PASS is judged(rule(), *entities).verdict


def test_what_happens_everywhere_is_seen_in_one_region_only() -> None:
    """A rule on a regional service leaves the other regions open."""
    pattern = {"source": ["aws.cloudtrail"], "detail": {"eventName": ["StopLogging"]}}

    judgement = judged(rule(pattern), *TOLD, control=TRAILS)

    assert UNKNOWN is judgement.verdict
    assert [f"{RULE} catches these events, but only in its own region (us-east-1)"] == said(
        judgement
    )


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("ENABLED", FAIL),
        ("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", UNKNOWN),
    ],
)
def test_read_only_events_are_seen_where_the_rule_asks_for_them(
    state: str, expected: Verdict
) -> None:
    """The root user reads, too."""
    pattern = {
        "detail-type": [CALLS, "AWS Console Sign In via CloudTrail"],
        "detail": {
            "userIdentity": {"type": ["Root"], "invokedBy": [{"exists": False}]},
            "eventType": [{"anything-but": "AwsServiceEvent"}],
        },
    }

    assert expected is judged(rule(pattern, state=state), *TOLD, control=ROOT).verdict


def test_without_a_trail_event_bridge_may_get_nothing() -> None:
    """EventBridge gets what a trail records."""
    subject = model(rule(), *TOLD)

    judgement = is_noticed(IAM, subject, {"mode": "equivalent", "ways": "any"})

    assert UNKNOWN is judgement.verdict


def test_a_metric_filter_that_passes_is_told_of_first() -> None:
    """A caveat on a rule is of no use where a filter needs none."""
    other = metric_filter("other", "{ $.x = y }")

    assert PASS is judged(rule(), *TOLD, other).verdict


def log_alarm(**fields: Any) -> LogAlarm:
    defaults = {"log_groups": (value("audit"),), "actions": (topic_arn("alerts"),)}
    return LogAlarm(**entity("found", "awscc_cloudwatch_log_alarm", {**defaults, **fields}))


GROUP_ARN = unknown(parts=("arn:", PARTITION, ":logs:", REGION, ":", ACCOUNT, ":log-group:audit:*"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({}, UNKNOWN), ({"log_groups": (value("other"),)}, FAIL), ({"actions": ()}, FAIL)],
    ids=["on the trail's group", "on another group", "without actions"],
)
def test_an_alarm_on_logs_may_tell_of_them(fields: dict[str, Any], expected: Verdict) -> None:
    """Its query is not judged; on another group, or without actions, it tells of nothing."""
    subject = model(trail(log_group_arn=GROUP_ARN), log_group(), log_alarm(**fields))

    judgement = is_noticed(IAM, subject, {"mode": "equivalent", "ways": "any"})

    assert expected is judgement.verdict


def telemetry(**fields: Any) -> TelemetryRule:
    defaults = {
        "resource_type": "AWS::CloudTrail",
        "telemetry_type": "Logs",
        "destination_type": "cloud-watch-logs",
    }
    type_ = "aws_observabilityadmin_telemetry_rule"
    return TelemetryRule(**entity("sent", type_, {**defaults, **fields}))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, UNKNOWN),
        ({"resource_type": "AWS::EC2::VPC"}, FAIL),
        ({"telemetry_type": None}, UNKNOWN),
    ],
    ids=["CloudTrail", "VPC", "open"],
)
def test_a_telemetry_rule_may_send_events_to_logs(
    fields: dict[str, Any], expected: Verdict
) -> None:
    """A trail without a log group is not certainly cut off from CloudWatch Logs."""
    subject = trail(log_group_arn=Absent(), log_group_role_arn=Absent())

    judgement = is_sent_to_cloudwatch_logs(subject, model(subject, telemetry(**fields)), {})

    assert expected is judgement.verdict
