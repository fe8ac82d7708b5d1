"""Roles and their policies."""

from __future__ import annotations

from collections.abc import Mapping

from ....model.policy import ManagedPolicy
from ....model.role import Role
from ...lowering.arn_templates import NAME_EXCLUDES, PATH, global_arn, own
from ...lowering.fields import AttributeTemplate, Derived, EntityTable, Kind, Own, Row, Satellite
from ...lowering.transforms import (
    attached_policies,
    managed_attachments,
    policy_blocks,
    policy_list,
    role_policy,
)

ENTITIES = (
    EntityTable(
        type="aws_iam_role",
        entity="roles",
        build=Role,
        rows=(
            Row(field="name", path=Derived("name")),
            Row(field="arn", path=Derived("arn")),
            Row(field="trust_policy", path="assume_role_policy", read=Kind.DATA, required=True),
            Row(field="boundary", path="permissions_boundary"),
        ),
        appends={
            "policies": attached_policies("inline_policy", "policy", "name"),
            "managed_policies": managed_attachments("managed_policy_arns"),
            # Either removes what else the role has of its kind, even where it lists nothing.
            # https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
            "inline_policy_lists": policy_blocks("inline_policy", "name"),
            "managed_policy_lists": policy_list("managed_policy_arns"),
        },
    ),
    EntityTable(
        type="aws_iam_policy",
        entity="managed_policies",
        build=ManagedPolicy,
        rows=(
            Row(field="name", path=Derived("name")),
            Row(field="arn", path=Derived("arn")),
            Row(field="document", path="policy", read=Kind.DATA, required=True),
        ),
    ),
)

_ROLE = ("name", "arn")

SATELLITES: tuple[Satellite, ...] = (
    Satellite(
        type="aws_iam_role_policy",
        entity="roles",
        adds_up=True,
        joins="role",
        names=_ROLE,
        appends={"policies": role_policy("policy", "name")},
    ),
    Satellite(
        type="aws_iam_role_policies_exclusive",
        entity="roles",
        adds_up=True,
        joins="role_name",
        names=_ROLE,
        appends={"inline_policy_lists": policy_list("policy_names")},
    ),
    Satellite(
        type="aws_iam_role_policy_attachments_exclusive",
        entity="roles",
        adds_up=True,
        joins="role_name",
        names=_ROLE,
        appends={"managed_policy_lists": policy_list("policy_arns")},
    ),
    Satellite(
        type="aws_iam_role_policy_attachment",
        entity="roles",
        adds_up=True,
        joins="role",
        names=_ROLE,
        appends={"managed_policies": managed_attachments("policy_arn")},
    ),
    Satellite(
        type="aws_iam_policy_attachment",
        entity="roles",
        adds_up=True,
        joins="roles",
        names=_ROLE,
        appends={"managed_policies": managed_attachments("policy_arn")},
    ),
)

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "aws_iam_role": {
        "id": own("name"),
        "name": own("name"),
        "arn": global_arn("iam", "role", PATH, Own("name", NAME_EXCLUDES)),
    },
    "aws_iam_policy": {
        "name": own("name"),
        "id": global_arn("iam", "policy", PATH, Own("name", NAME_EXCLUDES)),
        "arn": global_arn("iam", "policy", PATH, Own("name", NAME_EXCLUDES)),
    },
}
