"""Tags of YAML that stand for CloudFormation's functions: ``!Sub x`` is ``{"Fn::Sub": x}``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .document import Entry, Key, ListNode, MapNode, Node, Scalar, Tagged

# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
_AFTER_FN = (
    "And",
    "Base64",
    "Cidr",
    "Contains",
    "EachMemberEquals",
    "EachMemberIn",
    "Equals",
    "FindInMap",
    "GetAZs",
    "GetAtt",
    "GetStackOutput",
    "If",
    "ImportValue",
    "Join",
    "Length",
    "Not",
    "Or",
    "RefAll",
    "Select",
    "Split",
    "Sub",
    "ToJsonString",
    "Transform",
    "ValueOf",
    "ValueOfAll",
)

LONG_FORMS: Mapping[str, str] = {
    "!Ref": "Ref",
    "!Condition": "Condition",
    **{f"!{name}": f"Fn::{name}" for name in _AFTER_FN},
}
"""The name of the function that each tag stands for."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that is not one of YAML's own, at its place."""

    start: int
    end: int
    name: str


def tagged(node: Node, tag: Tag) -> Node:
    """Return the long form of a tagged node; a `Tagged` node where the tag is unknown."""
    start, end = min(tag.start, node.start), max(tag.end, node.end)
    name = LONG_FORMS.get(tag.name)
    if name is None:
        return Tagged(start, end, tag.name, node)
    if name == "Fn::GetAtt" and isinstance(node, Scalar):
        node = _attribute_path(node)
    entry = Entry(Key(tag.start, tag.end, name), node)
    return MapNode(start, end, {name: entry}, is_short_form=True)


def _attribute_path(node: Scalar) -> ListNode:
    """Return ``a.b.c`` as the list of ``a`` and ``b.c``, each at its own place."""
    names = node.text.split(".", 1)
    written = node.end - node.start
    quote = 0 if node.is_plain else 1
    if len(names) == 1 or written != len(node.text) + 2 * quote:
        # With escapes or line breaks within, only the whole has a certain place.
        parts = [Scalar(node.start, node.end, name, name) for name in names]
        return ListNode(node.start, node.end, tuple(parts))
    middle = node.start + quote + len(names[0])
    first = Scalar(node.start + quote, middle, names[0], names[0], is_plain=True)
    second = Scalar(middle + 1, node.end - quote, names[1], names[1], is_plain=True)
    return ListNode(node.start, node.end, (first, second))
