"""Builds a template's tree from what a scanner meets, one token after the other, within limits.

Nothing here recurses, and an alias costs as much as its own characters: the size of what it
stands for is kept beside the anchor.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ....core.diagnostic import FILE_NOT_READ, NOT_EVALUATED, Diagnostic, Level
from ....core.limits import Limits
from ....core.source import Source
from .document import Alias, Entry, Key, ListNode, MapNode, Node, Scalar, Tagged
from .short_forms import Tag, tagged


class Unreadable(Exception):
    """The text cannot be read on from here; raised by scanners, answered by the loader."""

    def __init__(self, summary: str, start: int, end: int) -> None:
        super().__init__(summary)
        self.summary = summary
        self.start = start
        self.end = end


MOST_REPORTS = 100
"""Oddities of one file that are reported each; the rest is counted."""

_OF_RAIN = "!Rain::"
"""What the tags of Rain begin with, which AWS's own command puts templates together by.

https://aws-cloudformation.github.io/rain/rain_pkg.html
"""

_NO_KEY = Key(-1, -1, "")
"""Stands for what is written as a key but cannot be one; its value is skipped."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """An anchored node with its size, aliases expanded."""

    node: Node
    nodes: int
    height: int


@dataclass(slots=True)
class Frame:
    """A list or map that is not closed yet."""

    start: int
    end: int
    """The end of the last thing within."""

    is_map: bool
    is_block: bool
    tag: Tag | None = None
    anchor: str | None = None
    nodes: int = 1
    height: int = 0

    elements: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)

    key: Key | None = None
    """The key that waits for its value."""

    is_merge: bool = False
    """Whether the key is ``<<``."""

    duplicates: list[Entry] | None = None
    merged: list[tuple[Node, MapNode]] | None = None
    """Maps that flow in, each with the place of its use."""


class TreeBuilder:
    """The open lists and maps, outermost first, and what was completed."""

    def __init__(self, source: Source, limits: Limits, is_repaired: bool = False) -> None:
        self.source = source
        self.limits = limits
        self.is_repaired = is_repaired
        """Whether stretches of the text were set aside, and anchors perhaps with them."""

        self.frames: list[Frame] = []
        self.roots: list[Node] = []
        self._diagnostics: list[Diagnostic] = []
        self._unreported = 0
        self._anchors: dict[str, Anchored | None] = {}
        self._merged = 0
        """Entries looked at for merges."""

        self._most_nodes = limits.yaml_nodes
        self._most_levels = limits.yaml_depth

    def open(self, frame: Frame) -> None:
        """Begin a list or map."""
        if len(self.frames) >= self._most_levels:
            raise self.too_deep(frame.start)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = None
        self.frames.append(frame)

    def too_deep(self, start: int) -> Unreadable:
        """Return what is said of a list or map that lies deeper than any may."""
        return Unreadable(f"nested more than {self._most_levels} levels deep", start, start + 1)

    def close(self, end: int | None) -> None:
        """End the innermost list or map; without brackets it ends where its last part does."""
        frame = self.frames.pop()
        end = frame.end if end is None else end
        node: Node
        if frame.is_map:
            if frame.merged is not None:
                self._merge(frame.entries, frame.merged)
            duplicates = () if frame.duplicates is None else tuple(frame.duplicates)
            node = MapNode(frame.start, end, frame.entries, duplicates, frame.is_block)
        else:
            node = ListNode(frame.start, end, tuple(frame.elements), frame.is_block)
        if frame.tag is None and frame.anchor is None and self.frames:
            self._attach(node, frame.nodes, frame.height + 1)
        else:
            self.add(node, frame.nodes, frame.height + 1, frame.tag, frame.anchor)

    def alias(self, name: str, start: int, end: int) -> None:
        """Use an anchored node."""
        anchored = self._anchors.get(name)
        if anchored is not None:
            alias = Alias(start, end, anchored.node)
            self.add(alias, anchored.nodes, anchored.height + 1)
            return
        if name in self._anchors:
            self.report(f"the anchor `&{shortened(name)}` contains itself", start, end)
        elif not self.is_repaired:
            self.report(f"no anchor `&{shortened(name)}` before this alias", start, end)
        self.add(Tagged(start, end, f"*{name}", Scalar(start, end, None, "")))

    def key(self, name: str, start: int, end: int) -> None:
        """Write the key of the entry that follows."""
        frame = self.frames[-1]
        frame.key = Key(start, end, name)
        frame.end = end

    def merge_key(self, start: int, end: int) -> None:
        """Write a ``<<`` without quotes: the value's entries flow into this map."""
        self.key("<<", start, end)
        self.frames[-1].is_merge = True

    def leaf(self, node: Scalar) -> None:
        """Write a scalar without tag or anchor; the common case of `add`, kept short."""
        if not self.frames:
            self.add(node)
            return
        self._attach(node, 1, 1)

    def add(
        self,
        node: Node,
        nodes: int = 1,
        height: int = 1,
        tag: Tag | None = None,
        anchor: str | None = None,
    ) -> None:
        """Write a complete element, key or value, of this size and height."""
        if tag is not None:
            node, nodes, height = tagged(node, tag), nodes + 2, height + 2
            if isinstance(node, Tagged):
                self._unknown_tag(tag)
        if anchor is not None:
            self._anchors[anchor] = Anchored(node, nodes, height)
        if not self.frames:
            self._check(node, nodes)
            self.roots.append(node)
            return
        self._attach(node, nodes, height)

    def _unknown_tag(self, tag: Tag) -> None:
        name = f"`{shortened(tag.name)}`"
        if tag.name.startswith(_OF_RAIN):
            said = f"{name} is not evaluated (run `rain pkg`, then scan its output)"
            self.report(said, tag.start, tag.end, level=Level.NOTE)
        else:
            self.report(f"unknown tag {name}", tag.start, tag.end)

    def _attach(self, node: Node, nodes: int, height: int) -> None:
        """Write a node into the innermost list or map."""
        frame = self.frames[-1]
        frame.nodes += nodes
        if frame.nodes > self._most_nodes:
            self._check(node, frame.nodes)
        if height > frame.height:
            frame.height = height
            if len(self.frames) + height > self._most_levels + 1:
                summary = f"nested more than {self._most_levels} levels deep"
                raise Unreadable(summary, node.start, node.end)
        if node.end > frame.end:
            frame.end = node.end
        if not frame.is_map:
            frame.elements.append(node)
            return
        key = frame.key
        if key is None:
            self._add_key(frame, node)
        elif frame.is_merge or key is _NO_KEY or key.name in frame.entries:
            self._add_entry(frame, key, node)
        else:
            frame.key = None
            frame.entries[key.name] = Entry(key, node)

    def report(
        self,
        summary: str,
        start: int,
        end: int,
        rule: str = NOT_EVALUATED,
        level: Level = Level.ERROR,
    ) -> None:
        """Note something that is not as a template has it; reading goes on."""
        if len(self._diagnostics) >= MOST_REPORTS:
            self._unreported += 1
            return
        subject = self.source.span(start, end)
        self._diagnostics.append(
            Diagnostic(rule=rule, level=level, summary=summary, subject=subject)
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what was reported, in order of writing."""
        if self._unreported == 0:
            return tuple(self._diagnostics)
        summary = f"{self._unreported:,} more problems in this file"
        last = replace(self._diagnostics[-1], summary=summary, level=Level.ERROR)
        return (*self._diagnostics, last)

    def _check(self, node: Node, nodes: int) -> None:
        if nodes > self._most_nodes:
            summary = f"more than {self.limits.yaml_nodes} nodes, aliases expanded"
            raise Unreadable(summary, node.start, node.end)

    def _add_key(self, frame: Frame, node: Node) -> None:
        written = node.target if isinstance(node, Alias) else node
        if isinstance(written, Scalar):
            frame.key = Key(node.start, node.end, written.text)
            return
        self.report(
            "a key must be a string, not a list or a map", node.start, node.end, FILE_NOT_READ
        )
        frame.key = _NO_KEY

    def _add_entry(self, frame: Frame, key: Key, node: Node) -> None:
        frame.key = None
        if frame.is_merge:
            frame.is_merge = False
            self._add_merge(frame, node)
        elif key is _NO_KEY:
            return
        elif key.name not in frame.entries:
            frame.entries[key.name] = Entry(key, node)
        else:
            if frame.duplicates is None:
                frame.duplicates = []
            frame.duplicates.append(Entry(key, node))
            summary = f"the key `{shortened(key.name)}` is written twice"
            self.report(summary, key.start, key.end, FILE_NOT_READ)

    def _add_merge(self, frame: Frame, node: Node) -> None:
        target = node.target if isinstance(node, Alias) else node
        uses = target.elements if isinstance(target, ListNode) else (node,)
        if frame.merged is None:
            frame.merged = []
        for use in uses:
            source = use.target if isinstance(use, Alias) else use
            if isinstance(source, MapNode) and not source.is_short_form:
                # What lies behind an aliased list is used where the list is.
                frame.merged.append((node if isinstance(node, Alias) else use, source))
            elif not isinstance(source, Tagged) and not self.is_repaired:
                self.report("`<<` needs a map or a list of maps", use.start, use.end)

    def _merge(self, entries: dict[str, Entry], merged: list[tuple[Node, MapNode]]) -> None:
        """Let the entries of merged maps flow in; written ones, and earlier ones, stay."""
        for use, source in merged:
            self._merged += len(source.entries)
            self._check(use, self._merged)
            for name, entry in source.entries.items():
                if name in entries:
                    continue
                value = entry.value
                if isinstance(use, Alias):
                    value = Alias(use.start, use.end, value)
                entries[name] = Entry(entry.key, value, is_merged=True)


def shortened(name: str) -> str:
    """Return a name as a message quotes it."""
    return name if len(name) <= 60 else f"{name[:59]}…"
