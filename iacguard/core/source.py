"""Texts that were read, and places in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

# A line ends at LF, CRLF or a lone CR, as editors and GitHub count. U+2028 and NEL end no line.
_LINE_BREAK = re.compile(r"\r\n|\n|\r")

_LONG_LINE = 10_000
"""Characters from which on a line is kept once it was cut out of its text."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A point between two characters of a source."""

    line: int
    """One-based line."""

    column: int
    """One-based column, counted in Unicode code points."""

    offset: int
    """Zero-based index into the decoded text; edits use only this."""


@dataclass(frozen=True, slots=True, order=True)
class SourceSpan:
    """A half-open stretch of one source."""

    path: str
    """Relative to the scan's root, with forward slashes."""

    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded text and the path that it was read from."""

    path: str
    """Relative to the scan's root, with forward slashes."""

    text: str
    """Without a byte order mark, line endings as they were."""

    encoding: str = "utf-8"
    """The codec that turned the bytes into `text`; ``utf-8-sig`` when a mark was cut off."""

    _line_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    # One place is asked for by every instance of a module that a value of it comes from.
    _spans: dict[tuple[int, int], SourceSpan] = field(init=False, repr=False, compare=False)

    # A plan is one line of megabytes, and every finding quotes it.
    _long_lines: dict[int, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = (0, *(found.end() for found in _LINE_BREAK.finditer(self.text)))
        object.__setattr__(self, "_line_starts", starts)
        object.__setattr__(self, "_spans", {})
        object.__setattr__(self, "_long_lines", {})

    @property
    def line_count(self) -> int:
        """The number of lines, the empty one behind a final line break included."""
        return len(self._line_starts)

    def position(self, offset: int) -> Position:
        """Return the position of a zero-based offset; one behind the end is the end."""
        # This runs for every place that a value comes from; `min` and `max` take twice as long.
        if offset < 0:
            offset = 0
        elif offset > len(self.text):
            offset = len(self.text)
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1, offset)

    def span(self, start: int, end: int) -> SourceSpan:
        """Return the span between two zero-based offsets, `end` excluded."""
        found = self._spans.get((start, end))
        if found is None:
            found = SourceSpan(self.path, self.position(start), self.position(end))
            self._spans[start, end] = found
        return found

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a one-based line and column, held inside the text."""
        start = self._line_starts[min(max(line, 1), self.line_count) - 1]
        return min(start + max(column, 1) - 1, len(self.text))

    def line(self, number: int) -> str:
        """Return the text of a one-based line without its line break."""
        if number in self._long_lines:
            return self._long_lines[number]
        start = self._line_starts[number - 1]
        end = self._line_starts[number] if number < self.line_count else len(self.text)
        line = self.text[start:end].rstrip("\r\n")
        if len(line) >= _LONG_LINE:
            self._long_lines[number] = line
        return line
