"""What an organization and AWS Config guard a trail with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ....core.text import ORGANIZATION
from ....core.value import Absent, Known, Unknown
from ....model.guardrail import (
    ConfigRecorder,
    ConfigRule,
    Organization,
    OrganizationPolicy,
    ResourceControlPolicy,
    SecurityHubControl,
    SecurityHubStandard,
    ServiceControlPolicy,
)
from ...lowering.arn_templates import own
from ...lowering.block import Block
from ...lowering.fields import (
    AttributeTemplate,
    Derived,
    EntityTable,
    Kind,
    Never,
    NotExpressible,
    Row,
    Satellite,
)
from ...lowering.guardrails import default_standards, managed_rule, policy_targets, rule_of_a_pack
from ...lowering.row_reading import elements_of
from ...lowering.transforms import is_written, negated, then


def is_policy_of(type: str) -> Callable[[Block], bool | Unknown]:
    """Return whether an organization's policy is of a type."""

    def is_such(block: Block) -> bool | Unknown:
        written = block.attributes.get("Type", Absent())
        if isinstance(written, Unknown):
            return written
        return isinstance(written, Known) and written.value == type

    return is_such


def each_disabled_control(block: Block) -> tuple[Block, ...]:
    """Return a block for each control that a standard does without."""
    written = block.attributes.get("DisabledStandardsControls", Absent())
    elements = elements_of(written)
    if isinstance(written, Unknown) and not elements:
        elements = (written,)
    return tuple(
        replace(
            block,
            attributes={**block.attributes, "DisabledStandardsControls": element},
            exists=element if isinstance(element, Unknown) else block.exists,
        )
        for element in elements
    )


def is_another_policy(block: Block) -> bool:
    """Return whether an organization's policy is of a type that nothing is asked of."""
    return all(
        is_policy_of(f"{kind}_CONTROL_POLICY")(block) is False for kind in ("SERVICE", "RESOURCE")
    )


_POLICY = (
    Row(field="policy_id", path=Derived("Id")),
    Row(field="document", path="Content", read=Kind.DATA, required=True),
)

_EVERY_ACCOUNT = Row(field="excluded_accounts", path=Never(()))
_EXCLUDED = Row(field="excluded_accounts", path="ExcludedAccounts", read=Kind.TEXTS, default=())
_PACK = Row(
    field="source_identifier",
    path="TemplateBody",
    read=Kind.DATA,
    transform=rule_of_a_pack,
)

ENTITIES = (
    EntityTable(
        type="AWS::Organizations::Organization",
        entity="organizations",
        build=Organization,
        rows=(
            Row(field="feature_set", path="FeatureSet", default="ALL"),
            Row(
                field="enabled_policy_types",
                path=NotExpressible("CloudFormation does not enable types of policies"),
            ),
            Row(
                field="trusted_services",
                path=NotExpressible("CloudFormation does not let services act in all accounts"),
            ),
        ),
    ),
    *(
        EntityTable(
            type="AWS::Organizations::Policy",
            entity="organization_policies",
            build=build,
            rows=_POLICY,
            when=when,
            appends={"targets": policy_targets("TargetIds")},
            reads=("Type",),
        )
        for build, when in (
            (ServiceControlPolicy, is_policy_of("SERVICE_CONTROL_POLICY")),
            (ResourceControlPolicy, is_policy_of("RESOURCE_CONTROL_POLICY")),
            (OrganizationPolicy, is_another_policy),
        )
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
            _EVERY_ACCOUNT,
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
            _EXCLUDED,
        ),
    ),
    EntityTable(
        type="AWS::Config::ConformancePack",
        entity="config_rules",
        build=ConfigRule,
        rows=(_PACK, _EVERY_ACCOUNT),
    ),
    EntityTable(
        type="AWS::Config::OrganizationConformancePack",
        entity="config_rules",
        build=ConfigRule,
        rows=(_PACK, _EXCLUDED),
    ),
    EntityTable(
        type="AWS::Config::ConfigurationRecorder",
        entity="config_recorders",
        build=ConfigRecorder,
        rows=(
            Row(field="name", path=Derived("Ref")),
            # CloudFormation starts it as soon as there is a delivery channel.
            # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configurationrecorder.html
            Row(field="is_recording", path="StartedOnCreate", read=Kind.BOOL, default=True),
        ),
    ),
    EntityTable(
        type="AWS::SecurityHub::Hub",
        entity="security_hub_standards",
        build=SecurityHubStandard,
        rows=(
            Row(
                field="arn",
                path="EnableDefaultStandards",
                read=Kind.BOOL,
                transform=default_standards,
            ),
        ),
    ),
    EntityTable(
        type="AWS::SecurityHub::Standard",
        entity="security_hub_standards",
        build=SecurityHubStandard,
        rows=(Row(field="arn", path="StandardsArn", required=True),),
    ),
    EntityTable(
        type="AWS::SecurityHub::Standard",
        entity="security_hub_controls",
        build=SecurityHubControl,
        rows=(
            Row(field="control", path="DisabledStandardsControls.StandardsControlArn"),
            Row(
                field="is_enabled",
                path="DisabledStandardsControls.StandardsControlArn",
                transform=then(is_written, negated),
            ),
        ),
        each=each_disabled_control,
    ),
)

SATELLITES: tuple[Satellite, ...] = ()

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "AWS::Organizations::Organization": {"Ref": ORGANIZATION, "Id": ORGANIZATION},
    "AWS::Organizations::Policy": {"Ref": own("Id"), "Id": own("Id")},
    "AWS::Config::ConfigurationRecorder": {"Ref": own("Name")},
}
