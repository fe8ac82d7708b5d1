"""Trails, event data stores and the log groups that trails write to."""

from __future__ import annotations

from collections.abc import Mapping

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
from ...lowering.arn_templates import LOG_GROUP_EXCLUDES, NAME_EXCLUDES, arn, own
from ...lowering.fields import (
    ApiSetting,
    AttributeTemplate,
    Derived,
    EntityTable,
    Kind,
    Own,
    Row,
    Satellite,
    Structure,
)
from ...lowering.transforms import retention_of_class

_DATA_RESOURCE = Structure(
    DataResource,
    (
        Row(field="type", path="Type"),
        Row(field="values", path="Values", read=Kind.TEXTS),
    ),
)

_EVENT_SELECTOR = Structure(
    EventSelector,
    (
        Row(field="read_write_type", path="ReadWriteType", default="All"),
        Row(
            field="include_management_events",
            path="IncludeManagementEvents",
            read=Kind.BOOL,
            default=True,
        ),
        Row(
            field="exclude_management_event_sources",
            path="ExcludeManagementEventSources",
            read=Kind.TEXTS,
        ),
        Row(field="data_resources", path="DataResources", read=_DATA_RESOURCE),
    ),
)

_FIELD_SELECTOR = Structure(
    FieldSelector,
    (
        Row(field="field", path="Field"),
        Row(field="equals", path="Equals", read=Kind.TEXTS),
        Row(field="not_equals", path="NotEquals", read=Kind.TEXTS),
        Row(field="starts_with", path="StartsWith", read=Kind.TEXTS),
        Row(field="not_starts_with", path="NotStartsWith", read=Kind.TEXTS),
        Row(field="ends_with", path="EndsWith", read=Kind.TEXTS),
        Row(field="not_ends_with", path="NotEndsWith", read=Kind.TEXTS),
    ),
)

_ADVANCED_EVENT_SELECTOR = Structure(
    AdvancedEventSelector,
    (
        Row(field="name", path="Name"),
        Row(field="field_selectors", path="FieldSelectors", read=_FIELD_SELECTOR),
    ),
)

_INSIGHT_SELECTOR = Structure(InsightSelector, (Row(field="insight_type", path="InsightType"),))

ENTITIES = (
    EntityTable(
        type="AWS::CloudTrail::Trail",
        entity="trails",
        build=Trail,
        is_ordered=True,
        rows=(
            Row(field="name", path=Derived("Ref")),
            Row(field="arn", path=Derived("Arn")),
            # Required, with no default: a trail without it does not deploy, and does not log.
            Row(field="is_logging", path="IsLogging", read=Kind.BOOL, required=True),
            Row(
                field="is_multi_region",
                path="IsMultiRegionTrail",
                read=Kind.BOOL,
                default=False,
            ),
            Row(
                field="is_organization_trail",
                path="IsOrganizationTrail",
                read=Kind.BOOL,
                default=False,
            ),
            # CloudFormation sends false when the property is absent; Terraform's default is true.
            Row(
                field="includes_global_service_events",
                path="IncludeGlobalServiceEvents",
                read=Kind.BOOL,
                default=False,
            ),
            Row(
                field="validates_log_files",
                path="EnableLogFileValidation",
                read=Kind.BOOL,
                default=False,
            ),
            Row(field="event_selectors", path="EventSelectors", read=_EVENT_SELECTOR),
            Row(
                field="advanced_event_selectors",
                path="AdvancedEventSelectors",
                read=_ADVANCED_EVENT_SELECTOR,
            ),
            Row(field="insight_selectors", path="InsightSelectors", read=_INSIGHT_SELECTOR),
            Row(field="bucket", path="S3BucketName", required=True),
            Row(field="key_prefix", path="S3KeyPrefix"),
            # NOTE: `KMSKeyId` on a trail, `KmsKeyId` on a log group and an event data store.
            Row(field="kms_key", path="KMSKeyId"),
            Row(field="log_group_arn", path="CloudWatchLogsLogGroupArn"),
            Row(field="log_group_role_arn", path="CloudWatchLogsRoleArn"),
            Row(field="sns_topic", path="SnsTopicName"),
        ),
    ),
    EntityTable(
        type="AWS::CloudTrail::EventDataStore",
        entity="event_data_stores",
        build=EventDataStore,
        rows=(
            Row(field="name", path="Name"),
            Row(field="is_multi_region", path="MultiRegionEnabled", read=Kind.BOOL, default=True),
            Row(
                field="is_organization_store",
                path="OrganizationEnabled",
                read=Kind.BOOL,
                default=False,
            ),
            Row(
                field="is_termination_protected",
                path="TerminationProtectionEnabled",
                read=Kind.BOOL,
                default=True,
            ),
            Row(field="is_ingesting", path="IngestionEnabled", read=Kind.BOOL, default=True),
            Row(field="retention_days", path="RetentionPeriod", read=Kind.INT, default=2555),
            Row(field="kms_key", path="KmsKeyId"),
            Row(
                field="advanced_event_selectors",
                path="AdvancedEventSelectors",
                read=_ADVANCED_EVENT_SELECTOR,
            ),
        ),
    ),
    EntityTable(
        type="AWS::Logs::LogGroup",
        entity="log_groups",
        build=LogGroup,
        rows=(
            Row(field="name", path=Derived("Ref")),
            Row(field="arn", path=Derived("arn without suffix")),
            Row(
                field="retention_days",
                path="RetentionInDays",
                read=Kind.INT,
                unless=Row(
                    field="retention_days", path="LogGroupClass", transform=retention_of_class
                ),
            ),
            Row(field="log_class", path="LogGroupClass", default="STANDARD"),
            Row(field="kms_key", path="KmsKeyId"),
            Row(
                field="is_deletion_protected",
                path="DeletionProtectionEnabled",
                read=Kind.BOOL,
                default=False,
            ),
        ),
    ),
    EntityTable(
        type="AWS::Logs::AccountPolicy",
        entity="log_account_policies",
        build=LogAccountPolicy,
        rows=(Row(field="policy_type", path="PolicyType"),),
        is_neighbour=True,
    ),
)

_NAMES = ("name", "arn")

SETTINGS = (
    # PutEventSelectors takes selectors of one kind and drops those of the other.
    ApiSetting(
        entity="trails",
        names=_NAMES,
        fields=("event_selectors", "advanced_event_selectors"),
    ),
    ApiSetting(entity="trails", names=_NAMES, fields=("insight_selectors",)),
    ApiSetting(entity="log_groups", names=_NAMES, fields=("kms_key",)),
)

SATELLITES: tuple[Satellite, ...] = (
    # The AWS CDK's `logRetention` and `LogRetention`; without days the events are kept for ever.
    # https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_logs.LogRetention.html
    Satellite(
        type="Custom::LogRetention",
        entity="log_groups",
        joins="LogGroupName",
        names=("name",),
        rows=(Row(field="retention_days", path="RetentionInDays", read=Kind.INT),),
    ),
)

_LOG_GROUP_ARN = arn("logs", "log-group:", Own("LogGroupName", LOG_GROUP_EXCLUDES))

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "AWS::CloudTrail::Trail": {
        "Ref": own("TrailName"),
        "Arn": arn("cloudtrail", "trail/", Own("TrailName", NAME_EXCLUDES)),
    },
    "AWS::CloudTrail::EventDataStore": {
        "Ref": own("EventDataStoreArn", "* "),
        "EventDataStoreArn": own("EventDataStoreArn", "* "),
    },
    "AWS::Logs::LogGroup": {
        "Ref": own("LogGroupName", LOG_GROUP_EXCLUDES),
        # GetAtt gives the ARN as the service writes it, with its suffix; Terraform cuts it off.
        "Arn": (*_LOG_GROUP_ARN, ":*"),
        "arn without suffix": _LOG_GROUP_ARN,
    },
}
