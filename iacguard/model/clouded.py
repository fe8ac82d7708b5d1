"""An entity as it may be, where what is written about it is not wholly modelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from .entity import Entity
from .unmodelled import Unmodelled


def clouded(entity: Entity, kept: frozenset[str]) -> Entity:
    """Return an entity of which all that its unmodelled attributes may change is unknown.

    `kept` are the fields that no such attribute changes: what every entity has in common, and the
    names that others know it by.
    """
    changes: dict[str, Any] = {}
    for one in entity.unmodelled:
        for name in _fields(entity, one, kept):
            value = getattr(entity, name)
            changes[name] = one.instead.get(name, value) if isinstance(value, tuple) else one.doubt
    return replace(entity, **changes)


def _fields(entity: Entity, one: Unmodelled, kept: frozenset[str]) -> Iterator[str]:
    for each in fields(entity):
        if each.name not in kept and (not one.fields or each.name in one.fields):
            yield each.name
