"""What Terraform deploys before a resource, as the configuration of a plan tells.

It lists what expressions refer to, and `depends_on`; locals are not among its parts. Where the
source lies beside the plan, it tells all of it.
https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from ....core.value import Unknown
from ....model.order import Order
from ...lowering.block import Block
from ...lowering.fields import Tables
from ...lowering.precedence import Perhaps, Precedence
from .configuration import PlanConfiguration, Waits
from .merge_with_source import without_keys
from .sections import PlanContents

_CALL = re.compile(r'module\.([^.\[]+)(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?(?:\.([^.\[]+))?')
_VARIABLE = re.compile(r"var\.([^.\[]+)")
_RESOURCE = re.compile(r"(?:data\.)?[A-Za-z][\w-]*\.[^.\[]+")

_MOST_NODES = 200_000
"""Things of a configuration that are looked at."""

_ANYTHING = -1
"""A number of which every bit is set."""


class _Node(NamedTuple):
    """One thing of a configuration, whatever the number of its instances."""

    path: str
    """Its module, without the keys of instances: ``module.log.module.bucket``."""

    kind: str
    """``resource``, ``output``, ``var``; ``module`` for all that is in one, ``call`` for what the
    call of its own module waits for."""

    name: str = ""
    """Of a resource ``type.name``, of a data source ``data.type.name``."""


_Need: TypeAlias = "_Node | Perhaps[_Node] | Unknown"


def ordered(
    blocks: Sequence[Block],
    contents: PlanContents,
    configuration: PlanConfiguration,
    tables: Tables,
    sources: Mapping[str, Block],
) -> list[Block]:
    """Return planned blocks, those of which a rule asks it with what comes before them.

    `sources` are the blocks of the source beside the plan, as far as it is what was planned.
    """
    types, holders = tables.ordered_types(), tables.policy_types()
    known = {address: each for address, each in contents.resources.items() if each.type in holders}
    bits: dict[_Node, int] = {}
    positions = {
        address: bits.setdefault(_node(each.module, address), len(bits))
        for address, each in known.items()
    }
    told = {without_keys(address): each.order for address, each in sources.items() if each.order}
    precedence = Precedence(_Needs(configuration).of, bits.get)

    def order_of(block: Block) -> Order:
        written = told.get(without_keys(block.address))
        if written is not None:
            return _as_planned(written, positions)
        if configuration.declared() is None:
            said = "the plan has no configuration, which tells what waits for what"
            return Order(positions=positions, before=0, perhaps=_ANYTHING, doubt=Unknown((), said))
        module = contents.resources[block.address].module
        return precedence.order(_node(module, block.address), positions)

    return [
        replace(block, order=order_of(block)) if block.type in types else block for block in blocks
    ]


def _node(module: str, address: str) -> _Node:
    name = without_keys(address.removeprefix(f"{module}." if module else ""))
    return _Node(without_keys(module), "resource", name)


def _as_planned(order: Order, positions: Iterable[str]) -> Order:
    """Return the order of the source, for the addresses that the plan has."""
    declared = {without_keys(address): bit for address, bit in order.positions.items()}
    found = {
        address: declared[without_keys(address)]
        for address in positions
        if without_keys(address) in declared
    }
    return replace(order, positions=found)


class _Needs:
    """What the parts of a configuration wait for."""

    def __init__(self, configuration: PlanConfiguration) -> None:
        self._configuration = configuration
        self._left = _MOST_NODES

    def of(self, node: _Node) -> Iterator[_Need]:
        """Yield what something waits for."""
        self._left -= 1
        if self._left < 0:
            yield Unknown((), "the configuration has too many parts to tell what comes first")
            return
        outer, _, name = node.path.rpartition("module.")
        outer = outer.rstrip(".")
        if node.kind == "call":
            if outer:
                yield _Node(outer, "call")
            yield from self._named(outer, self._configuration.waits_of_call(outer, name))
            return
        if node.path:
            yield _Node(node.path, "call")
        match node.kind:
            case "module":
                yield from self._all_of(node.path)
            case "var":
                if node.path:
                    yield from self._named(
                        outer, self._configuration.waits_of_argument(outer, name, node.name)
                    )
            case "output":
                waits = self._configuration.waits_of_output(node.path, node.name)
                yield from self._named(node.path, waits)
            case _:
                waits = self._configuration.waits_of_resource(node.path, node.name)
                yield from self._named(node.path, waits)

    def _all_of(self, path: str) -> Iterator[_Node]:
        module = self._configuration.module(path)
        if module is not None:
            yield from (_Node(path, "resource", name) for name in module.resources)
            yield from (_Node(path, "output", name) for name in module.outputs)
            for name in module.calls:
                yield _Node(f"{path}.module.{name}" if path else f"module.{name}", "module")

    def _named(self, path: str, waits: Waits) -> Iterator[_Need]:
        whole = {found[1] for each in waits.references if (found := _CALL.match(each)) and found[2]}
        for reference in waits.references:
            found = _CALL.match(reference)
            # An output is listed with the module that has it.
            if found is None or found[2] or found[1] not in whole:
                yield from self._of_reference(path, reference)
        for named in waits.dependencies:
            yield from self._of_reference(path, named)

    def _of_reference(self, path: str, reference: str) -> Iterator[_Need]:
        module = self._configuration.module(path)
        if module is None:
            return
        if found := _CALL.match(reference):
            if found[1] in module.calls:
                inner = f"{path}.module.{found[1]}" if path else f"module.{found[1]}"
                kind = "module" if found[2] is None else "output"
                yield _Node(inner, kind, found[2] or "")
        elif found := _VARIABLE.match(reference):
            yield _Node(path, "var", found[1])
        elif reference.startswith("local."):
            said = f"a plan does not tell what {reference.partition('[')[0]} refers to"
            yield Unknown((), f"{said} (give its source with --plan-source)")
        elif (found := _RESOURCE.match(reference)) and found[0] in module.resources:
            yield _Node(path, "resource", found[0])
