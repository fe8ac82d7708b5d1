"""Loads a template from JSON, with a place for every key and value.

The standard library's parser recurses, tells no places and keeps the last of two equal keys; this
one reads in one pass, without recursion, and goes on behind small faults.
"""

from __future__ import annotations

import json
import math
import re

from ....core.diagnostic import FILE_NOT_READ
from ....core.limits import Limits
from ....core.source import Source
from .document import LoadedDocument, Scalar, Tagged
from .recovery import read
from .scalars import LONGEST_NUMBER
from .tree_builder import Frame, TreeBuilder, Unreadable

_BLANK = re.compile(r"[ \t\n\r]*")
# A tab within a string is a fault of JSON that no reader of templates minds.
_SIMPLE_STRING = re.compile(r'"([^"\\\x00-\x08\x0a-\x1f]*)"')
_STRING = re.compile(r'"[^"\\\x00-\x08\x0a-\x1f]*(?:\\.[^"\\\x00-\x08\x0a-\x1f]*)*"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?(?![\w.])")
_WORD = re.compile(r"[-+]?[\w.$]+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_STRINGS = json.JSONDecoder(strict=False)
_WORDS = {"true": True, "false": False, "null": None}


def load_json(source: Source, limits: Limits) -> LoadedDocument:
    """Load a JSON text."""
    reading = read(source, limits, _scan)
    diagnostics = [*reading.diagnostics, *reading.builder.diagnostics()]
    return LoadedDocument(
        source=source,
        root=reading.builder.roots[0] if reading.builder.roots else None,
        diagnostics=tuple(sorted(diagnostics, key=lambda found: found.subject)),
        is_complete=reading.is_complete,
    )


def _scan(text: str, builder: TreeBuilder) -> None:
    """Read the whole text; raise `Unreadable` where that ends."""
    scanner = _Scanner(text, builder)
    scanner.skip()
    if scanner.at_end():
        return
    scanner.value()
    while builder.frames:
        scanner.skip()
        if scanner.at_end():
            if not builder.is_repaired:
                raise Unreadable("the file ends within a list or map", len(text), len(text))
            while builder.frames:
                builder.close(None)
        else:
            scanner.step()
    scanner.skip()
    if not scanner.at_end():
        raise Unreadable("text behind the end of the template", scanner.position, 0)


class _Scanner:
    """A place in the text, and the builder that is told what lies there."""

    def __init__(self, text: str, builder: TreeBuilder) -> None:
        self.text = text
        self.builder = builder
        self.position = 0
        self.comma: int | None = None
        """Where the comma lies behind the element or entry before; none before the first."""

        self.is_first = False
        """Whether nothing was read yet of the innermost list or map."""

    def at_end(self) -> bool:
        """Return whether the text is read."""
        return self.position >= len(self.text)

    def skip(self) -> None:
        """Go to the next character that is not blank."""
        found = _BLANK.match(self.text, self.position)
        if found is not None:
            self.position = found.end()

    def step(self) -> None:
        """Read the next comma, closing bracket, element or entry of the innermost list or map."""
        frame = self.builder.frames[-1]
        character = self.text[self.position]
        if character == ("}" if frame.is_map else "]"):
            if self.comma is not None and not self.builder.is_repaired:
                self._fault("a comma before the closing bracket", self.comma)
            self.position += 1
            self.builder.close(self.position)
            self.is_first, self.comma = False, None
        elif character == ",":
            if (self.is_first or self.comma is not None) and not self.builder.is_repaired:
                self._fault("a comma without a value before it", self.position)
            self.comma = self.position
            self.position += 1
        else:
            if character not in "}]:" and not self.is_first and self.comma is None:
                self._fault("expected a comma before this", self.position)
            if frame.is_map:
                self._key()
                self.skip()
            self.value()

    def value(self) -> None:
        """Read a scalar, or the opening bracket of a list or map."""
        start = self.position
        character = self.text[start : start + 1]
        self.is_first, self.comma = False, None
        if character == '"':
            value = self._string()
            self.builder.leaf(Scalar(start, self.position, value, value))
        elif character == "{" or character == "[":
            is_map = character == "{"
            self.builder.open(Frame(start, start + 1, is_map, is_block=False))
            self.position = start + 1
            self.is_first = True
        else:
            self._word(start)

    def _key(self) -> None:
        start = self.position
        if self.text[start] != '"':
            raise Unreadable("expected a key in double quotes", start, 0)
        name = self._string()
        self.builder.key(name, start, self.position)
        self.skip()
        if self.text[self.position : self.position + 1] != ":":
            raise Unreadable("expected a colon behind this key", start, self.builder.frames[-1].end)
        self.position += 1

    def _string(self) -> str:
        """Read a string; the position is at its first quote."""
        simple = _SIMPLE_STRING.match(self.text, self.position)
        if simple is not None:
            self.position = simple.end()
            return simple.group(1)
        found = _STRING.match(self.text, self.position)
        if found is None:
            raise Unreadable("a string without its closing quote", self.position, 0)
        try:
            value, end = _STRINGS.raw_decode(self.text, self.position)
        except json.JSONDecodeError as error:
            raise Unreadable(
                "an escape that JSON does not have", error.pos, error.pos + 2
            ) from error
        self.position = end
        value = str(value)
        if _LONE_SURROGATE.search(value):
            # No text file can hold half a pair, so no report could print it.
            value = _LONE_SURROGATE.sub("\ufffd", value)
        return value

    def _word(self, start: int) -> None:
        number = _NUMBER.match(self.text, start)
        if number is not None:
            self.position = number.end()
            text = number.group()
            self.builder.leaf(Scalar(start, self.position, _number(number), text, True))
            return
        word = _WORD.match(self.text, start)
        if word is None:
            raise Unreadable("expected a value", start, 0)
        self.position = word.end()
        text = word.group()
        if text in _WORDS:
            self.builder.leaf(Scalar(start, word.end(), _WORDS[text], text, True))
            return
        self.builder.report(f"`{text[:40]}` is no JSON value", start, word.end(), FILE_NOT_READ)
        content = Scalar(start, word.end(), text, text, True)
        self.builder.add(Tagged(start, word.end(), text, content))

    def _fault(self, summary: str, position: int) -> None:
        self.builder.report(summary, position, position + 1, FILE_NOT_READ)


def _number(found: re.Match[str]) -> int | float | str:
    """Return a number; its text where that is too long or too large to be one."""
    text = found.group()
    if len(text) > LONGEST_NUMBER:
        return text
    if found[1] is None and found[2] is None:
        return int(text)
    value = float(text)
    return value if math.isfinite(value) else text
