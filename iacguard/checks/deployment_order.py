"""Whether a trail is made after the policies that let CloudTrail deliver.

CloudTrail tries the bucket, the role and the key when a trail is made, and refuses to make it where
one of them shuts it out.
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from ..core.exhaustive import assert_never
from ..core.value import Absent, Hop, Known, Unknown, Value
from ..core.verdict import Judgement, Reason, Verdict, all_of, caused_by
from ..core.wording import listed
from ..model.bucket import Bucket
from ..model.key import Key
from ..model.link import Here, Link, Undecided
from ..model.model import Model
from ..model.order import Order
from ..model.policy import AttachedPolicy, ManagedAttachment
from ..model.role import Role
from ..model.trail import Trail
from .delivery import bucket_policy_lets_cloudtrail_deliver
from .keys import key_policy_lets_cloudtrail_encrypt
from .links import bucket_of, key_of, role_of, which_depends
from .roles import role_can_write_to_log_group

Holder: TypeAlias = "Bucket | Role | Key"
Check: TypeAlias = "Callable[[Trail, Model, Mapping[str, object]], Judgement | None]"


@dataclass(frozen=True, slots=True)
class _Asked:
    """Something that a trail needs, whose policies have to be there before."""

    holder: Holder
    what: str
    """``bucket``, ``role`` or ``key``."""

    collection: str
    """The model's collection that holds it."""

    delivers: Check
    """Whether its policies let CloudTrail do what it has to."""


def trail_comes_after_policies(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that a trail is made after the policies of its bucket, its role and its key.

    None where none of them is declared here with policies that let CloudTrail deliver.
    """
    order = trail.order
    if order is None:
        return None
    judged = [_comes_after(trail, model, order, asked) for asked in _asked(trail, model)]
    found = [one for one in (*judged, *_undecided(trail, model, order)) if one is not None]
    return all_of(found) if found else None


def _undecided(trail: Trail, model: Model, order: Order) -> Iterable[Judgement]:
    """Judge what a trail only may need, where its policies are not certainly there before."""
    links: tuple[tuple[Link[Bucket] | Link[Role] | Link[Key], str], ...] = (
        (bucket_of(trail, model), "bucket"),
        (role_of(trail, model), "role"),
        (key_of(trail, model), "key"),
    )
    for link, what in links:
        if isinstance(link, Undecided):
            addresses = (one.address for holder in link.candidates for one in _policies(holder))
            told = [order.is_after(address) for address in addresses]
            if any(_is_false(is_after) or isinstance(is_after, Unknown) for is_after in told):
                doubt = which_depends(link.value, what)
                hops = (Hop(trail.span, ""), *doubt.provenance)
                yield Judgement(Verdict.UNKNOWN, (replace(doubt, provenance=hops),))


def _asked(trail: Trail, model: Model) -> Iterable[_Asked]:
    bucket, role, key = bucket_of(trail, model), role_of(trail, model), key_of(trail, model)
    if isinstance(bucket, Here):
        yield _Asked(bucket.entity, "bucket", "buckets", bucket_policy_lets_cloudtrail_deliver)
    if isinstance(role, Here):
        yield _Asked(role.entity, "role", "roles", role_can_write_to_log_group)
    if isinstance(key, Here):
        yield _Asked(key.entity, "key", "keys", key_policy_lets_cloudtrail_encrypt)


def _comes_after(trail: Trail, model: Model, order: Order, asked: _Asked) -> Judgement | None:
    """Judge that the policies of one thing that a trail needs are there before it.

    Those that are certainly not are taken away: what is left has to be enough.
    """
    policies = list(_policies(asked.holder))
    told = {policy.address: order.is_after(policy.address) for policy in policies}
    late = [address for address, is_after in told.items() if _is_false(is_after)]
    open_ = [address for address, is_after in told.items() if isinstance(is_after, Unknown)]
    # Of what is deployed elsewhere, nobody says here when that is.
    if all(isinstance(is_after, Absent) for is_after in told.values()):
        return None
    whole = asked.delivers(trail, model, {})
    if whole is None or whole.verdict is Verdict.FAIL:
        # Another rule tells that.
        return None
    if not late and not open_:
        return Judgement(Verdict.PASS)
    certain = asked.delivers(trail, _without(model, asked, {*late, *open_}), {})
    if certain is not None and certain.verdict is Verdict.PASS:
        return certain
    perhaps = asked.delivers(trail, _without(model, asked, set(late)), {}) if late else whole
    there = [one.exists for one in policies if one.address in late]
    is_there = any(isinstance(exists, Known) for exists in there)
    if is_there and (perhaps is None or perhaps.verdict is Verdict.FAIL):
        return _failed(_told(trail, asked, late, policies), asked)
    doubts = [one for one in (*told.values(), *there) if isinstance(one, Unknown)]
    reasons = tuple(Reason(one.reason, (Hop(trail.span, ""), *one.provenance)) for one in doubts)
    rest = () if perhaps is None else perhaps.reasons
    return Judgement(Verdict.UNKNOWN, tuple(dict.fromkeys(reasons)) or rest)


def _is_false(value: Value[bool]) -> bool:
    return isinstance(value, Known) and not value.value


def _policies(holder: Holder) -> Iterable[AttachedPolicy | ManagedAttachment]:
    every: list[AttachedPolicy | ManagedAttachment] = [*holder.policies]
    if isinstance(holder, Role):
        every += holder.managed_policies
    return [one for one in every if not _is_false(one.exists)]


def _without(model: Model, asked: _Asked, addresses: set[str]) -> Model:
    """Return a model in which a holder has no policy of these addresses."""
    holder = asked.holder
    changed: Holder = replace(
        holder, policies=tuple(one for one in holder.policies if one.address not in addresses)
    )
    if isinstance(changed, Role):
        kept = (one for one in changed.managed_policies if one.address not in addresses)
        changed = replace(changed, managed_policies=tuple(kept))
    members = tuple(changed if one is holder else one for one in getattr(model, asked.collection))
    collections: dict[str, Any] = {asked.collection: members}
    return replace(model, **collections)


def _failed(reason: Reason, asked: _Asked) -> Judgement:
    failed = Judgement(Verdict.FAIL, (reason,))
    match asked.holder:
        case Bucket():
            return caused_by(failed, "bucket")
        case Role():
            return caused_by(failed, "role")
        case Key():
            return caused_by(failed, "key")
        case _:
            assert_never(asked.holder)


def _told(
    trail: Trail,
    asked: _Asked,
    late: Iterable[str],
    policies: Iterable[AttachedPolicy | ManagedAttachment],
) -> Reason:
    addresses = list(dict.fromkeys(late))
    said = (
        f"may be created before the policy of its {asked.what}: nothing orders it after "
        f"{listed(addresses, len(addresses))}"
    )
    places = {
        policy.address: Hop(policy.provenance[0].span, policy.address)
        for policy in policies
        if policy.address in addresses and policy.provenance
    }
    return Reason(said, (Hop(trail.span, trail.address), *places.values()))
