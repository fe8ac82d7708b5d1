"""Which block a comment on an exception stands at, in any language.

A comment holds for the block that it stands in, for the one that ends on its line, and for the one
that begins right below it; other comments may lie between, an empty line may not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from ...core.source import Source, SourceSpan
from ...core.written_exception import WrittenException

MARK = "iacguard"
"""What every text with an exception holds; others are not looked through."""

MOST = 1_000
"""Exceptions that are read of one file; further ones accept nothing."""

_LONGEST = 2_000
"""Characters that are kept of a comment's line; an exception is shorter."""

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_DIRECTIVE = re.compile(r"iacguard:[ \t]*ignore")
_MARKERS = "#/* \t"
_BLANKS = " \t"
_BREAKS = "\r\n"


class Comment(Protocol):
    """A comment of any language."""

    @property
    def span(self) -> SourceSpan:
        """Where it is written."""
        ...

    @property
    def text(self) -> str:
        """What is written, its marker included."""
        ...


class Layout(Enum):
    """What tells in a language where a block ends."""

    BRACES = "braces"
    INDENTATION = "indentation"
    MEMBERS = "members"
    """Comments are members of the block, and stand nowhere else."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A block between two zero-based offsets."""

    start: int
    end: int
    takes_exceptions: bool = True
    """Whether findings can be about it: it is a resource, a data source or a module call."""


def in_comments(
    source: Source, comments: Sequence[Comment], extents: Sequence[Extent], layout: Layout
) -> Iterator[WrittenException]:
    """Yield the exceptions in a file's comments; comments and extents are in order.

    Only innermost blocks are extents: none lies in another.
    """
    if MARK not in source.text:
        return
    count = 0
    for comment, extent in zip(comments, _bound(source, comments, extents, layout)):
        for line in _directives(comment.text):
            count += 1
            if count > MOST:
                yield too_many(comment.span)
                return
            block = None
            if extent is not None and extent.takes_exceptions:
                block = source.span(extent.start, extent.end)
            yield WrittenException(span=comment.span, block=block, text=line)


def too_many(span: SourceSpan) -> WrittenException:
    """Return what stands for all exceptions of a file from one on."""
    said = f"the file has more than {MOST:,} exceptions; this one and those below are not read"
    return WrittenException(span=span, block=None, problem=said)


def _directives(text: str) -> Iterator[str]:
    """Yield the lines of a comment that begin with ``iacguard:ignore``, from there on."""
    if MARK not in text:
        return
    closed = text[:-2] if text.startswith("/*") and text.endswith("*/") else text
    # An editor shows no line where Python's `splitlines` sees one.
    for line in _LINE_BREAK.split(closed):
        said = line.lstrip(_MARKERS)
        if _DIRECTIVE.match(said):
            yield said[:_LONGEST].rstrip()


def _bound(
    source: Source, comments: Sequence[Comment], extents: Sequence[Extent], layout: Layout
) -> list[Extent | None]:
    """Return for each comment the block that it stands at."""
    starts = [extent.start for extent in extents]
    lines = [(source.position(each.start), source.position(each.end)) for each in extents]
    found: list[Extent | None] = []
    before = -1
    last_line = 0
    for comment in comments:
        index = bisect_right(starts, comment.span.start.offset) - 1
        if index != before:
            before, last_line = index, lines[index][1].line
        if index < 0:
            found.append(None)
            continue
        begin, end = lines[index]
        is_in = comment.span.start.offset < end.offset
        if not is_in and layout is not Layout.MEMBERS:
            is_in = comment.span.start.line == end.line
            if not is_in and layout is Layout.INDENTATION:
                # A block of YAML reaches as far as lines are indented deeper than its key.
                follows = comment.span.start.line == last_line + 1
                is_in = follows and comment.span.start.column > begin.column
                last_line += is_in
        found.append(extents[index] if is_in else None)
    if layout is not Layout.MEMBERS:
        _bind_above(source, comments, extents, found)
    return found


def _bind_above(
    source: Source,
    comments: Sequence[Comment],
    extents: Sequence[Extent],
    found: list[Extent | None],
) -> None:
    """Bind the comments that stand right above a block, alone on their lines."""
    starts = [extent.start for extent in extents]
    below: Extent | None = None
    line = 0
    for index in range(len(comments) - 1, -1, -1):
        place = comments[index].span
        following = bisect_right(starts, place.start.offset)
        if found[index] is not None or following == len(extents):
            continue
        if extents[following] is not below:
            below = extents[following]
            line = source.position(below.start).line
        if place.end.line == line or (
            place.end.line == line - 1 and _is_alone(source.text, place.start.offset)
        ):
            found[index] = below
            line = place.start.line


def _is_alone(text: str, start: int) -> bool:
    """Return whether nothing but blanks stands before an offset on its line."""
    while start and text[start - 1] in _BLANKS:
        start -= 1
    return start == 0 or text[start - 1] in _BREAKS
