"""Metric filters and alarms."""

from __future__ import annotations

from collections.abc import Mapping

from ....model.alarm import Alarm, CompositeAlarm
from ....model.metric_filter import MetricFilter, MetricTransformation
from ...lowering.arn_templates import own
from ...lowering.fields import AttributeTemplate, EntityTable, Kind, Row, Satellite, Structure
from ...lowering.transforms import names_of_map

_DIMENSIONS = Row(
    field="dimensions", path="dimensions", read=Kind.DATA, default=(), transform=names_of_map
)

_TRANSFORMATION = Structure(
    MetricTransformation,
    (
        Row(field="name", path="name"),
        Row(field="namespace", path="namespace"),
        Row(field="value", path="value"),
        Row(field="default_value", path="default_value"),
        _DIMENSIONS,
    ),
)

ENTITIES = (
    EntityTable(
        type="aws_cloudwatch_log_metric_filter",
        entity="metric_filters",
        build=MetricFilter,
        rows=(
            Row(field="name", path="name", required=True),
            Row(field="log_group", path="log_group_name", required=True),
            Row(field="pattern", path="pattern", required=True),
            Row(field="transformations", path="metric_transformation", read=_TRANSFORMATION),
        ),
    ),
    EntityTable(
        type="aws_cloudwatch_metric_alarm",
        entity="alarms",
        build=Alarm,
        rows=(
            Row(field="metric_name", path="metric_name"),
            Row(field="namespace", path="namespace"),
            _DIMENSIONS,
            Row(field="statistic", path="statistic"),
            Row(field="comparison_operator", path="comparison_operator"),
            Row(field="threshold", path="threshold"),
            Row(field="evaluation_periods", path="evaluation_periods", read=Kind.INT),
            Row(field="datapoints_to_alarm", path="datapoints_to_alarm", read=Kind.INT),
            Row(field="treat_missing_data", path="treat_missing_data", default="missing"),
            Row(field="actions_enabled", path="actions_enabled", read=Kind.BOOL, default=True),
            Row(field="alarm_actions", path="alarm_actions", read=Kind.TEXTS),
        ),
    ),
    EntityTable(
        type="aws_cloudwatch_composite_alarm",
        entity="composite_alarms",
        build=CompositeAlarm,
        rows=(Row(field="rule", path="alarm_rule", required=True),),
    ),
)

SATELLITES: tuple[Satellite, ...] = ()

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "aws_cloudwatch_log_metric_filter": {
        "id": own("name"),
        "name": own("name"),
        "log_group_name": own("log_group_name", ":* "),
    },
}
