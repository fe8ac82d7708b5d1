"""How deep YAML nests where no event has told: in what a parser reads ahead of its events.

A bracket may begin a key, so a parser reads on for up to 1,024 characters before it tells of the
bracket, and some parsers bound the nesting themselves. Our own bound is lower and holds first:
where a parser gives up, the brackets since its last event are counted here.
"""

from __future__ import annotations

import re

_IN_BLOCK = re.compile(
    r"""\#[^\n]*|"(?:[^"\\]|\\.)*"|'[^']*'|[\[{]|[-?:](?=\s)|[!&*][^\s\[{]*|\S[^\n]*""", re.DOTALL
)
"""A token outside of brackets; a plain text there may hold brackets, and ends its line."""

_IN_FLOW = re.compile(r"""\#[^\n]*|"(?:[^"\\]|\\.)*"|'[^']*'|[\[\]{},]|[^\s\[\]{},]+""", re.DOTALL)
"""A token between brackets; no plain text there holds one."""


def bracket_beyond(text: str, start: int, end: int, *, levels: int, in_flow: bool) -> int | None:
    """Return the offset of the bracket from `start` on that opens more than so many levels."""
    depth = 0
    position = start
    while position < end:
        token = (_IN_FLOW if in_flow or depth else _IN_BLOCK).search(text, position, end)
        if token is None:
            return None
        position = token.end()
        if token.group() in ("[", "{"):
            depth += 1
            if depth > levels:
                return token.start()
        elif token.group() in ("]", "}"):
            depth -= 1
    return None
