"""Terraform's values as the core's: known, absent or unknown, with hops to their literals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from ....core.value import Absent, Hole, Hop, Known, Unknown, Value
from .types import DYNAMIC, STRING
from .values import TerraformValue, Trace

MAXIMUM_HOPS = 24
"""Steps shown of one way to a literal; the first and the last ones are kept."""


def core_value(value: TerraformValue, provenance: tuple[Hop, ...] = ()) -> Value[Any]:
    """Return a value as the core's, its places behind the hops that led to it.

    Null is `Absent`. Lists, sets and tuples are tuples of values, maps and objects mappings.
    """
    hops = (*provenance, *hops_of(value.place))
    if value.sensitive:
        hops = tuple(replace(hop, is_sensitive=True) for hop in hops)
    # The lines of a file are no place that is known to be sensitive, and would be quoted.
    passage = None if value.sensitive else value.passage
    content = value.content
    if value.unknown is not None:
        parts = value.unknown.parts
        return Unknown(
            hops,
            value.unknown.reason,
            value.unknown.never_null,
            parts if value.type in (STRING, DYNAMIC) and parts != (Hole(),) else (),
            tuple(core_value(element, hops[:1]) for element in value.unknown.elements),
            value.encodes,
            passage,
            tuple(core_value(choice, hops[:1]) for choice in value.unknown.choices),
        )
    if content is None:
        return Absent(hops)
    if isinstance(content, tuple):
        return Known(
            tuple(core_value(element, _inherited(element, hops)) for element in content), hops
        )
    if isinstance(content, Fraction):
        return Known(float(content), hops)
    if isinstance(content, bool | int | str):
        return Known(content, hops, encodes=value.encodes, passage=passage)
    return Known(
        {name: core_value(entry, _inherited(entry, hops)) for name, entry in content.items()}, hops
    )


def hops_of(place: Trace | None) -> tuple[Hop, ...]:
    """Return the chain of places as hops, the middle left out of very long ones."""
    hops: list[Hop] = []
    steps = 0
    half = MAXIMUM_HOPS // 2
    tail: list[Hop] = []
    while place is not None:
        hop = place.hop
        if hop is None:
            # Many values share the later steps of their ways.
            hop = place.hop = Hop(place.source.span(place.start, place.end), place.label)
        if steps < half:
            hops.append(hop)
        else:
            tail.append(hop)
            if len(tail) > half:
                tail.pop(0)
        steps += 1
        place = place.behind
    return (*hops, *tail)


def _inherited(inner: TerraformValue, hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """Return what stands before an inner value's own places: the outer ones when it has none."""
    return hops if inner.place is None else ()
