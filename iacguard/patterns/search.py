"""The search for an event that one expression matches and another one does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .match import Field, NoScalar, every, some
from .pattern import Condition, Every, Expression, Selector, Some


class TooLarge(Exception):
    """The search was given up: there are too many combinations."""


@dataclass(slots=True)
class SearchBudget:
    """Work that may still be done: about one for each partial event of small patterns."""

    left: int = 8_000

    def spend(self, work: int) -> None:
        """Count some work, or give up."""
        self.left -= work
        if self.left < 0:
            raise TooLarge


@dataclass(frozen=True, slots=True)
class Possibility:
    """One possibility for a field: a value, and which conditions it meets."""

    value: Field
    meets: Mapping[Condition, bool]


@dataclass(frozen=True, slots=True)
class Variable:
    """A field that an event may fill in several ways."""

    selector: Selector
    rows: tuple[Possibility, ...]


def counterexample(
    covering: Expression, covered: Expression, variables: Sequence[Variable], budget: SearchBudget
) -> Mapping[Selector, Field] | None:
    """Return an event that `covered` matches and `covering` does not, if there is one.

    The variables are filled in order; every condition of both expressions belongs to one.
    """
    related = [
        [other for other in variables[:index] if are_related(variable.selector, other.selector)]
        for index, variable in enumerate(variables)
    ]
    # A look at a partial event goes through the conditions of both expressions.
    work = 1 + sum(len(variable.rows[0].meets) for variable in variables if variable.rows) // 20
    waiting: list[tuple[int, dict[Selector, Field], dict[Condition, bool]]] = [(0, {}, {})]
    while waiting:
        budget.spend(work)
        filled, event, meets = waiting.pop()
        wanted = value_of(covered, meets)
        if wanted is False:
            continue
        given = value_of(covering, meets)
        if given is True:
            continue
        if wanted is True and given is False:
            return event
        variable = variables[filled]
        waiting += (
            (filled + 1, {**event, variable.selector: row.value}, {**meets, **row.meets})
            for row in reversed(variable.rows)
            if all(
                _are_possible(variable.selector, row.value, other.selector, event[other.selector])
                for other in related[filled]
            )
        )
    return None


def value_of(expression: Expression, meets: Mapping[Condition, bool]) -> bool | None:
    """Return whether an expression holds; None while too few conditions are known."""
    if isinstance(expression, Every):
        return every([value_of(part, meets) for part in expression.parts])
    if isinstance(expression, Some):
        return some([value_of(part, meets) for part in expression.parts])
    return meets.get(expression)


def are_related(left: Selector, right: Selector) -> bool:
    """Return whether what is in one field says something of the other."""
    common = _common_steps(left, right)
    shorter = min(len(left.steps), len(right.steps))
    return (
        common == shorter
        or isinstance(left.steps[common], int)
        or isinstance(right.steps[common], int)
    )


def _are_possible(left: Selector, found: Field, right: Selector, other: Field) -> bool:
    """Return whether some JSON object has these two fields."""
    return _agree(left, found, right, other) and _agree(right, other, left, found)


def _agree(outer: Selector, found: Field, inner: Selector, within: Field) -> bool:
    """Return whether what is in one field allows what is in another one."""
    if within is NoScalar.MISSING:
        return True
    common = _common_steps(outer, inner)
    if common == len(outer.steps):
        return found is NoScalar.STRUCTURE
    if common == len(inner.steps):
        return True
    own, other = outer.steps[common], inner.steps[common]
    if isinstance(own, int) is not isinstance(other, int):
        return found is NoScalar.MISSING
    if isinstance(own, int) and isinstance(other, int) and own < other:
        # An array has every element before its last one.
        return found is not NoScalar.MISSING or common + 1 < len(outer.steps)
    return True


def _common_steps(left: Selector, right: Selector) -> int:
    shorter = min(len(left.steps), len(right.steps))
    for index in range(shorter):
        if left.steps[index] != right.steps[index]:
            return index
    return shorter
