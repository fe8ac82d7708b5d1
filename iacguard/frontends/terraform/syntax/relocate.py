"""Moves a tree that was read from a part of a text to its place in the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from .nodes import Expression, Node


def relocate(expression: Expression, offset: Callable[[int], int]) -> Expression:
    """Return an expression with the offsets of all nodes in it moved."""
    nodes: list[Node] = []
    waiting: list[Node] = [expression]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        waiting.extend(_children(node))
    moved: dict[int, Any] = {}
    # What is in a node stands behind it.
    for node in reversed(nodes):
        changes: dict[str, Any] = {"start": offset(node.start), "end": offset(node.end)}
        for field in fields(node):
            value = getattr(node, field.name)
            if isinstance(value, Node | tuple):
                changes[field.name] = _exchanged(value, moved)
        moved[id(node)] = replace(node, **changes)
    result: Expression = moved[id(expression)]
    return result


def _children(node: Node) -> Iterator[Node]:
    for field in fields(node):
        yield from _nodes_in(getattr(node, field.name))


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _nodes_in(one)


def _exchanged(value: object, moved: Mapping[int, Any]) -> object:
    if isinstance(value, tuple):
        return tuple(_exchanged(one, moved) for one in value)
    return moved[id(value)] if isinstance(value, Node) else value
