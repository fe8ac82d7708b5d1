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
from ...lowering.transforms import texts_under


def _dimensions(path: str, name: str) -> Row:
    return Row(
        field="dimensions", path=path, read=Kind.DATA, default=(), transform=texts_under(name)
    )


_TRANSFORMATION = Structure(
    MetricTransformation,
    (
        Row(field="name", path="MetricName"),
        Row(field="namespace", path="MetricNamespace"),
        Row(field="value", path="MetricValue"),
        Row(field="default_value", path="DefaultValue"),
        Row(field="unit", path="Unit", default="None"),
        _dimensions("Dimensions", "Key"),
    ),
)

_QUERY = Structure(
    MetricQuery,
    (
        Row(field="id", path="Id"),
        Row(field="expression", path="Expression"),
        Row(field="is_watched", path="ReturnData", read=Kind.BOOL, default=True),
        Row(field="account", path="AccountId"),
        Row(field="metric_name", path="MetricStat.Metric.MetricName"),
        Row(field="namespace", path="MetricStat.Metric.Namespace"),
        _dimensions("MetricStat.Metric.Dimensions", "Name"),
        Row(field="statistic", path="MetricStat.Stat"),
        Row(field="unit", path="MetricStat.Unit"),
        Row(field="period", path="MetricStat.Period", read=Kind.INT),
    ),
)

_ACTIONS = (
    Row(field="actions_enabled", path="ActionsEnabled", read=Kind.BOOL, default=True),
    Row(field="alarm_actions", path="AlarmActions", read=Kind.TEXTS),
)

ENTITIES = (
    EntityTable(
        type="AWS::Logs::MetricFilter",
        entity="metric_filters",
        build=MetricFilter,
        rows=(
            Row(field="name", path=Derived("Ref")),
            Row(field="log_group", path="LogGroupName", required=True),
            Row(field="pattern", path="FilterPattern", required=True),
            Row(field="field_selection", path="FieldSelectionCriteria"),
            Row(field="emitted_dimensions", path="EmitSystemFieldDimensions", read=Kind.TEXTS),
            Row(
                field="reads_transformed",
                path="ApplyOnTransformedLogs",
                read=Kind.BOOL,
                default=False,
            ),
            Row(field="transformations", path="MetricTransformations", read=_TRANSFORMATION),
        ),
    ),
    EntityTable(
        type="AWS::CloudWatch::Alarm",
        entity="alarms",
        build=Alarm,
        rows=(
            Row(field="name", path=Derived("Ref")),
            Row(field="arn", path=Derived("Arn")),
            Row(field="metric_name", path="MetricName"),
            Row(field="namespace", path="Namespace"),
            _dimensions("Dimensions", "Name"),
            Row(field="statistic", path="Statistic"),
            Row(field="extended_statistic", path="ExtendedStatistic"),
            Row(
                field="low_sample_percentiles",
                path="EvaluateLowSampleCountPercentile",
                default="evaluate",
            ),
            Row(field="unit", path="Unit"),
            Row(field="period", path="Period", read=Kind.INT),
            Row(field="queries", path="Metrics", read=_QUERY),
            Row(field="comparison_operator", path="ComparisonOperator"),
            Row(field="threshold", path="Threshold"),
            Row(field="evaluation_periods", path="EvaluationPeriods", read=Kind.INT),
            Row(field="datapoints_to_alarm", path="DatapointsToAlarm", read=Kind.INT),
            Row(field="treat_missing_data", path="TreatMissingData", default="missing"),
            *_ACTIONS,
        ),
    ),
    EntityTable(
        type="AWS::CloudWatch::CompositeAlarm",
        entity="composite_alarms",
        build=CompositeAlarm,
        rows=(
            Row(field="name", path=Derived("Ref")),
            Row(field="arn", path=Derived("Arn")),
            Row(field="rule", path="AlarmRule", required=True),
            *_ACTIONS,
            Row(field="suppressor", path="ActionsSuppressor"),
        ),
    ),
    EntityTable(
        type="AWS::CloudWatch::AlarmMuteRule",
        entity="mute_rules",
        build=MuteRule,
        rows=(
            Row(field="alarms", path="MuteTargets.AlarmNames", read=Kind.TEXTS),
            Row(field="schedule", path="Rule.Schedule.Expression"),
            Row(field="duration", path="Rule.Schedule.Duration"),
            Row(field="starts", path="StartDate"),
            Row(field="expires", path="ExpireDate"),
        ),
    ),
)

SATELLITES: tuple[Satellite, ...] = ()

_ALARM: Mapping[str, AttributeTemplate] = {
    "Ref": own("AlarmName", ""),
    "Arn": arn("cloudwatch", "alarm:", Own("AlarmName")),
}

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "AWS::Logs::MetricFilter": {"Ref": own("FilterName")},
    "AWS::CloudWatch::Alarm": _ALARM,
    "AWS::CloudWatch::CompositeAlarm": _ALARM,
}
