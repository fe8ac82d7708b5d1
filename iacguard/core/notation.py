"""A syntax that reports quote lines of, and that is neither YAML nor JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from .source import Source

LineRange: TypeAlias = tuple[int, int]
"""A half-open range of indexes into a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """Where the lines of a syntax hold what may be a secret."""

    endings: tuple[str, ...]
    """Of the names of files that are written in it."""

    secrets: Callable[[str], Iterator[LineRange]]
    """Yields what may be secret in a line of code: the contents of quotes, and comments."""

    lines_of_texts: Callable[[Source], frozenset[int]]
    """Returns the one-based lines that lie inside long texts: most often JSON, and no code."""
