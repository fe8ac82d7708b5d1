"""Metric filters and alarms."""

from __future__ import annotations

from collections.abc import Mapping

from ....model.alarm import Alarm, CompositeAlarm, MetricQuery, MuteRule
from ....model.metric_filter import MetricFilter, MetricTransformation
from ...lowering.arn_templates import arn, own
from ...lowering.fields import (
    AttributeTemplate,
    Derived,
    EntityTable,
    Kind,
    Own,
    Row,
    Satellite,
    Structure,
)
from ...lowering.transforms import names_of_map


def _dimensions(path: str) -> Row:
    return Row(field="dimensions", path=path, read=Kind.DATA, default=(), transform=names_of_map)


_TRANSFORMATION = Structure(
    MetricTransformation,
    (
        Row(field="name", path="name"),
        Row(field="namespace", path="namespace"),
        Row(field="value", path="value"),
        Row(field="default_value", path="default_value"),
        Row(field="unit", path="unit", default="None"),
        _dimensions("dimensions"),
    ),
)

_QUERY = Structure(
    MetricQuery,
    (
        Row(field="id", path="id"),
        Row(field="expression", path="expression"),
        Row(field="is_watched", path="return_data", read=Kind.FLAG, default=False),
        Row(field="account", path="account_id"),
        Row(field="metric_name", path="metric.metric_name"),
        Row(field="namespace", path="metric.namespace"),
        _dimensions("metric.dimensions"),
        Row(field="statistic", path="metric.stat"),
        Row(field="unit", path="metric.unit"),
        Row(field="period", path="metric.period", read=Kind.INT),
    ),
)

_ACTIONS = (
    Row(field="actions_enabled", path="actions_enabled", read=Kind.FLAG, default=True),
    Row(field="alarm_actions", path="alarm_actions", read=Kind.TEXTS),
)


def _mute_rule(type_: str) -> EntityTable:
    rows = (
        Row(field="alarms", path="mute_targets.alarm_names", read=Kind.TEXTS),
        Row(field="schedule", path="rule.schedule.expression"),
        Row(field="duration", path="rule.schedule.duration"),
        Row(field="starts", path="start_date"),
        Row(field="expires", path="expire_date"),
    )
    return EntityTable(type=type_, entity="mute_rules", build=MuteRule, rows=rows)


ENTITIES = (
    EntityTable(
        type="aws_cloudwatch_log_metric_filter",
        entity="metric_filters",
        build=MetricFilter,
        rows=(
            Row(field="name", path="name", required=True),
            Row(field="log_group", path="log_group_name", required=True),
            Row(field="pattern", path="pattern", required=True),
            Row(field="field_selection", path="field_selection_criteria"),
            Row(field="emitted_dimensions", path="emit_system_field_dimensions", read=Kind.TEXTS),
            Row(
                field="reads_transformed",
                path="apply_on_transformed_logs",
                read=Kind.FLAG,
                default=False,
            ),
            Row(field="transformations", path="metric_transformation", read=_TRANSFORMATION),
        ),
    ),
    EntityTable(
        type="aws_cloudwatch_metric_alarm",
        entity="alarms",
        build=Alarm,
        rows=(
            Row(field="name", path=Derived("alarm_name")),
            Row(field="arn", path=Derived("arn")),
            Row(field="metric_name", path="metric_name"),
            Row(field="namespace", path="namespace"),
            _dimensions("dimensions"),
            Row(field="statistic", path="statistic"),
            Row(field="extended_statistic", path="extended_statistic"),
            Row(
                field="low_sample_percentiles",
                path="evaluate_low_sample_count_percentiles",
                default="evaluate",
            ),
            Row(field="unit", path="unit"),
            Row(field="period", path="period", read=Kind.INT),
            Row(field="queries", path="metric_query", read=_QUERY),
            Row(field="comparison_operator", path="comparison_operator"),
            Row(field="threshold", path="threshold"),
            Row(field="evaluation_periods", path="evaluation_periods", read=Kind.INT),
            Row(field="datapoints_to_alarm", path="datapoints_to_alarm", read=Kind.INT),
            Row(field="treat_missing_data", path="treat_missing_data", default="missing"),
            *_ACTIONS,
        ),
    ),
    EntityTable(
        type="aws_cloudwatch_composite_alarm",
        entity="composite_alarms",
        build=CompositeAlarm,
        rows=(
            Row(field="name", path=Derived("alarm_name")),
            Row(field="arn", path=Derived("arn")),
            Row(field="rule", path="alarm_rule", required=True),
            *_ACTIONS,
            Row(field="suppressor", path="actions_suppressor.alarm"),
        ),
    ),
    _mute_rule("aws_cloudwatch_alarm_mute_rule"),
    # The Cloud Control provider has the same attributes.
    # https://registry.terraform.io/providers/hashicorp/awscc/latest/docs
    _mute_rule("awscc_cloudwatch_alarm_mute_rule"),
)

SATELLITES: tuple[Satellite, ...] = ()

_ALARM: Mapping[str, AttributeTemplate] = {
    "id": own("alarm_name", ""),
    "alarm_name": own("alarm_name", ""),
    "arn": arn("cloudwatch", "alarm:", Own("alarm_name")),
}

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "aws_cloudwatch_log_metric_filter": {
        "id": own("name"),
        "name": own("name"),
        "log_group_name": own("log_group_name", ":* "),
    },
    "aws_cloudwatch_metric_alarm": _ALARM,
    "aws_cloudwatch_composite_alarm": _ALARM,
}
