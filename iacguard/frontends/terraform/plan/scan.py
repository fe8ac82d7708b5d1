"""Finds its way through a large JSON text without reading what nobody asks for.

A plan can be two hundred megabytes, of which a few resources matter. Whatever lies beside them is
passed over by counting brackets: in one linear pass, without recursion and without a tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..syntax.rejection import RejectionError

_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SCALAR = re.compile(r"[-+.0-9A-Za-z]+")

# Everything up to the next bracket, strings whole; bounded, so that a long run of strings costs
# no long list of places to come back to.
_TO_BRACKET = re.compile(
    r'[^"\[\]{}]*(?:"[^"\\]*(?:\\.[^"\\]*)*"[^"\[\]{}]*){0,1000}([\[\]{}]?)', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A JSON value that is found but not read."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Member:
    """A key of an object, and its value."""

    key: str
    """As written between the quotes; the keys of plans need no escapes."""

    place: Stretch
    """The key with its quotes."""

    value: Stretch


def value_at(text: str, position: int) -> Stretch:
    """Return where the value lies that begins at or after a position."""
    start = _blank(text, position)
    first = text[start : start + 1]
    if first and first in "{[":
        return Stretch(start, _bracket_end(text, start))
    found = (_STRING if first == '"' else _SCALAR).match(text, start)
    if found is None:
        raise _truncated(text) if not first or first == '"' else _unexpected(text, start)
    return Stretch(start, found.end())


def members(text: str, whole: Stretch) -> Iterator[Member]:
    """Yield the members of an object, in order."""
    position = _inside(text, whole, "{")
    while text[position : position + 1] != "}":
        found = _STRING.match(text, position)
        if found is None:
            raise _unexpected(text, position)
        colon = _blank(text, found.end())
        if text[colon : colon + 1] != ":":
            raise _unexpected(text, colon)
        value = value_at(text, colon + 1)
        yield Member(found[0][1:-1], Stretch(position, found.end()), value)
        position = _after_value(text, value.end, "}")


def elements(text: str, whole: Stretch) -> Iterator[Stretch]:
    """Yield the elements of an array, in order."""
    position = _inside(text, whole, "[")
    while text[position : position + 1] != "]":
        element = value_at(text, position)
        yield element
        position = _after_value(text, element.end, "]")


def is_object(text: str, whole: Stretch) -> bool:
    """Return whether a value is an object."""
    return text.startswith("{", whole.start)


def is_array(text: str, whole: Stretch) -> bool:
    """Return whether a value is an array."""
    return text.startswith("[", whole.start)


def _inside(text: str, whole: Stretch, opening: str) -> int:
    if not text.startswith(opening, whole.start):
        raise RejectionError(whole.start, whole.end, f"expected `{opening}`")
    return _blank(text, whole.start + 1)


def _after_value(text: str, position: int, closing: str) -> int:
    position = _blank(text, position)
    mark = text[position : position + 1]
    if mark == closing:
        return position
    if mark != ",":
        raise _unexpected(text, position)
    position = _blank(text, position + 1)
    if text[position : position + 1] == closing:
        raise _unexpected(text, position)
    return position


def _bracket_end(text: str, position: int) -> int:
    depth = 0
    while True:
        found = _TO_BRACKET.match(text, position)
        assert found is not None
        if found.end() == position:
            raise _truncated(text)
        position = found.end()
        if found[1]:
            depth += 1 if found[1] in "[{" else -1
            if depth == 0:
                return position


def _blank(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    assert found is not None
    return found.end()


def _truncated(text: str) -> RejectionError:
    return RejectionError(len(text), len(text), "the plan ends before its JSON does")


def _unexpected(text: str, position: int) -> RejectionError:
    if position >= len(text):
        return _truncated(text)
    shown = text[position : position + 1]
    return RejectionError(position, position + 1, f"`{shown}` is not expected in JSON here")
