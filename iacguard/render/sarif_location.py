"""Places in SARIF: addresses of files, regions counted in UTF-16 units, what is written there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from ..core.source import Position, Source, SourceSpan
from .display import display, display_line
from .json_v1 import JsonObject
from .snippet import HIDDEN, Quoter, Snippet

REPOSITORY_ROOT = "%SRCROOT%"
"""What addresses of files are relative to, by the name that CodeQL gave it."""

_COLUMNS = 200
_CONTEXT_LINES = 2
_MOST_LINES = 20
_CUT: JsonObject = {"text": HIDDEN}


@dataclass(frozen=True, slots=True)
class Places:
    """Writes spans as SARIF locations."""

    quoter: Quoter

    root_prefix: str
    """The scan's root, relative to the repository's root."""

    def uri(self, path: str) -> str:
        """Return the percent-encoded address of a file, relative to the repository's root."""
        whole = "/".join(part for part in (self.root_prefix.strip("/"), path) if part)
        try:
            written = whole.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            written = whole.encode("utf-8", "surrogatepass")
        # A colon is encoded too, so that no first segment passes for a scheme.
        return quote(written, safe="/")

    def hop(self, span: SourceSpan) -> JsonObject:
        """Return a span as a physicalLocation that shows what is written there."""
        return self._physical(span, self.quoter.quote(span, _COLUMNS))

    def primary(self, span: SourceSpan) -> JsonObject:
        """Return the same with the lines around it."""
        snippet = self.quoter.quote(span, _COLUMNS)
        context = self._context(span, snippet)
        return {**self._physical(span, snippet), "contextRegion": context}

    def unread(self, span: SourceSpan) -> JsonObject:
        """Return the same of what was not understood: any literal in it may be a secret."""
        snippet = self.quoter.outline(span, _COLUMNS)
        context = self._context(span, snippet)
        return {**self._physical(span, snippet), "contextRegion": context}

    def _physical(self, span: SourceSpan, snippet: Snippet | None) -> JsonObject:
        region = _region(span, self.quoter.sources.get(span.path))
        region["snippet"] = {"text": (snippet.marked or " ") if snippet else HIDDEN}
        return {
            "artifactLocation": {"uri": self.uri(span.path), "uriBaseId": REPOSITORY_ROOT},
            "region": region,
        }

    def _context(self, span: SourceSpan, snippet: Snippet | None) -> JsonObject:
        """Return the lines around a span, always more than the span itself."""
        source = self.quoter.sources.get(span.path)
        if source is None or snippet is None:
            return {"startLine": span.start.line, "endLine": span.end.line + 1, "snippet": _CUT}
        first = max(1, span.start.line - _CONTEXT_LINES)
        last = min(source.line_count, span.end.line + _CONTEXT_LINES)
        quoted = range(first, min(last, first + _MOST_LINES) + 1)
        lines = [
            snippet.text if number == span.start.line else self._outlined(source, number)
            for number in quoted
        ]
        if quoted[-1] < last:
            lines.append(HIDDEN)
        # A span over a whole file has nothing around it but the end of the file.
        end = last + 1 if _covers(span, first, last, source) else last
        return {"startLine": first, "endLine": end, "snippet": {"text": "\n".join(lines)}}

    def _outlined(self, source: Source, number: int) -> str:
        start = source.offset(number, 1)
        outline = self.quoter.outline(source.span(start, start), _COLUMNS)
        return outline.text if outline else ""


def _region(span: SourceSpan, source: Source | None) -> JsonObject:
    """Return a region of at least one unit that ends on a line which it marks."""
    start, end = span.start, span.end
    if source is not None and end.column == 1 and end.line > start.line:
        # GitHub takes an end in column 1 as if the line before it were not marked.
        line = source.line(min(end.line - 1, source.line_count))
        end = Position(end.line - 1, len(line) + 1, end.offset)
    start_column, end_column = _column(start, source), _column(end, source)
    if (end.line, end_column) <= (start.line, start_column):
        end, end_column = start, start_column + 1
    return {
        "startLine": start.line,
        "startColumn": start_column,
        "endLine": end.line,
        "endColumn": end_column,
    }


def _column(position: Position, source: Source | None) -> int:
    """Return a one-based column in UTF-16 units."""
    if source is None or not 1 <= position.line <= source.line_count:
        return position.column
    before = source.line(position.line)[: position.column - 1]
    if before.isascii():
        return position.column
    return position.column + sum(character > "\uffff" for character in before)


def _covers(span: SourceSpan, first: int, last: int, source: Source) -> bool:
    """Return whether a span reaches to the ends of these lines, or over them."""
    starts = (span.start.line, span.start.column) <= (first, 1)
    return starts and (span.end.line, span.end.column) > (last, len(source.line(last)))


def sentence(text: str) -> str:
    """Return a message as one displayed sentence, with no link that its text did not mean."""
    shown = display_line(display(text)).replace("](", "] (").rstrip()
    return shown if shown.endswith((".", "!", "?")) else f"{shown}."
