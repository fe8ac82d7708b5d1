"""What the ``source`` of a unit means: a directory of the tree, or an address elsewhere."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from ..terraform.syntax.nodes import Expression, Literal, Template, TextPiece
from .checkout import Checkout

_ADDRESS = re.compile(r"[\w+.-]+::|[\w+.-]+://|[\w.-]+@|[\w-]+\.[\w.-]+/")
"""How a source begins that is no path."""

_OPEN = "\0"
"""Stands for a piece of a source that is not known."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the module of a unit is."""

    directory: str | None = None
    """Relative to the scan's root; None where it is elsewhere, or not known."""

    reason: str = ""
    """Why there is no directory, as a clause."""

    text: str | None = None
    """The source itself, where it is a plain text."""

    ending: str | None = None
    """How the path ends that may all the same be a directory of the tree; empty for any."""


def located(text: str, unit: str, checkout: Checkout) -> Source:
    """Return what the source of a unit means, which lies in a directory.

    Two slashes divide what is copied from the directory that is deployed.
    """
    path = text.partition("?")[0]
    if _ADDRESS.match(path):
        return Source(
            reason="its source is an address outside of the scanned tree",
            ending=_ending(path),
        )
    before, _, below = path.partition("//") if not path.startswith("//") else (path, "", "")
    directory = checkout.relative(posixpath.join(before, below.lstrip("/")), unit)
    if directory is None:
        return Source(
            reason="its source is outside the scanned tree (set --root to a directory above both)"
        )
    return Source(directory)


def guessed(expression: Expression, reason: str) -> Source:
    """Return what may be meant by a source of which only its text is known."""
    whole = _text_of(expression)
    text = whole.partition("?")[0]
    is_address = _ADDRESS.match(text) is not None
    # A repository may name itself by its address: what follows two slashes is a directory of it.
    certain = _ADDRESS.sub("", text.rpartition(_OPEN)[2], count=1)
    _, slashes, below = certain.rpartition("//")
    ending = None if is_address and not slashes else _steps(below if slashes else certain)
    known = None if _OPEN in whole else whole
    return Source(reason=f"its source is not known ({reason})", text=known, ending=ending)


def _ending(address: str) -> str | None:
    scheme = _ADDRESS.match(address)
    _, slashes, below = address[scheme.end() if scheme else 0 :].rpartition("//")
    return _steps(below) if slashes and not address.startswith("tfr:") else None


def _steps(path: str) -> str:
    return "/".join(step for step in path.split("/") if step not in ("", ".", ".."))


def _text_of(expression: Expression) -> str:
    """Return a text with a mark for each piece that an expression makes."""
    if isinstance(expression, Literal):
        return str(expression.value)
    if isinstance(expression, Template):
        pieces = expression.pieces
        return "".join(each.text if isinstance(each, TextPiece) else _OPEN for each in pieces)
    return _OPEN
