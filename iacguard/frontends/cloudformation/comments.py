"""Comments of a YAML text, with their places; the parser passes over them in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...core.source import Source
from .document import Comment

# YAML's own line breaks are more than an editor's, and each ends a comment.
# https://yaml.org/spec/1.1/#id871136
_COMMENT = re.compile(r"(?:(?<=[ \t\r\n\x85\u2028\u2029])|\A)#[^\r\n\x85\u2028\u2029]*")


def comments_of(source: Source, opaque: Sequence[tuple[int, int]]) -> tuple[Comment, ...]:
    """Return the comments in order.

    `opaque` holds the stretches, in order, in which a number sign is text: quoted scalars, and
    block scalars without their header lines.
    """
    found = []
    position = 0
    for start, end in (*opaque, (len(source.text), len(source.text))):
        while match := _COMMENT.search(source.text, position, start):
            text = match.group().rstrip()
            found.append(Comment(source.span(match.start(), match.start() + len(text)), text))
            position = match.end()
        position = max(position, end)
    return tuple(found)
