"""Loads a template from JSON, with a place for every key and value.

Small faults that do not hide what is meant are reported, and reading goes on behind them.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from ....core.diagnostic import FILE_NOT_READ
from ....core.json_reader import JsonError, Problem
from ....core.json_reader import read as read_json
from ....core.json_tree import unescaped
from ....core.limits import Limits
from ....core.source import Source
from .document import LoadedDocument, Scalar, Tagged
from .recovery import read
from .scalars import LONGEST_NUMBER
from .tree_builder import Frame, TreeBuilder, Unreadable

_WORDS = {"true": True, "false": False, "null": None}

_SMALL = frozenset(
    {Problem.COMMA, Problem.COMMA_BEFORE_CLOSING, Problem.COMMA_WITHOUT_VALUE, Problem.WORD}
)
"""Problems that cost nothing but themselves."""

_OF_REPAIR = frozenset({Problem.COMMA_BEFORE_CLOSING, Problem.COMMA_WITHOUT_VALUE})
"""Problems that setting a broken stretch aside may make."""


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
    if not text.strip(" \t\r\n"):
        return
    try:
        read_json(text, _Nodes(builder), builder.limits.yaml_depth)
    except JsonError as error:
        raise Unreadable(error.summary, error.start, error.end) from error


class _Nodes:
    """Has the nodes of a template built of what is read."""

    def __init__(self, builder: TreeBuilder) -> None:
        self._builder = builder
        self._leaf = builder.leaf
        self.close: Callable[[int], None] = builder.close

    def open(self, start: int, is_object: bool) -> None:
        self._builder.open(Frame(start, start + 1, is_object, is_block=False))

    def key(self, written: str, start: int, end: int) -> None:
        self._builder.key(unescaped(written), start, end)

    def text(self, written: str, start: int, end: int) -> None:
        value = written if "\\" not in written else unescaped(written)
        self._leaf(Scalar(start, end, value, value))

    def number(self, written: str, start: int, end: int) -> None:
        self._leaf(Scalar(start, end, _number(written), written, True))

    def word(self, written: str, start: int, end: int) -> None:
        if written in _WORDS:
            self._leaf(Scalar(start, end, _WORDS[written], written, True))
            return
        content = Scalar(start, end, written, written, True)
        self._builder.add(Tagged(start, end, written, content))

    def pass_over(self, error: JsonError) -> None:
        builder = self._builder
        if error.problem in _SMALL:
            if not (builder.is_repaired and error.problem in _OF_REPAIR):
                builder.report(error.summary, error.start, error.end, FILE_NOT_READ)
        elif error.problem is Problem.UNCLOSED and builder.is_repaired:
            while builder.frames:
                builder.close(None)
        elif error.problem is not Problem.TAB:
            # A tab within a string is a fault of JSON that no reader of templates minds.
            raise error


def _number(written: str) -> int | float | str:
    """Return a number; its text where that is too long or too large to be one."""
    if len(written) > LONGEST_NUMBER:
        return written
    if written.lstrip("-").isdecimal():
        return int(written)
    value = float(written)
    return value if math.isfinite(value) else written
