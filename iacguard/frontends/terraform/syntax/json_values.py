"""JSON with offsets: every value and every key knows where it is written.

The scanner is linear and uses no recursion, so that depth is a number to compare and not a
stack to run out of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from .rejection import RejectionError

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<string>"[^"\\\x00-\x1f]*
                 (?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")
    | (?P<mark>[\[\]{},:])
    | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
    | (?P<word>[A-Za-z0-9_]+)
    | (?P<end>\Z)
    | (?P<bad>(?s:.))
    )""",
    re.VERBOSE,
)

_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)
_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class JsonText:
    """A string; its offsets include the quotes."""

    start: int
    end: int
    written: str
    """What stands between the quotes."""

    @property
    def text(self) -> str:
        """The characters that it stands for."""
        return decode(self.written)[0]


@dataclass(frozen=True, slots=True)
class JsonScalar:
    """``true``, ``false``, ``null``, or a number as it is written."""

    start: int
    end: int
    value: bool | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class JsonArray:
    """``[ … ]``."""

    start: int
    end: int
    elements: tuple[JsonValue, ...]


@dataclass(frozen=True, slots=True)
class JsonObject:
    """``{ … }``; a key may stand in it more than once."""

    start: int
    end: int
    members: tuple[tuple[JsonText, JsonValue], ...]


JsonValue: TypeAlias = "JsonText | JsonScalar | JsonArray | JsonObject"


@dataclass(slots=True)
class _Open:
    """An array or object that is being read."""

    start: int
    is_object: bool
    values: list[JsonValue]
    keys: list[JsonText]
    expects: str
    """``key``, ``:``, ``value`` or ``,``."""

    is_empty: bool = True


def read_json(text: str, nesting: int, start: int = 0, end: int | None = None) -> JsonValue:
    """Return the value that a text, or a stretch of it, holds; offsets are those of the text."""
    opened: list[_Open] = []
    position = start
    limit = len(text) if end is None else end
    while True:
        found = _TOKEN.match(text, position, limit)
        assert found is not None and found.lastgroup is not None
        position = found.end()
        start, end = found.start(found.lastgroup), found.end()
        frame = opened[-1] if opened else None
        if found["mark"] and found["mark"] in "[{":
            _expect(frame, "value", text, start, end)
            if len(opened) >= nesting:
                raise RejectionError(start, end, f"nested deeper than {nesting} levels")
            is_object = found["mark"] == "{"
            opened.append(_Open(start, is_object, [], [], "key" if is_object else "value"))
            continue
        if found["mark"] and found["mark"] in ",:":
            _separate(frame, found["mark"], text, start, end)
            continue
        if found["mark"]:
            value = _close(opened, found["mark"], text, start, end)
        elif frame is not None and frame.expects == "key" and found["string"]:
            frame.keys.append(JsonText(start, end, found["string"][1:-1]))
            frame.expects = ":"
            continue
        else:
            _expect(frame, "value", text, start, end)
            value = _scalar(found, start, end)
        if not opened:
            _expect_end(text, position, limit)
            return value
        opened[-1].values.append(value)
        opened[-1].expects = ","
        opened[-1].is_empty = False


def decode(written: str) -> tuple[str, list[int] | None]:
    """Return a string's characters and where each is written, when that is not one to one."""
    if "\\" not in written:
        return written, None
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for found in _ESCAPE.finditer(written):
        pieces.append(written[position : found.start()])
        offsets.extend(range(position, found.start() + 1))
        pieces.append(_unescaped(found[0]))
        position = found.end()
    pieces.append(written[position:])
    offsets.extend(range(position, len(written) + 1))
    return "".join(pieces), offsets


def _unescaped(escape: str) -> str:
    if escape[1] != "u":
        return _SIMPLE.get(escape[1], escape[1])
    code = int(escape[2:6], 16)
    if len(escape) > 6:
        code = 0x10000 + ((code - 0xD800) << 10) + int(escape[8:], 16) - 0xDC00
    # Half of a surrogate pair is no character; Terraform reads it as U+FFFD, too.
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _expect(frame: _Open | None, what: str, text: str, start: int, end: int) -> None:
    expected = frame.expects if frame else "value"
    if expected != what:
        _refuse(expected, text, start, end)


def _separate(frame: _Open | None, mark: str, text: str, start: int, end: int) -> None:
    if frame is None or frame.expects != mark:
        _refuse(frame.expects if frame else "value", text, start, end)
        return
    frame.expects = "key" if mark == "," and frame.is_object else "value"


def _close(opened: list[_Open], mark: str, text: str, start: int, end: int) -> JsonValue:
    frame = opened[-1] if opened else None
    if frame is None or (mark == "}") != frame.is_object:
        _refuse(frame.expects if frame else "value", text, start, end)
    assert frame is not None
    first = "key" if frame.is_object else "value"
    if frame.expects != "," and not (frame.is_empty and frame.expects == first):
        _refuse(frame.expects, text, start, end)
    opened.pop()
    if frame.is_object:
        return JsonObject(frame.start, end, tuple(zip(frame.keys, frame.values)))
    return JsonArray(frame.start, end, tuple(frame.values))


def _scalar(found: re.Match[str], start: int, end: int) -> JsonValue:
    if found["string"]:
        return JsonText(start, end, found["string"][1:-1])
    if found["number"]:
        return JsonScalar(start, end, number=found["number"])
    if found["word"] in _WORDS:
        return JsonScalar(start, end, value=_WORDS[found["word"]])
    if found["end"] is not None:
        raise RejectionError(start, end, "expected a value, found the end of the file")
    if found["bad"] == '"':
        raise RejectionError(
            start, end, "the string is not closed", "It may also hold a wrong escape sequence."
        )
    raise RejectionError(start, end, "expected a value")


def _expect_end(text: str, position: int, limit: int) -> None:
    found = _TOKEN.match(text, position, limit)
    assert found is not None and found.lastgroup is not None
    if found["end"] is None:
        start = found.start(found.lastgroup)
        raise RejectionError(start, found.end(), "expected the end of the file")


def _refuse(expected: str, text: str, start: int, end: int) -> None:
    wanted = {"key": "a key in double quotes", ":": "`:`", "value": "a value"}
    shown = wanted.get(expected, "`,` or a closing bracket")
    found = f"`{text[start : min(end, start + 20)]}`" if end > start else "the end of the file"
    raise RejectionError(start, end, f"expected {shown}, found {found}")
