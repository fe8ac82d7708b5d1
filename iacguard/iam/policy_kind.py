"""The kinds of policies, which AWS takes under different rules."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.value import Known, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyKind:
    """What AWS asks of the policies of one kind, as far as its refusals are documented."""

    of_iam: bool = False
    """Whether IAM itself takes the policy, with its own rules for a Sid."""

    has_principals: bool | None = None
    """Whether each statement must name a principal, or may not; None where either is taken."""

    has_resources: bool | None = None
    """Whether each statement must name a resource, or may not; None where either is taken."""

    most_characters: int | None = None
    """Characters of the policy, white space aside."""

    keeps_its_managers: bool = False
    """Whether AWS refuses a policy that lets nobody replace it."""


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
INLINE = PolicyKind(of_iam=True, has_principals=False, has_resources=True, most_characters=10_240)
MANAGED = PolicyKind(of_iam=True, has_principals=False, has_resources=True, most_characters=6_144)
TRUST = PolicyKind(of_iam=True, has_principals=True, has_resources=False)

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
BUCKET = PolicyKind(has_principals=True, has_resources=True, most_characters=20 * 1024)

# https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
KEY = PolicyKind(most_characters=32 * 1024, keeps_its_managers=True)
_UNCHECKED_KEY = PolicyKind(most_characters=32 * 1024)

GUARDRAIL = PolicyKind(has_resources=True)
OTHER = PolicyKind()


def of_key(skips_lockout_check: Value[bool]) -> PolicyKind:
    """Return the kind of a key's policy, by ``BypassPolicyLockoutSafetyCheck``."""
    is_checked = isinstance(skips_lockout_check, Known) and skips_lockout_check.value is False
    return KEY if is_checked else _UNCHECKED_KEY
