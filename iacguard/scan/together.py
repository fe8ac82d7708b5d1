"""What is judged together: a scope, or all scopes that the configuration calls one account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from ..core.diagnostic import Level
from ..core.source import Position, SourceSpan
from ..core.text import parts_of
from ..core.value import Hop
from ..frontends.protocol import AttributeName, Deployment, Scope
from ..model.model import Model
from ..model.trail import Trail
from ..model.unread_parts import Unread
from ..options import Account
from .accounts import are_of_one_organization, is_scanned, is_touched, owner_of
from .merging import merged_model

LoweredScope: TypeAlias = tuple[Scope, AttributeName]
"""A scope, and what its language calls the fields of the model."""

Rebuild: TypeAlias = Callable[[tuple[Deployment, ...]], Model]
"""Makes one model of a deployment of each scope that is judged together."""


@dataclass(frozen=True, slots=True)
class DeployedCase:
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

    def narrow(self, question: str) -> Sequence[DeployedCase]:
        """Return the narrower cases, one for each answer that makes a difference."""
        for index, deployment in enumerate(self.deployments):
            narrower = deployment.narrow(question)
            if narrower:
                before, after = self.deployments[:index], self.deployments[index + 1 :]
                return tuple(case_of((*before, one, *after), self.rebuild) for one in narrower)
        return ()


@dataclass(frozen=True, slots=True)
class Together:
    """Scopes that are judged as one."""

    cases: tuple[DeployedCase, ...]
    attribute_name: AttributeName

    is_named: bool
    """Whether the configuration names it as an account."""


def judged_together(
    scopes: Sequence[LoweredScope],
    accounts: Sequence[Account],
    *,
    scanned: Sequence[str] = ("",),
    are_whole: bool = False,
) -> list[Together]:
    """Return every account of the configuration, and every other scope by itself.

    `scanned` are the paths that were looked at; an account that lies elsewhere is left out.
    `are_whole` says that every scope is all that its account has.
    """
    configured = _Configured(scopes, accounts, scanned)
    together = [configured.together(account) for account in configured.present()]
    alone = _alone_as_account if are_whole else _alone
    for scope, name_of in scopes:
        if scope.deployments and owner_of(scope, accounts) is None:
            cases = tuple(case_of((deployment,), alone) for deployment in scope.deployments)
            together.append(Together(cases, name_of, False))
    return together


class _Configured:
    """The accounts of the configuration, each with the scopes that are deployed to it."""

    def __init__(
        self, scopes: Sequence[LoweredScope], accounts: Sequence[Account], scanned: Sequence[str]
    ) -> None:
        self._scopes = scopes
        self._accounts = accounts
        self._scanned = scanned
        self._members: dict[str, list[LoweredScope]] = {account.name: [] for account in accounts}
        for scope, name_of in scopes:
            owner = owner_of(scope, accounts)
            if owner is not None:
                self._members[owner.name].append((scope, name_of))

    def present(self) -> list[Account]:
        """Return the accounts of which something was scanned."""
        return [
            account
            for account in self._accounts
            if self._members[account.name] or is_touched(account, self._scanned)
        ]

    def together(self, account: Account) -> Together:
        """Return all that is judged of an account, as one."""
        members = self._members[account.name]
        organization = [
            other for other in self._accounts if are_of_one_organization(account, other)
        ]
        trails = self._trails(account, organization)
        unread = tuple(_not_read(scope) for scope, _ in members if not scope.deployments)
        unscanned = (
            *(path for path in account.paths if not is_scanned(path, self._scanned)),
            *(f"account {other.name}" for other in organization if not self._is_whole(other)),
        )

        def rebuild(deployments: tuple[Deployment, ...]) -> Model:
            model = merged_model(account, deployments)
            return replace(
                model,
                is_whole_account=not unscanned,
                account_id=account.id,
                paths=tuple(path or "." for path in account.paths),
                unscanned=unscanned,
                unread=(*model.unread, *unread),
                organization_trails=trails,
                stack_set_trails=self._trails_of_stack_sets,
            )

        names = _any_name([name_of for _, name_of in members])
        return Together((case_of(_wholes(members), rebuild),), names, True)

    def _trails(self, account: Account, organization: Sequence[Account]) -> tuple[Trail, ...]:
        """Return the trails of other accounts' code that record an account, or may."""
        return tuple(
            trail
            for other in self._accounts
            if other.name != account.name and other.name in self._models
            for trail in self._models[other.name].trails
            if other in organization or _is_deployed_to(account, trail)
        )

    def _is_whole(self, account: Account) -> bool:
        """Return whether all of an account was scanned and read."""
        return all(is_scanned(path, self._scanned) for path in account.paths) and all(
            scope.deployments for scope, _ in self._members[account.name]
        )

    @cached_property
    def _models(self) -> Mapping[str, Model]:
        """By account: what its scopes declare. Empty where none looks at another's trails."""
        if all(one.organization is None and one.id is None for one in self._accounts):
            return {}
        shared = _shared_trails(scope for scope, _ in self._scopes)
        return {
            account.name: merged_model(account, _wholes(self._members[account.name]), shared)
            for account in self._accounts
        }

    @cached_property
    def _trails_of_stack_sets(self) -> tuple[Trail, ...]:
        sets = [each for each in self._scopes if each[0].is_deployed_elsewhere]
        return tuple(trail for whole in _wholes(sets) for trail in whole.model.trails)


def case_of(deployments: tuple[Deployment, ...], rebuild: Rebuild) -> DeployedCase:
    """Return the case of one deployment of each scope."""
    return DeployedCase(rebuild(deployments), deployments, rebuild)


def _alone(deployments: tuple[Deployment, ...]) -> Model:
    return deployments[0].model


def _alone_as_account(deployments: tuple[Deployment, ...]) -> Model:
    return replace(deployments[0].model, is_whole_account=True)


def _is_deployed_to(account: Account, trail: Trail) -> bool:
    """Return whether a trail of another account's code is certainly in this account."""
    return account.id is not None and parts_of(trail.place.account) == (account.id,)


def _not_read(scope: Scope) -> Unread:
    """Return what a scope of which nothing is judged may declare: anything."""
    reason, start = "it could not be read", Position(1, 1, 0)
    place = SourceSpan(next(iter(scope.files), scope.name), start, start)
    for diagnostic in scope.diagnostics:
        reason, place = diagnostic.summary, diagnostic.subject
        if diagnostic.level is Level.ERROR:
            break
    return Unread(name=scope.name, reason=reason, hop=Hop(place, reason), given=None)


def _shared_trails(scopes: Iterable[Scope]) -> frozenset[str]:
    """Return the addresses that trails of several scopes have, as those of a shared module do."""
    counted = Counter(
        address
        for scope in scopes
        for address in {one.address for each in scope.deployments for one in each.model.trails}
    )
    return frozenset(address for address, count in counted.items() if count > 1)


def _wholes(scopes: Iterable[LoweredScope]) -> tuple[Deployment, ...]:
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
