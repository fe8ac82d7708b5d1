"""The text of a file that a configuration generates, whose places are those of what makes it."""

from __future__ import annotations

from dataclasses import dataclass

from ....core.source import Source, SourceSpan
from ....core.text_location import Located


@dataclass(frozen=True, slots=True)
class GeneratedSource:
    """Where a generated text is written."""

    text: str
    whole: SourceSpan
    """Of the expression that makes it."""

    located: Located | None = None
    """Its lines in the file that they are written in, where they agree."""

    def span(self, start: int, end: int) -> SourceSpan:
        """Return where a stretch of the text is written, or the expression that makes all of it."""
        return self.whole if self.located is None else self.located.span(start, end)


@dataclass(frozen=True, slots=True)
class _PlacedSource(Source):
    """A source that stands in another one."""

    written: GeneratedSource | None = None

    def span(self, start: int, end: int) -> SourceSpan:
        """Return the span of a stretch in the file that it is written in."""
        assert self.written is not None
        return self.written.span(start, end)


def placed_source(path: str, written: GeneratedSource) -> Source:
    """Return a text under the name of the file that is made of it.

    `path` is that of no file: it says what kind of file it is. Every span is of the real one.
    """
    return _PlacedSource(path, written.text, written=written)
