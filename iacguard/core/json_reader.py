"""Reads JSON with the place of every key and value, and says by kind where it is no JSON.

The standard library's parser tells no places, recurses, and keeps the last of two equal keys. This
one reads in one linear pass, and tells what it meets to whoever builds something of it, text by
text. Depth is a number to compare and not a stack to run out of.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Protocol

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
      ("[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")
    | ([\[{])
    | ([\]}])
    | ([,:])
    | (-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.]))
    | ([-+]?[\w.$]+)
    | (")
    | (\Z)
    | ((?s:.))
    )""",
    re.VERBOSE,
)
# The groups of a token; a quote alone is that of a string which is not as JSON has it.
_TEXT, _OPENING, _CLOSING, _MARK, _NUMBER, _WORD, _QUOTE, _END, _OTHER = range(1, 10)

_COLON = re.compile(r"[ \t\r\n]*:")
_KEY = re.compile(r'[ \t\r\n]*"([^"\\\x00-\x1f]*)"[ \t\r\n]*:')
"""A key as nearly all are written; one with an escape is read like any string."""

_IN_STRING = re.compile(r'[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*')

_NO_VALUES = frozenset({_CLOSING, _MARK, _END, _OTHER})
_WORDS = frozenset({"true", "false", "null"})
_FOUND = {
    _TEXT: "a string",
    _QUOTE: "a string",
    _NUMBER: "a number",
    _WORD: "a word",
    _END: "the end of the text",
}
"""What is found, without a piece of the text, which may be a secret."""

# Where a reader stands: at the place of a value, behind a value, an opening bracket, a comma.
_AT_VALUE, _BEHIND_VALUE, _FIRST, _BEHIND_COMMA = range(4)


class Problem(Enum):
    """What is wrong with a text that is no JSON, in the words that users see."""

    VALUE = "expected a value"
    KEY = "expected a key in double quotes"
    COLON = "expected a colon after this key"
    COMMA = "expected a comma before this"
    CLOSING = "expected a comma or a closing bracket"
    COMMA_BEFORE_CLOSING = "a comma before the closing bracket"
    COMMA_WITHOUT_VALUE = "a comma without a value before it"
    WORD = "not a JSON value"
    UNCLOSED = "the text ends before its last bracket is closed"
    UNCLOSED_STRING = "the string is not closed"
    CONTROL_CHARACTER = "a control character in a string has to be written as an escape"
    TAB = "a tab in a string has to be written as an escape"
    ESCAPE = "JSON has no such escape"
    DEPTH = "nested more than {limit} levels deep"
    SURPLUS = "expected nothing after the end of the JSON value"


class JsonError(Exception):
    """The text is no JSON at this place. The words hold nothing of the text but its marks."""

    def __init__(
        self, problem: Problem, start: int, end: int, found: str = "", limit: int = 0
    ) -> None:
        """Tell what is wrong between two offsets, and what stands there instead."""
        self.problem = problem
        self.start = start
        self.end = end
        self.summary = problem.value.format(limit=limit) + (f", found {found}" if found else "")
        super().__init__(self.summary)


class Reader(Protocol):
    """Is told what stands in a text, in order; `start` and `end` are offsets of the text."""

    def open(self, start: int, is_object: bool) -> None:
        """Begin an object or an array."""

    def close(self, end: int) -> None:
        """End the innermost object or array."""

    def key(self, written: str, start: int, end: int) -> None:
        """Take the key of the value that comes next, as what stands between its quotes."""

    def text(self, written: str, start: int, end: int) -> None:
        """Take a string: what stands between its quotes; the offsets hold the quotes."""

    def number(self, written: str, start: int, end: int) -> None:
        """Take a number as it is written, of any length."""

    def word(self, written: str, start: int, end: int) -> None:
        """Take ``true``, ``false`` or ``null``, or a word that `pass_over` let pass."""

    def pass_over(self, error: JsonError) -> None:
        """Raise the error, or return to have the rest read as if nothing were wrong.

        Behind `Problem.UNCLOSED` there is no rest. What cannot be passed over is raised.
        """


def read(text: str, reader: Reader, nesting: int, start: int = 0, end: int | None = None) -> None:
    """Tell a reader what a text, or a stretch of it, holds; raise `JsonError` where that ends."""
    _Scan(text, reader, nesting, len(text) if end is None else end).run(start)


class _Scan:
    """One pass through a text."""

    def __init__(self, text: str, reader: Reader, nesting: int, limit: int) -> None:
        self._text = text
        self._reader = reader
        self._nesting = nesting
        self._limit = limit

    def run(self, position: int) -> None:
        """Read one value with all that is in it, and find nothing behind it."""
        text, reader, limit = self._text, self._reader, self._limit
        match, match_key, take_key, take_text = _TOKEN.match, _KEY.match, reader.key, reader.text
        opened: list[str] = []
        closing, state, comma = "", _AT_VALUE, 0
        while closing or state == _AT_VALUE:
            if state > _BEHIND_VALUE and closing == "}":
                found = match_key(text, position, limit)
                if found is not None:
                    take_key(found[1], found.start(1) - 1, found.end(1) + 1)
                    position = found.end()
                    state = _AT_VALUE
            found = match(text, position, limit)
            assert found is not None and found.lastindex is not None
            kind = found.lastindex
            start, position = found.span(kind)
            if state != _AT_VALUE:
                if kind in _NO_VALUES:
                    mark = text[start:position]
                    if mark == ",":
                        if state != _BEHIND_VALUE:
                            self._pass_over(Problem.COMMA_WITHOUT_VALUE, start)
                        state, comma = _BEHIND_COMMA, start
                    elif mark == closing:
                        if state == _BEHIND_COMMA:
                            self._pass_over(Problem.COMMA_BEFORE_CLOSING, comma)
                        closing = opened.pop()
                        reader.close(position)
                        state = _BEHIND_VALUE
                    elif kind == _END:
                        reader.pass_over(JsonError(Problem.UNCLOSED, start, start))
                        return
                    else:
                        raise self._unexpected(kind, start, position, _wanted(state, closing))
                    continue
                if state == _BEHIND_VALUE:
                    self._pass_over(Problem.COMMA, start)
                if closing == "}":
                    position = self._key(kind, start, position)
                    state = _AT_VALUE
                    continue
            if kind == _TEXT:
                take_text(text[start + 1 : position - 1], start, position)
                state = _BEHIND_VALUE
            elif kind == _OPENING:
                if len(opened) >= self._nesting:
                    raise JsonError(Problem.DEPTH, start, position, limit=self._nesting)
                opened.append(closing)
                closing = "}" if text[start] == "{" else "]"
                reader.open(start, closing == "}")
                state = _FIRST
            else:
                position = self._scalar(kind, start, position)
                state = _BEHIND_VALUE
        self._expect_end(position)

    def _key(self, kind: int, start: int, position: int) -> int:
        """Read a key and its colon; return where the colon ends."""
        if kind == _QUOTE:
            position = self._string(start)
        elif kind != _TEXT:
            raise self._unexpected(kind, start, position, Problem.KEY)
        self._reader.key(self._text[start + 1 : position - 1], start, position)
        colon = _COLON.match(self._text, position, self._limit)
        if colon is None:
            raise JsonError(Problem.COLON, start, position)
        return colon.end()

    def _scalar(self, kind: int, start: int, position: int) -> int:
        """Read what is neither a plain string nor a bracket; return where it ends."""
        if kind == _NUMBER:
            self._reader.number(self._text[start:position], start, position)
        elif kind == _WORD:
            word = self._text[start:position]
            if word not in _WORDS:
                self._reader.pass_over(JsonError(Problem.WORD, start, position))
            self._reader.word(word, start, position)
        elif kind == _QUOTE:
            position = self._string(start)
            self._reader.text(self._text[start + 1 : position - 1], start, position)
        else:
            raise self._unexpected(kind, start, position, Problem.VALUE)
        return position

    def _string(self, start: int) -> int:
        """Return where a string ends that has a tab in it; raise where anything else is wrong."""
        text, position = self._text, start + 1
        while True:
            found = _IN_STRING.match(text, position, self._limit)
            assert found is not None
            position = found.end()
            character = text[position] if position < self._limit else ""
            if character == '"':
                return position + 1
            if character == "\t":
                self._pass_over(Problem.TAB, position)
                position += 1
            elif character == "\\" and position + 1 < self._limit:
                raise JsonError(Problem.ESCAPE, position, position + 2)
            elif character and character not in "\\\r\n":
                raise JsonError(Problem.CONTROL_CHARACTER, position, position + 1)
            else:
                raise JsonError(Problem.UNCLOSED_STRING, start, start + 1)

    def _expect_end(self, position: int) -> None:
        found = _TOKEN.match(self._text, position, self._limit)
        assert found is not None and found.lastindex is not None
        if found.lastindex != _END:
            raise JsonError(Problem.SURPLUS, *found.span(found.lastindex))

    def _pass_over(self, problem: Problem, start: int) -> None:
        self._reader.pass_over(JsonError(problem, start, start + 1))

    def _unexpected(self, kind: int, start: int, end: int, wanted: Problem) -> JsonError:
        mark = f"`{self._text[start:end]}`" if kind in (_OPENING, _CLOSING, _MARK) else ""
        return JsonError(wanted, start, end, _FOUND.get(kind, mark))


def _wanted(state: int, closing: str) -> Problem:
    """Return what is missing where neither a value nor the right bracket is found."""
    if state == _BEHIND_VALUE:
        return Problem.CLOSING
    return Problem.KEY if closing == "}" else Problem.VALUE
