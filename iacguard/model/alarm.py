"""A CloudWatch alarm.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
"""

from __future__ import annotations

from dataclasses import dataclass

from ..core.value import Value
from .entity import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm(Entity):
    """An alarm on one metric."""

    metric_name: Value[str]
    namespace: Value[str]

    actions_enabled: Value[bool]
    """True by default."""

    alarm_actions: Value[tuple[Value[str], ...]]
    """ARNs; a topic among them tells somebody."""
