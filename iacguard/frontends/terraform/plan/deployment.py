"""What a plan knows of the deployment: the account, its partition, the region.

Each provider configuration has an account and a region of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ....core.text import ACCOUNT, REGION
from ....core.value import Part, Symbol
from ..json_values import JsonText
from ..partitions import settled_region
from .configuration import Configuration
from .contents import PlanContents, PlannedResource
from .shapes import entries

DATA_SOURCES = frozenset({"aws_caller_identity", "aws_region"})

Settled = Mapping[Symbol, Part]


class DeploymentSymbols:
    """What stands for the symbols of the deployment, for each resource of a plan."""

    def __init__(
        self, contents: PlanContents, configuration: Configuration, account_id: str | None
    ) -> None:
        self._configuration = configuration
        self._account_id = account_id
        self._variables = contents.variables
        members: dict[str, list[PlannedResource]] = {}
        for resource in (*contents.data_sources.values(), *contents.resources.values()):
            members.setdefault(self._provider(resource), []).append(resource)
        self._several = len({*configuration.providers(), *members} - {""}) > 1
        self._settled = {name: self._of_provider(name, group) for name, group in members.items()}

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
        return self._configuration.provider_of(resource.module, resource.address) or ""

    def _of_provider(self, name: str, members: Iterable[PlannedResource]) -> Settled:
        members = tuple(members)
        arns = [text.split(":") for text in _texts(members, None, "arn") if text.count(":") >= 5]
        account = (
            _only(_texts(members, "aws_caller_identity", "account_id"))
            or _only(arn[4] for arn in arns if arn[4].isdecimal())
            or self._account_id
        )
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
