"""JSON in Terraform's files: the tree of a text, or why Terraform would refuse it."""

from __future__ import annotations

from ....core.json_reader import JsonError
from ....core.json_tree import JsonValue, read_tree
from .rejection import RejectionError


def read_json(text: str, nesting: int, start: int = 0, end: int | None = None) -> JsonValue:
    """Return the value that a text, or a stretch of it, holds; offsets are those of the text."""
    try:
        return read_tree(text, nesting, start, end)
    except JsonError as error:
        raise RejectionError(error.start, error.end, error.summary) from error
