"""Short ways to load a template's text and to show what came of it."""

from __future__ import annotations

from typing import Any

from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.frontends.cloudformation.text.document import (
    Alias,
    ListNode,
    LoadedDocument,
    MapNode,
    Node,
    Scalar,
    Tagged,
    walk,
)
from iacguard.frontends.cloudformation.text.loader import load

LIMITS = Limits()


def loaded(text: str, path: str = "t.yaml", limits: Limits = LIMITS) -> LoadedDocument:
    """Load a text."""
    return load(Source(path, text), limits)


def plain(node: Node | None) -> Any:
    """Return the ordinary data of a tree."""
    if node is None or isinstance(node, Scalar):
        return None if node is None else node.value
    if isinstance(node, ListNode):
        return [plain(element) for element in node.elements]
    if isinstance(node, MapNode):
        return {name: plain(entry.value) for name, entry in node.entries.items()}
    if isinstance(node, Alias):
        return plain(node.target)
    return {node.tag: plain(node.content)}


def data(text: str, path: str = "t.yaml") -> Any:
    """Load a text that has no fault, as ordinary data."""
    document = loaded(text, path)
    assert document.diagnostics == ()
    return plain(document.root)


def kind_of(node: Node) -> str:
    """Return a word for a node's type."""
    names = {Scalar: "scalar", ListNode: "list", MapNode: "map", Alias: "alias", Tagged: "tagged"}
    return names[type(node)]


def stretches(document: LoadedDocument) -> list[tuple[str, str]]:
    """Return the kind and the text of every node, in order."""
    assert document.root is not None
    text = document.source.text
    return [(kind_of(node), text[node.start : node.end]) for node in walk(document.root)]


def problems(document: LoadedDocument) -> list[str]:
    """Return each diagnostic as "id line:column `text`: summary. detail"."""
    return [
        f"{found.rule} {found.subject.start.line}:{found.subject.start.column}"
        f" `{document.source.text[found.subject.start.offset : found.subject.end.offset]}`:"
        f" {found.summary}. {found.detail}".rstrip(". ")
        for found in document.diagnostics
    ]
