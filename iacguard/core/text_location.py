"""Where a text of several lines stands in a source: heredocs, block scalars, whole files."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from .source import Source, SourceSpan

_OPENINGS = ("${", "%{")
"""What begins a stretch of a line that something else stands for in the text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source that a text was read from, line by line.

    Indentation may have been taken away, and something else stand for `${…}` and `%{…}`.
    """

    source: Source

    start: int
    """Zero-based offset into the source."""

    end: int
    """The end is excluded."""

    def locate(self, text: str) -> Located | None:
        """Return where the characters of a text stand; None where the lines do not agree."""
        lines = text.rstrip("\n").split("\n")
        written = self.source.text[self.start : self.end].rstrip("\r\n ").split("\n")
        if len(lines) != len(written):
            return None
        found: list[_Line] = []
        in_text, in_source = 0, self.start
        for line, original in zip(lines, written):
            agreeing = _line(line, original, in_text, in_source)
            if agreeing is None:
                return None
            found.append(agreeing)
            in_text += len(line) + 1
            in_source += len(original) + 1
        return Located(self.source, tuple(found))


@dataclass(frozen=True, slots=True)
class Located:
    """A text whose every line was found again in its source."""

    source: Source
    lines: tuple[_Line, ...]

    def span(self, start: int, end: int) -> SourceSpan:
        """Return the span of a stretch of the text, from zero-based offsets."""
        return self.source.span(
            self._line_at(start).first(start), self._line_at(max(end - 1, start)).last(end)
        )

    def _line_at(self, offset: int) -> _Line:
        return self.lines[bisect_right(self.lines, offset, key=_start_of) - 1]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a text, and where it is written."""

    start: int
    """Of the text's line, from the start of the text."""

    end: int
    written: int
    """Of the same character in the source."""

    written_end: int

    head: int
    """Characters that both begin with alike."""

    tail: int
    """Characters that both end with alike."""

    def first(self, offset: int) -> int:
        """Return where in the source a stretch of the text begins."""
        if offset >= self.end - self.tail:
            return self.written_end - (self.end - offset)
        return self.written + min(offset - self.start, self.head)

    def last(self, offset: int) -> int:
        """Return where in the source a stretch of the text ends."""
        if offset <= self.start + self.head:
            return self.written + offset - self.start
        return self.written_end - min(max(self.end - offset, 0), self.tail)


def _start_of(line: _Line) -> int:
    return line.start


def _line(line: str, original: str, in_text: int, in_source: int) -> _Line | None:
    """Return how a line of a text goes with a line of its source; None where it does not."""
    line, original = line.rstrip("\r"), original.rstrip("\r")
    removed = _indentation(original) - _indentation(line) if line.strip() else 0
    kept = original[max(removed, 0) :]
    written = in_source + len(original) - len(kept)
    ends = (in_text, in_text + len(line), written, written + len(kept))
    if kept == line or not line.strip():
        return _Line(*ends, len(line), 0)
    openings = [index for opening in _OPENINGS if (index := kept.find(opening)) >= 0]
    if removed < 0 or not openings:
        return None
    head = min(openings)
    tail = len(kept) - max(kept.rfind("}") + 1, head)
    if len(line) < head + tail or kept[:head] != line[:head]:
        return None
    if tail and kept[-tail:] != line[-tail:]:
        return None
    return _Line(*ends, head, tail)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
