"""What keeps a trail from being switched off, and what notices that it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.value import Absent, Value
from .entity import Entity, NestedStructure


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTarget(NestedStructure):
    """A root, an organizational unit or an account that an organization's policy is attached to."""

    exists: Value[bool]
    """Whether the attachment is deployed."""

    target: Value[str]
    """Its id: ``r-abcd``, ``ou-abcd-11111111``, or the account's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationPolicy(Entity):
    """A policy of an organization, of whatever type."""

    policy_id: Value[str]
    document: Value[Any]
    targets: tuple[PolicyTarget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceControlPolicy(OrganizationPolicy):
    """One of type SERVICE_CONTROL_POLICY: what nobody in its accounts may do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceControlPolicy(OrganizationPolicy):
    """One of type RESOURCE_CONTROL_POLICY: what nobody may do to what its accounts hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Entity):
    """An organization of accounts."""

    feature_set: Value[str]
    """``ALL``, or ``CONSOLIDATED_BILLING``, which has no policies."""

    enabled_policy_types: Value[tuple[Value[str], ...]]
    """The types of policies that are in force: ``SERVICE_CONTROL_POLICY``."""

    trusted_services: Value[tuple[Value[str], ...]]
    """The services that may act in all accounts: ``cloudtrail.amazonaws.com``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedService(Entity):
    """A service that an organization is told to trust by a resource of its own."""

    service_principal: Value[str]
    """``cloudtrail.amazonaws.com``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigRule(Entity):
    """An AWS Config rule, an organization's rule, or a conformance pack's rule about trails."""

    source_identifier: Value[str]
    """The managed rule's identifier: ``MULTI_REGION_CLOUD_TRAIL_ENABLED``; of a rule that is not
    AWS's own, ``CUSTOM_LAMBDA``."""

    excluded_accounts: Value[tuple[Value[str], ...]]
    """The accounts of the organization that do without an organization's rule."""


_NOT_SAID = Absent()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigRecorder(Entity):
    """The recorder of AWS Config in one region; without it no rule is evaluated."""

    name: Value[str]

    is_recording: Value[bool] = _NOT_SAID
    """Absent where nothing here switches it on or off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityHubStandard(Entity):
    """A standard that Security Hub checks an account against."""

    arn: Value[str]
    """That of the standard: ``arn:aws:securityhub:…::standards/nist-800-53/v/5.0.0``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityHubControl(Entity):
    """A control of a standard that is switched on or off by itself."""

    control: Value[str]
    """Its id, or its ARN in a standard: ``CloudTrail.1``, ``…/v/1.0.0/CloudTrail.1``."""

    is_enabled: Value[bool]
