"""The tree of a CloudFormation template, the same from YAML and from JSON.

Positions are zero-based offsets into the file's decoded text. Short forms are already long:
``!Sub x`` is the map ``{"Fn::Sub": x}`` whose key lies at the tag. An alias is a node of its own
that points at the anchored node, so a tree never holds more nodes than its text writes.

NOTE: The nodes are named tuples, not dataclasses: one is made in half the time, and a template of
0.8 MB has 100,000 of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ....core.diagnostic import Diagnostic
from ....core.source import Source, SourceSpan


class Scalar(NamedTuple):
    """A string, number, boolean or null."""

    start: int
    end: int
    """Half-open; quotes, and the indicator of a block scalar, lie within."""

    value: str | bool | int | float | None
    """As CloudFormation sees it: escapes and YAML 1.1 words resolved, dates left as strings."""

    text: str
    """The characters before typing: ``yes``, ``0123``, ``1.10``; for a string its value."""

    is_plain: bool = False
    """Whether it is written without quotes and without a block indicator."""


class ListNode(NamedTuple):
    """A sequence, in order."""

    start: int
    end: int
    """Half-open: behind the bracket, or behind the last element of a block sequence."""

    elements: tuple[Node, ...]

    is_block: bool = False
    """Whether it is written without brackets."""


class Key(NamedTuple):
    """The key of an entry."""

    start: int
    end: int

    name: str
    """As written: the key ``0123`` is the text, not a number."""


class Entry(NamedTuple):
    """A key and its value."""

    key: Key
    value: Node
    """An `Alias` at the place of the merge when the entry comes in through ``<<``."""

    is_merged: bool = False


class MapNode(NamedTuple):
    """A mapping; also the long form of a function that is written with a tag."""

    start: int
    end: int
    """Half-open: behind the brace, or behind the last value of a block mapping."""

    entries: Mapping[str, Entry]
    """By key, in order of writing; of a key that is written twice, the first entry."""

    duplicates: tuple[Entry, ...] = ()
    """Entries whose key is taken. Each has a diagnostic; which one counts is not certain."""

    is_block: bool = False
    """Whether it is written without braces."""

    is_short_form: bool = False
    """Whether it stands for a tag: ``!Ref Name``."""

    def get(self, name: str) -> Node | None:
        """Return the value under a key, or None where there is no such key."""
        entry = self.entries.get(name)
        return None if entry is None else entry.value


class Alias(NamedTuple):
    """A use of an anchored node: ``*name``, or an entry that a merge brings in.

    The target is never an alias of itself, at any depth.
    """

    start: int
    end: int
    """The place of the use; the target has its own."""

    target: Node


class Tagged(NamedTuple):
    """A node under a tag that CloudFormation does not know; it has a diagnostic."""

    start: int
    end: int

    tag: str
    """As written: ``!Foo``."""

    content: Node


Node: TypeAlias = "Scalar | ListNode | MapNode | Alias | Tagged"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its marker: ``# iacguard:ignore=CT101``."""

    span: SourceSpan
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedDocument:
    """One loaded file. What could not be read is in `diagnostics`; the rest is in the tree."""

    source: Source

    root: Node | None
    """None for an empty file, and for one of which nothing could be read."""

    diagnostics: tuple[Diagnostic, ...] = ()
    comments: tuple[Comment, ...] = ()

    is_complete: bool = field(default=True)
    """False when a part of the text is not in the tree; what is not found may be in that part."""


def followed(node: Node) -> Node:
    """Return the node itself, or the one behind its aliases."""
    while isinstance(node, Alias):
        node = node.target
    return node


def anchors(node: Node) -> tuple[tuple[int, int], ...]:
    """Return the places from a use to the written node, as pairs of start and end."""
    places = [(node.start, node.end)]
    while isinstance(node, Alias):
        node = node.target
        places.append((node.start, node.end))
    return tuple(places)


def walk(root: Node) -> Iterator[Node]:
    """Yield every written node once, parents first, in order; aliases are not followed."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ListNode):
            pending.extend(reversed(node.elements))
        elif isinstance(node, MapNode):
            values = [entry.value for entry in (*node.entries.values(), *node.duplicates)]
            pending.extend(reversed(values))
        elif isinstance(node, Tagged):
            pending.append(node.content)
