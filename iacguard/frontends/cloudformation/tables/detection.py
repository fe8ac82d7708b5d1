"""Metric filters and alarms."""

from __future__ import annotations

from collections.abc import Mapping

from ....model.alarm import Alarm, CompositeAlarm
from ....model.metric_filter import MetricFilter, MetricTransformation
from ...lowering.arn_templates import own
from ...lowering.fields import (
    AttributeTemplate,
    Derived,
    EntityTable,
    Kind,
    Row,
    Satellite,
    Structure,
)
from ...lowering.transforms import texts_under

_TRANSFORMATION = Structure(
    MetricTransformation,
    (
        Row(field="name", path="MetricName"),
        Row(field="namespace", path="MetricNamespace"),
        Row(field="value", path="MetricValue"),
        Row(field="default_value", path="DefaultValue"),
        Row(
            field="dimensions",
            path="Dimensions",
            read=Kind.DATA,
            default=(),
            transform=texts_under("Key"),
        ),
    ),
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
            Row(field="transformations", path="MetricTransformations", read=_TRANSFORMATION),
        ),
    ),
    EntityTable(
        type="AWS::CloudWatch::Alarm",
        entity="alarms",
        build=Alarm,
        rows=(
            Row(field="metric_name", path="MetricName"),
            Row(field="namespace", path="Namespace"),
            Row(
                field="dimensions",
                path="Dimensions",
                read=Kind.DATA,
                default=(),
                transform=texts_under("Name"),
            ),
            Row(field="statistic", path="Statistic"),
            Row(field="comparison_operator", path="ComparisonOperator"),
            Row(field="threshold", path="Threshold"),
            Row(field="evaluation_periods", path="EvaluationPeriods", read=Kind.INT),
            Row(field="datapoints_to_alarm", path="DatapointsToAlarm", read=Kind.INT),
            Row(field="treat_missing_data", path="TreatMissingData", default="missing"),
            Row(field="actions_enabled", path="ActionsEnabled", read=Kind.BOOL, default=True),
            Row(field="alarm_actions", path="AlarmActions", read=Kind.TEXTS),
        ),
    ),
    EntityTable(
        type="AWS::CloudWatch::CompositeAlarm",
        entity="composite_alarms",
        build=CompositeAlarm,
        rows=(Row(field="rule", path="AlarmRule", required=True),),
    ),
)

SATELLITES: tuple[Satellite, ...] = ()

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "AWS::Logs::MetricFilter": {"Ref": own("FilterName")},
}
