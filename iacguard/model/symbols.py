"""Replacing the symbols of a model: to settle one, or to tell those of two scopes apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeAlias, TypeVar

from ..core.text import normal
from ..core.value import Absent, Hop, Known, Part, Symbol, Unknown
from .order import Order

T = TypeVar("T")

Replacement: TypeAlias = "Callable[[Symbol], Part]"


def with_symbols(content: T, replacement: Replacement) -> T:
    """Return a model, entity or value in which every symbol is replaced.

    A text of which nothing is left open becomes known. The depth is that of the model and of the
    policy documents in it, which the front ends bound.
    """
    replaced: T = _replaced(content, replacement)
    return replaced


def _replaced(content: Any, replacement: Replacement) -> Any:  # noqa: ANN401 - any part of a model
    match content:
        case Known():
            value = _replaced(content.value, replacement)
            encodes = _replaced(content.encodes, replacement)
            return replace(content, value=value, encodes=encodes)
        case Unknown():
            return _replaced_unknown(content, replacement)
        case Absent() | Hop() | Order() | str() | bool() | int() | float() | None:
            return content
        case tuple():
            return tuple(_replaced(element, replacement) for element in content)
        case Mapping():
            return {key: _replaced(value, replacement) for key, value in content.items()}
        case _ if is_dataclass(content) and not isinstance(content, type):
            changes = {
                field.name: _replaced(getattr(content, field.name), replacement)
                for field in fields(content)
                if field.init
            }
            return replace(content, **changes)
        case _:
            return content


def _replaced_unknown(value: Unknown, replacement: Replacement) -> Known[str] | Unknown:
    encodes = _replaced(value.encodes, replacement)
    parts = normal(replacement(part) if isinstance(part, Symbol) else part for part in value.parts)
    if parts and all(isinstance(part, str) for part in parts):
        return Known("".join(map(str, parts)), value.provenance, encodes=encodes)
    elements = tuple(_replaced(element, replacement) for element in value.elements)
    choices = tuple(_replaced(choice, replacement) for choice in value.choices)
    return replace(value, parts=parts, elements=elements, encodes=encodes, choices=choices)
