"""Conversion of values to types, as Terraform converts arguments, and to the core's values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from ....core.exhaustive import assert_never
from .equality import set_value
from .numbers import number_text as number_text
from .numbers import parse_number as parse_number
from .types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    Primitive,
    SetType,
    TupleType,
    Type,
    type_name,
)
from .unification import convertible, inner_types, unify
from .values import (
    EvaluationError,
    LimitError,
    TerraformValue,
    Unknownness,
    boolean,
    generated,
    list_value,
    map_value,
    null,
    number,
    object_value,
    string,
    tuple_value,
    with_marks,
)

_WORDS = {"true": True, "1": True, "false": False, "0": False}


def convert(value: TerraformValue, kind: Type) -> TerraformValue:
    """Return a value as one of the type; raise EvaluationError where Terraform does.

    DYNAMIC stands for any type. Marks and places stay.
    """
    if kind is DYNAMIC or (isinstance(kind, Primitive) and value.type is kind):
        return value
    if isinstance(kind, ObjectType) and kind.open and value.type == kind:
        return value
    if value.unknown is not None:
        return _unknown_as(value, kind)
    if value.content is None:
        return replace(value, type=_without_any(kind))
    converted = _convert_known(value, kind)
    if converted is value:
        return value
    sensitive = value.sensitive or converted.sensitive
    return with_marks(converted, value.place, sensitive, value.encodes)


def _convert_known(value: TerraformValue, kind: Type) -> TerraformValue:
    match kind:
        case Primitive():
            return _to_primitive(value, kind)
        case ListType() | SetType():
            return _to_sequence(value, kind)
        case MapType():
            return _to_map(value, kind)
        case TupleType():
            return _to_tuple(value, kind)
        case ObjectType():
            return _to_object(value, kind)
        case _:
            assert_never(kind)


def _to_primitive(value: TerraformValue, kind: Primitive) -> TerraformValue:
    content = value.content
    if kind is STRING and isinstance(content, bool):
        return string("true" if content else "false")
    if kind is STRING and isinstance(content, int | Fraction):
        return string(number_text(content))
    if kind is NUMBER and isinstance(content, str):
        parsed = parse_number(content)
        if parsed is None:
            raise EvaluationError("a number is required")
        return number(parsed)
    if kind is BOOL and isinstance(content, str) and content in _WORDS:
        return boolean(_WORDS[content])
    if kind is BOOL and isinstance(content, str) and content.lower() in ("true", "false"):
        raise EvaluationError(
            f'a bool is required; to convert from string, use lowercase "{content.lower()}"'
        )
    raise _required(kind)


def _to_sequence(value: TerraformValue, kind: ListType | SetType) -> TerraformValue:
    if not isinstance(value.content, tuple):
        raise _required(kind)
    elements = value.content
    wanted = kind.element
    open_one = next((e for e in elements if e.unknown is not None), None)
    if open_one is not None and isinstance(value.type, SetType) and isinstance(kind, ListType):
        # Elements of a set that turn out to be equal are one.
        details = Unknownness(reason=open_one.reason, never_null=True, minimum_length=1)
        return TerraformValue(_without_any(ListType(value.type.element)), None, details)
    if _has_any(wanted):
        wanted = _common(wanted, elements, kind)
    converted = [_inner_convert(element, wanted, "element") for element in elements]
    if isinstance(kind, ListType):
        return list_value(wanted, converted)
    return set_value(wanted, converted)


def _to_map(value: TerraformValue, kind: MapType) -> TerraformValue:
    if not isinstance(value.content, dict):
        raise _required(kind)
    wanted = kind.element
    if _has_any(wanted):
        wanted = _common(wanted, value.content.values(), kind)
    return map_value(
        wanted,
        {
            key: _inner_convert(entry, wanted, f'element "{key}"')
            for key, entry in value.content.items()
        },
    )


def _to_tuple(value: TerraformValue, kind: TupleType) -> TerraformValue:
    content = value.content if isinstance(value.type, TupleType) else None
    if not isinstance(content, tuple) or len(content) != len(kind.elements):
        raise _required(kind)
    return tuple_value(map(convert, content, kind.elements))


def _to_object(value: TerraformValue, kind: ObjectType) -> TerraformValue:
    if not isinstance(value.content, dict):
        raise _required(kind)
    entries: dict[str, TerraformValue] = {}
    for name, wanted in kind.attributes.items():
        if name in value.content:
            entries[name] = _inner_convert(value.content[name], wanted, f'attribute "{name}"')
        elif value.address:
            entries[name] = _unknown_as(generated(value, name), wanted)
        elif name in kind.optional:
            entries[name] = null(_without_any(wanted))
        else:
            raise EvaluationError(f'attribute "{name}" is required')
    return object_value(entries)


def _inner_convert(value: TerraformValue, kind: Type, where: str) -> TerraformValue:
    try:
        return convert(value, kind)
    except LimitError:
        raise
    except EvaluationError as error:
        raise EvaluationError(f"{where}: {error.summary}") from error


def _common(wanted: Type, elements: Iterable[TerraformValue], kind: Type) -> Type:
    """Return the one type that ``any`` stands for in a collection of these elements."""
    common = unify([element.type for element in elements])
    if common is None:
        raise EvaluationError(
            f"all elements of a {type_name(kind).split(' ')[0]} must have the same type"
        )
    return common if wanted is DYNAMIC else wanted


def _unknown_as(value: TerraformValue, kind: Type) -> TerraformValue:
    known = value.unknown
    assert known is not None
    if value.type == kind:
        return value
    if not convertible(value.type, kind):
        raise _required(kind)
    if value.type is DYNAMIC or kind is STRING:
        return replace(value, type=_without_any(kind), unknown=known)
    details = Unknownness(
        reason=known.reason,
        never_null=known.never_null,
        minimum_length=0 if isinstance(kind, SetType) else known.minimum_length,
        maximum_length=known.maximum_length,
    )
    return replace(value, type=_without_any(kind), unknown=details, encodes=None)


def _required(kind: Type) -> EvaluationError:
    name = type_name(kind)
    return EvaluationError(f"{'an' if name == 'object' else 'a'} {name} is required")


def _has_any(kind: Type) -> bool:
    return kind is DYNAMIC or any(map(_has_any, inner_types(kind)))


def _without_any(kind: Type) -> Type:
    """Return the type without its marks for optional attributes."""
    match kind:
        case ObjectType():
            attributes = {name: _without_any(each) for name, each in kind.attributes.items()}
            return ObjectType(attributes, open=kind.open)
        case ListType() | SetType() | MapType():
            return type(kind)(_without_any(kind.element))
        case TupleType():
            return TupleType(tuple(map(_without_any, kind.elements)))
        case _:
            return kind
