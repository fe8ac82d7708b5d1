"""CloudWatch alarms, and the rules that mute them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html
"""

from __future__ import annotations

from dataclasses import dataclass

from ..core.value import Value
from .entity import Entity, NestedStructure


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricQuery(NestedStructure):
    """One of the metrics and expressions that an alarm works with; one of them is watched."""

    id: Value[str]

    expression: Value[str]
    """Over other queries, by their ids; nothing for a plain metric."""

    is_watched: Value[bool]
    """Whether what it returns is what the alarm watches."""

    account: Value[str]
    """The account that the metric is in, where it is another one."""

    metric_name: Value[str]
    namespace: Value[str]
    dimensions: Value[tuple[Value[str], ...]]
    statistic: Value[str]
    unit: Value[str]
    period: Value[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm(Entity):
    """An alarm on one metric, or on an expression over some."""

    name: Value[str]
    arn: Value[str]
    metric_name: Value[str]
    namespace: Value[str]

    dimensions: Value[tuple[Value[str], ...]]
    """The names of the metric's dimensions; a metric with others is another metric."""

    statistic: Value[str]
    """``Sum``, ``Average``, ``SampleCount`` …"""

    extended_statistic: Value[str]
    """``p90``, ``tm99`` … in place of a statistic."""

    low_sample_percentiles: Value[str]
    """``ignore`` where percentiles over few samples change nothing."""

    unit: Value[str]
    """Data of any other unit is left out; where nothing is written, none is."""

    period: Value[int]
    """Seconds that one value of the statistic is taken over."""

    queries: Value[tuple[MetricQuery, ...]]
    """In place of one metric."""

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

    name: Value[str]
    arn: Value[str]

    rule: Value[str]
    """An expression over other alarms: ``ALARM("root-use") OR …``."""

    actions_enabled: Value[bool]
    """True by default."""

    alarm_actions: Value[tuple[Value[str], ...]]

    suppressor: Value[str]
    """The name or the ARN of an alarm that keeps this one from acting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteRule(Entity):
    """A schedule by which alarms do not act."""

    alarms: Value[tuple[Value[str], ...]]
    """The names of the alarms that it mutes, of its own account and region."""

    schedule: Value[str]
    """``cron(0 2 * * *)``, or ``at(…)`` for once."""

    duration: Value[str]
    """``PT4H``, ``P1D`` …"""

    starts: Value[str]
    expires: Value[str]
