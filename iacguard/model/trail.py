"""A trail and its event selectors.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html
"""

from __future__ import annotations

from dataclasses import dataclass

from ..core.value import Value
from .entity import Entity, NestedStructure


@dataclass(frozen=True, slots=True, kw_only=True)
class DataResource(NestedStructure):
    """The resources whose data events a basic selector records."""

    type: Value[str]
    """``AWS::S3::Object``, ``AWS::Lambda::Function`` or ``AWS::DynamoDB::Table``."""

    values: Value[tuple[Value[str], ...]]
    """ARNs or ARN prefixes; ``arn:aws:s3`` means every bucket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSelector(NestedStructure):
    """A basic event selector; a trail records the union of its selectors."""

    read_write_type: Value[str]
    """``All`` (the default), ``ReadOnly`` or ``WriteOnly``."""

    include_management_events: Value[bool]
    exclude_management_event_sources: Value[tuple[Value[str], ...]]
    data_resources: Value[tuple[DataResource, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSelector(NestedStructure):
    """One condition of an advanced event selector; its operators must all hold."""

    field: Value[str]
    """``eventCategory``, ``readOnly``, ``eventSource``, ``resources.type`` …"""

    equals: Value[tuple[Value[str], ...]]
    not_equals: Value[tuple[Value[str], ...]]
    starts_with: Value[tuple[Value[str], ...]]
    not_starts_with: Value[tuple[Value[str], ...]]
    ends_with: Value[tuple[Value[str], ...]]
    not_ends_with: Value[tuple[Value[str], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvancedEventSelector(NestedStructure):
    """A conjunction of field selectors; a trail records the union of its selectors."""

    name: Value[str]
    field_selectors: Value[tuple[FieldSelector, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightSelector(NestedStructure):
    """A kind of CloudTrail Insights events that is recorded."""

    insight_type: Value[str]
    """``ApiCallRateInsight`` or ``ApiErrorRateInsight``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail(Entity):
    """A trail: what it records, and where it delivers."""

    name: Value[str]
    arn: Value[str]
    is_logging: Value[bool]
    is_multi_region: Value[bool]
    is_organization_trail: Value[bool]
    includes_global_service_events: Value[bool]
    validates_log_files: Value[bool]

    event_selectors: Value[tuple[EventSelector, ...]]
    advanced_event_selectors: Value[tuple[AdvancedEventSelector, ...]]
    insight_selectors: Value[tuple[InsightSelector, ...]]

    bucket: Value[str]
    """The name of the bucket that log files are delivered to."""

    key_prefix: Value[str]
    """Before ``/AWSLogs/`` in the bucket, without slashes at its ends."""

    kms_key: Value[str]
    """A key ARN, alias ARN, key id or alias name, as the language allows."""

    log_group_arn: Value[str]
    """The ARN of the CloudWatch Logs group, which must end in ``:*``."""

    log_group_role_arn: Value[str]
    """The ARN of the role that CloudTrail assumes to write there."""

    sns_topic: Value[str]
    """A topic's name or ARN."""
