"""The events that a control names, as patterns, and what messages call those that are missed."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.wording import listed
from ..model.control import NamedEvents
from ..patterns.coverage import Misses, describe
from ..patterns.field_values import conditions_of
from ..patterns.parse import parse
from ..patterns.pattern import JsonPattern

_NAMES_LISTED = 3
"""Missed events that a message names; the others are counted."""


def wanted(text: str) -> JsonPattern:
    """Return the pattern that one of our own texts is."""
    pattern = parse(text)
    if not isinstance(pattern, JsonPattern):
        raise ValueError(f"not a pattern of JSON events: {text}")
    return pattern


def missed_events(missed: Sequence[tuple[NamedEvents, Misses]]) -> str:
    """Return what to call missed events, with what keeps them from being caught."""
    by_reason: dict[str, list[str]] = {}
    for events, miss in missed:
        known = conditions_of(wanted(events.pattern).expression)
        besides = describe(miss.event, {condition.selector for condition in known})
        by_reason.setdefault(f" when {besides}" if besides else "", []).append(events.name)
    return "; and ".join(listed(names, _NAMES_LISTED) + when for when, names in by_reason.items())
