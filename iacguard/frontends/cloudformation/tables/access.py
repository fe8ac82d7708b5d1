"""Roles and policies, and guardrails."""

from __future__ import annotations

from collections.abc import Mapping

from ....core.text import ORGANIZATION
from ....core.value import Absent, Known, Unknown
from ....model.guardrail import ConfigRule, ServiceControlPolicy
from ....model.policy import ManagedPolicy
from ....model.role import Role
from ...lowering.arn_templates import NAME_EXCLUDES, global_arn, own
from ...lowering.block import Block
from ...lowering.fields import AttributeTemplate, Derived, EntityTable, Kind, Own, Row, Satellite
from ...lowering.transforms import (
    attached_policies,
    attached_policy,
    managed_rule,
    role_policy,
    rule_of_a_pack,
    texts_at,
)

_PATH = Own("Path", default="/")


def is_service_control_policy(block: Block) -> bool | Unknown:
    """Return whether an organization's policy is a service control policy."""
    written = block.attributes.get("Type", Absent())
    if isinstance(written, Unknown):
        return written
    return isinstance(written, Known) and written.value == "SERVICE_CONTROL_POLICY"


_PACK = (
    Row(
        field="source_identifier",
        path="TemplateBody",
        read=Kind.DATA,
        transform=rule_of_a_pack,
    ),
)

ENTITIES = (
    EntityTable(
        type="AWS::IAM::Role",
        entity="roles",
        build=Role,
        rows=(
            Row(field="name", path=Derived("Ref")),
            Row(field="arn", path=Derived("Arn")),
            Row(
                field="trust_policy",
                path="AssumeRolePolicyDocument",
                read=Kind.DATA,
                required=True,
            ),
            Row(field="boundary", path="PermissionsBoundary"),
        ),
        appends={
            "policies": attached_policies("Policies", "PolicyDocument", "PolicyName"),
            "managed_policy_arns": texts_at("ManagedPolicyArns"),
        },
    ),
    EntityTable(
        type="AWS::IAM::ManagedPolicy",
        entity="managed_policies",
        build=ManagedPolicy,
        rows=(
            Row(field="name", path="ManagedPolicyName"),
            Row(field="arn", path=Derived("Ref")),
            Row(field="document", path="PolicyDocument", read=Kind.DATA, required=True),
        ),
    ),
    EntityTable(
        type="AWS::Organizations::Policy",
        entity="service_control_policies",
        build=ServiceControlPolicy,
        rows=(Row(field="document", path="Content", read=Kind.DATA, required=True),),
        when=is_service_control_policy,
        reads=("Type",),
    ),
    EntityTable(
        type="AWS::Config::ConfigRule",
        entity="config_rules",
        build=ConfigRule,
        rows=(
            Row(
                field="source_identifier",
                path="Source",
                read=Kind.DATA,
                transform=managed_rule("Owner", "SourceIdentifier"),
            ),
        ),
    ),
    EntityTable(
        type="AWS::Config::OrganizationConfigRule",
        entity="config_rules",
        build=ConfigRule,
        rows=(
            Row(
                field="source_identifier",
                path="OrganizationManagedRuleMetadata.RuleIdentifier",
            ),
        ),
    ),
    EntityTable(
        type="AWS::Config::ConformancePack",
        entity="config_rules",
        build=ConfigRule,
        rows=_PACK,
    ),
    EntityTable(
        type="AWS::Config::OrganizationConformancePack",
        entity="config_rules",
        build=ConfigRule,
        rows=_PACK,
    ),
)

SATELLITES: tuple[Satellite, ...] = (
    Satellite(
        type="AWS::IAM::Policy",
        entity="roles",
        adds_up=True,
        joins="Roles",
        names=("name",),
        appends={"policies": role_policy("PolicyDocument", "PolicyName")},
    ),
    Satellite(
        type="AWS::IAM::RolePolicy",
        entity="roles",
        adds_up=True,
        joins="RoleName",
        names=("name",),
        appends={"policies": role_policy("PolicyDocument", "PolicyName")},
    ),
    Satellite(
        type="AWS::IAM::ManagedPolicy",
        entity="roles",
        adds_up=True,
        joins="Roles",
        names=("name",),
        appends={"policies": attached_policy("PolicyDocument")},
    ),
)

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "AWS::IAM::Role": {
        "Ref": own("RoleName"),
        "Arn": global_arn("iam", "role", _PATH, Own("RoleName", NAME_EXCLUDES)),
    },
    "AWS::IAM::ManagedPolicy": {
        "Ref": global_arn("iam", "policy", _PATH, Own("ManagedPolicyName", NAME_EXCLUDES)),
        "PolicyArn": global_arn("iam", "policy", _PATH, Own("ManagedPolicyName", NAME_EXCLUDES)),
    },
    "AWS::Organizations::Organization": {"Ref": ORGANIZATION, "Id": ORGANIZATION},
}
