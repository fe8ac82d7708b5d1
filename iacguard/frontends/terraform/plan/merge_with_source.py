"""A planned resource laid over its source: the plan's values at the places of the source.

The plan decides what is known. What it leaves open, the source may know in part: that a text ends
with ``:*``, or what a policy says apart from an ARN.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from ....core.exhaustive import assert_never
from ....core.value import Absent, Hop, Known, Part, Symbol, Unknown, Value
from ...lowering.block import Block

PLANNED = "value in the plan"

REWRITTEN = "a policy document has changed since the plan was made"
"""Why nothing is known of a document that the plan does not tell."""

_MOST_PAIRS = 64
"""Elements of a list that are looked for in another order."""

_LONGEST_JSON = 100_000
"""Characters of a document that is compared by what it says."""

_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')

Attributes = Mapping[str, Value[Any]]


def laid_over_source(
    blocks: list[Block],
    sources: Mapping[str, Block],
    calls: Mapping[str, tuple[Hop, ...]],
    rewritten: Collection[str] = (),
) -> list[Block]:
    """Return the planned blocks with the places of the source, where it has them.

    `calls` are the module calls of the source, those included whose module is not read;
    `rewritten` the addresses, without keys, of what it writes otherwise than planned.
    """
    if any(".data." in f".{address}" for address in rewritten):
        # Any document may be made of the one that is written otherwise.
        sources = {address: _without_documents(each) for address, each in sources.items()}
    declared = {(without_keys(each.address), each.type): each for each in sources.values()}
    laid = []
    for block in blocks:
        source = sources.get(block.address)
        if source is not None and source.type == block.type:
            is_rewritten = without_keys(block.address) in rewritten
            laid.append(_placed(block, source) if is_rewritten else _laid_over(block, source))
            continue
        # The source alone cannot tell the instances apart; it tells where they are declared.
        source = declared.get((without_keys(block.address), block.type))
        laid.append(_called(block, calls) if source is None else _placed(block, source))
    return laid


def without_keys(address: str) -> str:
    """Return what the instances of a resource or module have in common in their addresses."""
    return _KEY.sub("", address)


def _called(block: Block, calls: Mapping[str, tuple[Hop, ...]]) -> Block:
    """Return a block with the calls that lead to it, as far as the source has them."""
    if not block.address.startswith("module."):
        return block
    path = without_keys(block.address)
    while path:
        if path in calls:
            return replace(block, callers=calls[path])
        path = path.rpartition(".")[0]
    return block


def changed_since(
    blocks: list[Block], sources: Mapping[str, Block], rewritten: Collection[str] = ()
) -> list[str]:
    """Return the addresses of resources that the source does not write as they were planned.

    `rewritten` are those of which that is known by other means, without keys.
    """
    return [
        block.address
        for block in blocks
        if (source := sources.get(block.address)) is not None
        and source.type == block.type
        and (
            without_keys(block.address) in rewritten
            or not _agree_members(block.attributes, source.attributes)
        )
    ]


def _without_documents(block: Block) -> Block:
    """Return a block of the source without what its documents say."""
    found = {name: _without_document(value) for name, value in block.attributes.items()}
    return replace(block, attributes=found)


def _without_document(value: Value[Any]) -> Value[Any]:
    match value:
        case Known(value=tuple() as elements):
            return replace(value, value=tuple(map(_without_document, elements)))
        case Known(value=Mapping() as members):
            inner = {name: _without_document(member) for name, member in members.items()}
            return replace(value, value=inner)
        case Known(encodes=encodes) | Unknown(encodes=encodes) if encodes is not None:
            return Unknown(value.provenance, REWRITTEN, never_null=True)
        case Unknown(elements=elements) if elements:
            return replace(value, elements=tuple(map(_without_document, elements)))
        case _:
            return value


def _placed(block: Block, source: Block) -> Block:
    here = (Hop(source.header, ""),)
    attributes = {
        name: _moved(value, source.attributes.get(name), here)
        for name, value in block.attributes.items()
    }
    return _at(block, source, attributes)


def _laid_over(block: Block, source: Block) -> Block:
    if not _agree_members(block.attributes, source.attributes):
        # The source was changed after the plan was made.
        return _placed(block, source)
    here = (Hop(source.header, ""),)
    return _at(block, source, _members(block.attributes, source.attributes, here))


def _at(block: Block, source: Block, attributes: Attributes) -> Block:
    exists = Known(True, (Hop(source.header, ""), *_labelled(block.exists)))
    return replace(
        block,
        header=source.header,
        attributes=attributes,
        exists=exists,
        settled=_settled(block, source),
        callers=source.callers,
    )


def _settled(block: Block, source: Block) -> Mapping[Symbol, Part]:
    """Return what the plan settles; where it only tells providers apart, the source knows more."""
    told = {symbol: by for symbol, by in block.settled.items() if not isinstance(by, Symbol)}
    return {**source.settled, **told}


def _moved(value: Value[Any], source: Value[Any] | None, here: tuple[Hop, ...]) -> Value[Any]:
    """Return a planned value at the place where the source writes it, or at its block."""
    place = here if source is None else source.provenance[:1] or here
    return replace(value, provenance=(*place, *_labelled(value)))


def _members(planned: Attributes, source: Attributes, here: tuple[Hop, ...]) -> Attributes:
    found: dict[str, Value[Any]] = {}
    for name in {**planned, **source}:
        if name not in planned:
            found[name] = _not_planned(source[name])
        elif name in source:
            found[name] = _value(planned[name], source[name], here)
        elif not isinstance(planned[name], Unknown):
            found[name] = _moved(planned[name], None, here)
    return found


def _not_planned(source: Value[Any]) -> Value[Any]:
    """Return what the source writes and the plan has nothing for: null, or nothing in a list."""
    return source if _is_empty(source) else Absent(source.provenance[:1])


def _is_empty(source: Value[Any]) -> bool:
    """Return whether a list is written that is empty; providers plan it as null."""
    return isinstance(source, Known) and source.value == ()


def _value(planned: Value[Any], source: Value[Any], here: tuple[Hop, ...]) -> Value[Any]:
    match planned:
        case Unknown():
            if isinstance(source, Unknown) and not (
                source.parts or source.elements or source.encodes is not None
            ):
                is_told = planned.parts or planned.elements or planned.encodes is not None
                reason = planned.reason if is_told else source.reason
                return _moved(replace(planned, reason=reason), source, here)
            return replace(source, provenance=(*source.provenance, *_labelled(planned)))
        case Absent():
            return source if _is_empty(source) else _moved(planned, source, here)
        case Known(value=tuple() as elements):
            return _list(planned, elements, source, here)
        case Known(value=Mapping() as members):
            if isinstance(source, Known) and isinstance(source.value, Mapping):
                place = source.provenance[:1] or here
                merged = _members(members, source.value, place)
                return replace(_with_way(planned, source, here), value=merged)
            return _moved(planned, source, here)
        case Known(value=content):
            moved = _with_way(planned, source, here)
            if isinstance(source, Known) and _is_same_text(content, source.value):
                return replace(moved, encodes=source.encodes)
            return moved
        case _:
            assert_never(planned)


def _with_way(planned: Known[Any], source: Value[Any], here: tuple[Hop, ...]) -> Known[Any]:
    """Return a known value with the whole way that the source took to it."""
    way = source.provenance or here
    return replace(planned, provenance=(*way, *_labelled(planned)))


def _list(
    planned: Known[Any],
    elements: tuple[Value[Any], ...],
    source: Value[Any],
    here: tuple[Hop, ...],
) -> Value[Any]:
    partners = _partners(elements, source)
    place = source.provenance[:1] or here
    laid = tuple(
        _moved(element, None, place) if partner is None else _value(element, partner, place)
        for element, partner in zip(elements, partners)
    )
    return replace(_with_way(planned, source, here), value=laid)


def _partners(elements: tuple[Value[Any], ...], source: Value[Any]) -> list[Value[Any] | None]:
    """Return for each planned element the one of the source that it is; sets have no order."""
    written: tuple[Value[Any], ...] = ()
    if isinstance(source, Known):
        # JSON syntax may write a single block without the brackets.
        written = source.value if isinstance(source.value, tuple) else (source,)
    if len(written) == len(elements) and all(map(_agree, elements, written)):
        return list(written)
    if len(elements) > _MOST_PAIRS or len(written) > _MOST_PAIRS:
        return [None] * len(elements)
    left = list(written)
    partners: list[Value[Any] | None] = []
    for element in elements:
        partner = next((each for each in left if _agree(element, each)), None)
        partners.append(partner)
        if partner is not None:
            left = [each for each in left if each is not partner]
    return partners


def _agree(planned: Value[Any], source: Value[Any]) -> bool:
    """Return whether a planned value can be what the source writes."""
    if not isinstance(planned, Known) or not isinstance(source, Known):
        # Where null is written, the provider chooses.
        return True
    mine, other = planned.value, source.value
    if isinstance(mine, tuple):
        if isinstance(other, Mapping):
            return len(mine) == 1 and _agree(mine[0], source)
        return isinstance(other, tuple) and len(mine) == len(other)
    if isinstance(mine, Mapping):
        return isinstance(other, Mapping) and _agree_members(mine, other)
    if isinstance(other, tuple | Mapping):
        return False
    return text_of(mine).strip() == text_of(other).strip() or _is_same_text(mine, other)


def _agree_members(planned: Attributes, source: Attributes) -> bool:
    return all(
        _agree(planned[name], written) for name, written in source.items() if name in planned
    )


def _is_same_text(planned: object, source: object) -> bool:
    """Return whether two texts are the same, or one JSON document, which providers rewrite."""
    if planned == source:
        return True
    for text in (planned, source):
        if not isinstance(text, str) or len(text) > _LONGEST_JSON or text[:1] not in ("{", "["):
            return False
    try:
        return bool(json.loads(str(planned)) == json.loads(str(source)))
    except (ValueError, RecursionError):
        return False


def text_of(scalar: bool | int | float | str) -> str:
    """Return a scalar as Terraform converts it to a text."""
    if isinstance(scalar, bool):
        return "true" if scalar else "false"
    if isinstance(scalar, float) and scalar.is_integer():
        return str(int(scalar))
    return str(scalar)


def _labelled(value: Value[Any]) -> tuple[Hop, ...]:
    return tuple(replace(hop, label=hop.label or PLANNED) for hop in value.provenance[:1])
