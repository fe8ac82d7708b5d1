"""Fn::ForEach in a map that is evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ....core.diagnostic import Level
from ....core.value import Known
from ..stacks.loops import NotExpanded, expand
from ..stacks.stack import Frame
from ..stacks.template import bound_name
from ..text.document import MapNode, Node
from .evaluating import Evaluation


def expanded_entries(
    evaluation: Evaluation, node: MapNode, frame: Frame
) -> Iterator[tuple[str, Node, Frame]]:
    """Yield the entries of a map, its loops expanded, each with the frame that it is read in."""

    def collection(written: Node, bindings: Mapping[str, str]) -> list[str] | None:
        value = evaluation.value(written, Frame(frame.stack, bindings))
        if not isinstance(value, Known) or not isinstance(value.value, tuple):
            return None
        known = [element.value for element in value.value if isinstance(element, Known)]
        if len(known) < len(value.value) or not all(isinstance(text, str) for text in known):
            return None
        return known

    for entry in node.entries.values():
        if not entry.key.name.startswith("Fn::ForEach::"):
            name = bound_name(entry.key.name, frame.bindings) if frame.bindings else entry.key.name
            yield name, entry.value, frame
            continue
        for found in expand(entry, frame.bindings, collection, evaluation.limits):
            if isinstance(found, NotExpanded):
                span = frame.stack.span(found.node)
                evaluation.problem(span, found.reason, level=Level.NOTE)
            else:
                yield found.name, found.entry.value, Frame(frame.stack, found.bindings)
