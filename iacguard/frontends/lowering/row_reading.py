"""Reading the rows of a field table out of resolved attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.exhaustive import assert_never
from ...core.value import Absent, Hop, Known, Origin, Unknown, Value
from .derived_attributes import derive
from .fields import (
    NO_DEFAULT,
    AttributeTemplate,
    Derived,
    Kind,
    Never,
    NotExpressible,
    Row,
    Structure,
)

Attributes = Mapping[str, Value[Any]]


def read_rows(
    rows: tuple[Row, ...],
    attributes: Attributes,
    here: tuple[Hop, ...],
    address: str = "",
    derived: Mapping[str, AttributeTemplate] | None = None,
) -> dict[str, Value[Any]]:
    """Return each row's value by the name of its field.

    `here` is the header of the block: the place of what is absent.
    """
    values: dict[str, Value[Any]] = {}
    for row in rows:
        match row.path:
            case NotExpressible(reason=reason):
                value: Value[Any] = Unknown(here, reason)
            case Never(value=fixed):
                value = Known(fixed, here, Origin.DEFAULT)
            case Derived(attribute=attribute):
                value = derive((derived or {})[attribute], address, attributes, here)
            case path:
                value = _converted(at_path(attributes, path, here), row.read)
        if row.transform is not None:
            value = row.transform(value)
        if row.unless is not None:
            before = read_rows((row.unless,), attributes, here, address, derived)[row.field]
            value = value if isinstance(before, Absent) else before
        if isinstance(value, Absent) and row.instead is not None:
            other = read_rows((row.instead,), attributes, here, address, derived)
            value = value if isinstance(other[row.field], Absent) else other[row.field]
        if isinstance(value, Absent) and row.default is not NO_DEFAULT:
            value = Known(row.default, value.provenance, Origin.DEFAULT)
        values[row.field] = value
    return values


def at_path(attributes: Attributes, path: str, here: tuple[Hop, ...]) -> Value[Any]:
    """Return the value at a dotted path; lists of blocks on the way are read at their first."""
    if not path:
        return Known(attributes, here)
    *outer, last = path.split(".")
    for name in outer:
        inner = first_map(attributes.get(name, Absent(here)))
        if not isinstance(inner, Known):
            return inner
        attributes, here = inner.value, inner.provenance[:1] or here
    value = attributes.get(last)
    if value is None or (isinstance(value, Absent) and not value.provenance):
        return Absent(here)
    return value


def first_map(value: Value[Any]) -> Value[Attributes]:
    """Return the only block of a list of blocks, or the map itself."""
    match value:
        case Known(value=tuple() as elements):
            return first_map(elements[0]) if elements else Absent(value.provenance)
        case Known(value=Mapping()) | Absent() | Unknown():
            return value
        case Known():
            return Unknown(value.provenance, "expected a block here")
        case _:
            assert_never(value)


def elements_of(value: Value[Any]) -> tuple[Value[Any], ...]:
    """Return the elements that a list, or a value standing for a list of one, certainly has."""
    match value:
        case Known(value=tuple() as elements) | Unknown(elements=elements):
            return elements
        case Known():
            return (value,)
        case Absent():
            return ()
        case _:
            assert_never(value)


def as_bool(value: Value[Any]) -> Value[bool]:
    """Return a boolean, also from the words "true" and "false"."""
    match value:
        case Known(value=bool()) | Absent() | Unknown():
            return value
        case Known(value=str() as word) if word.lower() in ("true", "false"):
            return _same_place(value, word.lower() == "true")
        case Known():
            return Unknown(value.provenance, "the value is not a boolean")
        case _:
            assert_never(value)


def as_flag(value: Value[Any]) -> Value[bool]:
    """Return a boolean, also from the texts that Terraform converts to one."""
    match value:
        case Known(value=str() as text) if text in _FLAGS:
            return _same_place(value, _FLAGS[text])
        case Known(value=str()):
            return Unknown(value.provenance, "the value is neither `true` nor `false`")
        case _:
            return as_bool(value)


_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def as_int(value: Value[Any]) -> Value[int]:
    """Return a whole number, also from its digits."""
    match value:
        case Absent() | Unknown():
            return value
        case Known(value=bool()):
            pass
        case Known(value=int()):
            return value
        case Known(value=float() as number) if number.is_integer():
            return _same_place(value, int(number))
        case Known(value=str() as digits) if digits.strip().isdecimal() and len(digits) < 20:
            return _same_place(value, int(digits))
        case Known():
            pass
        case _:
            assert_never(value)
    return Unknown(value.provenance, "the value is not a whole number")


def as_text(value: Value[Any]) -> Value[str]:
    """Return a text; a number or a boolean is written out, an empty text stays one."""
    match value:
        case Known(value=str()) | Absent() | Unknown():
            return value
        case Known(value=bool() as flag):
            return _same_place(value, "true" if flag else "false")
        case Known(value=int() | float() as number):
            return _same_place(value, str(number))
        case Known():
            return Unknown(value.provenance, "the value is not a string")
        case _:
            assert_never(value)


def as_texts(value: Value[Any]) -> Value[tuple[Value[str], ...]]:
    """Return a list of texts; one text stands for a list of one."""
    match value:
        case Known(value=tuple() as elements):
            return _same_place(value, tuple(map(as_text, elements)))
        case Known():
            return _same_place(value, (as_text(value),))
        case Absent() | Unknown():
            return value
        case _:
            assert_never(value)


def as_structures(value: Value[Any], structure: Structure) -> Value[tuple[Any, ...]]:
    """Return a list of nested structures; where one of them is not known, the others remain."""
    if isinstance(value, Absent):
        return value
    built: list[Known[Any]] = []
    doubt: Unknown | None = value if isinstance(value, Unknown) else None
    for element in elements_of(value):
        match element:
            case Known(value=Mapping() as attributes):
                fields = read_rows(structure.rows, attributes, element.provenance[:1])
                part = structure.build(provenance=element.provenance, **fields)
                built.append(Known(part, element.provenance))
            case Known():
                if doubt is None:
                    doubt = Unknown(element.provenance, "expected a block here")
            case Unknown():
                doubt = element if doubt is None else doubt
            case Absent():
                pass
            case _:
                assert_never(element)
    if doubt is not None:
        return Unknown(doubt.provenance, doubt.reason, doubt.never_null, elements=tuple(built))
    return Known(tuple(known.value for known in built), value.provenance)


def _converted(value: Value[Any], read: Kind | Structure) -> Value[Any]:
    if isinstance(read, Structure):
        return as_structures(value, read)
    match read:
        case Kind.BOOL:
            return as_bool(value)
        case Kind.FLAG:
            return as_flag(value)
        case Kind.INT:
            return as_int(value)
        case Kind.TEXT:
            return as_text(value)
        case Kind.TEXTS:
            return as_texts(value)
        case Kind.DATA:
            return value
        case _:
            assert_never(read)


def _same_place(value: Known[Any], content: Any) -> Known[Any]:  # noqa: ANN401 - any field
    return Known(content, value.provenance, value.origin)
