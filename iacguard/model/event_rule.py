"""An EventBridge rule and what it calls, and other ways of events to somebody.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.value import Value
from .entity import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRule(Entity):
    """A rule on the events of an event bus."""

    name: Value[str]
    arn: Value[str]

    bus: Value[str]
    """The name or the ARN of its event bus; absent is the account's default one."""

    pattern: Value[Any]
    """JSON text, or a mapping of values."""

    state: Value[str]
    """``ENABLED``, ``DISABLED`` or ``ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTarget(Entity):
    """What a rule calls with an event.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
    """

    rule: Value[str]
    """The name of the rule."""

    bus: Value[str]

    arn: Value[str]
    """The ARN of a topic, a queue, a function …"""

    role_arn: Value[str]
    """The role that EventBridge calls it with, where it is not the target that lets it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TelemetryRule(Entity):
    """A rule that turns telemetry of an account's resources on, and where it goes.

    https://docs.aws.amazon.com/cloudwatch/latest/observabilityadmin/API_TelemetryRule.html
    """

    resource_type: Value[str]
    """``AWS::CloudTrail``, ``AWS::EC2::VPC`` …"""

    telemetry_type: Value[str]
    """``Logs``, …"""

    destination_type: Value[str]
    """``cloud-watch-logs``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAlarm(Entity):
    """An alarm on what a query finds in logs.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogAlarm.html
    """

    log_groups: Value[tuple[Value[str], ...]]
    """The names or ARNs of the groups that it looks into."""

    actions: Value[tuple[Value[str], ...]]
    """ARNs; a topic among them tells somebody."""
