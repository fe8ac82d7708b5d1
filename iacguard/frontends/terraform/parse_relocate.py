"""Moves a tree that was read from a part of a text to its place in the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, TypeVar

from .syntax import Node

N = TypeVar("N", bound=Node)


def relocate(node: N, offset: Callable[[int], int]) -> N:
    """Return a node with the offsets of all nodes in it moved.

    The depth of a tree is limited, and so is this recursion.
    """
    moved: dict[str, Any] = {"start": offset(node.start), "end": offset(node.end)}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node | tuple):
            moved[field.name] = _moved(value, offset)
    return replace(node, **moved)


def _moved(value: object, offset: Callable[[int], int]) -> object:
    if isinstance(value, Node):
        return relocate(value, offset)
    if isinstance(value, tuple):
        return tuple(_moved(one, offset) for one in value)
    return value
