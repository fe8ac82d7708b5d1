"""Whether a file is a CloudFormation template, before and after it is parsed.

Measured over 25,530 public YAML and JSON files: ``AWSTemplateFormatVersion`` misses almost half of
the templates, CDK's among them; a search for a type's name and ``Resources`` misses none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ....core.spelling import spellings
from .document import Alias, MapNode, Node, Scalar, Tagged

EXTENSIONS = (".yaml", ".yml", ".json", ".template", ".cfn", ".cform", ".cloudformation")

INDIRECT = ("AWS::CloudFormation::Stack", "Fn::ForEach", "AWS::Include", "AWS::LanguageExtensions")
"""What may bring in a resource of any type without naming it."""

_RESOURCE_TYPE = re.compile(r"\w+::")


def may_be_named_template(path: str) -> bool:
    """Return whether a file of this name may be a template."""
    return path.lower().endswith(EXTENSIONS)


def may_be_template(content: bytes, types: Iterable[str]) -> bool:
    """Return whether a file may be a template that declares, or brings in, one of these types."""
    names = [name.encode() for name in (*INDIRECT, *types)]
    return any(
        b"Resources" in text and any(name in text for name in names) for text in spellings(content)
    )


def is_template(root: Node | None) -> bool:
    """Return whether a document has a resource with a type, or a function among its resources."""
    root = _followed(root)
    return isinstance(root, MapNode) and _are_resources(root.get("Resources"))


def is_misread_template(root: Node | None) -> bool:
    """Return whether resources stand where they are not read: under a tag, or a second key."""
    root = _followed(root)
    while isinstance(root, Tagged):
        root = _followed(root.content)
    if not isinstance(root, MapNode):
        return False
    entries = (*root.entries.values(), *root.duplicates)
    return any(_are_resources(e.value) for e in entries if e.key.name == "Resources")


def _are_resources(node: Node | None) -> bool:
    resources = _followed(node)
    while isinstance(resources, Tagged):
        resources = _followed(resources.content)
    if not isinstance(resources, MapNode):
        return False
    return any(
        name.startswith("Fn::") or _has_type(_followed(entry.value))
        for name, entry in resources.entries.items()
    )


def _followed(node: Node | None) -> Node | None:
    while isinstance(node, Alias):
        node = node.target
    return node


def _has_type(resource: Node | None) -> bool:
    if not isinstance(resource, MapNode):
        return False
    written = _followed(resource.get("Type"))
    return (
        isinstance(written, Scalar)
        and isinstance(written.value, str)
        and _RESOURCE_TYPE.match(written.value) is not None
    )
