"""The bodies of blocks: attributes, nested blocks and dynamic blocks, evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from ....core.source import Source
from ..expressions.environment import Environment
from ..expressions.references import iterator_name
from ..expressions.traverse import pairs
from ..syntax.nodes import BlockSyntax, Expression
from ..values.types import DYNAMIC, ListType
from ..values.values import (
    EvaluationError,
    TerraformValue,
    Trace,
    Unknownness,
    object_value,
    resource_value,
    tuple_value,
    unknown,
    with_place,
)
from .configuration import WrittenAttribute, WrittenBlock

META_ARGUMENTS = frozenset({"count", "for_each", "provider", "providers", "depends_on"})
"""Arguments that Terraform itself takes; the resource type does not see them."""

META_BLOCKS = frozenset({"lifecycle", "provisioner", "connection"})

Evaluate: TypeAlias = "Callable[[Expression, Environment], TerraformValue]"
"""Evaluates an attribute; an error becomes a diagnostic and an unknown value."""


@dataclass(frozen=True, slots=True)
class _Nested:
    """What is known of the nested blocks of one type."""

    certain: tuple[TerraformValue, ...] = ()
    cause: TerraformValue | None = None
    """The unknown that decides how many more there are."""


@dataclass(frozen=True, slots=True)
class _BlockAddress:
    """Where nested blocks of a type stand in a resource; empty where that is of no use."""

    written: str
    start: int
    """How many such blocks stand before."""

    @property
    def first(self) -> str:
        """The address of the first one."""
        return self.at(0)

    def at(self, position: int) -> str:
        """Return the address of the one at a position."""
        return f"{self.written}[{self.start + position}]" if self.written else ""


def evaluate_body(
    attributes: Mapping[str, WrittenAttribute],
    blocks: Iterable[WrittenBlock],
    environment: Environment,
    evaluate: Evaluate,
    address: str = "",
) -> dict[str, TerraformValue]:
    """Return the attributes of a body by name; the nested blocks of a type are one list.

    `address` is that of the resource: what is not written in its nested blocks may be known only
    after it is deployed.
    """
    entries: dict[str, TerraformValue] = {}
    for name, written in attributes.items():
        expression = written.attribute.expression
        here = environment
        if here.source is not written.source:
            here = replace(environment, source=written.source)
        value = evaluate(expression, here)
        place = Trace(written.source, expression.start, expression.end, "", value.place)
        entries[name] = with_place(value, place)
    nested: dict[str, _Nested] = {}
    for inner in blocks:
        is_dynamic = inner.block.type == "dynamic" and bool(inner.block.labels)
        kind = inner.block.labels[0] if is_dynamic else inner.block.type
        so_far = nested.get(kind, _Nested())
        within = _BlockAddress(address and f"{address}.{kind}", len(so_far.certain))
        if is_dynamic:
            more = _dynamic(inner, environment, evaluate, within)
        else:
            more = _Nested((_one(inner.block, inner.source, environment, evaluate, within.first),))
        nested[kind] = _Nested((*so_far.certain, *more.certain), so_far.cause or more.cause)
    for kind, found in nested.items():
        entries[kind] = _list_of_blocks(found)
    return entries


def _one(
    block: BlockSyntax,
    source: Source,
    environment: Environment,
    evaluate: Evaluate,
    address: str,
) -> TerraformValue:
    """Return one nested block as an object; its place is its header."""
    entries = evaluate_body(
        {
            name: WrittenAttribute(attribute, source)
            for name, attribute in block.body.attributes.items()
        },
        [WrittenBlock(inner, source) for inner in block.body.blocks],
        environment,
        evaluate,
        address,
    )
    place = Trace(source, block.start, block.header_end, "")
    return resource_value(entries, address, place)


def _dynamic(
    written: WrittenBlock, environment: Environment, evaluate: Evaluate, address: _BlockAddress
) -> _Nested:
    """Return the blocks that a ``dynamic`` block generates."""
    block, source = written.block, written.source
    environment = replace(environment, source=source)
    for_each = block.body.attributes.get("for_each")
    content = next((inner for inner in block.body.blocks if inner.type == "content"), None)
    if for_each is None or content is None:
        place = Trace(source, block.start, block.header_end, "")
        cause = unknown("a dynamic block needs `for_each` and `content`")
        return _Nested(cause=with_place(cause, place))
    collection = evaluate(for_each.expression, environment)
    place = Trace(source, for_each.expression.start, for_each.expression.end, "", collection.place)
    if collection.unknown is not None:
        return _Nested(cause=with_place(collection, place))
    if collection.is_null:
        return _Nested(cause=with_place(unknown("`for_each` is null"), place))
    name = iterator_name(block)
    try:
        elements = list(pairs(collection))
    except EvaluationError as error:
        return _Nested(cause=with_place(unknown(error.summary), place))
    header = Trace(source, block.start, block.header_end, "")
    generated = []
    for position, (key, element) in enumerate(elements):
        each = object_value({"key": key, "value": element})
        inner = environment.bound({name: each})
        one = _one(content, source, inner, evaluate, address.at(position))
        generated.append(with_place(one, header))
    return _Nested(tuple(generated))


def _list_of_blocks(found: _Nested) -> TerraformValue:
    if found.cause is None:
        place = found.certain[0].place if found.certain else None
        return with_place(tuple_value(found.certain), place)
    details = Unknownness(
        reason=found.cause.reason,
        never_null=True,
        minimum_length=len(found.certain),
        elements=found.certain,
    )
    return TerraformValue(ListType(DYNAMIC), None, details, place=found.cause.place)
