"""Whether one filter pattern matches every event that another one matches.

The events to try are made of what the patterns mention: for each field the values named, a text
for each way in which its wildcards can match, a number between each two, any other text, null, the
booleans, a structure, and nothing at all. Every reading of what AWS leaves open is tried, too.
What CloudTrail never records is no event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..core.exhaustive import assert_never
from .domain import Domain, Seen, open_questions, readings
from .field_values import conditions_of
from .match import Field, NoScalar, Reading, meets
from .pattern import (
    Compare,
    Condition,
    Every,
    EveryEvent,
    Expression,
    JsonPattern,
    Operator,
    Pattern,
    Selector,
    Some,
    TermPattern,
    TextOperand,
    Undecidable,
)
from .records import Fact, facts_about, facts_of
from .search import Possibility, SearchBudget, TooLarge, Variable, are_related, counterexample

_OPEN = {
    "missing_differs": "how `!=` treats a missing field",
    "null_differs": "how `!=` treats null",
    "booleans_are_texts": "how a boolean compares with a string",
    "numbers_are_texts": "how a number compares with a string",
    "inner_asterisks_are_gaps": "what an asterisk inside a string means",
}
"""What AWS does not document, by the field of `Reading` that answers it."""

_DEFAULT = Reading()
_OPPOSITE = Reading(**dict.fromkeys(_OPEN, True))

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
class Unclear:
    """Why it cannot be said."""

    reason: str


Coverage: TypeAlias = "Covered | Misses | Unclear"


def covers(
    covering: Pattern,
    covered: Pattern,
    budget: SearchBudget | None = None,
    facts: Sequence[Fact] | None = None,
) -> Coverage:
    """Decide whether `covering` matches every event that `covered` matches.

    Several questions may share a budget; what it does not pay for is undecided. The facts are
    what is known of every event that `covered` is meant for.
    """
    budget = budget or SearchBudget()
    match covered:
        case JsonPattern(expression=wanted):
            pass
        case EveryEvent():
            wanted = Every(())
        case TermPattern():
            return Unclear("a pattern of terms may match anywhere in the text of an event")
        case Undecidable(reason=reason):
            return Unclear(reason)
        case _:
            assert_never(covered)
    match covering:
        case EveryEvent():
            return Covered()
        case Undecidable(reason=reason):
            return Unclear(reason)
        case JsonPattern(expression=given):
            return _in_every_reading(given, wanted, budget, facts)
        case TermPattern():
            return _terms_cover(covering, wanted, budget, facts)
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


def _in_every_reading(
    given: Expression, wanted: Expression, budget: SearchBudget, facts: Sequence[Fact] | None
) -> Coverage:
    if given == wanted:
        return Covered()
    texts, is_all = _spelled(wanted)
    if _answer(wanted, texts) is False:
        # It asks one field for two texts: there is no such event.
        return Covered()
    mentioned = {c.selector for part in (wanted, given) for c in conditions_of(part)}
    known = facts_about(mentioned, facts_of(texts) if facts is None else facts, texts)
    if is_all and _answer(given, texts) is True:
        return Covered()
    plain = _plain_miss(given, wanted, known)
    if plain is not None:
        return plain
    wanted = Every((wanted, *known)) if known else wanted
    by_selector: dict[Selector, list[Condition]] = {}
    for condition in dict.fromkeys((*conditions_of(wanted), *conditions_of(given))):
        by_selector.setdefault(condition.selector, []).append(condition)
    first: Coverage | None = None
    try:
        budget.spend(len(by_selector))
        fields = [
            Domain(selector, tuple(own), _depends_on_another(selector, by_selector))
            for selector, own in by_selector.items()
        ]
        for reading in readings(fields):
            found = _in_reading(
                given, wanted, [field.seen(reading, budget) for field in fields], budget
            )
            if isinstance(found, Unclear):
                return found
            if first is None:
                first = found
            elif type(first) is not type(found):
                return Unclear(f"AWS does not document {_difference(reading)}")
    except TooLarge:
        return Unclear("the pattern has too many combinations to compare")
    return first or Covered()


def _plain_miss(
    given: Expression, wanted: Expression, known: Sequence[Expression]
) -> Misses | None:
    """Return the event that the texts of the second pattern spell out, if that one is missed.

    Most pairs of patterns speak of different events altogether, and most others of one call by
    its name; this saves them the search.
    """
    texts: dict[Selector, Field] = {}
    for condition in conditions_of(wanted):
        if isinstance(condition, Compare) and isinstance(condition.operand, TextOperand):
            texts.setdefault(condition.selector, condition.operand.text.replace("*", ""))
    selectors = {c.selector for part in (wanted, given) for c in conditions_of(part)}
    apart = {s for s in selectors if not _depends_on_another(s, selectors)}
    named = {selector: text for selector, text in texts.items() if selector in apart}
    alone = {selector: texts.get(selector, NoScalar.MISSING) for selector in apart}
    for event in (named, alone):
        if _answer(wanted, event) is not True or _answer(given, event) is not False:
            continue
        # What is known leaves every other field something to hold.
        if all(_answer(fact, event) is not False for fact in known):
            return Misses(event)
    return None


def spelled_out(wanted: Expression) -> Mapping[Selector, Field]:
    """Return the texts that some fields of every event that is matched have."""
    return _spelled(wanted)[0]


def _spelled(wanted: Expression) -> tuple[Mapping[Selector, Field], bool]:
    """Return the texts that some fields of every event that is matched have.

    The second result says whether nothing else is asked of an event.
    """
    texts: dict[Selector, Field] = {}
    is_all = True
    waiting = [wanted]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Every):
            waiting += part.parts
        elif (
            isinstance(part, Compare)
            and part.operator is Operator.EQUAL
            and isinstance(part.operand, TextOperand)
            and not open_questions([part])
            and "*" not in part.operand.text
        ):
            texts.setdefault(part.selector, part.operand.text)
        else:
            is_all = False
    return texts, is_all


def _answer(expression: Expression, event: Mapping[Selector, Field]) -> bool | None:
    """Return whether an expression holds whatever the reading and whatever else is in the event."""
    if isinstance(expression, (Every, Some)):
        # The first part that decides ends it: the service is named first as a rule.
        decisive, doubtful = isinstance(expression, Some), False
        for part in expression.parts:
            found = _answer(part, event)
            if found is decisive:
                return decisive
            doubtful = doubtful or found is None
        return None if doubtful else not decisive
    if expression.selector not in event:
        return None
    met = meets(expression, event[expression.selector], _DEFAULT)
    # What becomes of one value depends on one open question at most.
    return met if met is meets(expression, event[expression.selector], _OPPOSITE) else None


def _depends_on_another(selector: Selector, others: Iterable[Selector]) -> bool:
    return any(are_related(selector, other) for other in others if other != selector)


def _in_reading(
    given: Expression, wanted: Expression, fields: Iterable[Seen], budget: SearchBudget
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
    return Unclear("a regular expression or a wildcard on numbers decides")


def _free(condition: Condition) -> Variable:
    # A field of its own: what it holds is not known, so no other field depends on it.
    apart = Selector((*condition.selector.steps, "?"))
    return Variable(
        apart, tuple(Possibility(NoScalar.MISSING, {condition: met}) for met in (True, False))
    )


def _difference(reading: Reading) -> str:
    """Say which open question a reading answers otherwise than the default."""
    names = [name for name in _OPEN if getattr(reading, name)]
    return " and ".join(_OPEN[name] for name in names)


def _terms_cover(
    pattern: TermPattern, wanted: Expression, budget: SearchBudget, facts: Sequence[Fact] | None
) -> Coverage:
    """Decide whether the fields that an event is known to have hold the terms for certain."""
    if pattern.none:
        return Unclear(f'an event may contain "{pattern.none[0]}" anywhere in its text')
    selectors = tuple(dict.fromkeys(condition.selector for condition in conditions_of(wanted)))
    every = [Some(tuple(_holding(term, selectors))) for term in pattern.every]
    optional = [held for term in pattern.some for held in _holding(term, selectors)]
    parts = (*every, *([Some(tuple(optional))] if pattern.some else []))
    if isinstance(_in_every_reading(Every(parts), wanted, budget, facts), Covered):
        return Covered()
    return Unclear("a pattern of terms may also match elsewhere in the text of an event")


def _holding(term: str, selectors: Iterable[Selector]) -> Iterator[Compare]:
    """Yield conditions of which each makes sure that an event's text holds a term."""
    member = _JSON_MEMBER.fullmatch(term)
    for selector in selectors:
        if member is not None and selector.steps[-1] == member[1]:
            yield Compare(selector, Operator.EQUAL, TextOperand(member[2]))
        elif term and not re.search(r'[*"\\:{},\[\]]', term):
            yield Compare(selector, Operator.EQUAL, TextOperand(f"*{term}*"))
