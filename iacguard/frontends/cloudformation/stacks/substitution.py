"""The variables in a text of Fn::Sub."""

from __future__ import annotations

import re
from collections.abc import Iterator

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")


def names_in(text: str) -> Iterator[str]:
    """Yield the names that ``${…}`` stands for in a text of Fn::Sub."""
    for found in _VARIABLE.finditer(text):
        if not found[1].startswith("!"):
            yield found[1]


def pieces_of(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the literals of a text of Fn::Sub, each with the name of the variable behind it."""
    start = 0
    for found in _VARIABLE.finditer(text):
        if found[1].startswith("!"):
            yield text[start : found.start()] + "${" + found[1][1:] + "}", None
        else:
            yield text[start : found.start()], found[1]
        start = found.end()
    yield text[start:], None
