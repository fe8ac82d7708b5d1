"""What a plan knows of the deployment: the account, its partition, the region.

Each provider configuration has an account and a region of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ....core.json_tree import JsonText
from ....core.text import ACCOUNT, REGION
from ....core.value import Part, Symbol
from ....model.partitions import settled_region
from .configuration import PlanConfiguration
from .credentials import DEFAULT, Credentials, credentials_of
from .sections import PlanContents, PlannedResource
from .shapes import entries

DATA_SOURCES = frozenset({"aws_caller_identity", "aws_region"})

_OF = " of "
"""Between a configuration and the resource that uses one of its instances."""

Settled = Mapping[Symbol, Part]


class DeploymentSymbols:
    """What stands for the symbols of the deployment, for each resource of a plan."""

    def __init__(
        self, contents: PlanContents, configuration: PlanConfiguration, account_id: str | None
    ) -> None:
        self._configuration = configuration
        self._variables = contents.variables
        self._known_credentials: dict[str, Credentials] = {}
        members: dict[str, list[PlannedResource]] = {}
        for resource in (*contents.data_sources.values(), *contents.resources.values()):
            members.setdefault(self._provider(resource), []).append(resource)
        self._several = len({*configuration.providers(), *members} - {""}) > 1
        accounts = self._accounts(members, account_id)
        self._settled = {
            name: self._of_provider(name, group, accounts[name]) for name, group in members.items()
        }

    def of(self, resource: PlannedResource) -> Settled:
        """Return what is settled where a resource is."""
        own = entries(resource.after).get("region")
        settled = self._settled[self._provider(resource)]
        if isinstance(own, JsonText) and own.text:
            return {**settled, **settled_region(own.text)}
        return settled

    def common(self) -> Settled:
        """Return what is settled alike for every resource."""
        every = list(self._settled.values())
        return {
            symbol: text
            for symbol, text in (every[0] if every else {}).items()
            if all(settled.get(symbol) == text for settled in every)
        }

    def _provider(self, resource: PlannedResource) -> str:
        """Return what a resource shares with those that use the same configuration."""
        name = self._configuration.provider_of(resource.module, resource.address) or ""
        # Plans do not tell which configuration of a ``for_each`` it is.
        is_for_each = self._credentials(name).is_for_each
        return f"{name}{_OF}{resource.address}" if is_for_each else name

    def _credentials(self, name: str) -> Credentials:
        name = name or DEFAULT
        if name not in self._known_credentials:
            expressions = self._configuration.providers().get(name)
            self._known_credentials[name] = credentials_of(name, expressions)
        return self._known_credentials[name]

    def _accounts(
        self, members: Mapping[str, Sequence[PlannedResource]], account_id: str | None
    ) -> Mapping[str, Part | None]:
        """Return the account of each provider; None for that of the deployment itself.

        `account_id` is that of the deployment; other credentials may lead to another account.
        """
        credentials = {name: self._credentials(name) for name in members}
        own = {
            name: _account_seen(group) or credentials[name].account_id
            for name, group in members.items()
        }
        alike: dict[tuple[str, ...], set[str]] = {}
        for name, account_seen in own.items():
            seen = alike.setdefault(credentials[name].names, set())
            seen.update(() if account_seen is None else (account_seen,))
        default = self._credentials(DEFAULT)
        found: dict[str, Part | None] = {}
        stand_ins: dict[tuple[str, ...], Part] = {}
        for name in sorted(members):
            names = credentials[name].names
            account: Part | None = own[name] or _only(alike[names])
            if account is None and names == default.names:
                account = default.account_id or account_id
            elif account is None:
                stand_in = replace(ACCOUNT, name=f"{ACCOUNT.name}:{name}")
                account = stand_ins.setdefault(names, stand_in)
            found[name] = account
        return found

    def _of_provider(
        self, name: str, members: Sequence[PlannedResource], account: Part | None
    ) -> Settled:
        arns = _arns(members)
        region = (
            self._written_region(name)
            or _only(_texts(members, "aws_region", "name"))
            or _only(arn[3] for arn in arns if arn[3])
        )
        settled: dict[Symbol, Part] = {} if region is None else dict(settled_region(region))
        if account is not None:
            settled[ACCOUNT] = account
        if region is None and self._several:
            # It may well be another region than that of the other providers.
            settled[REGION] = Symbol(f"{REGION.name}:{name}", REGION.excludes, never_empty=True)
        return settled

    def _written_region(self, name: str) -> str | None:
        name = name.partition(_OF)[0]
        written = self._configuration.providers().get(name, {}).get("region")
        if not isinstance(written, Mapping):
            return None
        constant, references = written.get("constant_value"), written.get("references")
        if isinstance(constant, str):
            return constant
        if isinstance(references, list) and len(references) == 1 and ":" not in name:
            found = self._variables.get(str(references[0]).removeprefix("var."))
            value = None if found is None else found[1]
            # The variable may be a part of the name only; what is no region settles nothing.
            region = value.text if isinstance(value, JsonText) else ""
            return region if len(settled_region(region)) > 1 else None
        return None


def _account_seen(members: Sequence[PlannedResource]) -> str | None:
    """Return the account that resources and data sources of a provider show."""
    return _only(_texts(members, "aws_caller_identity", "account_id")) or _only(
        arn[4] for arn in _arns(members) if arn[4].isdecimal()
    )


def _arns(members: Iterable[PlannedResource]) -> list[list[str]]:
    """Return the fields of the ARN of each resource that has one."""
    return [text.split(":") for text in _texts(members, None, "arn") if text.count(":") >= 5]


def _texts(members: Iterable[PlannedResource], kind: str | None, name: str) -> Iterable[str]:
    """Yield an attribute of every resource of a type, or of all."""
    for resource in members:
        if kind is None or resource.type == kind:
            value = entries(resource.after).get(name)
            if isinstance(value, JsonText):
                yield value.text


def _only(texts: Iterable[str]) -> str | None:
    found = set(texts)
    return found.pop() if len(found) == 1 else None
