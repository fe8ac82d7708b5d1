"""Resources that a plan's configuration declares and that the plan leaves out.

A plan of some resources only, as ``-target`` makes it, does not say so before Terraform 1.8.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ....core.value import Hop, Known, Value
from ....model.unread_parts import Unread
from ...lowering.block import Block
from ...lowering.derived_attributes import derive, with_replaced
from ..modules.other_providers import FOREIGN
from ..tables.all import TABLES
from .configuration import ConfiguredResource, PlanConfiguration
from .deployment import DATA_SOURCES
from .documents import POLICY_DOCUMENT
from .merge_with_source import without_keys
from .sections import PlanContents
from .source_drift import declared_name, planned_references
from .sources import with_verb

_TYPES = TABLES.types() | FOREIGN.keys()
_JOINS = {each.type: each.joins for each in TABLES.satellites}
_DECLARED = ("trails", "event_data_stores", "metric_filters", "alarms", "composite_alarms")
_DECLARING = FOREIGN.keys() | {each.type for each in TABLES.entities if each.entity in _DECLARED}
_NAMELESS = DATA_SOURCES | {POLICY_DOCUMENT}
_OPEN = frozenset({"count", "data", "each", "local", "module", "self", "var"})
"""What references begin with of which the plan does not tell the value."""


@dataclass(frozen=True, slots=True)
class _Declared:
    """A resource of the configuration of which the plan tells nothing."""

    module: str
    name: str
    resource: ConfiguredResource

    is_certain: bool
    """Whether it certainly has instances, so that the plan leaves them out."""

    @property
    def address(self) -> str:
        """Its address without keys."""
        return f"{self.module}.{self.name}" if self.module else self.name


def left_out(
    contents: PlanContents,
    configuration: PlanConfiguration,
    blocks: Sequence[Block],
    written: Iterable[Block],
) -> tuple[Unread, ...]:
    """Return what the plan leaves out, and note it.

    `blocks` are the planned resources; `written` are those of the source, where there is one.
    """
    if contents.is_whole is not None or contents.unread:
        # It has said so itself, and everything is open.
        return ()
    exist = (each for each in written if isinstance(each.exists, Known) and each.exists.value)
    written_now = {without_keys(each.address) for each in exist}
    found = sorted(_untold(contents, configuration, written_now), key=lambda each: each.address)
    if not any(each.is_certain for each in found):
        # What is counted may have no instances.
        return ()
    contents.note(
        found[0].resource.place,
        f"{with_verb([each.address for each in found])} declared but not in the plan",
        "The plan covers only some resources, as with `-target`; "
        "what the others configure is unknown.",
    )
    named = _by_address(blocks)
    return tuple(
        Unread(
            name=each.address,
            reason="it is not in the plan",
            hop=Hop(
                contents.source.span(each.resource.place.start, each.resource.place.end),
                each.address,
            ),
            given=_given(configuration, each, named),
            declares=each.name.partition(".")[0] in _DECLARING,
        )
        for each in found
    )


def _untold(
    contents: PlanContents, configuration: PlanConfiguration, written: Collection[str]
) -> Iterator[_Declared]:
    told = {without_keys(address) for address in contents.told}
    modules = {path for address in told for path in _modules_of(address)}
    for path, module, count in configuration.modules():
        for name, resource in module.resources.items():
            address = f"{path}.{name}" if path else name
            # Of other types, nothing of the plan was read.
            is_wanted = name.partition(".")[0] in _TYPES
            if not is_wanted or address in told or 0 in (count, resource.count):
                continue
            is_there = bool(count) or path in modules
            is_certain = (is_there and bool(resource.count)) or address in written
            yield _Declared(path, name, resource, is_certain)


def _modules_of(address: str) -> Iterator[str]:
    """Yield the modules around a resource, of its address without keys."""
    path = address.rpartition(".")[0].rpartition(".")[0]
    while path:
        yield path
        path = path.rpartition(".")[0].rpartition(".")[0]


def _by_address(blocks: Iterable[Block]) -> Mapping[str, list[Block]]:
    found: dict[str, list[Block]] = {}
    for block in blocks:
        found.setdefault(without_keys(block.address), []).append(block)
    return found


def _given(
    configuration: PlanConfiguration, declared: _Declared, named: Mapping[str, list[Block]]
) -> tuple[Value[Any], ...] | None:
    """Return what a resource is given to work on; None where that may be anything."""
    written = configuration.expressions(declared.module, declared.address)
    kind = declared.name.partition(".")[0]
    if written is None:
        return None
    if kind in _JOINS:
        written = {_JOINS[kind]: written.get(_JOINS[kind])}
    values: list[Value[Any]] = list(_constants(written))
    for reference in planned_references(written):
        first, _, rest = reference.partition(".")
        if first == "data" and rest.partition(".")[0] in _NAMELESS:
            continue
        if first in _OPEN:
            return None
        name = declared_name(reference)
        for block in named.get(f"{declared.module}.{name}" if declared.module else name, ()):
            values += block.attributes.values()
            for template in TABLES.attributes.get(block.type, {}).values():
                of_block = with_replaced(template, block.settled)
                values.append(derive(of_block, block.address, block.attributes, ()))
    return tuple(values)


def _constants(written: Mapping[str, Any]) -> Iterator[Value[Any]]:
    """Yield the texts that are written out."""
    waiting: list[tuple[object, bool]] = [(written, False)]
    while waiting:
        node, is_constant = waiting.pop()
        if isinstance(node, list):
            waiting += ((each, is_constant) for each in node)
        elif isinstance(node, Mapping):
            waiting += (
                (each, is_constant or name == "constant_value") for name, each in node.items()
            )
        elif isinstance(node, str) and is_constant:
            yield Known(node)
