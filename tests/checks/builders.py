"""Entities of the model with harmless defaults, for tests of checks.

Every text that a builder is given plainly becomes a known value; a value stays what it is.
"""

from __future__ import annotations

import json
from typing import Any

from iacguard.core.source import Position, SourceSpan
from iacguard.core.text import ACCOUNT, PARTITION, REGION, URL_SUFFIX
from iacguard.core.value import Absent, Hop, Known, Symbol, Unknown
from iacguard.model.alarm import Alarm, CompositeAlarm, MetricQuery, MuteRule
from iacguard.model.endpoint import Function, FunctionPermission, Queue
from iacguard.model.event_rule import EventRule, EventTarget, LogAlarm, TelemetryRule
from iacguard.model.key import Alias, Key
from iacguard.model.log_group import LogGroup
from iacguard.model.metric_filter import MetricFilter, MetricTransformation
from iacguard.model.model import Model
from iacguard.model.policy import AttachedPolicy
from iacguard.model.topic import ChatChannel, Subscription, Topic
from iacguard.model.trail import (
    AdvancedEventSelector,
    DataResource,
    EventSelector,
    FieldSelector,
    InsightSelector,
    Trail,
)


def span(line: int) -> SourceSpan:
    """Return a span of one character at the start of a line."""
    return SourceSpan("main.tf", Position(line, 1, line * 100), Position(line, 2, line * 100 + 1))


def hops(line: int) -> tuple[Hop, ...]:
    """Return the provenance of a value written on a line."""
    return (Hop(span(line), ""),)


def value(content: Any, line: int = 0) -> Any:
    """Return a known value, or the value itself when it is one already; None is absent."""
    if isinstance(content, (Known, Absent, Unknown)):
        return content
    provenance = hops(line) if line else ()
    if content is None:
        return Absent(provenance)
    if isinstance(content, (list, tuple)):
        return Known(tuple(content), provenance)
    return Known(content, provenance)


def texts(content: Any) -> Any:
    """Return a list of known texts; None is absent."""
    if isinstance(content, (list, tuple)):
        return Known(tuple(value(text) for text in content))
    return value(content)


def unknown(reason: str = "var.open has no value", **fields: Any) -> Unknown:
    """Return a value that only a deployment tells."""
    return Unknown((), reason, **fields)


def entity(name: str, type: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that every entity has, with the others made values."""
    common = {"address": f"{type}.{name}", "type": type, "span": span(1)}
    plain = {"exists", "span", "address", "callers", "place", "order", "policies"}
    plain |= {"managed_policies"}
    given = {key: f if key in plain else value(f) for key, f in fields.items()}
    return {**common, **given}


def trail(name: str = "main", **fields: Any) -> Trail:
    """Return a multi-region trail that is logging and has no selectors."""
    defaults: dict[str, Any] = {
        "name": name,
        "arn": unknown(
            parts=("arn:", PARTITION, ":cloudtrail:", REGION, ":", ACCOUNT, f":trail/{name}")
        ),
        "is_logging": True,
        "is_multi_region": True,
        "is_organization_trail": False,
        "includes_global_service_events": True,
        "validates_log_files": True,
        "event_selectors": None,
        "advanced_event_selectors": None,
        "insight_selectors": None,
        "bucket": "logs",
        "key_prefix": None,
        "kms_key": None,
        "log_group_arn": None,
        "log_group_role_arn": None,
        "sns_topic": None,
    }
    return Trail(**entity(name, "aws_cloudtrail", {**defaults, **fields}))


def selector(**fields: Any) -> EventSelector:
    """Return a basic selector of all management events."""
    excluded = texts(fields.pop("exclude", ()))
    resources = fields.pop("data", None)
    defaults = {"read_write_type": "All", "include_management_events": True}
    given = {key: value(field) for key, field in {**defaults, **fields}.items()}
    return EventSelector(
        exclude_management_event_sources=excluded, data_resources=value(resources), **given
    )


def data_resource(type: Any, *values: Any) -> DataResource:
    """Return the data resources of a basic selector."""
    return DataResource(type=value(type), values=texts(values))


def condition(field: Any, **operators: Any) -> FieldSelector:
    """Return one condition of an advanced selector."""
    names = (
        "equals",
        "not_equals",
        "starts_with",
        "not_starts_with",
        "ends_with",
        "not_ends_with",
    )
    return FieldSelector(field=value(field), **{name: texts(operators.get(name)) for name in names})


def advanced(*conditions: FieldSelector) -> AdvancedEventSelector:
    """Return an advanced selector of these conditions."""
    return AdvancedEventSelector(name=Absent(), field_selectors=Known(conditions))


def management(*conditions: FieldSelector) -> AdvancedEventSelector:
    """Return an advanced selector of management events, narrowed by these conditions."""
    return advanced(condition("eventCategory", equals=["Management"]), *conditions)


def insight(type: Any) -> InsightSelector:
    """Return an Insights selector."""
    return InsightSelector(insight_type=value(type))


def log_group(name: str = "audit", **fields: Any) -> LogGroup:
    """Return a log group."""
    arn = ("arn:", PARTITION, ":logs:", REGION, ":", ACCOUNT, f":log-group:{name}")
    defaults = {
        "name": name,
        "arn": unknown(parts=arn),
        "retention_days": None,
        "log_class": "STANDARD",
        "kms_key": None,
        "is_deletion_protected": False,
    }
    return LogGroup(**entity(name, "aws_cloudwatch_log_group", {**defaults, **fields}))


def metric_filter(
    name: str, pattern: Any, *, group: Any = "audit", metric: Any = None, **fields: Any
) -> MetricFilter:
    """Return a filter on the group ``audit`` that counts in the metric ``Audit/<name>``."""
    transformation = MetricTransformation(
        name=value(metric or name),
        namespace=value("Audit"),
        value=value("1"),
        default_value=Absent(),
        unit=value("None"),
        dimensions=texts(()),
    )
    defaults = {
        "name": name,
        "log_group": group,
        "pattern": pattern,
        "field_selection": None,
        "emitted_dimensions": None,
        "reads_transformed": False,
        "transformations": (transformation,),
    }
    type = "aws_cloudwatch_log_metric_filter"
    return MetricFilter(**entity(name, type, {**defaults, **fields}))


def alarm(name: str, /, **fields: Any) -> Alarm:
    """Return an alarm on the metric ``Audit/<name>`` that tells the topic ``alerts``."""
    defaults = {
        "name": name,
        "arn": alarm_arn(name),
        "metric_name": name,
        "namespace": "Audit",
        "dimensions": (),
        "statistic": "Sum",
        "extended_statistic": None,
        "low_sample_percentiles": "evaluate",
        "unit": None,
        "period": 300,
        "queries": None,
        "comparison_operator": "GreaterThanOrEqualToThreshold",
        "threshold": "1",
        "evaluation_periods": 1,
        "datapoints_to_alarm": None,
        "treat_missing_data": "missing",
        "actions_enabled": True,
        "alarm_actions": (topic_arn("alerts"),),
    }
    return Alarm(**entity(name, "aws_cloudwatch_metric_alarm", {**defaults, **fields}))


def alarm_arn(name: str) -> Unknown:
    """Return the ARN of an alarm of this scope."""
    parts = ("arn:", PARTITION, ":cloudwatch:", REGION, ":", ACCOUNT, f":alarm:{name}")
    return unknown(f"aws_cloudwatch_metric_alarm.{name} is not deployed yet", parts=parts)


def query(id: str = "m", **fields: Any) -> MetricQuery:
    """Return a query of the metric ``Audit/stopped`` that its alarm watches."""
    defaults = {
        "id": id,
        "expression": None,
        "is_watched": True,
        "account": None,
        "metric_name": "stopped",
        "namespace": "Audit",
        "dimensions": (),
        "statistic": "Sum",
        "unit": None,
        "period": 300,
    }
    return MetricQuery(**{key: value(field) for key, field in {**defaults, **fields}.items()})


def composite_alarm(name: str = "any", /, **fields: Any) -> CompositeAlarm:
    """Return a composite alarm on the alarm ``stopped`` that tells the topic ``alerts``."""
    defaults = {
        "name": name,
        "arn": alarm_arn(name),
        "rule": "ALARM(stopped)",
        "actions_enabled": True,
        "alarm_actions": (topic_arn("alerts"),),
        "suppressor": None,
    }
    type = "aws_cloudwatch_composite_alarm"
    return CompositeAlarm(**entity(name, type, {**defaults, **fields}))


def mute_rule(name: str = "night", /, **fields: Any) -> MuteRule:
    """Return a rule that mutes the alarm ``stopped`` for four hours every night."""
    defaults = {
        "alarms": texts(("stopped",)),
        "schedule": "cron(0 2 * * *)",
        "duration": "PT4H",
        "starts": None,
        "expires": None,
    }
    return MuteRule(**entity(name, "aws_cloudwatch_alarm_mute_rule", {**defaults, **fields}))


def topic_arn(name: str) -> Unknown:
    """Return the ARN of a topic of this scope."""
    parts = ("arn:", PARTITION, ":sns:", REGION, ":", ACCOUNT, f":{name}")
    return unknown(f"aws_sns_topic.{name} is not deployed yet", parts=parts)


def topic(name: str = "alerts", **fields: Any) -> Topic:
    """Return a topic."""
    defaults = {"name": name, "arn": topic_arn(name), "kms_key": None, "is_fifo": False}
    return Topic(**entity(name, "aws_sns_topic", {**defaults, **fields}))


def subscription(name: str = "people", **fields: Any) -> Subscription:
    """Return an e-mail subscription to the topic ``alerts``."""
    defaults = {
        "topic_arn": topic_arn("alerts"),
        "protocol": "email",
        "endpoint": "audit@example.com",
        "filter_policy": None,
        "filter_scope": "MessageAttributes",
        "role_arn": None,
    }
    return Subscription(**entity(name, "aws_sns_topic_subscription", {**defaults, **fields}))


def chat_channel(name: str = "security", **fields: Any) -> ChatChannel:
    """Return a channel that is subscribed to the topic ``alerts``."""
    defaults = {"topics": (topic_arn("alerts"),)}
    type = "aws_chatbot_slack_channel_configuration"
    return ChatChannel(**entity(name, type, {**defaults, **fields}))


def queue(name: str = "alerts", **fields: Any) -> Queue:
    """Return a queue."""
    defaults = {
        "name": name,
        "arn": queue_arn(name),
        "url": unknown(parts=("https://sqs.", REGION, ".", URL_SUFFIX, "/", ACCOUNT, f"/{name}")),
    }
    return Queue(**entity(name, "aws_sqs_queue", {**defaults, **fields}))


def queue_arn(name: str = "alerts") -> Unknown:
    """Return the ARN of a queue of this scope."""
    return unknown(parts=("arn:", PARTITION, ":sqs:", REGION, ":", ACCOUNT, f":{name}"))


def function(name: str = "tell", **fields: Any) -> Function:
    """Return a Lambda function."""
    defaults = {"name": name, "arn": function_arn(name)}
    return Function(**entity(name, "aws_lambda_function", {**defaults, **fields}))


def function_arn(name: str = "tell") -> Unknown:
    """Return the ARN of a Lambda function of this scope."""
    return unknown(parts=("arn:", PARTITION, ":lambda:", REGION, ":", ACCOUNT, f":function:{name}"))


def function_permission(name: str = "tell", **fields: Any) -> FunctionPermission:
    """Return what lets SNS call the function ``tell`` for the topic ``alerts``."""
    defaults = {
        "function": "tell",
        "action": "lambda:InvokeFunction",
        "principal": "sns.amazonaws.com",
        "source_arn": topic_arn("alerts"),
        "source_account": None,
    }
    type = "aws_lambda_permission"
    return FunctionPermission(**entity(name, type, {**defaults, **fields}))


def policy(*statements: dict[str, Any]) -> tuple[AttachedPolicy, ...]:
    """Return the policies of a resource that has one, of these statements."""
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    attached = AttachedPolicy(
        address="the policy", exists=Known(True), document=Known(json.dumps(document), hops(90))
    )
    return (attached,)


def model(*entities: Any, **fields: Any) -> Model:
    """Return the model of a whole account with these entities, each in its collection."""
    collections = {
        Trail: "trails",
        LogGroup: "log_groups",
        MetricFilter: "metric_filters",
        Alarm: "alarms",
        Topic: "topics",
        Subscription: "subscriptions",
        ChatChannel: "chat_channels",
        CompositeAlarm: "composite_alarms",
        MuteRule: "mute_rules",
        Queue: "queues",
        Function: "functions",
        FunctionPermission: "function_permissions",
        Key: "keys",
        Alias: "aliases",
        EventRule: "event_rules",
        EventTarget: "event_targets",
        LogAlarm: "log_alarms",
        TelemetryRule: "telemetry_rules",
    }
    sorted_out: dict[str, tuple[Any, ...]] = {}
    for each in entities:
        name = collections[type(each)]
        sorted_out[name] = (*sorted_out.get(name, ()), each)
    whole = {"is_whole_account": True}
    return Model(scope=".", span=span(1), **{**whole, **sorted_out, **fields})


def symbol(name: str) -> Unknown:
    """Return a text that only a deployment knows but that equals itself."""
    return unknown(f"{name} is not deployed yet", parts=(Symbol(name, never_empty=True),))
