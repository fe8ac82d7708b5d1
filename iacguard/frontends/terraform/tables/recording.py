"""Trails, event data stores and the log groups that trails write to.

Defaults are the provider's: https://github.com/hashicorp/terraform-provider-aws
internal/service/cloudtrail/trail.go and event_data_store.go.
"""

from __future__ import annotations

from collections.abc import Mapping

from ....core.text import REGION
from ....model.event_data_store import EventDataStore
from ....model.log_group import LogAccountPolicy, LogGroup
from ....model.trail import (
    AdvancedEventSelector,
    DataResource,
    EventSelector,
    FieldSelector,
    InsightSelector,
    Trail,
)
from ...lowering.arn_templates import LOG_GROUP_EXCLUDES, arn, own
from ...lowering.fields import (
    LINK,
    AttributeTemplate,
    Derived,
    EntityTable,
    Kind,
    Own,
    Row,
    Satellite,
    Structure,
    Voids,
)
from ...lowering.transforms import negated, retention_of_class

_DATA_RESOURCE = Structure(
    DataResource,
    (
        Row(field="type", path="type"),
        Row(field="values", path="values", read=Kind.TEXTS),
    ),
)

_EVENT_SELECTOR = Structure(
    EventSelector,
    (
        Row(field="read_write_type", path="read_write_type", default="All"),
        Row(
            field="include_management_events",
            path="include_management_events",
            read=Kind.FLAG,
            default=True,
        ),
        Row(
            field="exclude_management_event_sources",
            path="exclude_management_event_sources",
            read=Kind.TEXTS,
        ),
        Row(field="data_resources", path="data_resource", read=_DATA_RESOURCE),
    ),
)

_FIELD_SELECTOR = Structure(
    FieldSelector,
    (
        Row(field="field", path="field"),
        Row(field="equals", path="equals", read=Kind.TEXTS),
        Row(field="not_equals", path="not_equals", read=Kind.TEXTS),
        Row(field="starts_with", path="starts_with", read=Kind.TEXTS),
        Row(field="not_starts_with", path="not_starts_with", read=Kind.TEXTS),
        Row(field="ends_with", path="ends_with", read=Kind.TEXTS),
        Row(field="not_ends_with", path="not_ends_with", read=Kind.TEXTS),
    ),
)

_ADVANCED_EVENT_SELECTOR = Structure(
    AdvancedEventSelector,
    (
        Row(field="name", path="name"),
        Row(field="field_selectors", path="field_selector", read=_FIELD_SELECTOR),
    ),
)

_INSIGHT_SELECTOR = Structure(InsightSelector, (Row(field="insight_type", path="insight_type"),))

ENTITIES = (
    EntityTable(
        type="aws_cloudtrail",
        entity="trails",
        build=Trail,
        is_ordered=True,
        rows=(
            Row(field="name", path="name", required=True),
            Row(field="arn", path=Derived("arn")),
            Row(field="is_logging", path="enable_logging", read=Kind.FLAG, default=True),
            Row(
                field="is_multi_region",
                path="is_multi_region_trail",
                read=Kind.FLAG,
                default=False,
            ),
            Row(
                field="is_organization_trail",
                path="is_organization_trail",
                read=Kind.FLAG,
                default=False,
            ),
            Row(
                field="includes_global_service_events",
                path="include_global_service_events",
                read=Kind.FLAG,
                default=True,
            ),
            Row(
                field="validates_log_files",
                path="enable_log_file_validation",
                read=Kind.FLAG,
                default=False,
            ),
            Row(field="event_selectors", path="event_selector", read=_EVENT_SELECTOR),
            Row(
                field="advanced_event_selectors",
                path="advanced_event_selector",
                read=_ADVANCED_EVENT_SELECTOR,
            ),
            Row(field="insight_selectors", path="insight_selector", read=_INSIGHT_SELECTOR),
            Row(field="bucket", path="s3_bucket_name", required=True),
            Row(field="key_prefix", path="s3_key_prefix"),
            Row(field="kms_key", path="kms_key_id"),
            Row(field="log_group_arn", path="cloud_watch_logs_group_arn"),
            Row(field="log_group_role_arn", path="cloud_watch_logs_role_arn"),
            Row(field="sns_topic", path="sns_topic_name"),
        ),
    ),
    EntityTable(
        type="aws_cloudtrail_event_data_store",
        entity="event_data_stores",
        build=EventDataStore,
        rows=(
            Row(field="name", path="name", required=True),
            Row(
                field="is_multi_region",
                path="multi_region_enabled",
                read=Kind.FLAG,
                default=True,
            ),
            Row(
                field="is_organization_store",
                path="organization_enabled",
                read=Kind.FLAG,
                default=False,
            ),
            Row(
                field="is_termination_protected",
                path="termination_protection_enabled",
                read=Kind.FLAG,
                default=True,
            ),
            Row(
                field="is_ingesting",
                path="suspend",
                read=Kind.FLAG,
                default=True,
                transform=negated,
            ),
            Row(field="retention_days", path="retention_period", read=Kind.INT, default=2555),
            Row(field="kms_key", path="kms_key_id"),
            Row(
                field="advanced_event_selectors",
                path="advanced_event_selector",
                read=_ADVANCED_EVENT_SELECTOR,
            ),
        ),
    ),
    EntityTable(
        type="aws_cloudwatch_log_group",
        entity="log_groups",
        build=LogGroup,
        rows=(
            Row(field="name", path=Derived("name")),
            Row(field="arn", path=Derived("arn")),
            Row(
                field="retention_days",
                path="retention_in_days",
                read=Kind.INT,
                unless=Row(
                    field="retention_days", path="log_group_class", transform=retention_of_class
                ),
            ),
            Row(field="log_class", path="log_group_class", default="STANDARD"),
            Row(field="kms_key", path="kms_key_id"),
            Row(
                field="is_deletion_protected",
                path="deletion_protection_enabled",
                read=Kind.FLAG,
                default=False,
            ),
        ),
    ),
    EntityTable(
        type="aws_cloudwatch_log_account_policy",
        entity="log_account_policies",
        build=LogAccountPolicy,
        rows=(Row(field="policy_type", path="policy_type"),),
        is_neighbour=True,
    ),
)

SATELLITES: tuple[Satellite, ...] = (
    Satellite(
        type="aws_cloudwatch_log_data_protection_policy",
        entity="log_groups",
        joins="log_group_name",
        names=("name",),
        is_neighbour=True,
        voids=Voids("masks text that metric filters look for", frozenset({LINK})),
    ),
)

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "aws_cloudtrail": {
        "id": own("name"),
        "name": own("name"),
        "arn": arn("cloudtrail", "trail/", Own("name", ":*/ ")),
        "home_region": (REGION,),
    },
    "aws_cloudwatch_log_group": {
        "id": own("name", LOG_GROUP_EXCLUDES),
        "name": own("name", LOG_GROUP_EXCLUDES),
        # The provider cuts off the `:*` that the service's own answer carries, since 3.0.
        "arn": arn("logs", "log-group:", Own("name", LOG_GROUP_EXCLUDES)),
    },
}
