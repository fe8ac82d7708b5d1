"""Conditions of advanced event selectors: which events an advanced selector lets through.

A selector is the conjunction of its field selectors, a field selector of its operators; the
values of one operator are alternatives.
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from enum import Enum
from typing import TypeAlias

from ..core.value import Absent, Known, Unknown, Value
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, not_
from ..model.trail import AdvancedEventSelector, FieldSelector
from .partial_lists import any_text, elements, same_text, texts

ORDINARY_SOURCE = "ordinary.amazonaws.com"
"""A service that no selector names; the source of every management event ends like it."""


Claim: TypeAlias = "Callable[[Value[str]], Verdict]"


class Access(Enum):
    """The two halves of all events."""

    READ = "read"
    WRITE = "write"

    @property
    def basic(self) -> str:
        """The `ReadWriteType` of a basic selector that records this half alone."""
        return "ReadOnly" if self is Access.READ else "WriteOnly"

    @property
    def advanced(self) -> str:
        """The value of the field `readOnly` in such an event."""
        return "true" if self is Access.READ else "false"


def has_category(selector: AdvancedEventSelector, category: str, otherwise: str) -> Judgement:
    """Judge that a selector is for this category of events; it has to name one."""
    return requires(selector, "eventCategory", category, otherwise)


def requires(selector: AdvancedEventSelector, field: str, text: str, otherwise: str) -> Judgement:
    """Judge that a selector has a condition on a field, and that `text` meets it."""
    found = [
        _meets(condition, text, otherwise) if verdict is Verdict.PASS else _open(condition)
        for condition, verdict in conditions_on(selector, field)
    ]
    if found:
        return all_of(found)
    for doubt in elements(selector.field_selectors).doubts:
        return undecided(doubt)
    return Judgement(Verdict.FAIL, (Reason(otherwise, selector.provenance),))


def admits(selector: AdvancedEventSelector, field: str, text: str) -> Judgement:
    """Judge that a selector lets an event through whose `field` is `text`.

    A field that no condition mentions may be anything.
    """
    judgements = []
    for condition, verdict in conditions_on(selector, field):
        met = _meets(condition, text, f"leaves out events whose {field} is {text}")
        if met.verdict is Verdict.FAIL and verdict is Verdict.UNKNOWN:
            met = _open(condition)
        judgements.append(met)
    judgements += map(undecided, elements(selector.field_selectors).doubts)
    return all_of(judgements)


def is_not_narrowed(selector: AdvancedEventSelector, fields: Collection[str]) -> Judgement:
    """Judge that a selector has no condition on a field other than these."""
    judgements = []
    listed = elements(selector.field_selectors)
    for condition in listed.certain:
        verdict = max(same_text(condition.field, field) for field in fields)
        if verdict is Verdict.UNKNOWN:
            judgements.append(_open(condition))
            continue
        name = condition.field.value if isinstance(condition.field, Known) else "a field"
        reason = Reason(f"records only the events selected by {name}", condition.field.provenance)
        judgements.append(Judgement(verdict, (reason,)))
    judgements += map(undecided, listed.doubts)
    return all_of(judgements)


def conditions_on(
    selector: AdvancedEventSelector, field: str
) -> Iterator[tuple[FieldSelector, Verdict]]:
    """Yield the conditions that are on a field, or may be."""
    for condition in elements(selector.field_selectors).certain:
        verdict = same_text(condition.field, field)
        if verdict is not Verdict.FAIL:
            yield condition, verdict


def names(written: Value[str], text: str) -> Verdict:
    """Decide whether a written text is this one."""
    if text == ORDINARY_SOURCE and isinstance(written, Unknown):
        return Verdict.FAIL
    return same_text(written, text)


def leaves_out(condition: FieldSelector) -> tuple[Value[str], ...]:
    """Return the texts that a condition names in order to leave them out."""
    negative = (condition.not_equals, condition.not_starts_with, condition.not_ends_with)
    found: list[Value[str]] = []
    for written in negative:
        listed = texts(written)
        found += (*listed.certain, *listed.doubts)
    return tuple(found)


def _meets(condition: FieldSelector, text: str, otherwise: str) -> Judgement:
    """Judge that a text meets every operator of a condition."""
    operators: tuple[tuple[Value[tuple[Value[str], ...]], Claim, bool], ...] = (
        (condition.equals, lambda written: names(written, text), True),
        (condition.not_equals, lambda written: names(written, text), False),
        (condition.starts_with, lambda written: _compared(written, text.startswith), True),
        (condition.not_starts_with, lambda written: _compared(written, text.startswith), False),
        (condition.ends_with, lambda written: _compared(written, text.endswith), True),
        (condition.not_ends_with, lambda written: _compared(written, text.endswith), False),
    )
    judgements = []
    for written, claim, positive in operators:
        if isinstance(written, Absent) or (isinstance(written, Known) and not written.value):
            continue
        found = any_text(written, claim, otherwise)
        judgements.append(found if positive else not_(found))
    return all_of(judgements)


def _compared(written: Value[str], compare: Callable[[str], bool]) -> Verdict:
    return Verdict.of(compare(written.value) if isinstance(written, Known) else None)


def _open(condition: FieldSelector) -> Judgement:
    """Return the judgement where it is not known which field a condition is on."""
    if isinstance(condition.field, Unknown):
        return undecided(condition.field)
    return Judgement(Verdict.UNKNOWN, (Reason("its field is not known", condition.provenance),))
