"""Roles and their policies."""

from __future__ import annotations

from collections.abc import Mapping

from ....model.policy import ManagedPolicy
from ....model.role import Role
from ...lowering.arn_templates import NAME_EXCLUDES, global_arn, own
from ...lowering.fields import AttributeTemplate, Derived, EntityTable, Kind, Own, Row, Satellite
from ...lowering.transforms import (
    attached_policies,
    attached_policy,
    managed_attachments,
    role_policy,
)

_PATH = Own("Path", default="/")


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
            "managed_policies": managed_attachments("ManagedPolicyArns"),
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
}
