"""Policies of a role that something removes which lists all that the role is to have.

Whether such a policy is there depends on what is applied last.
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..core.text import equal, parts_of
from ..core.value import Absent, Hole, Known, Unknown, Value
from ..core.verdict import Verdict
from ..model.policy import AttachedPolicy, PolicyList
from ..model.role import Role


def inline_policies(role: Role) -> Iterator[AttachedPolicy]:
    """Yield the inline policies of a role; whether one is there that is not listed is unknown."""
    for policy in role.policies:
        others = (one for one in role.inline_policy_lists if one.address != policy.address)
        doubt = removal(policy.name, others)
        is_there = isinstance(policy.exists, Known) and policy.exists.value
        yield replace(policy, exists=doubt) if is_there and doubt is not None else policy


def removal(policy: Value[str], lists: Iterable[PolicyList]) -> Unknown | None:
    """Return why a policy of this name or ARN may be removed; None where it is not."""
    for one in lists:
        is_left_out = isinstance(one.exists, Known) and not one.exists.value
        if not is_left_out and not any(_are_same(policy, listed) for listed in _listed(one)):
            reason = f"{one.address} removes from its role every policy that it does not list"
            return Unknown(one.provenance, reason)
    return None


def _listed(one: PolicyList) -> tuple[Value[str], ...]:
    match one.policies:
        case Known(value=listed) | Unknown(elements=listed):
            return listed
        case Absent():
            return ()


def _are_same(policy: Value[str], listed: Value[str]) -> bool:
    """Return whether two texts certainly are the same."""
    mine, other = parts_of(policy), parts_of(listed)
    if not mine or not other or any(isinstance(part, Hole) for part in mine):
        return False
    return equal(mine, other) is Verdict.PASS
