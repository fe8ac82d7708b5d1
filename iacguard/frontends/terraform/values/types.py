"""Terraform's types, and the type that several values have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from ....core.exhaustive import assert_never


class Primitive(Enum):
    """The types without a structure."""

    STRING = "string"
    NUMBER = "number"
    BOOL = "bool"

    DYNAMIC = "dynamic"
    """The type of a literal null and of an unknown of which not even the type is known; as a
    constraint: ``any``."""


STRING = Primitive.STRING
NUMBER = Primitive.NUMBER
BOOL = Primitive.BOOL
DYNAMIC = Primitive.DYNAMIC


@dataclass(frozen=True, slots=True)
class ListType:
    """``list(element)``."""

    element: Type


@dataclass(frozen=True, slots=True)
class SetType:
    """``set(element)``."""

    element: Type


@dataclass(frozen=True, slots=True)
class MapType:
    """``map(element)``."""

    element: Type


@dataclass(frozen=True, slots=True)
class TupleType:
    """``tuple([…])``."""

    elements: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class ObjectType:
    """``object({…})``."""

    attributes: Mapping[str, Type]

    optional: frozenset[str] = field(default=frozenset(), compare=False)
    """In a constraint: attributes that need not be there, and are null then."""


Type: TypeAlias = "Primitive | ListType | SetType | MapType | TupleType | ObjectType"


def type_name(kind: Type) -> str:
    """Return a type as Terraform's messages name it: ``list of string``."""
    match kind:
        case Primitive():
            return kind.value
        case ListType():
            return f"list of {type_name(kind.element)}"
        case SetType():
            return f"set of {type_name(kind.element)}"
        case MapType():
            return f"map of {type_name(kind.element)}"
        case TupleType():
            return "tuple"
        case ObjectType():
            return "object"
        case _:
            assert_never(kind)


def unify(kinds: Iterable[Type]) -> Type | None:
    """Return the type that all of these convert to, as ``[…]`` in ``tolist`` does; or None.

    DYNAMIC among them makes the answer DYNAMIC: it is only known when that value is.
    """
    distinct: list[Type] = []
    for kind in kinds:
        if kind not in distinct:
            distinct.append(kind)
    if not distinct or DYNAMIC in distinct:
        return DYNAMIC
    if len(distinct) == 1:
        return distinct[0]
    if all(isinstance(kind, Primitive) for kind in distinct):
        # Numbers and booleans both become strings, and never each other.
        return STRING if STRING in distinct else None
    if all(isinstance(kind, MapType | ObjectType) for kind in distinct):
        return _unify_mappings(distinct)
    if all(isinstance(kind, ListType | SetType | TupleType) for kind in distinct):
        return _unify_sequences(distinct)
    return None


def _unify_mappings(kinds: Sequence[Type]) -> Type | None:
    objects = [kind for kind in kinds if isinstance(kind, ObjectType)]
    names = list(objects[0].attributes) if objects else []
    if len(objects) == len(kinds) and all(
        kind.attributes.keys() == objects[0].attributes.keys() for kind in objects
    ):
        attributes: dict[str, Type] = {}
        for name in names:
            common = unify(kind.attributes[name] for kind in objects)
            if common is None:
                return None
            attributes[name] = common
        return ObjectType(attributes)
    inner: list[Type] = []
    for kind in kinds:
        if isinstance(kind, ObjectType):
            inner.extend(kind.attributes.values())
        elif isinstance(kind, MapType):
            inner.append(kind.element)
    common = unify(inner)
    return None if common is None else MapType(common)


def _unify_sequences(kinds: Sequence[Type]) -> Type | None:
    tuples = [kind for kind in kinds if isinstance(kind, TupleType)]
    if len(tuples) == len(kinds) and len({len(kind.elements) for kind in tuples}) == 1:
        columns = [unify(column) for column in zip(*(kind.elements for kind in tuples))]
        known = tuple(column for column in columns if column is not None)
        return TupleType(known) if len(known) == len(columns) else None
    inner: list[Type] = []
    for kind in kinds:
        if isinstance(kind, TupleType):
            inner.extend(kind.elements)
        elif isinstance(kind, ListType | SetType):
            inner.append(kind.element)
    common = unify(inner)
    if common is None:
        return None
    if any(isinstance(kind, ListType | TupleType) for kind in kinds):
        return ListType(common)
    return SetType(common)
