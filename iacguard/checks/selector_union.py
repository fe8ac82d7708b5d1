"""Whether advanced selectors together record every event of a kind, though none does alone.

The selectors compare fields with texts, their beginnings and their ends, so that a few events stand
for all: for each field every text that is named, and one that is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from ..core.value import Absent, Known, Unknown, Value
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of
from ..model.trail import AdvancedEventSelector, FieldSelector
from .field_selectors import admits
from .partial_lists import elements, texts

_MOST_EVENTS = 1_000
"""Events that are tried; selectors that need more are not decided."""

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
    conditions = [
        condition
        for selector in selectors
        for condition in elements(selector.field_selectors).certain
    ]
    names = dict.fromkeys(c.field.value for c in conditions if isinstance(c.field, Known))
    fields = {
        name: [given[name]]
        if name in given
        else list(_texts_of(name, conditions, shapes.get(name, ANY)))
        for name in names
    }
    if prod(map(len, fields.values())) > _MOST_EVENTS:
        said = "its selectors have more combinations of conditions than are tried"
        return Judgement(Verdict.UNKNOWN, (Reason(said, selectors[0].provenance),))
    return all_of(
        any_of(_takes(selector, dict(zip(fields, held))) for selector in selectors)
        for held in product(*fields.values())
    )


def _takes(selector: AdvancedEventSelector, event: Mapping[str, str]) -> Judgement:
    doubts = [
        undecided(condition.field)
        for condition in elements(selector.field_selectors).certain
        if isinstance(condition.field, Unknown)
    ]
    return all_of((*doubts, *(admits(selector, field, text) for field, text in event.items())))


def _texts_of(name: str, conditions: Iterable[FieldSelector], shape: Shape) -> Iterator[str]:
    """Yield texts of a field, of which one stands for each that the conditions tell apart."""
    own = [c for c in conditions if isinstance(c.field, Known) and c.field.value == name]
    equal = _named(own, lambda c: (c.equals, c.not_equals))
    starts = _named(own, lambda c: (c.starts_with, c.not_starts_with))
    ends = _named(own, lambda c: (c.ends_with, c.not_ends_with))
    made = (shape.text(start, end) for start, end in product(("", *starts), ("", *ends)))
    possible = (text for text in equal if shape.can_be(text))
    yield from dict.fromkeys(text for text in (*made, *possible) if text is not None)


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
