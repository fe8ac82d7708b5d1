"""What is written about an entity that no field of the model holds.

A pass that rests on such an entity is no proof: the attribute may be what breaks it. So whatever
passes is judged once more on a model in which every field that the attribute may change is
unknown, and passes only if it passes there, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from ..core.value import Unknown

if TYPE_CHECKING:
    from .entity import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmodelled:
    """An attribute that is written, and that may change what the model says of an entity."""

    doubt: Unknown
    """Where it is written, and why it matters: what its fields are worth to a proof."""

    fields: frozenset[str] = frozenset()
    """The fields of the entity that it may change; every one where none is named."""

    instead: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """By tuple field: elements of unknown content, which may stand there as well."""


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
