"""Which types convert to which, and the type that several values have in common.

Terraform's own rules decide: https://github.com/zclconf/go-cty/blob/main/cty/convert/unify.go
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from ....core.exhaustive import assert_never
from .types import (
    DYNAMIC,
    STRING,
    ListType,
    MapType,
    ObjectType,
    Primitive,
    SetType,
    TupleType,
    Type,
)

_T = TypeVar("_T", bound=Type)


def unify(kinds: Iterable[Type]) -> Type | None:
    """Return the type that all of these convert to, or None.

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
    alike = _of_one_structure(distinct)
    if alike is not None:
        return alike
    if all(isinstance(kind, ObjectType | TupleType) for kind in distinct):
        return None
    for wanted in sorted(distinct, key=_preference):
        if all(convertible(kind, wanted) for kind in distinct):
            return wanted
    return None


def convertible(kind: Type, target: Type) -> bool:
    """Return whether some value of a type converts to the target type."""
    if target is DYNAMIC or kind is DYNAMIC or kind == target:
        return True
    match target:
        case Primitive():
            # A text may hold a number or a truth value; these two never become each other.
            return isinstance(kind, Primitive) and STRING in (kind, target)
        case ListType() | SetType():
            is_sequence = isinstance(kind, ListType | SetType | TupleType)
            return is_sequence and _elements_convert(kind, target.element)
        case MapType():
            return isinstance(kind, MapType | ObjectType) and _elements_convert(
                kind, target.element
            )
        case TupleType():
            if isinstance(kind, TupleType):
                return len(kind.elements) == len(target.elements) and all(
                    map(convertible, kind.elements, target.elements)
                )
            return False
        case ObjectType():
            if isinstance(kind, ObjectType):
                return all(
                    convertible(kind.attributes[name], wanted)
                    if name in kind.attributes
                    else kind.open or name in target.optional
                    for name, wanted in target.attributes.items()
                )
            return isinstance(kind, MapType) and all(
                convertible(kind.element, wanted) for wanted in target.attributes.values()
            )
        case _:
            assert_never(target)


def inner_types(kind: Type) -> tuple[Type, ...]:
    """Return the types of what a value of a type holds."""
    match kind:
        case Primitive():
            return ()
        case ListType() | SetType() | MapType():
            return (kind.element,)
        case TupleType():
            return kind.elements
        case ObjectType():
            return tuple(kind.attributes.values())
        case _:
            assert_never(kind)


def _elements_convert(kind: Type, element: Type) -> bool:
    inner = inner_types(kind)
    if element is DYNAMIC:
        return unify(inner) is not None
    return all(convertible(each, element) for each in inner)


def _preference(kind: Type) -> int:
    """Return where a type stands among those that others may become; the first is tried first."""
    match kind:
        case ListType() | MapType():
            return 0
        case TupleType() | ObjectType():
            return 1
        case SetType():
            return 2
        case Primitive():
            return 0 if kind is STRING else 3
        case _:
            assert_never(kind)


def _of_one_structure(kinds: Sequence[Type]) -> Type | None:
    """Return the type that types of one structure make up together, or None."""
    objects, tuples = _only(kinds, ObjectType), _only(kinds, TupleType)
    maps, lists, sets = _only(kinds, MapType), _only(kinds, ListType), _only(kinds, SetType)
    if any(kind.open for kind in objects) and len(maps) + len(objects) == len(kinds):
        return DYNAMIC
    if len(sets) == len(kinds):
        common = unify(kind.element for kind in sets)
        return None if common is None else SetType(common)
    if len(objects) == len(kinds):
        return _of_objects(objects)
    if len(tuples) == len(kinds):
        return _of_tuples(tuples)
    inner: list[Type] | None = None
    if maps and len(maps) + len(objects) == len(kinds):
        own = [each for kind in objects for each in kind.attributes.values()]
        inner = [*(kind.element for kind in maps), *own]
    elif lists and len(lists) + len(tuples) == len(kinds):
        own = [each for kind in tuples for each in kind.elements]
        inner = [*(kind.element for kind in lists), *own]
    common = unify(inner) if inner is not None else None
    if common is None or (common is DYNAMIC and own and unify(own) is None):
        return None
    return MapType(common) if maps else ListType(common)


def _only(kinds: Sequence[Type], wanted: type[_T]) -> list[_T]:
    return [kind for kind in kinds if isinstance(kind, wanted)]


def _of_objects(kinds: Sequence[ObjectType]) -> Type | None:
    first = kinds[0].attributes
    if any(kind.attributes.keys() != first.keys() for kind in kinds):
        common = unify(each for kind in kinds for each in kind.attributes.values())
        return None if common is None else MapType(common)
    attributes: dict[str, Type] = {}
    for name in first:
        one = unify(kind.attributes[name] for kind in kinds)
        if one is None:
            return None
        attributes[name] = one
    return ObjectType(attributes)


def _of_tuples(kinds: Sequence[TupleType]) -> Type | None:
    if len({len(kind.elements) for kind in kinds}) > 1:
        common = unify(each for kind in kinds for each in kind.elements)
        return None if common is None else ListType(common)
    columns = [unify(column) for column in zip(*(kind.elements for kind in kinds))]
    known = tuple(column for column in columns if column is not None)
    return TupleType(known) if len(known) == len(columns) else None
