"""Whether advanced selectors together record every event of a kind, though none does alone.

The selectors compare fields with texts, their beginnings and their ends, so that a few events stand
for all: for each field every text that is named, and one that is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from ..core.value import Absent, Known, Unknown, Value
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of
from ..model.trail import AdvancedEventSelector, FieldSelector
from ..patterns.search import SearchBudget, TooLarge
from .field_selectors import admits
from .partial_lists import elements, texts

_MOST_EVENTS = 1_000
"""Events that are tried; selectors that need more are not decided."""

_WORK = 20_000
"""Texts that are made, and answers of selectors about them."""

_EVENTS_OF_AN_ANSWER = 200
"""How many fields of events are looked at in the time of one answer."""

_FILLER = "~iacguard~"
"""A text that no selector names."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The texts that a field can hold."""

    begin: str = ""
    """What each of them begins with."""

    holds: re.Pattern[str] = re.compile(".*", re.DOTALL)

    parts: str = ""
    """What a text needs behind what somebody names, lest it be too short."""

    def text(self, start: str, end: str) -> str | None:
        """Return a text that begins and ends like this, if there is one."""
        if self.begin.startswith(start):
            start = self.begin
        whole = (f"{start}{_FILLER}{end}", f"{start}{_FILLER}{self.parts}{_FILLER}{end}")
        return next((text for text in whole if self.can_be(text)), None)

    def can_be(self, text: str) -> bool:
        """Return whether a field can hold just this text."""
        return self.holds.fullmatch(text) is not None


ANY = Shape()


def record_together(
    selectors: Sequence[AdvancedEventSelector],
    given: Mapping[str, str],
    shapes: Mapping[str, Shape],
) -> Judgement:
    """Judge that each event is recorded by one of the selectors.

    `given` says what some fields of all these events hold, and `shapes` what some others can hold.
    """
    budget = SearchBudget(_WORK)
    try:
        fields = {
            name: [given[name]] if name in given else _texts_of(own, shapes.get(name, ANY), budget)
            for name, own in _by_field(selectors).items()
        }
        events = prod(map(len, fields.values()))
        if events > _MOST_EVENTS:
            raise TooLarge
        budget.spend(len(selectors) * sum(map(len, fields.values())))
        budget.spend(events * len(selectors) * len(fields) // _EVENTS_OF_AN_ANSWER)
    except TooLarge:
        said = "its selectors have too many combinations of conditions to try them all"
        return Judgement(Verdict.UNKNOWN, (Reason(said, selectors[0].provenance),))
    takes = [_Taking(selector, fields) for selector in selectors]
    return all_of(
        any_of(taking.event(zip(fields, held)) for taking in takes)
        for held in product(*fields.values())
    )


class _Taking:
    """Which events a selector takes, by what their fields hold."""

    def __init__(
        self, selector: AdvancedEventSelector, fields: Mapping[str, Sequence[str]]
    ) -> None:
        self._answers = {
            (field, text): admits(selector, field, text)
            for field, texts_ in fields.items()
            for text in texts_
        }
        self._doubts = [
            undecided(condition.field)
            for condition in elements(selector.field_selectors).certain
            if isinstance(condition.field, Unknown)
        ]

    def event(self, event: Iterable[tuple[str, str]]) -> Judgement:
        """Judge that the selector takes an event."""
        return all_of((*self._doubts, *(self._answers[held] for held in event)))


def _by_field(
    selectors: Iterable[AdvancedEventSelector],
) -> Mapping[str, Sequence[FieldSelector]]:
    """Return the conditions on each field that is known by its name."""
    found: dict[str, list[FieldSelector]] = {}
    for selector in selectors:
        for condition in elements(selector.field_selectors).certain:
            if isinstance(condition.field, Known):
                found.setdefault(condition.field.value, []).append(condition)
    return found


def _texts_of(
    conditions: Sequence[FieldSelector], shape: Shape, budget: SearchBudget
) -> Sequence[str]:
    """Return texts of a field, of which one stands for each that its conditions tell apart."""
    equal = _named(conditions, lambda c: (c.equals, c.not_equals))
    starts = ("", *_named(conditions, lambda c: (c.starts_with, c.not_starts_with)))
    ends = ("", *_named(conditions, lambda c: (c.ends_with, c.not_ends_with)))
    # They are counted before they are made.
    budget.spend(len(equal) + len(starts) * len(ends))
    made = (shape.text(start, end) for start, end in product(starts, ends))
    possible = (text for text in equal if shape.can_be(text))
    return list(dict.fromkeys(text for text in (*made, *possible) if text is not None))


def _named(
    conditions: Iterable[FieldSelector],
    operators: Callable[[FieldSelector], tuple[Value[tuple[Value[str], ...]], ...]],
) -> list[str]:
    found = (
        value.value
        for condition in conditions
        for written in operators(condition)
        if not isinstance(written, Absent)
        for value in texts(written).certain
        if isinstance(value, Known)
    )
    return list(dict.fromkeys(found))
