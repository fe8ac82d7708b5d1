"""What an organization and AWS Config guard a trail with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ....core.text import ORGANIZATION
from ....core.value import Absent, Unknown
from ....model.guardrail import (
    ConfigRecorder,
    ConfigRule,
    Organization,
    OrganizationPolicy,
    ResourceControlPolicy,
    SecurityHubControl,
    SecurityHubStandard,
    ServiceControlPolicy,
    TrustedService,
)
from ...lowering.arn_templates import own
from ...lowering.block import Block
from ...lowering.fields import (
    AttributeTemplate,
    Derived,
    EntityTable,
    Kind,
    Never,
    Own,
    Row,
    Satellite,
)
from ...lowering.guardrails import default_standards, managed_rule, policy_target, rule_of_a_pack
from ...lowering.transforms import is_word


def is_policy_of(type: str) -> Callable[[Block], bool | Unknown]:
    """Return whether an organization's policy is of a type; by default it is the first of these."""

    def is_such(block: Block) -> bool | Unknown:
        written = block.attributes.get("type", Absent())
        if isinstance(written, Unknown):
            return written
        if isinstance(written, Absent):
            return type == "SERVICE_CONTROL_POLICY"
        return bool(written.value == type)

    return is_such


def is_another_policy(block: Block) -> bool:
    """Return whether an organization's policy is of a type that nothing is asked of."""
    return all(
        is_policy_of(f"{kind}_CONTROL_POLICY")(block) is False for kind in ("SERVICE", "RESOURCE")
    )


_POLICY = (
    Row(field="policy_id", path=Derived("id")),
    Row(field="document", path="content", read=Kind.DATA, required=True),
)

_EVERY_ACCOUNT = Row(field="excluded_accounts", path=Never(()))
_EXCLUDED = Row(field="excluded_accounts", path="excluded_accounts", read=Kind.TEXTS, default=())
_PACK = Row(
    field="source_identifier",
    path="template_body",
    read=Kind.DATA,
    transform=rule_of_a_pack,
)

ENTITIES = (
    EntityTable(
        type="aws_organizations_organization",
        entity="organizations",
        build=Organization,
        rows=(
            Row(field="feature_set", path="feature_set", default="ALL"),
            Row(
                field="enabled_policy_types",
                path="enabled_policy_types",
                read=Kind.TEXTS,
            ),
            Row(
                field="trusted_services",
                path="aws_service_access_principals",
                read=Kind.TEXTS,
            ),
        ),
    ),
    EntityTable(
        type="aws_organizations_aws_service_access",
        entity="trusted_services",
        build=TrustedService,
        rows=(Row(field="service_principal", path="service_principal"),),
    ),
    *(
        EntityTable(
            type="aws_organizations_policy",
            entity="organization_policies",
            build=build,
            rows=_POLICY,
            when=when,
            reads=("type",),
        )
        for build, when in (
            (ServiceControlPolicy, is_policy_of("SERVICE_CONTROL_POLICY")),
            (ResourceControlPolicy, is_policy_of("RESOURCE_CONTROL_POLICY")),
            (OrganizationPolicy, is_another_policy),
        )
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
            _EVERY_ACCOUNT,
        ),
    ),
    EntityTable(
        type="aws_config_organization_managed_rule",
        entity="config_rules",
        build=ConfigRule,
        rows=(Row(field="source_identifier", path="rule_identifier"), _EXCLUDED),
    ),
    EntityTable(
        type="aws_config_conformance_pack",
        entity="config_rules",
        build=ConfigRule,
        rows=(_PACK, _EVERY_ACCOUNT),
    ),
    EntityTable(
        type="aws_config_organization_conformance_pack",
        entity="config_rules",
        build=ConfigRule,
        rows=(_PACK, _EXCLUDED),
    ),
    EntityTable(
        type="aws_config_configuration_recorder",
        entity="config_recorders",
        build=ConfigRecorder,
        # It is made, and stays off until a status switches it on.
        rows=(Row(field="name", path=Derived("name")),),
    ),
    EntityTable(
        type="aws_securityhub_account",
        entity="security_hub_standards",
        build=SecurityHubStandard,
        rows=(
            Row(
                field="arn",
                path="enable_default_standards",
                read=Kind.FLAG,
                transform=default_standards,
            ),
        ),
    ),
    EntityTable(
        type="aws_securityhub_standards_subscription",
        entity="security_hub_standards",
        build=SecurityHubStandard,
        rows=(Row(field="arn", path="standards_arn", required=True),),
    ),
    EntityTable(
        type="aws_securityhub_standards_control",
        entity="security_hub_controls",
        build=SecurityHubControl,
        rows=(
            Row(field="control", path="standards_control_arn", required=True),
            Row(field="is_enabled", path="control_status", transform=is_word("ENABLED")),
        ),
    ),
    EntityTable(
        type="aws_securityhub_standards_control_association",
        entity="security_hub_controls",
        build=SecurityHubControl,
        rows=(
            Row(field="control", path="security_control_id", required=True),
            Row(field="is_enabled", path="association_status", transform=is_word("ENABLED")),
        ),
    ),
)

SATELLITES: tuple[Satellite, ...] = (
    Satellite(
        type="aws_organizations_policy_attachment",
        entity="organization_policies",
        adds_up=True,
        joins="policy_id",
        names=("policy_id",),
        appends={"targets": policy_target("target_id")},
    ),
    Satellite(
        type="aws_config_configuration_recorder_status",
        entity="config_recorders",
        joins="name",
        names=("name",),
        rows=(Row(field="is_recording", path="is_enabled", read=Kind.FLAG),),
    ),
)

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "aws_organizations_organization": {"id": ORGANIZATION},
    "aws_organizations_policy": {"id": own("id")},
    "aws_config_configuration_recorder": {
        "id": (Own("name", default="default"),),
        "name": (Own("name", default="default"),),
    },
}
