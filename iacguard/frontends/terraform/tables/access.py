"""Roles and policies, and guardrails."""

from __future__ import annotations

from collections.abc import Mapping

from ....core.text import ORGANIZATION
from ....core.value import Absent, Known, Unknown
from ....model.guardrail import ConfigRule, ServiceControlPolicy
from ....model.policy import ManagedPolicy
from ....model.role import Role
from ...lowering.arn_templates import NAME_EXCLUDES, PATH, global_arn, own
from ...lowering.block import Block
from ...lowering.fields import AttributeTemplate, Derived, EntityTable, Kind, Own, Row, Satellite
from ...lowering.transforms import (
    attached_policies,
    managed_rule,
    policy_list,
    role_policy,
    rule_of_a_pack,
    texts_at,
)


def is_service_control_policy(block: Block) -> bool | Unknown:
    """Return whether an organization's policy is of the default type, or says so."""
    written = block.attributes.get("type", Absent())
    if isinstance(written, Unknown):
        return written
    return isinstance(written, Absent) or (
        isinstance(written, Known) and written.value == "SERVICE_CONTROL_POLICY"
    )


_PACK = (
    Row(
        field="source_identifier",
        path="template_body",
        read=Kind.DATA,
        transform=rule_of_a_pack,
    ),
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
            "managed_policy_arns": texts_at("managed_policy_arns"),
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
    EntityTable(
        type="aws_organizations_policy",
        entity="service_control_policies",
        build=ServiceControlPolicy,
        rows=(Row(field="document", path="content", read=Kind.DATA, required=True),),
        when=is_service_control_policy,
        reads=("type",),
    ),
    EntityTable(
        type="aws_config_config_rule",
        entity="config_rules",
        build=ConfigRule,
        rows=(
            Row(
                field="source_identifier",
                path="source",
                read=Kind.DATA,
                transform=managed_rule("owner", "source_identifier"),
            ),
        ),
    ),
    EntityTable(
        type="aws_config_organization_managed_rule",
        entity="config_rules",
        build=ConfigRule,
        rows=(Row(field="source_identifier", path="rule_identifier"),),
    ),
    EntityTable(
        type="aws_config_conformance_pack",
        entity="config_rules",
        build=ConfigRule,
        rows=_PACK,
    ),
    EntityTable(
        type="aws_config_organization_conformance_pack",
        entity="config_rules",
        build=ConfigRule,
        rows=_PACK,
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
        appends={"managed_policy_arns": texts_at("policy_arn")},
    ),
    Satellite(
        type="aws_iam_policy_attachment",
        entity="roles",
        adds_up=True,
        joins="roles",
        names=_ROLE,
        appends={"managed_policy_arns": texts_at("policy_arn")},
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
    "aws_organizations_organization": {"id": ORGANIZATION},
}
