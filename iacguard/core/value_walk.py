"""Every value in something that is made of values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from .source import SourceSpan
from .value import Absent, Hop, Known, Unknown, Value


def values_in(content: object) -> Iterator[Value[Any]]:
    """Yield each value in a model, an entity, a list or a value, outer ones before inner ones.

    Inner ones are the elements and entries of a value, the elements that are known of one that is
    not or that it may be, and the structure that a text encodes.
    """
    waiting: list[Any] = [content]
    while waiting:
        match waiting.pop():
            case Known() as known:
                yield known
                waiting += (known.value, known.encodes)
            case Unknown() as unknown:
                yield unknown
                waiting += (*unknown.elements, *unknown.choices, unknown.encodes)
            case Absent() as absent:
                yield absent
            case tuple() as several:
                waiting += several
            case Mapping() as entries:
                waiting += entries.values()
            case str() | bool() | int() | float() | None | Hop() | SourceSpan():
                pass
            case made if is_dataclass(made) and not isinstance(made, type):
                waiting += (getattr(made, field.name) for field in fields(made) if field.init)
            case _:
                pass
