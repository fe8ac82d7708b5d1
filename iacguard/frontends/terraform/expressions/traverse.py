"""Reaching into values: attributes, indexes, splats, and what a loop iterates over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ....core.value import Symbol
from ..values.convert import convert
from ..values.types import (
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
from ..values.values import (
    EvaluationError,
    TerraformValue,
    Trace,
    generated,
    number,
    string,
    unknown,
    with_place,
    with_sensitive,
)

_NO_ELEMENT = "the given key does not identify an element in this collection value"


def attribute(value: TerraformValue, name: str) -> TerraformValue:
    """Return ``value.name``."""
    if value.unknown is not None:
        return _of_unknown(value, _attribute_type(value.type, name), f".{name}")
    if value.content is None:
        raise EvaluationError("this value is null, so it does not have any attributes")
    content = value.content
    if isinstance(content, dict):
        if name in content:
            return _inner(value, content[name], f".{name}")
        if value.address:
            return generated(value, name)
        if isinstance(value.type, MapType):
            raise EvaluationError(f"this map does not have an element with the key `{name}`")
        raise EvaluationError(f"this object does not have an attribute named `{name}`")
    if isinstance(content, tuple) and name.isdecimal():
        return index(value, number(int(name[:9])))
    raise EvaluationError(
        f"this value does not have any attributes; it is a {type_name(value.type)}"
    )


def index(value: TerraformValue, key: TerraformValue) -> TerraformValue:
    """Return ``value[key]``."""
    if value.is_null:
        raise EvaluationError("this value is null, so it does not have any indices")
    if key.is_null:
        raise EvaluationError("a null value cannot be used as an index")
    if (isinstance(value.type, Primitive) and value.type is not DYNAMIC) or isinstance(
        value.type, SetType
    ):
        raise EvaluationError("this value does not have any indices")
    if key.unknown is not None:
        result = unknown(key.reason, _element_type(value.type), like=key)
        return with_sensitive(result) if value.sensitive else result
    if value.unknown is not None:
        if key.sensitive:
            # An identity would tell the key.
            return with_sensitive(unknown(value.reason, _element_type(value.type), like=value))
        step = f'["{key.content}"]' if key.type is STRING else f"[{key.content}]"
        return _of_unknown(value, _element_type(value.type), step)
    if isinstance(value.content, dict):
        name = convert(key, STRING).text
        if name in value.content:
            return _inner(value, value.content[name], _step(key, f'"{name}"'), key)
        if value.address:
            return generated(value, name)
        raise EvaluationError(_NO_ELEMENT)
    if isinstance(value.content, tuple) and not isinstance(value.type, SetType):
        position = convert(key, NUMBER).number
        if isinstance(position, int) and 0 <= position < len(value.content):
            return _inner(value, value.content[position], _step(key, str(position)), key)
        raise EvaluationError(_NO_ELEMENT)
    raise EvaluationError("this value does not have any indices")


def splat_elements(value: TerraformValue) -> tuple[TerraformValue, ...] | TerraformValue:
    """Return what a splat goes through; or the unknown value that it makes unknown."""
    if value.unknown is not None:
        one = isinstance(value.type, Primitive) and value.type is not DYNAMIC
        return (value,) if one and value.unknown.never_null else value
    if value.content is None:
        return ()
    if isinstance(value.content, tuple):
        return tuple(
            _inner(value, element, f"[{position}]")
            for position, element in enumerate(value.content)
        )
    return (value,)


def check_iterable(value: TerraformValue) -> None:
    """Raise EvaluationError for a value that no loop goes through, known or not."""
    if value.is_null:
        raise EvaluationError("a null value cannot be iterated over")
    if isinstance(value.type, Primitive) and value.type is not DYNAMIC:
        raise EvaluationError(f"a {type_name(value.type)} cannot be iterated over")


def pairs(value: TerraformValue) -> Iterator[tuple[TerraformValue, TerraformValue]]:
    """Yield the keys and values that a loop over a known value goes through."""
    content = value.content
    if isinstance(content, tuple):
        is_set = isinstance(value.type, SetType)
        for position, element in enumerate(content):
            inner = _inner(value, element, f"[{position}]")
            yield (inner if is_set else number(position)), inner
    elif isinstance(content, dict):
        for name, entry in content.items():
            yield string(name), _inner(value, entry, f'["{name}"]')
    else:
        raise EvaluationError(f"a {type_name(value.type)} cannot be iterated over")


def _step(key: TerraformValue, written: str) -> str:
    return "[…]" if key.sensitive else f"[{written}]"


def _inner(
    outer: TerraformValue, value: TerraformValue, step: str, key: TerraformValue | None = None
) -> TerraformValue:
    """Return a value out of a container, with the container's mark and a telling place."""
    if outer.sensitive or (key is not None and key.sensitive):
        value = with_sensitive(value)
    place = outer.place
    if place is None:
        return value
    if value.place is None:
        return with_place(value, place)
    if value.place.label or not place.label:
        return value
    own = value.place
    label = place.label + step if len(place.label) < 200 else place.label
    return with_place(value, Trace(own.source, own.start, own.end, label, own.behind))


def _of_unknown(value: TerraformValue, kind: Type, step: str) -> TerraformValue:
    """Return a part of an unknown value; it has an identity when the whole has one."""
    parts = value.parts
    symbols: tuple[Symbol, ...] = ()
    if len(parts) == 1 and isinstance(parts[0], Symbol) and len(parts[0].name) < 400:
        symbols = (Symbol(parts[0].name + step),)
    result = unknown(value.reason, kind, parts=symbols, like=value)
    return replace(result, sensitive=True) if value.sensitive else result


def _attribute_type(kind: Type, name: str) -> Type:
    match kind:
        case ObjectType():
            if name not in kind.attributes:
                if kind.open:
                    return DYNAMIC
                raise EvaluationError(f"this object does not have an attribute named `{name}`")
            return kind.attributes[name]
        case MapType():
            return kind.element
        case ListType() | TupleType() if name.isdecimal():
            return _element_type(kind)
        case _ if kind is DYNAMIC:
            return DYNAMIC
        case _:
            raise EvaluationError("this value does not have any attributes")


def _element_type(kind: Type) -> Type:
    return kind.element if isinstance(kind, ListType | MapType) else DYNAMIC
