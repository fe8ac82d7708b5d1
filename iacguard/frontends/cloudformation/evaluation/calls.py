"""One use of an intrinsic function, and what functions share in reading their arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from ....core.source import SourceSpan
from ....core.text import parts_of, text_value
from ....core.value import Absent, Hole, Hop, Known, Part, Unknown, Value
from ...lowering.row_reading import as_text
from ..stacks.stack import Frame, reference_of
from ..stacks.template import text_of
from ..text.document import ListNode, Node, followed
from .dynamic_references import resolved_at_deployment
from .evaluating import Evaluation

_SHOWN_HOPS = 8
"""Of the pieces of a text, how many steps its provenance names."""


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a function."""

    function: str
    argument: Node
    frame: Frame

    hop: Hop
    """The whole call: the place of its value."""


Function: TypeAlias = "Callable[[Evaluation, Call], Value[Any]]"


def wrong(evaluation: Evaluation, call: Call, expected: str) -> Unknown:
    """Report an argument of the wrong shape."""
    summary = f"expected {call.function} to have {expected}"
    evaluation.problem(call.hop.span, summary)
    return Unknown((call.hop,), f"{call.function} has a malformed argument")


def arguments(call: Call, count: int) -> tuple[Node, ...] | None:
    """Return the arguments of a function that takes so many; None when it is given others."""
    listed = followed(call.argument)
    if isinstance(listed, ListNode) and len(listed.elements) == count:
        return listed.elements
    return None


def bound_text(node: Node, frame: Frame) -> str | None:
    """Return the text of a scalar with loop variables filled in; None for anything else."""
    text = text_of(node)
    if text is not None:
        for name, bound in frame.bindings.items():
            text = text.replace("${" + name + "}", bound).replace("&{" + name + "}", bound)
        return text
    referred = reference_of(node)
    return frame.bindings.get(referred) if referred is not None else None


def joined(evaluation: Evaluation, call: Call, pieces: Sequence[Value[Any]]) -> Value[Any]:
    """Return the text that these pieces make one behind the other."""
    parts: list[Part] = []
    hops: dict[Hop, None] = {}
    reason, length = "", 0
    for value in pieces:
        if isinstance(value, Absent) or (
            isinstance(value, Known) and isinstance(value.value, (tuple, Mapping))
        ):
            return wrong(evaluation, call, "texts")
        if isinstance(value, Unknown):
            reason = reason or value.reason
        found = parts_of(as_text(value))
        if found is None:
            found = (Hole(),)
        length += sum(len(part) for part in found if isinstance(part, str))
        parts.extend(found)
        if len(hops) < _SHOWN_HOPS:
            hops.update(dict.fromkeys(_steps(call, value)))
        if (
            length > evaluation.limits.text_length
            or len(parts) > evaluation.limits.collection_length
        ):
            return Unknown((call.hop,), "the text is too long", never_null=True)
    provenance = (call.hop, *list(hops)[:_SHOWN_HOPS])
    resolved = resolved_at_deployment(tuple(parts), provenance)
    return text_value(parts, provenance, reason) if resolved is None else resolved


def opened(call: Call, value: Unknown) -> Unknown:
    """Return what a function gives where one of its arguments is not known."""
    return Unknown((call.hop, *_steps(call, value)), value.reason)


def _steps(call: Call, value: Value[Any]) -> tuple[Hop, ...]:
    """Return the steps behind an argument of a function, all labelled."""
    return tuple(
        step if step.label else replace(step, label=f"given to {call.function}")
        for step in value.provenance[:_SHOWN_HOPS]
        if step != call.hop
    )


def vanishing(elements: Sequence[Value[Any]]) -> Unknown | None:
    """Return the first element that may turn out to be AWS::NoValue."""
    for element in elements:
        if isinstance(element, Unknown) and not element.never_null:
            return element
    return None


def placed(value: Value[Any], provenance: tuple[Hop, ...]) -> Value[Any]:
    """Return a value with another provenance."""
    return replace(value, provenance=provenance)


def place_of(value: Value[Any], otherwise: SourceSpan) -> SourceSpan:
    """Return where a value is written."""
    return value.provenance[0].span if value.provenance else otherwise


def reached_through(value: Value[Any], hop: Hop, label: str = "") -> Value[Any]:
    """Return a value as it is reached from another place; `label` names the step."""
    if not value.provenance:
        return replace(value, provenance=(hop,))
    first, *rest = value.provenance
    if first.span == hop.span:
        return value
    return replace(value, provenance=(hop, Hop(first.span, first.label or label), *rest))
