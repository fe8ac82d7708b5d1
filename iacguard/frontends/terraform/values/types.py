"""Terraform's types."""

from __future__ import annotations

from collections.abc import Mapping
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

    open: bool = False
    """Of a resource's object: it has attributes besides these, which only its schema tells."""


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
