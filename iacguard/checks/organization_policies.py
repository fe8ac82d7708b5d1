"""Which policies of an organization are in force, and what they deny."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..core.text import equal, parts_of
from ..core.value import Hop, Known, Part, Unknown, Value
from ..core.value_claims import equals
from ..core.verdict import Judgement, Reason, Verdict, all_of
from ..iam.document import PolicyDocument, read_document
from ..iam.statement import Effect, Statement
from ..model.guardrail import (
    Organization,
    PolicyTarget,
    ResourceControlPolicy,
    ServiceControlPolicy,
)
from ..model.model import Model
from .partial_lists import any_text, same_text

SERVICE_CONTROL = "SERVICE_CONTROL_POLICY"
RESOURCE_CONTROL = "RESOURCE_CONTROL_POLICY"


@dataclass(frozen=True, slots=True)
class Attached:
    """What a policy denies at one of its targets."""

    target: PolicyTarget
    denials: PolicyDocument
    """A document that allows what the policy denies; it exists where the attachment does."""


def type_is_enabled(model: Model, type: str, otherwise: str) -> Judgement:
    """Judge that no organization of the scope keeps policies of a type out of force.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_enable-disable.html
    """
    return all_of(_enables(one, type, otherwise) for one in model.organizations)


def _enables(organization: Organization, type: str, otherwise: str) -> Judgement:
    enables = all_of(
        (
            equals(organization.feature_set, "ALL", otherwise),
            any_text(
                organization.enabled_policy_types, lambda text: same_text(text, type), otherwise
            ),
        )
    )
    return as_far_as_it_exists(organization, enables)


def as_far_as_it_exists(organization: Organization, judgement: Judgement) -> Judgement:
    """Return a judgement on an organization; what one lacks that may not be there is no failure."""
    if judgement.verdict is Verdict.FAIL and not _is_certain(organization.exists):
        return Judgement(Verdict.UNKNOWN, judgement.reasons)
    return judgement


def denials_of(
    policy: ServiceControlPolicy | ResourceControlPolicy, exists: Value[bool]
) -> PolicyDocument | None:
    """Return a document that allows what a policy denies, so that it can be asked for that."""
    document = read_document(policy.document, exists)
    if document is None:
        return None
    turned = tuple(
        replace(statement, effect=Effect.ALLOW) if isinstance(statement, Statement) else statement
        for statement in document.statements
        if not isinstance(statement, Statement) or statement.effect is Effect.DENY
    )
    return replace(document, statements=turned)


def attachments(
    policies: Iterable[ServiceControlPolicy | ResourceControlPolicy],
) -> Iterator[Attached]:
    """Yield each policy at each of its targets."""
    for policy in policies:
        for target in policy.targets:
            denials = denials_of(policy, both(policy.exists, target.exists))
            if denials is not None:
                yield Attached(target, denials)


def at_each_target(
    attached: Sequence[Attached],
) -> Iterator[tuple[Value[str], list[PolicyDocument]]]:
    """Yield what is denied at each target.

    Targets that may be the same count as others, but for a doubt.
    """
    seen = []
    for one in attached:
        parts = parts_of(one.target.target)
        if parts is None or parts in seen:
            continue
        seen.append(parts)
        yield one.target.target, [found for each in attached for found in _at(parts, one, each)]


def _at(target: tuple[Part, ...], one: Attached, other: Attached) -> Iterator[PolicyDocument]:
    """Yield what a policy denies at the target of one of them, if it is attached there."""
    there = parts_of(other.target.target)
    same = Verdict.PASS if other is one else equal(target, there or ())
    if same is Verdict.PASS:
        yield other.denials
    elif same is Verdict.UNKNOWN:
        said = "whether it is attached to the same target depends on the deployment"
        doubt = Unknown(other.target.provenance, said)
        yield replace(other.denials, exists=both(other.denials.exists, doubt))


def both(one: Value[bool], other: Value[bool]) -> Value[bool]:
    """Return whether two things are deployed together."""
    for value in (one, other):
        if isinstance(value, Known) and not value.value:
            return value
    return other if _is_certain(one) else one


def _is_certain(exists: Value[bool]) -> bool:
    return isinstance(exists, Known) and exists.value


def said_of(policy: ServiceControlPolicy | ResourceControlPolicy, what: str) -> Reason:
    """Return a reason that begins with a policy, at its place."""
    return Reason(f"{policy.address} {what}", (Hop(policy.span, ""),))
