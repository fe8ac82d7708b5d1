"""What alarms do when they go off, which metric they watch, and what mutes them."""

from __future__ import annotations

from typing import Any

import pytest
from builders import alarm, composite_alarm, metric_filter, mute_rule, query, texts, unknown, value
from told import FILTER, said, told

from iacguard.core.verdict import Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ALARM = "aws_cloudwatch_metric_alarm.stopped"
PLAN = "arn:aws:ssm-incidents::111122223333:response-plan/security"
LAMBDA = "arn:aws:lambda:eu-west-1:111122223333:function:tell"
ITEM = "arn:aws:ssm:eu-west-1:111122223333:opsitem:1#CATEGORY=Security"
GROUP = "arn:aws:aiops:eu-west-1:111122223333:investigation-group/1"

OTHER_ACTIONS = [
    (
        PLAN,
        UNKNOWN,
        "starts a response plan of Incident Manager, and whom that alerts is not known",
    ),
    (ITEM, UNKNOWN, "opens an OpsItem, and whom that alerts is not known"),
    (LAMBDA, UNKNOWN, "calls a Lambda function, and whom that alerts is not known"),
    (GROUP, UNKNOWN, "starts an investigation, and whom that alerts is not known"),
    ("arn:aws:automate:eu-west-1:ec2:stop", FAIL, "notifies no SNS topic"),
    ("alerts", FAIL, "notifies no SNS topic"),
]


@pytest.mark.parametrize(("action", "verdict", "message"), OTHER_ACTIONS)
def test_an_action_that_is_no_topic_may_tell_somebody(
    action: str, verdict: Verdict, message: str
) -> None:
    """What a response plan or a function does is not read."""
    judgement = told(alarm("stopped", alarm_actions=(value(action),)))

    assert (verdict, [f"{ALARM} {message}"]) == (judgement.verdict, said(judgement))


RULES = [
    ({}, UNKNOWN),
    ({"duration": "PT24H", "schedule": "cron(0 0 * * *)"}, FAIL),
    ({"duration": "P1D", "schedule": "cron(30 4 * * *)"}, FAIL),
    ({"duration": "P1D", "schedule": "cron(0 0 * * SUN)"}, UNKNOWN),
    ({"duration": "P1D", "schedule": "at(2026-01-01T00:00)"}, UNKNOWN),
    ({"duration": "P1D", "schedule": "cron(0 0 * * *)", "expires": "2026-01-01"}, UNKNOWN),
    ({"duration": unknown(), "schedule": "cron(0 0 * * *)"}, UNKNOWN),
    ({"alarms": texts(("other",))}, PASS),
    ({"alarms": texts(("other", "stopped"))}, UNKNOWN),
    ({"alarms": texts(())}, PASS),
    ({"alarms": None}, PASS),
    ({"alarms": unknown()}, UNKNOWN),
    ({"exists": value(False)}, PASS),
]


@pytest.mark.parametrize(("fields", "verdict"), RULES)
def test_a_mute_rule_keeps_an_alarm_from_acting(fields: dict[str, Any], verdict: Verdict) -> None:
    """Always, or at times; a rule for other alarms does no harm."""
    assert verdict is told(mute_rule(**fields)).verdict


def test_a_mute_rule_is_named() -> None:
    """With the alarm that it mutes."""
    always = mute_rule(duration="P2D", schedule="cron(0 0 * * *)")

    assert [
        f"aws_cloudwatch_alarm_mute_rule.night sometimes mutes {ALARM}",
        f"aws_cloudwatch_alarm_mute_rule.night always mutes {ALARM}",
    ] == [*said(told(mute_rule())), *said(told(always))]


def test_a_mute_rule_for_a_composite_alarm_mutes_that() -> None:
    """The alarm below it has no actions to mute."""
    silent = alarm("stopped", alarm_actions=())
    muted = mute_rule(alarms=texts(("any",)))

    assert UNKNOWN is told(silent, composite_alarm(), muted).verdict


PLAIN = query()
OTHER = query("other", metric_name="Errors", namespace="AWS/Lambda", is_watched=False)
QUERIES = [
    ((PLAIN,), PASS),
    ((PLAIN, OTHER), PASS),
    ((query(is_watched=False),), PASS),
    ((query(statistic="Average", period=60),), PASS),
    ((query(statistic="Maximum", metric_name="other"),), FAIL),
    ((query(namespace="Other"),), FAIL),
    ((query(unit="Count"),), FAIL),
    ((query(account="444455556666"),), UNKNOWN),
    ((query(is_watched=False), query("e", expression="m", metric_name=None)), PASS),
    ((query(is_watched=False), query("e", expression="m * 2", metric_name=None)), UNKNOWN),
    ((OTHER, query("e", expression="other", metric_name=None)), FAIL),
    ((OTHER, query("e", expression="other * 2", metric_name=None)), FAIL),
    ((query("e", expression="SUM(SEARCH('stopped', 'Sum'))", metric_name=None),), UNKNOWN),
    ((query("e", expression='SELECT SUM(x) FROM "AWS/EC2"', metric_name=None),), FAIL),
    ((query("e", expression="SEARCH('{AWS/EC2,InstanceId} x', 'Sum')", metric_name=None),), FAIL),
    (
        (
            query(
                "e",
                expression="SEARCH('{AWS/EC2} x', 'Sum') + SEARCH('{Audit} stopped', 'Sum')",
                metric_name=None,
            ),
        ),
        UNKNOWN,
    ),
    (
        (query("e", expression="SEARCH('{Audit} AWS/EC2', 'Sum')", metric_name=None),),
        UNKNOWN,
    ),
    ((OTHER, query("e", expression="SUM(METRICS())", metric_name=None)), FAIL),
    ((OTHER, query("e", expression=unknown(), metric_name=None)), UNKNOWN),
    ((query("a", expression="b"), query("b", expression="a", is_watched=False)), UNKNOWN),
]


@pytest.mark.parametrize(("queries", "verdict"), QUERIES)
def test_an_alarm_on_queries_watches_one_of_them(
    queries: tuple[Any, ...], verdict: Verdict
) -> None:
    """A plain metric is one, and an expression over other metrics is no candidate."""
    watching = alarm("stopped", metric_name=None, namespace=None, queries=value(queries))

    assert verdict is told(watching).verdict


def test_an_expression_over_other_metrics_hides_no_failure() -> None:
    """The alarm on the metric itself is what is told of."""
    silent = alarm("stopped", alarm_actions=())
    unrelated = alarm(
        "errors",
        metric_name=None,
        namespace=None,
        queries=value((OTHER, query("e", expression="other * 2", metric_name=None))),
    )

    assert told(silent) == told(silent, unrelated)


@pytest.mark.parametrize(
    ("emitted", "watched", "verdict"),
    [
        ((), (), PASS),
        (("@aws.account",), (), FAIL),
        (("@aws.account",), ("@aws.account",), UNKNOWN),
        (unknown(), (), UNKNOWN),
    ],
)
def test_emitted_fields_are_dimensions(emitted: Any, watched: Any, verdict: Verdict) -> None:
    """A metric that is published with them is another metric."""
    source = metric_filter("stopped", FILTER.pattern, emitted_dimensions=texts(emitted))

    judgement = told(alarm("stopped", dimensions=texts(watched)), source=source)

    assert verdict is judgement.verdict
