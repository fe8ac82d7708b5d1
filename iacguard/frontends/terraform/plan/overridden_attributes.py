"""Attributes that show what was before the apply, because another resource sets them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ....core.json_tree import JsonArray, JsonText, JsonValue
from ....core.text import equal, parts_of
from ....core.value import Hole, Known, Part, Unknown, Value
from ....core.verdict import Verdict
from ...lowering.block import Block
from ...lowering.derived_attributes import derive, with_replaced
from ..tables.all import TABLES
from .configuration import PlanConfiguration
from .schema import SHADOWED
from .sections import PlanContents
from .shapes import entries

_Text = tuple[Part, ...]

_JOINS = {satellite.type: satellite.joins for satellite in TABLES.satellites}
"""By type: the attribute that names what a resource configures."""

_SHADOWED_TYPES = frozenset(kind for kind, _ in SHADOWED)
_NAMES = ("id", "arn", "bucket", "key_id", "name")

_MOST_OPEN = 64
"""Names that are not certain and are compared with those of each resource."""


@dataclass(slots=True)
class _Named:
    """What the resources of one type configure, by how they name it."""

    texts: set[_Text] = field(default_factory=set)
    open: dict[_Text, str] = field(default_factory=dict)
    """Names of which something is not known, with a resource that has it."""


def without_shadowed(
    blocks: Sequence[Block], contents: PlanContents, configuration: PlanConfiguration
) -> list[Block]:
    """Return the blocks without attributes that other resources of the plan set.

    Where it is not certain that another one does, the attribute is not known.
    """
    own_names = {b.address: set(_own_names(b)) for b in blocks if b.type in _SHADOWED_TYPES}
    certain = {name for names in own_names.values() for name in names if _is_certain(name)}
    named = _named(blocks, contents, certain)
    return [
        _without(block, own_names[block.address], named, contents, configuration)
        if block.address in own_names and block.address in contents.resources
        else block
        for block in blocks
    ]


def _without(
    block: Block,
    own_names: set[_Text],
    named: dict[str, _Named],
    contents: PlanContents,
    configuration: PlanConfiguration,
) -> Block:
    resource = contents.resources[block.address]
    written = configuration.expressions(resource.module, block.address)
    if written is None:
        return block
    attributes: dict[str, Value[Any]] = {}
    for name, value in block.attributes.items():
        by = SHADOWED.get((block.type, name), frozenset())
        if name in written or not by or not isinstance(value, Known):
            attributes[name] = value
            continue
        configured, address = _configured(own_names, [named[kind] for kind in by & named.keys()])
        if configured is Verdict.UNKNOWN:
            reason = f"{address} may change it, and the plan shows only the value before"
            attributes[name] = Unknown(value.provenance, reason)
        elif configured is Verdict.FAIL:
            attributes[name] = value
    return replace(block, attributes=attributes)


def _configured(own_names: set[_Text], groups: Iterable[_Named]) -> tuple[Verdict, str]:
    """Return whether one of some resources configures that with these names, and which may."""
    maybe = ""
    for named in groups:
        if own_names & named.texts:
            return Verdict.PASS, ""
        is_too_many = len(named.open) > _MOST_OPEN
        for text, address in named.open.items():
            if is_too_many or any(equal(text, own) is not Verdict.FAIL for own in own_names):
                maybe = maybe or address
                break
    return (Verdict.UNKNOWN, maybe) if maybe else (Verdict.FAIL, "")


def _named(
    blocks: Sequence[Block], contents: PlanContents, certain: set[_Text]
) -> dict[str, _Named]:
    """Return what resources configure, and did before the plan changes or deletes them.

    A name that certainly is that of one resource is that of no other.
    """
    found: dict[str, _Named] = defaultdict(_Named)
    for block in blocks:
        for text in _texts(block.attributes.get(_JOINS.get(block.type, ""))):
            if text in certain or all(isinstance(part, str) for part in text):
                found[block.type].texts.add(text)
            else:
                found[block.type].open.setdefault(text, block.address)
    for resource in contents.previous:
        before = entries(resource.after).get(_JOINS.get(resource.type, ""))
        if before is None:
            found[resource.type].open.setdefault((Hole(),), resource.address)
        found[resource.type].texts.update((text,) for text in _plain_texts(before))
    return dict(found)


def _own_names(block: Block) -> Iterator[_Text]:
    """Yield the texts that other resources may name a resource by."""
    for name, template in TABLES.attributes[block.type].items():
        if name in _NAMES:
            own = derive(
                with_replaced(template, block.settled), block.address, block.attributes, ()
            )
            yield from _texts(own)
    for name in _NAMES:
        value = block.attributes.get(name)
        if isinstance(value, Known):
            yield from _texts(value)


def _texts(value: Value[Any] | None) -> Iterator[_Text]:
    """Yield a text, or the texts of a list, as far as they are known."""
    match value:
        case Known(value=str()) | Unknown(elements=()):
            yield parts_of(value) or ()
        case Known(value=tuple() as listed):
            for each in listed:
                yield from _texts(each)
        case Unknown():
            # A list of which only some elements are known may hold anything.
            yield (Hole(),)
        case _:
            pass


def _plain_texts(value: JsonValue | None) -> list[str]:
    """Return a text, or those in a list."""
    listed = value.elements if isinstance(value, JsonArray) else (value,)
    return [each.text for each in listed if isinstance(each, JsonText)]


def _is_certain(text: _Text) -> bool:
    return bool(text) and not any(isinstance(part, Hole) for part in text)
