"""Rules on events, and what they call."""

from __future__ import annotations

from collections.abc import Mapping

from ....core.value import Known, Value
from ....model.event_rule import EventRule, EventTarget, LogAlarm, TelemetryRule
from ...lowering.arn_templates import NAME_EXCLUDES, arn, own
from ...lowering.fields import AttributeTemplate, Derived, EntityTable, Kind, Own, Row, Satellite


def _state(is_enabled: Value[bool]) -> Value[str]:
    """Return the state that the older argument stands for."""
    if isinstance(is_enabled, Known):
        state = "ENABLED" if is_enabled.value else "DISABLED"
        return Known(state, is_enabled.provenance, is_enabled.origin)
    return is_enabled


def _telemetry(type_: str) -> EntityTable:
    return EntityTable(
        type=type_,
        entity="telemetry_rules",
        build=TelemetryRule,
        is_neighbour=True,
        rows=(
            Row(field="resource_type", path="rule.resource_type"),
            Row(field="telemetry_type", path="rule.telemetry_type"),
            Row(field="destination_type", path="rule.destination_configuration.destination_type"),
        ),
    )


ENTITIES = (
    EntityTable(
        type="aws_cloudwatch_event_rule",
        entity="event_rules",
        build=EventRule,
        is_neighbour=True,
        rows=(
            Row(field="name", path=Derived("name")),
            Row(field="arn", path=Derived("arn")),
            Row(field="bus", path="event_bus_name"),
            Row(field="pattern", path="event_pattern", read=Kind.DATA),
            Row(
                field="state",
                path="state",
                default="ENABLED",
                instead=Row(field="state", path="is_enabled", read=Kind.FLAG, transform=_state),
            ),
        ),
    ),
    EntityTable(
        type="aws_cloudwatch_event_target",
        entity="event_targets",
        build=EventTarget,
        is_neighbour=True,
        rows=(
            Row(field="rule", path="rule", required=True),
            Row(field="bus", path="event_bus_name"),
            Row(field="arn", path="arn", required=True),
            Row(field="role_arn", path="role_arn"),
        ),
    ),
    _telemetry("aws_observabilityadmin_telemetry_rule"),
    _telemetry("aws_observabilityadmin_telemetry_rule_for_organization"),
    # The Cloud Control provider alone has log alarms.
    # https://registry.terraform.io/providers/hashicorp/awscc/latest/docs
    EntityTable(
        type="awscc_cloudwatch_log_alarm",
        entity="log_alarms",
        build=LogAlarm,
        is_neighbour=True,
        rows=(
            Row(
                field="log_groups",
                path="scheduled_query_configuration.log_group_identifiers",
                read=Kind.TEXTS,
            ),
            Row(field="actions", path="alarm_actions", read=Kind.TEXTS),
        ),
    ),
)

SATELLITES: tuple[Satellite, ...] = ()

_NAME = Own("name", NAME_EXCLUDES)

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "aws_cloudwatch_event_rule": {
        "id": own("name"),
        "name": own("name"),
        "arn": arn("events", "rule/", _NAME),
    },
}
