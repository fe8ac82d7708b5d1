"""One model of all scopes that are deployed to an account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from ..core.text import ACCOUNT, PARTITION
from ..core.value import Part, Symbol
from ..frontends.lowering.satellites import Members
from ..frontends.protocol import Deployment
from ..model.bucket import Bucket
from ..model.entity import Entity
from ..model.key import Key
from ..model.model import Model
from ..model.partitions import settled_region
from ..model.role import Role
from ..model.symbols import Replacement, with_symbols
from ..model.trail import Trail
from ..model.unread_parts import Reached
from ..options import Account
from .accounts import place_of_account


def merged_model(
    account: Account, deployments: Sequence[Deployment], shared: Collection[str] = ()
) -> Model:
    """Return one model of several scopes of an account.

    What only a deployment knows is another thing in another scope; the account and its partition
    are the same in all. Addresses that two scopes share are told apart by the scope's name.
    """
    settling = [_settling(deployment.model, account) for deployment in deployments]
    models = [
        with_symbols(deployment.model, replacement)
        for deployment, replacement in zip(deployments, settling)
    ]
    addresses = Counter(
        (field, address) for model in models for field, address in _addresses(model)
    )
    collections: dict[str, list[object]] = {}
    for model in models:
        for field in _collections(model):
            collections.setdefault(field, []).extend(
                replace(entity, address=f"{model.scope}:{entity.address}")
                if isinstance(entity, Entity)
                and (
                    addresses[field, entity.address] > 1
                    or (isinstance(entity, Trail) and entity.address in shared)
                )
                else entity
                for entity in getattr(model, field)
            )
    if len(models) > 1:
        _join(collections, models, deployments, settling)
        twice = _several(map(_policy_addresses, deployments))
        collections["trails"] = [_told_apart(one, twice) for one in collections["trails"]]
    joined = {field: tuple(members) for field, members in collections.items()}
    whole = models[0] if models else Model(scope=account.name, span=place_of_account(account))
    return replace(whole, scope=account.name, **joined)  # type: ignore[arg-type]  # by name


def _policy_addresses(deployment: Deployment) -> frozenset[str]:
    """Return the addresses of what holds or attaches policies in one scope."""
    model = deployment.model
    holders: tuple[Bucket | Role | Key, ...] = (*model.buckets, *model.roles, *model.keys)
    own = (policy.address for holder in holders for policy in holder.policies)
    managed = (policy.address for role in model.roles for policy in role.managed_policies)
    return frozenset((*own, *managed, *(loose.block.address for loose in deployment.loose)))


def _several(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return what is in more than one of some sets."""
    counted = Counter(address for each in sets for address in each)
    return frozenset(address for address, times in counted.items() if times > 1)


def _told_apart(trail: Any, twice: frozenset[str]) -> Any:  # noqa: ANN401 - as collections hold it
    """Return a trail that says nothing of what comes before it under a name of several scopes."""
    if trail.order is None or not twice:
        return trail
    return replace(trail, order=trail.order.apart_from(twice))


def _join(
    collections: Mapping[str, list[Any]],
    models: Sequence[Model],
    deployments: Sequence[Deployment],
    settling: Sequence[Replacement],
) -> None:
    """Let the satellites of each scope configure what another scope declares."""
    kinds = {one.entity for deployment in deployments for one in deployment.satellites}
    members = {kind: Members(collections[kind]) for kind in kinds}
    own = list(_positions(models, kinds))
    for deployment, replacement, positions in zip(deployments, settling, own):
        for loose in deployment.loose:
            kind, found = loose.satellite.entity, loose.with_symbols(replacement)
            members[kind].join(found.block, loose.satellite, found.place, positions[kind])
    for deployment, model, positions in zip(deployments, models, own):
        reached = Reached(model.unread)
        for kind in kinds if model.unread else ():
            satellites = [one for one in deployment.satellites if one.entity == kind]
            members[kind].cast_doubt(satellites, reached, positions[kind])


def _positions(models: Sequence[Model], kinds: Iterable[str]) -> Iterator[Mapping[str, range]]:
    """Yield where the entities of each model lie among those of all."""
    starts = dict.fromkeys(kinds, 0)
    for model in models:
        ends = {kind: start + len(getattr(model, kind)) for kind, start in starts.items()}
        yield {kind: range(starts[kind], ends[kind]) for kind in starts}
        starts = ends


def _settling(model: Model, account: Account) -> Replacement:
    region = {} if account.region is None else settled_region(account.region)

    def replacement(symbol: Symbol) -> Part:
        if symbol == ACCOUNT:
            return account.id or symbol
        if symbol in region:
            return region[symbol]
        if symbol == PARTITION:
            return symbol
        return replace(symbol, name=f"{model.scope}:{symbol.name}")

    return replacement


def _collections(model: Model) -> list[str]:
    return [field.name for field in fields(model) if isinstance(getattr(model, field.name), tuple)]


def _addresses(model: Model) -> Iterable[tuple[str, str]]:
    for field in _collections(model):
        for entity in getattr(model, field):
            if isinstance(entity, Entity):
                yield field, entity.address
