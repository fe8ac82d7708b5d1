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

    dimensions: Value[tuple[Value[str], ...]]
    """The names of the metric's dimensions; a metric with others is another metric."""

    statistic: Value[str]
    """``Sum``, ``Average``, ``SampleCount`` …"""

    comparison_operator: Value[str]
    """``GreaterThanOrEqualToThreshold``, …"""

    threshold: Value[str]
    """A number, as it is written."""

    evaluation_periods: Value[int]
    """The most recent periods that are looked at."""

    datapoints_to_alarm: Value[int]
    """How many of these periods have to breach the threshold: all of them where nothing is
    written."""

    treat_missing_data: Value[str]
    """What a period without data counts as: ``missing`` (the default), ``notBreaching``, …"""

    actions_enabled: Value[bool]
    """True by default."""

    alarm_actions: Value[tuple[Value[str], ...]]
    """ARNs; a topic among them tells somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeAlarm(Entity):
    """An alarm on other alarms, which may tell somebody in their stead."""

    rule: Value[str]
    """An expression over other alarms: ``ALARM("root-use") OR …``."""
