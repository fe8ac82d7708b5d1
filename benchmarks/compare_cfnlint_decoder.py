"""Compares iacguard's CloudFormation loader with cfn-lint's decoder, value by value.

Run it with the ``cfn-lint`` extra installed, on templates of your own or on a public collection:

    python benchmarks/compare_cfnlint_decoder.py DIRECTORY_OR_FILE…

It prints how many values and places were compared, and every kind of difference with examples.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cfnlint.decode.decode import decode

from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.frontends.cloudformation.text.document import (
    Alias,
    Entry,
    ListNode,
    MapNode,
    Node,
    Scalar,
    Tagged,
)
from iacguard.frontends.cloudformation.text.loader import load

EXAMPLES = 4
SUFFIXES = {".yaml", ".yml", ".json", ".template", ".cform", ".cfn"}


class Comparison:
    """Counts of what was compared, and of what differs, by kind."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.differences: Counter[str] = Counter()
        self.files: defaultdict[str, set[str]] = defaultdict(set)
        self.examples: defaultdict[str, list[str]] = defaultdict(list)
        self.path = ""

    def differ(self, kind: str, detail: str = "") -> None:
        """Note a difference."""
        self.differences[kind] += 1
        self.files[kind].add(self.path)
        if len(self.examples[kind]) < EXAMPLES:
            self.examples[kind].append(f"{self.path} {detail[:160]}")

    def compare_file(self, path: Path) -> None:
        """Load one file both ways."""
        self.path = str(path)
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.counts["files that are not UTF-8"] += 1
            return
        source = Source(path.name, text)
        ours = load(source, Limits())
        faults = [found.summary for found in ours.diagnostics if found.rule == "IG001"]
        theirs, matches = decode(str(path))
        if matches and faults:
            self.counts["files refused by both"] += 1
        elif matches:
            self.differ("file: refused by cfn-lint alone", matches[0].message)
        elif faults:
            self.differ("file: refused by iacguard alone", faults[0])
        else:
            self.counts["files read by both"] += 1
            if ours.root is None:
                if theirs:
                    self.differ("file: empty to iacguard alone")
                return
            self.compare_trees(source, ours.root, theirs)

    def compare_trees(self, source: Source, root: Node, template: Any) -> None:
        """Walk both trees side by side."""
        pending: list[tuple[Node, Any, bool]] = [(root, template, False)]
        while pending:
            ours, theirs, in_tag = pending.pop()
            while isinstance(ours, Alias):
                ours = ours.target
            if isinstance(ours, Tagged):
                name = f"Fn::{ours.tag[1:]}"
                if not isinstance(theirs, dict) or name not in theirs:
                    self.differ("value: unknown tag", ours.tag)
                    continue
                self.differ("value: unknown tag, which cfn-lint takes for a function", ours.tag)
                ours, theirs, in_tag = ours.content, theirs[name], True
            self.counts["values"] += 1
            if not in_tag:
                self.compare_places(source, ours, theirs)
            if isinstance(ours, MapNode) and isinstance(theirs, dict):
                pending.extend(self.entries(source, ours, theirs))
            elif isinstance(ours, ListNode) and isinstance(theirs, list):
                if len(ours.elements) != len(theirs):
                    self.differ("value: length of a list", f"{len(ours.elements)} {theirs!r}")
                tagged = in_tag or not hasattr(theirs, "start_mark")
                pending.extend((a, b, tagged) for a, b in zip(ours.elements, theirs))
            elif isinstance(ours, Scalar):
                self.compare_scalars(ours, theirs)
            else:
                self.differ("value: kind", f"{type(ours).__name__} {theirs!r}")

    def entries(
        self, source: Source, ours: MapNode, theirs: dict[Any, Any]
    ) -> Iterator[tuple[Node, Any, bool]]:
        """Yield the values under equal keys."""
        by_text = {}
        for key in theirs:
            if not isinstance(key, str):
                self.differ("key: not a text in cfn-lint", repr(key))
            by_text[str(key)] = key
        for name, entry in ours.entries.items():
            text = name
            if text not in by_text:
                text = str(written_value(entry))
            if text not in by_text:
                self.differ("key: only in iacguard", f"{name} {list(theirs)}")
                continue
            key = by_text.pop(text)
            self.counts["keys"] += 1
            if hasattr(key, "start_mark") and not ours.is_short_form:
                self.compare_mark("key start", source, entry.key.start, key.start_mark)
                self.compare_mark("key end", source, entry.key.end, key.end_mark)
            short = ours.is_short_form
            yield entry.value, theirs[key], short
        for left in by_text:
            self.differ("key: only in cfn-lint", left)

    def compare_scalars(self, ours: Scalar, theirs: Any) -> None:
        """Compare two values with their types."""
        value = ours.value
        if isinstance(theirs, str):
            theirs = str(theirs)
        if type(value) is type(theirs) and value == theirs:
            return
        if isinstance(theirs, datetime.date):
            if value != ours.text:
                self.differ("value: date", f"{value!r} {theirs!r}")
            else:
                self.differ("value: a date for cfn-lint, a string here", ours.text)
        elif isinstance(theirs, float) and not math.isfinite(theirs):
            self.differ("value: no finite number", f"{value!r} {theirs!r}")
        else:
            self.differ("value: differs", f"{value!r} {theirs!r}")

    def compare_places(self, source: Source, ours: Node, theirs: Any) -> None:
        """Compare start and end where cfn-lint has them and means the same."""
        start_mark = getattr(theirs, "start_mark", None)
        if start_mark is None:
            return
        self.compare_mark("start", source, ours.start, start_mark)
        written = source.text[ours.start : ours.end]
        is_block = (
            written[:1] in "|>"
            if isinstance(ours, Scalar)
            else ours.is_block
            if isinstance(ours, ListNode | MapNode)
            else False
        )
        if isinstance(ours, MapNode) and ours.is_short_form:
            content = next(iter(ours.entries.values())).value
            text = source.text[content.start : content.start + 1]
            is_block = text in "|>" or (
                isinstance(content, ListNode | MapNode) and content.is_block
            )
        if is_block:
            end = Source("", source.text)
            their_end = end.offset(theirs.end_mark.line + 1, theirs.end_mark.column + 1)
            self.counts["ends of block values"] += 1
            rest = source.text[ours.end : their_end]
            if any(line.strip() and not line.strip().startswith("#") for line in rest.splitlines()):
                self.differ("place: block end, more than blanks and comments between", repr(rest))
        else:
            self.compare_mark("end", source, ours.end, theirs.end_mark)

    def compare_mark(self, kind: str, source: Source, offset: int, mark: Any) -> None:
        """Compare one offset with a mark."""
        self.counts["places"] += 1
        position = source.position(offset)
        if (position.line - 1, position.column - 1) == (mark.line, mark.column):
            return
        their_offset = source.offset(mark.line + 1, mark.column + 1)
        low, high = sorted((offset, their_offset))
        between = source.text[low:high]
        if any(odd in source.text for odd in "\x85\u2028\u2029"):
            self.differ(f"place: {kind}, a file with U+0085, U+2028 or U+2029")
        elif kind.endswith("start") and between.startswith("&"):
            self.differ(f"place: {kind}, the anchor is not part of the value", between)
        else:
            where = f"{position.line}:{position.column}"
            self.differ(f"place: {kind}", f"{where} {mark.line + 1}:{mark.column + 1} {between!r}")

    def report(self) -> None:
        """Print the counts and the differences."""
        for name, count in sorted(self.counts.items()):
            print(f"{count:>9}  {name}")
        print()
        for kind, count in self.differences.most_common():
            print(f"{count:>9}  {kind} ({len(self.files[kind])} files)")
            for example in self.examples[kind]:
                print(f"{'':>11}{example}")


def written_value(entry: Entry) -> Any:
    """Return what YAML makes of a key that is no string."""
    from iacguard.frontends.cloudformation.text.scalars import plain_value

    return plain_value(entry.key.name)


def templates(paths: list[str]) -> Iterator[Path]:
    """Yield each different file that may be a template."""
    seen = set()
    for path in map(Path, paths):
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if not file.is_file() or (path.is_dir() and file.suffix.lower() not in SUFFIXES):
                continue
            content = file.read_bytes()
            digest = hashlib.sha256(content).digest()
            if digest in seen or b"Resources" not in content or b"::" not in content:
                continue
            seen.add(digest)
            yield file


def main(paths: list[str]) -> int:
    """Compare all templates below the paths."""
    logging.disable(logging.CRITICAL)
    comparison = Comparison()
    for file in templates(paths):
        comparison.compare_file(file)
    comparison.report()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
