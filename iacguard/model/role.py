"""An IAM role, with its policies joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ..core.value import Value
from .entity import Entity, Reach
from .policy import AttachedPolicy, ManagedAttachment, PolicyList


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Entity):
    """A role that a service may assume."""

    name_reach: ClassVar[Reach] = Reach.ACCOUNT

    name: Value[str]
    arn: Value[str]

    trust_policy: Value[Any]
    """The assume-role policy document."""

    boundary: Value[str]
    """The ARN of the permissions boundary: a policy that has to allow what the others do."""

    policies: tuple[AttachedPolicy, ...] = ()
    """Inline policies, in the role or in resources of their own."""

    managed_policies: tuple[ManagedAttachment, ...] = ()
    """Attached managed policies, customer's and AWS's."""

    inline_policy_lists: tuple[PolicyList, ...] = ()
    """What lists all inline policies that the role is to have, by name."""

    managed_policy_lists: tuple[PolicyList, ...] = ()
    """What lists all managed policies that it is to have, by ARN."""
