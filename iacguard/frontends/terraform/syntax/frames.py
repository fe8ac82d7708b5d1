"""What the tokenizer is inside of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FrameKind(Enum):
    """The kinds of things that open and close; the value names them in messages."""

    BODY = "the block"
    BRACKET = "the bracket"
    OBJECT = "the object"
    QUOTED = "the string"
    HEREDOC = "the heredoc"

    @property
    def keeps_newlines(self) -> bool:
        """Whether a newline directly inside ends something."""
        return self is FrameKind.BODY or self is FrameKind.OBJECT


@dataclass(slots=True)
class Frame:
    """An open bracket, string, heredoc or block."""

    kind: FrameKind
    start: int
    """The offset of what opened it."""

    operators: int = 0
    """Operators of the expression that is being read: each nests the tree one level deeper."""

    postfixes: int = 0
    """Accesses of the operand that is being read."""

    in_value: bool = False
    """In a block: whether an ``=`` was read on this line."""

    names_variables: bool = False
    """Between ``for`` and ``in``."""

    is_for: bool = False
    """Whether this is a for expression, in which ``if`` is a keyword."""

    marker: str = ""
    """Of a heredoc: the word that ends it."""

    piece: int = 0
    """Of a heredoc: where the literal text began that is being read."""

    at_line_start: bool = False
    """Of a heredoc: whether the line may be its end."""
