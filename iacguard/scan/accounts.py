"""What is judged together: a scope, or all scopes that the configuration calls one account."""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeAlias

from ..core.diagnostic import Level
from ..core.source import Position, SourceSpan
from ..core.text import ACCOUNT, PARTITION, parts_of
from ..core.value import Hop, Part, Symbol
from ..errors import UsageError
from ..frontends.lowering.satellites import Members
from ..frontends.protocol import AttributeName, Deployment, Scope, holds, nearest
from ..frontends.registry import stands_for_directory
from ..model.entity import Entity
from ..model.model import Model
from ..model.partitions import settled_region
from ..model.symbols import Replacement, with_symbols
from ..model.trail import Trail
from ..model.unread_parts import Reached, Unread
from ..options import Account
from .tree import Tree


@dataclass(frozen=True, slots=True)
class Case:
    """A deployment as the rules see it."""

    model: Model
    deployments: tuple[Deployment, ...]
    """One of each scope that is judged together."""

    rebuild: Rebuild

    @property
    def chosen(self) -> Mapping[str, str]:
        """The answers that lead to this deployment, by question."""
        return {
            choice.name: choice.value
            for deployment in self.deployments
            for choice in deployment.choices
        }

    def narrow(self, question: str) -> Sequence[Case]:
        """Return the narrower cases, one for each answer that makes a difference."""
        for index, deployment in enumerate(self.deployments):
            narrower = deployment.narrow(question)
            if narrower:
                before, after = self.deployments[:index], self.deployments[index + 1 :]
                return tuple(case_of((*before, one, *after), self.rebuild) for one in narrower)
        return ()


Rebuild: TypeAlias = Callable[[tuple[Deployment, ...]], Model]
"""Makes one model of a deployment of each scope that is judged together."""


@dataclass(frozen=True, slots=True)
class Together:
    """Scopes that are judged as one."""

    cases: tuple[Case, ...]
    attribute_name: AttributeName

    is_named: bool
    """Whether the configuration names it as an account."""


def judged_together(
    scopes: Sequence[tuple[Scope, AttributeName]],
    accounts: Sequence[Account],
    *,
    scanned: Sequence[str] = ("",),
    are_whole: bool = False,
) -> list[Together]:
    """Return every account of the configuration, and every other scope by itself.

    `scanned` are the paths that were looked at; an account that lies elsewhere is left out.
    `are_whole` says that every scope is all that its account has.
    """
    owners = {scope.name: owner_of(scope, accounts) for scope, _ in scopes}
    members = {
        account.name: [one for one in scopes if owners[one[0].name] == account]
        for account in accounts
    }
    shared = _shared_trails(scope for scope, _ in scopes)
    models = {
        account.name: merged(account, _wholes(members[account.name]), shared)
        for account in accounts
        # Only then does one account look at the trails of another.
        if any(one.organization is not None or one.id is not None for one in accounts)
    }
    sets = [one for one in scopes if one[0].is_deployed_elsewhere]
    of_sets = tuple(trail for whole in _wholes(sets) for trail in whole.model.trails)
    together = []
    for account in accounts:
        own = members[account.name]
        if not own and not _is_touched(account, scanned):
            continue
        organization = [other for other in accounts if _is_of_organization(account, other)]
        rebuild = _account(
            account,
            trails=tuple(
                trail
                for other in accounts
                if other.name != account.name and other.name in models
                for trail in models[other.name].trails
                if other in organization or _is_deployed_to(account, trail)
            ),
            of_sets=of_sets,
            unread=tuple(_not_read(scope) for scope, _ in own if not scope.deployments),
            unscanned=(
                *(path for path in account.paths if not _is_scanned(path, scanned)),
                *(
                    f"account {other.name}"
                    for other in organization
                    if not all(_is_scanned(path, scanned) for path in other.paths)
                    or not all(scope.deployments for scope, _ in members[other.name])
                ),
            ),
        )
        names = _any_name([name_of for _, name_of in own])
        together.append(Together((case_of(_wholes(own), rebuild),), names, True))
    for scope, name_of in scopes:
        if owners[scope.name] is None and scope.deployments:
            alone = _alone_as_account if are_whole else _alone
            cases = tuple(case_of((one,), alone) for one in scope.deployments)
            together.append(Together(cases, name_of, False))
    return together


def located(account: Account, tree: Tree) -> Account:
    """Return an account whose paths, and places in the configuration, are below the root.

    Raise UsageError for a path that does not exist, or leads out of the scanned tree: it would be
    judged by nobody. Where only a part of the tree is scanned, nothing is known of the rest.
    """
    base = _base(account, tree)
    paths = []
    for index, written in enumerate(account.paths):
        path = Path(os.path.relpath(base / written, tree.root)).as_posix()
        path = "" if path == "." else path
        said = ""
        if _is_outside(path):
            leads_out = base.is_relative_to(tree.root)
            said = "it leads out of the scanned tree" if leads_out else ""
        elif not tree.exists(path):
            said = "there is no such file or directory"
        if said:
            raise refused_path(account, index, f"{written}: {said}")
        paths.append(posixpath.dirname(path) if stands_for_directory(path) else path)
    place = account.place
    if place is not None:
        path = Path(os.path.relpath(place.path, tree.root)).as_posix()
        place = None if _is_outside(path) else replace(place, path=path)
    return replace(account, paths=tuple(paths), place=place)


def refused_path(account: Account, number: int, said: str) -> UsageError:
    """Return what refuses a path of an account, with its place in the configuration, if any."""
    places = account.path_places[number : number + 1]
    where = f"{places[0].path}:{places[0].start.line}: " if places else ""
    return UsageError(f"{where}account {account.name}: {said}")


def _base(account: Account, tree: Tree) -> Path:
    """Return what an account's paths are relative to.

    A configuration file that has no place in the scanned tree or around it is made for any tree.
    """
    base = account.base
    if base is None or not (base.is_relative_to(tree.root) or tree.root.is_relative_to(base)):
        return tree.root
    return base


def owner_of(scope: Scope, accounts: Sequence[Account]) -> Account | None:
    """Return the account of which some path is the scope, or holds it most closely.

    A plan whose source is scanned, too, would declare everything of that a second time, unless an
    account names the plan. Which accounts a stack set is deployed to is not told by where it lies.
    """
    if scope.is_deployed_elsewhere:
        return None
    if scope.source is not None:
        return next((account for account in accounts if scope.name in account.paths), None)
    path = nearest(scope.name, [path for account in accounts for path in account.paths])
    return next((account for account in accounts if path in account.paths), None)


def _is_of_organization(account: Account, other: Account) -> bool:
    return (
        account.organization is not None
        and account.organization == other.organization
        and account.name != other.name
    )


def _is_deployed_to(account: Account, trail: Trail) -> bool:
    """Return whether a trail of another account's code is certainly in this account."""
    return account.id is not None and parts_of(trail.place.account) == (account.id,)


def _is_touched(account: Account, scanned: Sequence[str]) -> bool:
    """Return whether some of what the account may have was looked at."""
    return any(
        _is_scanned(path, scanned) or any(holds(path, one) for one in scanned)
        for path in account.paths
    )


def _is_scanned(path: str, scanned: Sequence[str]) -> bool:
    """Return whether all that a path holds was looked at."""
    return not _is_outside(path) and any(holds(one, path) for one in scanned)


def _is_outside(path: str) -> bool:
    return path == os.pardir or path.startswith("../") or os.path.isabs(path)


def _not_read(scope: Scope) -> Unread:
    """Return what a scope of which nothing is judged may declare: anything."""
    reason, start = "it could not be read", Position(1, 1, 0)
    place = SourceSpan(next(iter(scope.files), scope.name), start, start)
    for diagnostic in scope.diagnostics:
        reason, place = diagnostic.summary, diagnostic.subject
        if diagnostic.level is Level.ERROR:
            break
    return Unread(name=scope.name, reason=reason, hop=Hop(place, reason), given=None)


def case_of(deployments: tuple[Deployment, ...], rebuild: Rebuild) -> Case:
    """Return the case of one deployment of each scope."""
    return Case(rebuild(deployments), deployments, rebuild)


def _alone(deployments: tuple[Deployment, ...]) -> Model:
    return deployments[0].model


def _alone_as_account(deployments: tuple[Deployment, ...]) -> Model:
    return replace(deployments[0].model, is_whole_account=True)


def _account(
    account: Account,
    *,
    trails: tuple[Trail, ...],
    of_sets: tuple[Trail, ...],
    unread: tuple[Unread, ...],
    unscanned: tuple[str, ...],
) -> Rebuild:
    def rebuild(deployments: tuple[Deployment, ...]) -> Model:
        model = merged(account, deployments)
        return replace(
            model,
            is_whole_account=not unscanned,
            account_id=account.id,
            paths=tuple(path or "." for path in account.paths),
            unscanned=unscanned,
            unread=(*model.unread, *unread),
            organization_trails=trails,
            stack_set_trails=of_sets,
        )

    return rebuild


def merged(
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
    joined = {field: tuple(members) for field, members in collections.items()}
    whole = models[0] if models else Model(scope=account.name, span=_place(account))
    return replace(whole, scope=account.name, **joined)  # type: ignore[arg-type]  # by name


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


def _shared_trails(scopes: Iterable[Scope]) -> frozenset[str]:
    """Return the addresses that trails of several scopes have, as those of a shared module do."""
    counted = Counter(
        address
        for scope in scopes
        for address in {one.address for each in scope.deployments for one in each.model.trails}
    )
    return frozenset(address for address, count in counted.items() if count > 1)


def _place(account: Account) -> SourceSpan:
    """Return where a finding on an account points of which nothing was read."""
    start = Position(1, 1, 0)
    path = next((path for path in account.paths if path and not _is_outside(path)), ".")
    return account.place or SourceSpan(path, start, start)


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


def _wholes(scopes: Iterable[tuple[Scope, AttributeName]]) -> tuple[Deployment, ...]:
    """Return of each scope the deployment that all others narrow."""
    return tuple(
        scope.deployments[0] if scope.whole is None else scope.whole()
        for scope, _ in scopes
        if scope.deployments
    )


def _any_name(names: Sequence[AttributeName]) -> AttributeName:
    """Return a function that asks several languages what they call a field."""

    def attribute_name(type: str, field: str) -> str | None:
        return next((found for name in names if (found := name(type, field)) is not None), None)

    return attribute_name
