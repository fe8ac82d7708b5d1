"""What is judged together: a scope, or all scopes that the configuration calls one account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeAlias

from .core.text import ACCOUNT, PARTITION
from .core.value import Part, Symbol
from .frontends.protocol import AttributeName, Deployment, Scope, nearest
from .model.entity import Entity
from .model.model import Model
from .model.symbols import with_symbols
from .options import Account


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
    are_whole: bool = False,
) -> list[Together]:
    """Return every account of the configuration that has code, and every other scope by itself.

    `are_whole` says that every scope is all that its account has.
    """
    owners = {scope.name: owner_of(scope, accounts) for scope, _ in scopes}
    members = {
        account.name: [one for one in scopes if owners[one[0].name] == account and _wholes([one])]
        for account in accounts
    }
    models = {
        account.name: merged(account.name, account, _wholes(members[account.name]))
        for account in accounts
        # Only accounts of an organization are looked at by others.
        if account.organization is not None and members[account.name]
    }
    together = [
        Together(
            (case_of(_wholes(own), _account(account, _organization(account, accounts, models))),),
            _any_name([name_of for _, name_of in own]),
            True,
        )
        for account in accounts
        if (own := members[account.name])
    ]
    for scope, name_of in scopes:
        if owners[scope.name] is None and scope.deployments:
            alone = _alone_as_account if are_whole else _alone
            cases = tuple(case_of((one,), alone) for one in scope.deployments)
            together.append(Together(cases, name_of, False))
    return together


def owner_of(scope: Scope, accounts: Sequence[Account]) -> Account | None:
    """Return the account of which some path is the scope, or holds it most closely."""
    path = nearest(scope.name, [path for account in accounts for path in account.paths])
    return next((account for account in accounts if path in account.paths), None)


def case_of(deployments: tuple[Deployment, ...], rebuild: Rebuild) -> Case:
    """Return the case of one deployment of each scope."""
    return Case(rebuild(deployments), deployments, rebuild)


def _alone(deployments: tuple[Deployment, ...]) -> Model:
    return deployments[0].model


def _alone_as_account(deployments: tuple[Deployment, ...]) -> Model:
    return replace(deployments[0].model, is_whole_account=True)


def _account(account: Account, organization: tuple[Model, ...]) -> Rebuild:
    trails = tuple(trail for other in organization for trail in other.trails)

    def rebuild(deployments: tuple[Deployment, ...]) -> Model:
        model = merged(account.name, account, deployments)
        return replace(model, is_whole_account=True, organization_trails=trails)

    return rebuild


def merged(name: str, account: Account, deployments: Sequence[Deployment]) -> Model:
    """Return one model of several scopes of an account.

    What only a deployment knows is another thing in another scope; the account and its partition
    are the same in all. Addresses that two scopes share are told apart by the scope's name.
    """
    models = [_settled(deployment.model, account) for deployment in deployments]
    addresses = Counter(
        (field, address) for model in models for field, address in _addresses(model)
    )
    collections: dict[str, tuple[object, ...]] = {}
    for model in models:
        for field in _collections(model):
            found = tuple(
                replace(entity, address=f"{model.scope}:{entity.address}")
                if isinstance(entity, Entity) and addresses[field, entity.address] > 1
                else entity
                for entity in getattr(model, field)
            )
            collections[field] = (*collections.get(field, ()), *found)
    return replace(models[0], scope=name, **collections)  # type: ignore[arg-type]  # by name


def _settled(model: Model, account: Account) -> Model:
    def replacement(symbol: Symbol) -> Part:
        if symbol == ACCOUNT:
            return account.id or symbol
        if symbol == PARTITION:
            return symbol
        return replace(symbol, name=f"{model.scope}:{symbol.name}")

    return with_symbols(model, replacement)


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


def _organization(
    account: Account, accounts: Sequence[Account], models: Mapping[str, Model]
) -> tuple[Model, ...]:
    if account.organization is None:
        return ()
    return tuple(
        models[other.name]
        for other in accounts
        if other.name != account.name
        and other.organization == account.organization
        and other.name in models
    )


def _any_name(names: Sequence[AttributeName]) -> AttributeName:
    """Return a function that asks several languages what they call a field."""

    def attribute_name(type: str, field: str) -> str | None:
        return next((found for name in names if (found := name(type, field)) is not None), None)

    return attribute_name
