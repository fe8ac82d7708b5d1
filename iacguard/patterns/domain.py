"""What may be in one field of an event, as far as some conditions can tell it apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from .field_values import sample_fields
from .globs import Glob, glob_of
from .match import Field, NoScalar, Reading, as_number, meets
from .pattern import Compare, Condition, NumberOperand, Operator, Selector, TextOperand
from .search import Possibility, SearchBudget, Variable

_INCOMPLETE = 400
"""The work of looking in vain for a text for every combination of wildcards."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A field in one reading: the possibilities, and whether these are all."""

    variable: Variable
    conditions: tuple[Condition, ...]
    is_complete: bool


class Domain:
    """What may be in one field, by reading; worked out once for each answer that matters to it."""

    def __init__(
        self, selector: Selector, conditions: tuple[Condition, ...], keeps_kind: bool
    ) -> None:
        self.selector = selector
        self.conditions = conditions
        self.keeps_kind = keeps_kind
        self.questions = tuple(sorted(open_questions(conditions)))
        self._texts: dict[tuple[Glob, ...], tuple[str, ...] | None] = {}
        self._by_answers: dict[tuple[bool, ...], Seen] = {}

    def seen(self, reading: Reading, budget: SearchBudget) -> Seen:
        """Return the field in a reading."""
        answers = tuple(getattr(reading, question) for question in self.questions)
        if answers not in self._by_answers:
            samples = sample_fields(self.conditions, reading, self._texts)
            budget.spend(len(self.conditions) + (0 if samples.is_complete else _INCOMPLETE))
            rows = _rows(self.conditions, samples.values, reading, keeps_kind=self.keeps_kind)
            variable = Variable(self.selector, rows)
            self._by_answers[answers] = Seen(variable, self.conditions, samples.is_complete)
        return self._by_answers[answers]


def readings(fields: Iterable[Domain]) -> Iterator[Reading]:
    """Yield every reading that can make a difference to some field, the default first."""
    names = sorted({question for field in fields for question in field.questions})
    for answers in product((False, True), repeat=len(names)):
        yield Reading(**dict(zip(names, answers)))


def open_questions(conditions: Iterable[Condition]) -> frozenset[str]:
    """Return the open questions that can make a difference to these conditions."""
    return frozenset(_questions(conditions))


def _questions(conditions: Iterable[Condition]) -> Iterator[str]:
    """Yield the open questions that can make a difference to these conditions."""
    for condition in conditions:
        if not isinstance(condition, Compare):
            continue
        operand = condition.operand
        if condition.operator is Operator.NOT_EQUAL:
            yield from ("missing_differs", "null_differs", "booleans_are_texts")
        if isinstance(operand, NumberOperand):
            yield "numbers_are_texts"
        elif isinstance(operand, TextOperand):
            glob = glob_of(operand.text, inner_gaps=True)
            if glob.matches("true") or glob.matches("false"):
                yield "booleans_are_texts"
            if glob.is_literal and as_number(operand.text) is not None:
                yield "numbers_are_texts"
            if "*" in operand.text.strip("*"):
                yield "inner_asterisks_are_gaps"
        else:
            yield "booleans_are_texts"


def _rows(
    conditions: tuple[Condition, ...],
    values: tuple[Field, ...],
    reading: Reading,
    *,
    keeps_kind: bool,
) -> tuple[Possibility, ...]:
    """Return one possibility for each combination of conditions that a value meets.

    `keeps_kind` asks for missing fields and structures apart, where other fields depend on them.
    """
    rows: dict[object, Possibility] = {}
    for value in values:
        answers = {condition: meets(condition, value, reading) for condition in conditions}
        known = {condition: met for condition, met in answers.items() if met is not None}
        if len(known) == len(answers):
            kind = value if isinstance(value, NoScalar) and keeps_kind else None
            rows.setdefault((tuple(known.values()), kind), Possibility(value, known))
    return tuple(rows.values())
