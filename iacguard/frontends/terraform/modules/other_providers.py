"""Resource types that declare AWS resources in another language than Terraform's AWS provider.

Stacks and products are CloudFormation, and Cloud Control is CloudFormation's schema in Terraform's
syntax. They are not read; what they configure is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.source import SourceSpan
from ....core.text import parts_of
from ....core.value import Absent, Hop, Known, Unknown, Value
from ....model.model import Model
from ....model.unread_parts import Unread
from ...lowering.row_reading import as_text

_STACKS: Mapping[str, tuple[str, ...]] = {
    "aws_cloudformation_stack": ("parameters", "template_body"),
    "aws_cloudformation_stack_instances": ("parameter_overrides",),
    "aws_cloudformation_stack_set": ("parameters", "template_body"),
    "aws_cloudformation_stack_set_instance": ("parameter_overrides",),
    "aws_serverlessapplicationrepository_cloudformation_stack": ("parameters",),
    "awscc_cloudformation_stack": ("parameters", "template_body"),
    "awscc_cloudformation_stack_set": ("parameters", "stack_instances_group", "template_body"),
}

_PRODUCTS: Mapping[str, tuple[str, ...]] = dict.fromkeys(
    (
        "aws_servicecatalog_provisioned_product",
        "awscc_servicecatalog_cloudformation_provisioned_product",
    ),
    ("provisioning_parameters",),
)

# It may set up a trail of the organization.
# https://docs.aws.amazon.com/controltower/latest/userguide/logging-using-cloudtrail.html
_LANDING_ZONES: Mapping[str, tuple[str, ...]] = dict.fromkeys(
    ("aws_controltower_landing_zone", "awscc_controltower_landing_zone"), ()
)

# https://registry.terraform.io/providers/hashicorp/awscc/latest/docs
_CLOUD_CONTROL: Mapping[str, tuple[str, ...]] = {
    "awscc_chatbot_microsoft_teams_channel_configuration": ("sns_topic_arns",),
    "awscc_chatbot_slack_channel_configuration": ("sns_topic_arns",),
    "awscc_cloudtrail_event_data_store": (),
    "awscc_cloudtrail_trail": (),
    "awscc_cloudwatch_alarm": ("metric_name",),
    "awscc_cloudwatch_alarm_mute_rule": ("mute_targets",),
    "awscc_cloudwatch_composite_alarm": (),
    "awscc_cloudwatch_log_alarm": ("alarm_actions", "scheduled_query_configuration"),
    "awscc_config_config_rule": (),
    "awscc_config_configuration_recorder": (),
    "awscc_config_conformance_pack": (),
    "awscc_config_organization_config_rule": (),
    "awscc_config_organization_conformance_pack": (),
    "awscc_events_rule": (),
    "awscc_iam_managed_policy": ("roles",),
    "awscc_iam_policy": ("roles",),
    "awscc_iam_role": (),
    "awscc_iam_role_policy": ("role_name",),
    "awscc_kms_alias": ("target_key_id",),
    "awscc_kms_key": (),
    "awscc_kms_replica_key": (),
    "awscc_lambda_permission": ("function_name",),
    "awscc_lambda_resource_policy": ("resource_arn",),
    "awscc_logs_account_policy": (),
    "awscc_logs_log_group": (),
    "awscc_logs_metric_filter": ("log_group_name",),
    "awscc_observabilityadmin_organization_telemetry_rule": (),
    "awscc_observabilityadmin_telemetry_rule": (),
    "awscc_organizations_organization": (),
    "awscc_organizations_policy": (),
    "awscc_s3_bucket": (),
    "awscc_s3_bucket_policy": ("bucket",),
    "awscc_securityhub_hub": (),
    "awscc_securityhub_standard": (),
    "awscc_sns_subscription": ("topic_arn",),
    "awscc_sns_topic": (),
    "awscc_sns_topic_inline_policy": ("topic_arn",),
    "awscc_sns_topic_policy": ("topics",),
    "awscc_sqs_queue_inline_policy": ("queue",),
    "awscc_sqs_queue_policy": ("queues",),
}

_READ = frozenset(
    {
        "awscc_chatbot_microsoft_teams_channel_configuration",
        "awscc_chatbot_slack_channel_configuration",
        "awscc_cloudwatch_alarm_mute_rule",
        "awscc_cloudwatch_log_alarm",
    }
)
"""Types that are read as they are; written as a resource of any type, they are not."""

# One resource of any of CloudFormation's types, its properties as a text.
# https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudcontrolapi_resource
_ANY_TYPE = "aws_cloudcontrolapi_resource"

FOREIGN: Mapping[str, tuple[str, ...]] = {
    **_STACKS,
    **_PRODUCTS,
    **_LANDING_ZONES,
    **_CLOUD_CONTROL,
    _ANY_TYPE: ("type_name", "desired_state"),
}
"""By type, the attributes and nested blocks that name what the resource configures."""

MENTIONS = frozenset(FOREIGN)
"""What a directory mentions that may declare or configure something by such a resource."""

_DECLARES = frozenset(
    {
        *_STACKS,
        *_PRODUCTS,
        *_LANDING_ZONES,
        _ANY_TYPE,
        "awscc_cloudtrail_trail",
        "awscc_cloudwatch_alarm",
        "awscc_logs_metric_filter",
    }
)

_REASONS: Mapping[str, str] = {
    **dict.fromkeys(_STACKS, "templates that Terraform deploys are not read"),
    **dict.fromkeys(_PRODUCTS, "Service Catalog products are not read"),
    **dict.fromkeys(_LANDING_ZONES, "what Control Tower sets up is not read"),
    **dict.fromkeys(_CLOUD_CONTROL, "resources of the awscc provider are not read"),
    _ANY_TYPE: "resources of the Cloud Control API are not read",
}

_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class ForeignResource:
    """A resource that is not read, and how that is told."""

    unread: Unread
    note: Diagnostic

    is_about_trails: bool
    """Whether it says that it declares a trail or an event data store."""


def foreign_resource(
    type: str, address: str, header: SourceSpan, given: Iterable[Mapping[str, Value[object]]]
) -> ForeignResource | None:
    """Return a resource of a foreign type, of whose instances each is given what counts.

    None where it is certainly nothing that is judged.
    """
    instances = tuple(each for each in given if _kind(type, each) in FOREIGN)
    if not instances or type in _READ:
        return None
    kinds = {_kind(type, attributes) for attributes in instances}
    reason = _REASONS[type]
    values = tuple(value for attributes in instances for value in _named(type, attributes))
    return ForeignResource(
        Unread(
            name=address,
            reason=reason,
            hop=Hop(header, address),
            given=values,
            declares=not kinds.isdisjoint(_DECLARES),
        ),
        Diagnostic(
            rule=NOT_EVALUATED,
            level=Level.NOTE,
            summary=f"{address} was not read: {reason}",
            detail="What it declares is not judged, and what it configures is unknown.",
            subject=header,
        ),
        is_about_trails=any(kind.startswith("awscc_cloudtrail_") for kind in kinds)
        or any(map(_mentions, values)),
    )


def _kind(type: str, attributes: Mapping[str, Value[object]]) -> str:
    """Return the type of a resource; where its type is an argument, that of its counterpart."""
    written = attributes.get("type_name")
    if type != _ANY_TYPE or not isinstance(written, Known):
        return type
    parts = str(written.value).split("::")
    names = [_NEW_WORD.sub("_", each) for each in parts[2:]]
    counterpart = "_".join(("awscc", *parts[1:2], *names)).lower()
    return counterpart.replace("cloud_formation", "cloudformation")


def _named(type: str, attributes: Mapping[str, Value[object]]) -> Iterator[Value[object]]:
    """Yield the values that name what an instance of a resource configures."""
    if type != _ANY_TYPE:
        yield from attributes.values()
        return
    state = attributes.get("desired_state", Absent())
    encoded = state.encodes if isinstance(state, Known | Unknown) else None
    wanted = FOREIGN.get(_kind(type, attributes), ())
    if not isinstance(encoded, Known) or not isinstance(encoded.value, Mapping):
        # In the text stands all of it.
        yield from () if isinstance(state, Absent) else (state,)
        return
    if _kind(type, attributes) == type:
        yield encoded
        return
    for name in wanted:
        value = encoded.value.get("".join(word.capitalize() for word in name.split("_")))
        yield from () if value is None else (value,)


def notes(resources: Iterable[ForeignResource], model: Model) -> Iterator[Diagnostic]:
    """Yield a note on each resource that is about trails, or that stands beside what rules judge.

    Elsewhere such resources are most often something else.
    """
    is_judged = any(
        (
            model.trails,
            model.event_data_stores,
            model.metric_filters,
            model.service_control_policies,
        )
    )
    for resource in resources:
        if is_judged or resource.is_about_trails:
            yield resource.note


def _mentions(value: Value[object]) -> bool:
    parts = parts_of(as_text(value)) or ()
    return any("AWS::CloudTrail::" in part for part in parts if isinstance(part, str))
