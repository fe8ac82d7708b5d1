"""How large a value may become; going over one is a limit that Terraform does not have."""

from __future__ import annotations

from .numbers import LimitError

MAXIMUM_DEPTH = 200
"""Containers in containers of one value."""

MAXIMUM_SIZE = 200_000
"""Values in one value, itself counted."""

MAXIMUM_TEXT = 1_000_000
"""Characters of one string."""

MAXIMUM_OPEN_PIECES = 10_000
"""Pieces of one string that are not known."""


def check_length(length: int) -> None:
    """Refuse a text that would become too long, before it is made."""
    if length > MAXIMUM_TEXT:
        raise LimitError(f"the text is longer than {MAXIMUM_TEXT} characters")


def check_open_pieces(count: int) -> None:
    """Refuse a text of which too many pieces would not be known, before it is made."""
    if count > MAXIMUM_OPEN_PIECES:
        raise LimitError(f"the text has more than {MAXIMUM_OPEN_PIECES} pieces that are not known")


def size_of_parts(count: int) -> int:
    """Return what a text of so many pieces counts for in a value's size."""
    return 1 + count // 32
