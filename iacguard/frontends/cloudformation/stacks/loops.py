"""Fn::ForEach: a section's or a map's entries, repeated for each element of a collection.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ....core.limits import Limits
from ..text.document import Entry, ListNode, MapNode, Node, Scalar, followed
from .template import bound_name, text_of

_MAXIMUM_LOOPS = 5
"""CloudFormation's own limit of loops inside each other."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """One entry that a loop makes."""

    name: str
    entry: Entry
    bindings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NotExpanded:
    """A loop that was not expanded, and why."""

    node: Node
    reason: str


Collection = Callable[[Node, Mapping[str, str]], "Sequence[str] | None"]
"""Gives the elements of a loop's collection; None when they are not known."""


def expand(
    entry: Entry,
    bindings: Mapping[str, str],
    collection: Collection,
    limits: Limits,
    depth: int = 1,
) -> list[Repeated | NotExpanded]:
    """Return the entries that a loop stands for."""
    parts = followed(entry.value)
    name = body = None
    if isinstance(parts, ListNode) and len(parts.elements) == 3:
        name, body = text_of(parts.elements[0]), followed(parts.elements[2])
    if name is None or not isinstance(parts, ListNode) or not isinstance(body, MapNode):
        reason = "expected Fn::ForEach to have a name, a collection and a map"
        return [NotExpanded(entry.value, reason)]
    if depth > _MAXIMUM_LOOPS:
        return [NotExpanded(entry.value, f"loops nest deeper than {_MAXIMUM_LOOPS} levels")]
    elements = collection(parts.elements[1], bindings)
    if elements is None:
        return [NotExpanded(parts.elements[1], "the collection of Fn::ForEach is not known")]
    found: list[Repeated | NotExpanded] = []
    for element in elements:
        inner = {**bindings, name: element}
        for repeated in body.entries.values():
            if repeated.key.name.startswith("Fn::ForEach::"):
                found += expand(repeated, inner, collection, limits, depth + 1)
            else:
                found.append(Repeated(bound_name(repeated.key.name, inner), repeated, inner))
            if len(found) > limits.instances:
                reason = f"Fn::ForEach makes more than {limits.instances} entries"
                return [NotExpanded(entry.value, reason)]
    return found


def literal_elements(node: Node, bindings: Mapping[str, str]) -> list[str] | None:
    """Return the elements of a list of scalars; None for any other collection."""
    written = followed(node)
    if not isinstance(written, ListNode):
        return None
    texts: list[str] = []
    for element in written.elements:
        scalar = followed(element)
        text = text_of(scalar)
        if not isinstance(scalar, Scalar) or text is None:
            return None
        texts.append(bound_name(text, bindings))
    return texts
