"""Bodies of blocks."""

from __future__ import annotations

from dataclasses import dataclass

from .nodes import Attribute, BlockSyntax, Body
from .rejection import RejectionError
from .stream import Token


@dataclass(frozen=True, slots=True)
class Items:
    """What is written between the braces of a block."""

    items: tuple[Attribute | BlockSyntax, ...]
    begins_with_newline: bool
    ends_with_newline: bool


def make_body(items: tuple[Attribute | BlockSyntax, ...]) -> Body:
    """Return the body that attributes and blocks make up."""
    attributes: dict[str, Attribute] = {}
    for item in items:
        if not isinstance(item, Attribute):
            continue
        if item.name in attributes:
            raise set_twice(item)
        attributes[item.name] = item
    blocks = tuple(item for item in items if isinstance(item, BlockSyntax))
    return Body(attributes=attributes, blocks=blocks)


def set_twice(attribute: Attribute) -> RejectionError:
    """Return the error of an argument that is written a second time."""
    return RejectionError(
        attribute.start,
        attribute.start + len(attribute.name),
        f"`{attribute.name[:40]}` is set twice",
        "Each argument may be set only once.",
    )


def check_lines(items: Items, opening: Token, closing: Token) -> None:
    """Refuse what does not stand on lines of its own as Terraform wants it."""
    if not items.items or (items.begins_with_newline and items.ends_with_newline):
        return
    first = items.items[0]
    if items.begins_with_newline:
        raise RejectionError(
            closing.start, closing.end, "expected a newline before the end of the block"
        )
    if isinstance(first, BlockSyntax) or len(items.items) > 1 or items.ends_with_newline:
        raise RejectionError(
            opening.start,
            opening.end,
            "a one-line block has more than one argument",
            "A one-line block has at most one argument and ends on the same line.",
        )
