"""Quotations of source lines, with the marked stretch found again in columns of a terminal."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..core.notation import LineRange, Notation
from ..core.source import Source, SourceSpan
from .display import columns, command_marks, display_character
from .literals import yaml_secrets

TAB = 4
"""Columns between tab stops, counted from the start of the quoted text."""

HIDDEN = "…"
"""Stands for what is hidden, and for what is cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """One line of source, safe to show."""

    line: int
    """One-based."""

    text: str

    start: int
    """Zero-based column of the terminal at which the marked stretch starts."""

    length: int
    """Columns of the marked stretch, at least one."""

    marked: str
    """The marked stretch itself, as far as it fits."""


@dataclass(frozen=True, slots=True)
class Quoter:
    """Quotes lines of some sources; keeps what it learns of a line for the next quotation."""

    sources: Mapping[str, Source]

    sensitive: tuple[SourceSpan, ...] = ()
    """Places whose text is hidden wherever it is quoted."""

    notations: tuple[Notation, ...] = ()
    """The syntaxes of sources that are neither YAML nor JSON."""

    _texts: dict[str, frozenset[int]] = field(default_factory=dict, repr=False)
    _secrets: dict[tuple[str, int], tuple[LineRange, ...]] = field(default_factory=dict, repr=False)

    def quote(self, span: SourceSpan, width: int) -> Snippet | None:
        """Return the first line of a span in at most `width` columns; None without its text.

        Literals and comments outside the span are hidden.
        """
        return self._quote(span, width, _within(span, self.sources))

    def outline(self, span: SourceSpan, width: int) -> Snippet | None:
        """Return the same with literals and comments hidden inside the span as well."""
        return self._quote(span, width, (0, 0))

    def _quote(self, span: SourceSpan, width: int, shown: LineRange) -> Snippet | None:
        source = self.sources.get(span.path)
        if source is None or not 1 <= span.start.line <= source.line_count:
            return None
        line = source.line(span.start.line)
        start, stop = _within(span, self.sources)
        # No more characters than could be shown; the rest of a long line is not looked at.
        left, right = max(0, start - width), min(len(line), stop + width, start + 2 * width)
        stop = min(stop, right)
        hidden = _hidden_indexes((left, right), shown, self._secret(source, span.start.line, line))
        for first, last in self._sensitive(span.path, span.start.line, line):
            hidden.update(range(max(first, left), min(last, right)))
        cells = _cells(line, (left, right), hidden)
        if span.end.line > span.start.line and right == len(line):
            cells[stop - left :] = [HIDDEN]
        cut = (left > 0, right < len(line))
        return _fit(cells, (start - left, stop - left), width, cut, span.start.line)

    def _secret(self, source: Source, number: int, line: str) -> tuple[LineRange, ...]:
        key = (source.path, number)
        if key not in self._secrets:
            notation = self._notation(source, number)
            find = yaml_secrets if notation is None else notation.secrets
            self._secrets[key] = tuple(find(line))
        return self._secrets[key]

    def _sensitive(self, path: str, number: int, line: str) -> Iterator[LineRange]:
        for span in self.sensitive:
            if span.path == path and span.start.line <= number <= span.end.line:
                first = span.start.column - 1 if number == span.start.line else 0
                yield first, span.end.column - 1 if number == span.end.line else len(line)

    def _notation(self, source: Source, number: int) -> Notation | None:
        """Return the syntax of a line; None for YAML and JSON, also where a longer text is it."""
        for notation in self.notations:
            if source.path.endswith(notation.endings):
                if source.path not in self._texts:
                    self._texts[source.path] = notation.lines_of_texts(source)
                return None if number in self._texts[source.path] else notation
        return None


def _within(span: SourceSpan, sources: Mapping[str, Source]) -> LineRange:
    """Return the stretch of its first line that a span covers, trailing blanks left out."""
    source = sources.get(span.path)
    if source is None or not 1 <= span.start.line <= source.line_count:
        return 0, 0
    line = source.line(span.start.line)
    start = min(span.start.column - 1, len(line))
    goes_on = span.end.line > span.start.line
    stop = len(line.rstrip()) if goes_on else min(span.end.column - 1, len(line))
    return start, max(start, stop)


def _cells(line: str, window: LineRange, hidden: set[int]) -> list[str]:
    """Return what is shown for each character of the window; nothing for most hidden ones."""
    left, right = window
    escaped = {left + index for index in command_marks(line[left:right])}
    cells: list[str] = []
    column = 0
    for index in range(left, right):
        character = line[index]
        if index in hidden:
            first = index == left or index - 1 not in hidden
            cell = HIDDEN if first else ""
        elif character == "\t":
            cell = " " * (TAB - column % TAB)
        elif index in escaped:
            cell = r"\x23"
        else:
            cell = display_character(character)
        cells.append(cell)
        column += columns(cell)
    return cells


def _hidden_indexes(
    window: LineRange, marked: LineRange, secrets: tuple[LineRange, ...]
) -> set[int]:
    hidden: set[int] = set()
    first = max(0, bisect_right(secrets, (window[0], -1)) - 1)
    for index in range(first, len(secrets)):
        start, stop = secrets[index]
        if start >= window[1]:
            break
        hidden.update(range(max(start, window[0]), min(stop, window[1])))
    hidden.difference_update(range(*marked))
    return hidden


def _fit(
    cells: list[str], marked: LineRange, width: int, cut: tuple[bool, bool], line: int
) -> Snippet:
    """Return the cells around the marked ones that fit, with a sign where some are left out."""
    start, stop = marked
    widths = [columns(cell) for cell in cells]
    is_whole = not any(cut) and sum(widths) <= width
    room = width if is_whole else width - 2 * columns(HIDDEN)
    right, used = start, 0
    while right < stop and used + widths[right] <= room:
        used += widths[right]
        right += 1
    length, shown = used, right
    left = start
    while True:
        grown = False
        if left > 0 and used + widths[left - 1] <= room:
            left -= 1
            used += widths[left]
            grown = True
        if right < len(cells) and used + widths[right] <= room:
            used += widths[right]
            right += 1
            grown = True
        if not grown:
            break
    before = HIDDEN if left > 0 or cut[0] else ""
    after = HIDDEN if right < len(cells) or cut[1] else ""
    start_column = columns(before) + sum(widths[left:start])
    return Snippet(
        line=line,
        text=before + "".join(cells[left:right]) + after,
        start=start_column,
        length=max(1, length),
        marked="".join(cells[start:shown]),
    )
