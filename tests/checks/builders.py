"""Entities of the model with harmless defaults, for tests of checks.

Every text that a builder is given plainly becomes a known value; a value stays what it is.
"""

from __future__ import annotations

from typing import Any

from iacguard.core.source import Position, SourceSpan
from iacguard.core.text import ACCOUNT, PARTITION, REGION
from iacguard.core.value import Absent, Hop, Known, Symbol, Unknown
from iacguard.model.alarm import Alarm
from iacguard.model.log_group import LogGroup
from iacguard.model.metric_filter import MetricFilter, MetricTransformation
from iacguard.model.model import Model
from iacguard.model.topic import Subscription, Topic
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
    plain = {"exists", "span", "address", "callers", "place", "policies", "managed_policy_arns"}
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
    defaults = {"name": name, "arn": unknown(parts=arn), "retention_days": None, "kms_key": None}
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
        dimensions=texts(()),
    )
    defaults = {
        "name": name,
        "log_group": group,
        "pattern": pattern,
        "transformations": (transformation,),
    }
    type = "aws_cloudwatch_log_metric_filter"
    return MetricFilter(**entity(name, type, {**defaults, **fields}))


def alarm(name: str, **fields: Any) -> Alarm:
    """Return an alarm on the metric ``Audit/<name>`` that tells the topic ``alerts``."""
    defaults = {
        "metric_name": name,
        "namespace": "Audit",
        "dimensions": (),
        "statistic": "Sum",
        "comparison_operator": "GreaterThanOrEqualToThreshold",
        "threshold": "1",
        "evaluation_periods": 1,
        "datapoints_to_alarm": None,
        "treat_missing_data": "missing",
        "actions_enabled": True,
        "alarm_actions": (topic_arn("alerts"),),
    }
    return Alarm(**entity(name, "aws_cloudwatch_metric_alarm", {**defaults, **fields}))


def topic_arn(name: str) -> Unknown:
    """Return the ARN of a topic of this scope."""
    parts = ("arn:", PARTITION, ":sns:", REGION, ":", ACCOUNT, f":{name}")
    return unknown(f"aws_sns_topic.{name} is not deployed yet", parts=parts)


def topic(name: str = "alerts", **fields: Any) -> Topic:
    """Return a topic."""
    defaults = {"name": name, "arn": topic_arn(name)}
    return Topic(**entity(name, "aws_sns_topic", {**defaults, **fields}))


def subscription(name: str = "people", **fields: Any) -> Subscription:
    """Return an e-mail subscription to the topic ``alerts``."""
    defaults = {
        "topic_arn": topic_arn("alerts"),
        "protocol": "email",
        "endpoint": "audit@example.com",
    }
    return Subscription(**entity(name, "aws_sns_topic_subscription", {**defaults, **fields}))


def model(*entities: Any, **fields: Any) -> Model:
    """Return the model of a whole account with these entities, each in its collection."""
    collections = {
        Trail: "trails",
        LogGroup: "log_groups",
        MetricFilter: "metric_filters",
        Alarm: "alarms",
        Topic: "topics",
        Subscription: "subscriptions",
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
