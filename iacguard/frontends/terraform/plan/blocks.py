"""The resources of a plan as blocks, from the plan alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from ....core.value import Hop, Known, Unknown, Value
from ....core.value_walk import values_in
from ...lowering.block import Block
from .configuration import PlanConfiguration
from .deployment import DeploymentSymbols
from .references import References
from .sections import PlanContents
from .values import Conversion


def planned_blocks(
    contents: PlanContents, configuration: PlanConfiguration, symbols: DeploymentSymbols
) -> list[Block]:
    """Return a block for each resource that exists after apply, sorted by address."""
    resources = dict(sorted(contents.resources.items()))
    attributes: dict[str, dict[str, Value[Any]]] = {}
    hops: dict[str, tuple[Hop, ...]] = {}
    conversions: dict[str, Conversion] = {}
    named: dict[str, frozenset[str] | None] = {}
    for address, resource in resources.items():
        written = configuration.expressions(resource.module, address)
        named[address] = None if written is None else frozenset(written)
        conversion = Conversion(contents.source, resource, limits=contents.limits)
        attributes[address] = conversion.attributes(written)
        hops[address] = (conversion.here,)
        conversions[address] = conversion
    references = References(contents, configuration, resources, attributes, symbols)
    references.settle(hops)
    for address, resource in resources.items():
        if any(_has_unknown(value) for value in attributes[address].values()):
            resolve = partial(_resolved, references, address, hops[address])
            written = configuration.expressions(resource.module, address)
            again = replace(conversions[address], resolve=resolve).attributes(written)
            attributes[address] = {**again, **_unknown(attributes[address])}
    return [
        Block(
            type=resource.type,
            address=address,
            header=hops[address][0].span,
            attributes=attributes[address],
            written=named[address],
            exists=Known(True, hops[address]),
            settled=symbols.of(resource),
        )
        for address, resource in resources.items()
    ]


def _resolved(
    references: References,
    address: str,
    hops: tuple[Hop, ...],
    path: tuple[str, ...],
    written: Mapping[str, Any],
) -> Unknown | None:
    return references.value(address, path, written, hops)


def _has_unknown(value: Value[Any]) -> bool:
    """Return whether something inside a known value is unknown."""
    return isinstance(value, Known) and any(isinstance(one, Unknown) for one in values_in(value))


def _unknown(attributes: Mapping[str, Value[Any]]) -> dict[str, Value[Any]]:
    return {name: value for name, value in attributes.items() if isinstance(value, Unknown)}
