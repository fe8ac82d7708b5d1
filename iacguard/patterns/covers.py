"""Whether one filter pattern matches every event that another one matches.

The events to try are made of what the patterns mention: for each field the values named, a text
for each way in which its wildcards can match, a number between each two, any other text, null, the
booleans, a structure, and nothing at all. Every reading of what AWS leaves open is tried, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from ..core.never import assert_never
from .globs import glob_of
from .match import Field, NoScalar, Reading, as_number, meets
from .pattern import (
    Compare,
    Condition,
    Every,
    EveryEvent,
    Expression,
    JsonPattern,
    Number,
    Operator,
    Pattern,
    Selector,
    Some,
    TermPattern,
    Text,
    Undecidable,
)
from .samples import conditions_of, sample_fields
from .search import Budget, Row, TooLarge, Variable, are_related, counterexample, value_of

_OPEN = {
    "missing_differs": "what `!=` says of a missing field",
    "null_differs": "what `!=` says of null",
    "booleans_are_texts": "how a boolean compares with a text",
    "numbers_are_texts": "how a number compares with a text",
    "inner_asterisks_are_gaps": "what an asterisk inside a text means",
}
"""What AWS does not document, by the field of `Reading` that answers it."""

_JSON_MEMBER = re.compile(r'"?([A-Za-z0-9_-]+)"\s*:\s*"([^"*]+)"?')


@dataclass(frozen=True, slots=True)
class Covered:
    """Every event that the second pattern matches is matched by the first."""


@dataclass(frozen=True, slots=True)
class Misses:
    """An event that only the second pattern matches: what its fields hold."""

    event: Mapping[Selector, Field]
    """A field that is not named may hold anything."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """Why it cannot be said."""

    reason: str


Coverage: TypeAlias = "Covered | Misses | Undecided"


def covers(covering: Pattern, covered: Pattern) -> Coverage:
    """Decide whether `covering` matches every event that `covered` matches."""
    match covered:
        case JsonPattern(expression=wanted):
            pass
        case EveryEvent():
            wanted = Every(())
        case TermPattern():
            return Undecided("a pattern of terms may match anywhere in the text of an event")
        case Undecidable(reason=reason):
            return Undecided(reason)
        case _:
            assert_never(covered)
    match covering:
        case EveryEvent():
            return Covered()
        case Undecidable(reason=reason):
            return Undecided(reason)
        case JsonPattern(expression=given):
            return _in_every_reading(given, wanted)
        case TermPattern():
            return _terms_cover(covering, wanted)
        case _:
            assert_never(covering)


def describe(event: Mapping[Selector, Field], besides: Iterable[Selector] = ()) -> str:
    """Return what the fields of an event hold, in words; without some fields if so wished."""
    left_out = set(besides)
    said = []
    for selector, found in event.items():
        if selector in left_out:
            continue
        if found is NoScalar.MISSING:
            said.append(f"{selector} is missing")
        elif isinstance(found, NoScalar):
            said.append(f"{selector} is {found.value}")
        elif found is None or isinstance(found, bool):
            said.append(f"{selector} is {'null' if found is None else str(found).lower()}")
        elif isinstance(found, str):
            said.append(f'{selector} is "{found}"')
        else:
            said.append(f"{selector} is {found:g}")
    return " and ".join(said)


def _in_every_reading(given: Expression, wanted: Expression) -> Coverage:
    if given == wanted:
        return Covered()
    by_selector: dict[Selector, list[Condition]] = {}
    for condition in dict.fromkeys((*conditions_of(wanted), *conditions_of(given))):
        by_selector.setdefault(condition.selector, []).append(condition)
    fields = [
        _Domain(
            selector,
            tuple(own),
            any(are_related(selector, o) for o in by_selector if o != selector),
        )
        for selector, own in by_selector.items()
    ]
    plain = _plain_miss(given, wanted, fields)
    if plain is not None:
        return plain
    budget = Budget()
    first: Coverage | None = None
    try:
        for reading in _readings(fields):
            found = _in_reading(given, wanted, [field.seen(reading) for field in fields], budget)
            if isinstance(found, Undecided):
                return found
            if first is None:
                first = found
            elif type(first) is not type(found):
                return Undecided(f"AWS does not document {_difference(reading)}")
    except TooLarge:
        return Undecided("the pattern has too many combinations to compare")
    return first or Covered()


def _plain_miss(given: Expression, wanted: Expression, fields: Iterable[_Domain]) -> Misses | None:
    """Return the event that the texts of the second pattern spell out, if it is missed already.

    Most pairs of patterns speak of different events altogether; this saves them the search.
    """
    event: dict[Selector, Field] = {}
    for condition in conditions_of(wanted):
        if isinstance(condition, Compare) and isinstance(condition.operand, Text):
            event.setdefault(condition.selector, condition.operand.text.replace("*", ""))
    met: dict[Condition, bool] = {}
    for field in fields:
        if field.selector in event:
            if field.questions or field.keeps_kind:
                return None
            for condition in field.conditions:
                answer = meets(condition, event[field.selector], Reading())
                if answer is not None:
                    met[condition] = answer
    missed = value_of(wanted, met) is True and value_of(given, met) is False
    return Misses(event) if missed else None


@dataclass(frozen=True, slots=True)
class _Seen:
    """A field in one reading: the possibilities, and whether these are all."""

    variable: Variable
    conditions: tuple[Condition, ...]
    is_complete: bool


class _Domain:
    """What may be in one field, by reading; worked out once for each answer that matters to it."""

    def __init__(
        self, selector: Selector, conditions: tuple[Condition, ...], keeps_kind: bool
    ) -> None:
        self.selector = selector
        self.conditions = conditions
        self.keeps_kind = keeps_kind
        self.questions = tuple(sorted(set(_questions(conditions))))
        self._by_answers: dict[tuple[bool, ...], _Seen] = {}

    def seen(self, reading: Reading) -> _Seen:
        """Return the field in a reading."""
        answers = tuple(getattr(reading, question) for question in self.questions)
        if answers not in self._by_answers:
            samples = sample_fields(self.conditions, reading)
            rows = _rows(self.conditions, samples.values, reading, keeps_kind=self.keeps_kind)
            variable = Variable(self.selector, rows)
            self._by_answers[answers] = _Seen(variable, self.conditions, samples.is_complete)
        return self._by_answers[answers]


def _in_reading(
    given: Expression, wanted: Expression, fields: Iterable[_Seen], budget: Budget
) -> Coverage:
    fields = tuple(fields)
    event = counterexample(given, wanted, [field.variable for field in fields], budget)
    if event is not None:
        return Misses(event)
    if all(field.is_complete for field in fields):
        return Covered()
    # Values that could not be listed: each of their conditions may hold or not, as it likes.
    free: list[Variable] = []
    for field in fields:
        free += [field.variable] if field.is_complete else map(_free, field.conditions)
    if counterexample(given, wanted, free, budget) is None:
        return Covered()
    return Undecided("a regular expression or a wildcard on numbers decides")


def _rows(
    conditions: tuple[Condition, ...],
    values: tuple[Field, ...],
    reading: Reading,
    *,
    keeps_kind: bool,
) -> tuple[Row, ...]:
    """Return one possibility for each combination of conditions that a value meets.

    `keeps_kind` asks for missing fields and structures apart, where other fields depend on them.
    """
    rows: dict[object, Row] = {}
    for value in values:
        answers = {condition: meets(condition, value, reading) for condition in conditions}
        known = {condition: met for condition, met in answers.items() if met is not None}
        if len(known) == len(answers):
            kind = value if isinstance(value, NoScalar) and keeps_kind else None
            rows.setdefault((tuple(known.values()), kind), Row(value, known))
    return tuple(rows.values())


def _free(condition: Condition) -> Variable:
    # A field of its own: what it holds is not known, so no other field depends on it.
    apart = Selector((*condition.selector.steps, "?"))
    return Variable(apart, tuple(Row(NoScalar.MISSING, {condition: met}) for met in (True, False)))


def _readings(fields: Iterable[_Domain]) -> Iterator[Reading]:
    """Yield every reading that can make a difference to some field, the default first."""
    names = sorted({question for field in fields for question in field.questions})
    for answers in product((False, True), repeat=len(names)):
        yield Reading(**dict(zip(names, answers)))


def _questions(conditions: Iterable[Condition]) -> Iterator[str]:
    """Yield the open questions that can make a difference to these conditions."""
    for condition in conditions:
        if not isinstance(condition, Compare):
            continue
        operand = condition.operand
        if condition.operator is Operator.NOT_EQUAL:
            yield from ("missing_differs", "null_differs", "booleans_are_texts")
        if isinstance(operand, Number):
            yield "numbers_are_texts"
        elif isinstance(operand, Text):
            glob = glob_of(operand.text, inner_gaps=True)
            if glob.matches("true") or glob.matches("false"):
                yield "booleans_are_texts"
            if glob.is_literal and as_number(operand.text) is not None:
                yield "numbers_are_texts"
            if "*" in operand.text.strip("*"):
                yield "inner_asterisks_are_gaps"
        else:
            yield "booleans_are_texts"


def _difference(reading: Reading) -> str:
    """Say which open question a reading answers otherwise than the default."""
    names = [name for name in _OPEN if getattr(reading, name)]
    return " and ".join(_OPEN[name] for name in names)


def _terms_cover(pattern: TermPattern, wanted: Expression) -> Coverage:
    """Decide whether the fields that an event is known to have hold the terms for certain."""
    if pattern.none:
        return Undecided(f'an event may hold "{pattern.none[0]}" anywhere in its text')
    selectors = tuple(dict.fromkeys(condition.selector for condition in conditions_of(wanted)))
    every = [Some(tuple(_holding(term, selectors))) for term in pattern.every]
    optional = [held for term in pattern.some for held in _holding(term, selectors)]
    parts = (*every, *([Some(tuple(optional))] if pattern.some else []))
    if isinstance(_in_every_reading(Every(parts), wanted), Covered):
        return Covered()
    return Undecided("a pattern of terms may also match elsewhere in the text of an event")


def _holding(term: str, selectors: Iterable[Selector]) -> Iterator[Compare]:
    """Yield conditions of which each makes sure that an event's text holds a term."""
    member = _JSON_MEMBER.fullmatch(term)
    for selector in selectors:
        if member is not None and selector.steps[-1] == member[1]:
            yield Compare(selector, Operator.EQUAL, Text(member[2]))
        elif term and not re.search(r'[*"\\:{},\[\]]', term):
            yield Compare(selector, Operator.EQUAL, Text(f"*{term}*"))
