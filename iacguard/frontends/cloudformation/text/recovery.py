"""Reads a text that is broken in places: what is broken is set aside, the rest is read again.

A broken stretch is the resource, parameter or section around the error, found by indentation,
as people and generators write it. It is replaced by spaces, so that every offset stays true.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ....core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ....core.limits import Limits
from ....core.source import Source, SourceSpan
from .document import MapNode
from .tree_builder import Frame, TreeBuilder, Unreadable

Scan = Callable[[str, TreeBuilder], None]
"""Feeds a text to a builder; raises `Unreadable` where that ends."""

CHARACTERS_READ = 4_000_000
"""Characters that all attempts at one file may read together, but for the first two attempts."""

MOST_ATTEMPTS = 12

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_INDENTATION = re.compile(r"[ \t]*")
_TOKEN = re.compile(r"\w+|[^\r\n]?")
_NOT_A_BREAK = re.compile(r"[^\r\n]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a text, broken stretches set aside."""

    builder: TreeBuilder
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is broken; what is merely odd is with the builder."""

    is_complete: bool = True


def read(source: Source, limits: Limits, scan: Scan) -> Reading:
    """Read a text as far as it can be read."""
    with _without_cycle_search():
        return _read(source, limits, scan)


def _read(source: Source, limits: Limits, scan: Scan) -> Reading:
    text = source.text
    if len(text) > limits.document_bytes:
        summary = f"larger than {limits.document_bytes} bytes"
        return _nothing(source, limits, Unreadable(summary, 0, 0), ())
    broken: tuple[Diagnostic, ...] = ()
    attempts = min(max(CHARACTERS_READ // (len(text) + 1), 2), MOST_ATTEMPTS)
    for attempt in range(attempts, 0, -1):
        builder = TreeBuilder(source, limits, is_repaired=bool(broken))
        try:
            scan(text, builder)
        except Unreadable as failure:
            start, end = _lost(text, failure, builder.frames)
            if attempt == 1 or not text[start:end].strip():
                return _nothing(source, limits, failure, broken)
            if attempt == 2:
                end = len(text)
            broken = (*broken, _report(source, failure, start, end))
            text = text[:start] + _NOT_A_BREAK.sub(" ", text[start:end]) + text[end:]
        else:
            return Reading(builder, broken, is_complete=not broken)
    raise AssertionError("the last attempt returns")


@contextmanager
def _without_cycle_search() -> Iterator[None]:
    """Hold back the search for garbage: a tree has no cycles, and the search takes a third."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if gc.get_freeze_count() == 0:
                # Puts the new nodes among the old ones without a search through them.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _nothing(
    source: Source, limits: Limits, failure: Unreadable, broken: tuple[Diagnostic, ...]
) -> Reading:
    """Return the reading of a text that cannot be read at all."""
    report = _report(source, failure, 0, len(source.text))
    return Reading(TreeBuilder(source, limits), (*broken, report), is_complete=False)


def _report(source: Source, failure: Unreadable, start: int, end: int) -> Diagnostic:
    end = start + len(source.text[start:end].rstrip())
    subject_end = failure.end
    if subject_end <= failure.start:
        found = _TOKEN.match(source.text, failure.start)
        subject_end = failure.start if found is None else found.end()
    context = source.span(start, end)
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary=failure.summary,
        detail=_consequence(source, context),
        subject=source.span(failure.start, subject_end),
        context=context,
    )


def _consequence(source: Source, lost: SourceSpan) -> str:
    first, last = lost.start.line, lost.end.line
    if lost.end.offset >= len(source.text.rstrip()):
        return f"Nothing from line {first} on was judged." if first > 1 else "It was not judged."
    lines = f"Line {first} was" if first == last else f"Lines {first} to {last} were"
    return f"{lines} not judged; the rest of the file was."


def _lost(text: str, failure: Unreadable, frames: Sequence[Frame]) -> tuple[int, int]:
    """Return the stretch around an error to set aside."""
    error_line = _line_start(text, failure.start)
    start = _entry_start(text, frames)
    if start is None or start > failure.start:
        start = error_line
    depth = _indentation(_line(text, _line_start(text, start)))
    wrong = _line(text, error_line)
    if error_line > start and wrong.strip() and _indentation(wrong) <= depth:
        # The error begins an entry of its own; the one before it is whole.
        start, depth = error_line + len(wrong) - len(wrong.lstrip()), _indentation(wrong)
    for line_start, line in _lines(text, error_line):
        stripped = line.strip()
        if line_start > error_line and stripped and not stripped.startswith("#"):
            indentation = _indentation(line)
            # A closing bracket at the entry's own indentation is the entry's.
            if indentation < depth or (indentation == depth and stripped[0] not in "}]"):
                return start, line_start
    return start, len(text)


def _entry_start(text: str, frames: Sequence[Frame]) -> int | None:
    """Return where the resource begins, or the section, that was being read."""
    if not frames or not frames[0].is_map:
        return None
    root = frames[0]
    if root.key is not None and root.key.start >= 0:
        if len(frames) > 1 and frames[1].is_map:
            inner = _last_start(frames[1])
            if inner is not None and not _shares_line(text, frames, inner):
                return inner
        return root.key.start
    # Between two sections: what was taken for the end of one may belong to its last entry.
    written = [entry for entry in root.entries.values() if not entry.is_merged]
    if not written:
        return None
    value = written[-1].value
    if isinstance(value, MapNode):
        inner_starts = [entry.key.start for entry in value.entries.values() if not entry.is_merged]
        if inner_starts:
            return max(inner_starts)
    return written[-1].key.start


def _shares_line(text: str, frames: Sequence[Frame], entry_start: int) -> bool:
    """Return whether an entry lies on the line of its section, in a text made of lines."""
    line = text[frames[1].start : entry_start]
    return frames[0].is_block and not frames[1].is_block and "\n" not in line


def _last_start(section: Frame) -> int | None:
    """Return where the entry begins that is being read, or was read last."""
    if section.key is not None and section.key.start >= 0:
        return section.key.start
    starts = [entry.key.start for entry in section.entries.values()]
    return max(starts) if starts else None


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _line(text: str, line_start: int) -> str:
    found = _LINE.match(text, line_start)
    return "" if found is None else found.group()


def _indentation(line: str) -> int:
    """Return the columns before a line's first character; a tab is deeper than any spaces."""
    found = _INDENTATION.match(line)
    return 0 if found is None else len(found.group().expandtabs())


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    while start < len(text):
        found = _LINE.match(text, start)
        if found is None:
            return
        yield start, found.group()
        start = found.end()
