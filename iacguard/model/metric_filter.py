"""A CloudWatch Logs metric filter.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricFilter.html
"""

from __future__ import annotations

from dataclasses import dataclass

from ..core.value import Value
from .entity import Entity, NestedStructure


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricTransformation(NestedStructure):
    """The metric that a filter's matches are counted in."""

    name: Value[str]
    namespace: Value[str]
    value: Value[str]
    """What every match adds: a number, or a field of the event."""

    default_value: Value[str]
    """What a period without a match is published with; nothing is published without it."""

    unit: Value[str]
    """``None`` by default."""

    dimensions: Value[tuple[Value[str], ...]]
    """The names of the dimensions that the metric is published with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricFilter(Entity):
    """A filter on the events of one log group."""

    name: Value[str]

    log_group: Value[str]
    """The name of the group that it reads."""

    pattern: Value[str]

    field_selection: Value[str]
    """What narrows the events by their source: ``@aws.account = "111122223333"``."""

    emitted_dimensions: Value[tuple[Value[str], ...]]
    """Fields of the event's source that the metric is published with as further dimensions."""

    reads_transformed: Value[bool]
    """Whether it reads the events as a log transformer leaves them."""

    transformations: Value[tuple[MetricTransformation, ...]]
