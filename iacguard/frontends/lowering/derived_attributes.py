"""Attributes of a resource that follow from what is written: its ARN, its name, its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...core.exhaustive import assert_never
from ...core.text import parts_of, text_value
from ...core.value import Absent, Hole, Hop, Known, Part, Symbol, Unknown, Value
from .fields import AttributeTemplate, Own


def derive(
    template: AttributeTemplate,
    address: str,
    attributes: Mapping[str, Value[Any]],
    provenance: tuple[Hop, ...],
) -> Value[str]:
    """Return the text that a template makes of a resource's own attributes.

    What only the service knows becomes a symbol named for the resource, so that two references
    to one attribute are equal.
    """
    parts: list[Part] = []
    written: tuple[Hop, ...] = ()
    for piece in template:
        if not isinstance(piece, Own):
            parts.append(piece)
            continue
        value = attributes.get(piece.attribute)
        if piece.default is not None and (value is None or isinstance(value, Absent)):
            parts.append(piece.default)
            continue
        parts.extend(own_parts(value, f"{address}.{piece.attribute}", piece.excludes))
        if value is not None and not written:
            written = value.provenance
    reason = f"{address} is not deployed yet"
    return text_value(parts, (*provenance, *written), reason)


def with_replaced(template: AttributeTemplate, symbols: Mapping[Symbol, Part]) -> AttributeTemplate:
    """Return a template in which these symbols are replaced."""
    return tuple(
        symbols.get(piece, piece) if isinstance(piece, Symbol) else piece for piece in template
    )


def own_parts(value: Value[Any] | None, name: str, excludes: str = "") -> tuple[Part, ...]:
    """Return an attribute's text, with a symbol of this name for what is not known of it.

    What the service forbids in the attribute is in no piece of it, or it is not deployed. No name
    and no id is empty: a provider makes one where an empty one is written.
    """
    generated = Symbol(name, excludes=excludes, never_empty=True)
    match value:
        case Known(value=""):
            return (generated,)
        case Known(value=str()) | Unknown(parts=(_, *_)):
            parts = parts_of(value) or ()
            if len(parts) == 1 and isinstance(parts[0], Hole):
                return (generated,)
            return tuple(
                _own_part(part, f"{name}[{index}]", excludes) for index, part in enumerate(parts)
            )
        case Known(value=bool() | int() | float()):
            return (str(value.value),)
        case _:
            return (generated,)


def _own_part(part: Part, name: str, excludes: str) -> Part:
    match part:
        case str():
            return part
        case Hole():
            return Symbol(name, part.excludes + excludes)
        case Symbol():
            return replace(part, excludes=part.excludes + excludes)
        case _:
            assert_never(part)
