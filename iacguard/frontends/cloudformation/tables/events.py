"""Rules on events, and what they call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ....core.value import Absent, Unknown
from ....model.event_rule import EventRule, EventTarget, LogAlarm, TelemetryRule
from ...lowering.arn_templates import NAME_EXCLUDES, arn, own
from ...lowering.block import Block
from ...lowering.fields import AttributeTemplate, Derived, EntityTable, Kind, Own, Row, Satellite
from ...lowering.row_reading import elements_of


def each_target(block: Block) -> tuple[Block, ...]:
    """Return a block for each target that a rule declares."""
    written = block.attributes.get("Targets", Absent())
    if isinstance(written, Unknown) and not written.elements:
        return (replace(block, exists=written),)
    return tuple(
        replace(
            block,
            attributes={**block.attributes, "Targets": element},
            exists=element if isinstance(element, Unknown) else block.exists,
        )
        for element in elements_of(written)
    )


def _telemetry(type_: str) -> EntityTable:
    within = "Rule.DestinationConfiguration."
    return EntityTable(
        type=type_,
        entity="telemetry_rules",
        build=TelemetryRule,
        is_neighbour=True,
        rows=(
            Row(field="resource_type", path="Rule.ResourceType"),
            Row(field="telemetry_type", path="Rule.TelemetryType"),
            Row(field="destination_type", path=f"{within}DestinationType"),
        ),
    )


ENTITIES = (
    EntityTable(
        type="AWS::Events::Rule",
        entity="event_rules",
        build=EventRule,
        is_neighbour=True,
        rows=(
            Row(field="name", path=Derived("RuleName")),
            Row(field="arn", path=Derived("Arn")),
            Row(field="bus", path="EventBusName"),
            Row(field="pattern", path="EventPattern", read=Kind.DATA),
            Row(field="state", path="State", default="ENABLED"),
        ),
    ),
    EntityTable(
        type="AWS::Events::Rule",
        entity="event_targets",
        build=EventTarget,
        is_neighbour=True,
        rows=(
            Row(field="rule", path=Derived("RuleName")),
            Row(field="bus", path="EventBusName"),
            Row(field="arn", path="Targets.Arn"),
            Row(field="role_arn", path="Targets.RoleArn"),
        ),
        each=each_target,
    ),
    _telemetry("AWS::ObservabilityAdmin::TelemetryRule"),
    _telemetry("AWS::ObservabilityAdmin::OrganizationTelemetryRule"),
    EntityTable(
        type="AWS::CloudWatch::LogAlarm",
        entity="log_alarms",
        build=LogAlarm,
        is_neighbour=True,
        rows=(
            Row(
                field="log_groups",
                path="ScheduledQueryConfiguration.LogGroupIdentifiers",
                read=Kind.TEXTS,
            ),
            Row(field="actions", path="AlarmActions", read=Kind.TEXTS),
        ),
    ),
)

SATELLITES: tuple[Satellite, ...] = ()

_NAME = Own("Name", NAME_EXCLUDES)

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "AWS::Events::Rule": {
        "Ref": own("Name"),
        "RuleName": own("Name"),
        "Arn": arn("events", "rule/", _NAME),
    },
}
