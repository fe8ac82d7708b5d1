"""The tree of a JSON text: every value and every key knows where it is written.

NOTE: The nodes are named tuples, not dataclasses: one is made in half the time, and a plan has
millions of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from .json_reader import JsonError, read

_Built = TypeVar("_Built")

_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)
_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class JsonText(NamedTuple):
    """A string; its offsets include the quotes."""

    start: int
    end: int
    written: str
    """What stands between the quotes."""

    @property
    def text(self) -> str:
        """The characters that it stands for."""
        return unescaped(self.written)


class JsonScalar(NamedTuple):
    """``true``, ``false``, ``null``, or a number as it is written."""

    start: int
    end: int
    value: bool | None = None
    number: str = ""


class JsonArray(NamedTuple):
    """``[ … ]``."""

    start: int
    end: int
    elements: tuple[JsonValue, ...]


class JsonObject(NamedTuple):
    """``{ … }``; a key may stand in it more than once."""

    start: int
    end: int
    members: tuple[tuple[JsonText, JsonValue], ...]


JsonValue: TypeAlias = "JsonText | JsonScalar | JsonArray | JsonObject"


def read_tree(text: str, nesting: int, start: int = 0, end: int | None = None) -> JsonValue:
    """Return the value that a text, or a stretch of it, holds; raise `JsonError` if it is no JSON.

    Offsets are those of the text.
    """
    tree = _Tree()
    read(text, tree, nesting, start, end)
    return tree.values[0]


def fold(root: JsonValue, build: Callable[[JsonValue, Sequence[_Built]], _Built]) -> _Built:
    """Return what is built of a value, given what was built of the values in it, in order."""
    waiting: list[JsonValue] = [root]
    outer_first: list[tuple[JsonValue, int]] = []
    while waiting:
        value = waiting.pop()
        inner = _inner(value)
        outer_first.append((value, len(inner)))
        waiting += inner
    built: list[_Built] = []
    for value, count in reversed(outer_first):
        first = len(built) - count
        built[first:] = [build(value, built[first:])]
    return built[0]


def _inner(value: JsonValue) -> Sequence[JsonValue]:
    if isinstance(value, JsonArray):
        return value.elements
    if isinstance(value, JsonObject):
        return [member for _, member in value.members]
    return ()


def unescaped(written: str) -> str:
    """Return the characters that a string stands for; half of a surrogate pair is U+FFFD."""
    return written if "\\" not in written else _ESCAPE.sub(_character, written)


def unescaped_places(written: str) -> tuple[str, list[int] | None]:
    """Return a string's characters and where each is written, when that is not one to one."""
    if "\\" not in written:
        return written, None
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for found in _ESCAPE.finditer(written):
        pieces.append(written[position : found.start()])
        offsets.extend(range(position, found.start() + 1))
        pieces.append(_character(found))
        position = found.end()
    pieces.append(written[position:])
    offsets.extend(range(position, len(written) + 1))
    return "".join(pieces), offsets


def _character(found: re.Match[str]) -> str:
    escape = found[0]
    if escape[1] != "u":
        return _SIMPLE.get(escape[1], escape[1])
    code = int(escape[2:6], 16)
    if len(escape) > 6:
        code = 0x10000 + ((code - 0xD800) << 10) + int(escape[8:], 16) - 0xDC00
    # No text file can hold half of a surrogate pair; AWS and Terraform read it as U+FFFD, too.
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


class _Tree:
    """Builds a tree of what a reader is told."""

    def __init__(self) -> None:
        self.values: list[JsonValue] = []
        """Of the innermost open array or object."""

        self._keys: list[JsonText] | None = None
        self._start = 0
        self._outer: list[tuple[int, list[JsonText] | None, list[JsonValue]]] = []

    def open(self, start: int, is_object: bool) -> None:
        self._outer.append((self._start, self._keys, self.values))
        self._start, self._keys, self.values = start, [] if is_object else None, []

    def close(self, end: int) -> None:
        value: JsonValue
        if self._keys is None:
            value = JsonArray(self._start, end, tuple(self.values))
        else:
            value = JsonObject(self._start, end, tuple(zip(self._keys, self.values)))
        self._start, self._keys, self.values = self._outer.pop()
        self.values.append(value)

    def key(self, written: str, start: int, end: int) -> None:
        assert self._keys is not None
        self._keys.append(JsonText(start, end, written))

    def text(self, written: str, start: int, end: int) -> None:
        self.values.append(JsonText(start, end, written))

    def number(self, written: str, start: int, end: int) -> None:
        self.values.append(JsonScalar(start, end, number=written))

    def word(self, written: str, start: int, end: int) -> None:
        self.values.append(JsonScalar(start, end, _WORDS[written]))

    def pass_over(self, error: JsonError) -> None:
        raise error
