"""Comments of a YAML text, with their places; the parser passes over them in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....core.source import Source
from .document import Comment

# YAML's own line breaks are more than an editor's, and each ends a comment.
# https://yaml.org/spec/1.1/#id871136
_COMMENT = re.compile(r"#[^\r\n\x85\u2028\u2029]*")
_MAY_PRECEDE = " \t\r\n\x85\u2028\u2029"


def comments_of(source: Source, opaque: Sequence[tuple[int, int]]) -> tuple[Comment, ...]:
    """Return the comments in order.

    `opaque` holds the stretches, in order, in which a number sign is text: quoted scalars, and
    block scalars without their header lines.
    """
    found = []
    position = 0
    for start, end in (*opaque, (len(source.text), len(source.text))):
        while (position := source.text.find("#", position, start)) >= 0:
            comment = (
                _COMMENT.match(source.text, position) if _begins(source.text, position) else None
            )
            if comment is None:
                position += 1
                continue
            text = comment.group().rstrip()
            found.append(Comment(source.span(position, position + len(text)), text))
            position = comment.end()
        position = end
    return tuple(found)


def _begins(text: str, position: int) -> bool:
    """Return whether a number sign here begins a comment."""
    return position == 0 or text[position - 1] in _MAY_PRECEDE
