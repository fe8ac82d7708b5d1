"""Resource types that declare AWS resources in another language than Terraform's AWS provider.

Stacks are CloudFormation, and Cloud Control is CloudFormation's schema in Terraform's syntax. They
are not read; what they configure is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ...core.source import SourceSpan
from ...core.text import parts_of
from ...core.value import Hop, Value
from ...model.model import Model
from ...model.unread import Unread
from ..read import as_text

_STACKS: Mapping[str, tuple[str, ...]] = dict.fromkeys(
    ("aws_cloudformation_stack", "aws_cloudformation_stack_set"), ("parameters", "template_body")
)

# https://registry.terraform.io/providers/hashicorp/awscc/latest/docs
_CLOUD_CONTROL: Mapping[str, tuple[str, ...]] = {
    "awscc_cloudtrail_event_data_store": (),
    "awscc_cloudtrail_trail": (),
    "awscc_cloudwatch_alarm": ("metric_name",),
    "awscc_cloudwatch_composite_alarm": (),
    "awscc_config_config_rule": (),
    "awscc_config_conformance_pack": (),
    "awscc_config_organization_config_rule": (),
    "awscc_config_organization_conformance_pack": (),
    "awscc_iam_managed_policy": ("roles",),
    "awscc_iam_policy": ("roles",),
    "awscc_iam_role": (),
    "awscc_iam_role_policy": ("role_name",),
    "awscc_kms_alias": ("target_key_id",),
    "awscc_kms_key": (),
    "awscc_kms_replica_key": (),
    "awscc_logs_log_group": (),
    "awscc_logs_metric_filter": ("log_group_name",),
    "awscc_organizations_policy": (),
    "awscc_s3_bucket": (),
    "awscc_s3_bucket_policy": ("bucket",),
    "awscc_sns_subscription": ("topic_arn",),
    "awscc_sns_topic": (),
    "awscc_sns_topic_inline_policy": ("topic_arn",),
    "awscc_sns_topic_policy": ("topics",),
}

FOREIGN: Mapping[str, tuple[str, ...]] = {**_STACKS, **_CLOUD_CONTROL}
"""By type, the attributes that name what the resource configures."""

MENTIONS = frozenset({"awscc_cloudtrail_", "AWS::CloudTrail::"})
"""What a directory mentions that may declare a trail by such a resource."""

_DECLARES = (
    *_STACKS,
    "awscc_cloudtrail_trail",
    "awscc_cloudwatch_alarm",
    "awscc_logs_metric_filter",
)


@dataclass(frozen=True, slots=True)
class ForeignResource:
    """A resource that is not read, and how that is told."""

    unread: Unread
    note: Diagnostic

    is_about_trails: bool
    """Whether it says that it declares a trail or an event data store."""


def foreign_resource(
    type: str, address: str, header: SourceSpan, given: Iterable[Value[object]]
) -> ForeignResource:
    """Return a resource of a foreign type with the values of the attributes that count."""
    is_stack = type in _STACKS
    reason = "its template is not read" if is_stack else "the Cloud Control provider is not read"
    values = tuple(given)
    return ForeignResource(
        Unread(
            name=address,
            reason=reason,
            hop=Hop(header, address),
            given=values,
            declares=type in _DECLARES,
        ),
        Diagnostic(
            rule=NOT_EVALUATED,
            level=Level.NOTE,
            summary=f"{address} is not evaluated: {reason}",
            detail="What it declares is not judged, and what it configures is unknown.",
            subject=header,
        ),
        is_about_trails=type.startswith("awscc_cloudtrail_") or any(map(_mentions, values)),
    )


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
