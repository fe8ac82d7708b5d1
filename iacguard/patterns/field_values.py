"""Values to try in a field, so that every way of meeting some conditions occurs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from .globs import Glob, glob_of, globs_of_regex, sample_texts
from .match import Field, NoScalar, Reading, as_number
from .pattern import (
    Compare,
    Condition,
    Every,
    Expression,
    Holds,
    NumberOperand,
    Operand,
    Regex,
    Some,
    TextOperand,
)

_NUMERIC = frozenset("0123456789+-.eE")


@dataclass(frozen=True, slots=True)
class Samples:
    """Values of one field, the ones that a reader knows first."""

    values: tuple[Field, ...]

    is_complete: bool
    """Whether every combination of conditions that some value meets is met by one of these."""


def conditions_of(expression: Expression) -> Iterator[Condition]:
    """Yield the conditions of an expression in order."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (Every, Some)):
            waiting += reversed(part.parts)
        else:
            yield part


def sample_fields(
    conditions: Collection[Condition],
    reading: Reading,
    found: dict[tuple[Glob, ...], tuple[str, ...] | None],
) -> Samples:
    """Return values to try in the field that these conditions are on.

    What is found for some forms is kept in `found`: most readings ask for the same ones.
    """
    operands = [c.operand for c in conditions if isinstance(c, Compare)]
    globs, all_globs = _globs(operands, reading)
    globs += tuple(
        form for c in conditions if isinstance(c, Holds) for form in (*c.texts, *c.but_not)
    )
    numbers, all_numbers = _numbers(operands, globs)
    complete = all_globs and all_numbers
    if reading.numbers_are_texts:
        globs += tuple(Glob((repr(number),)) for number in numbers)
    if globs not in found:
        found[globs] = sample_texts(globs)
    texts = found[globs]
    if texts is None:
        texts, complete = tuple("".join(glob.segments) for glob in globs), False
    absences = (NoScalar.MISSING, None, True, False, NoScalar.STRUCTURE)
    return Samples((*texts, *absences, *numbers), complete)


def _globs(operands: Collection[Operand], reading: Reading) -> tuple[tuple[Glob, ...], bool]:
    """Return the forms that operands ask for, and whether that is all of them."""
    globs: list[Glob] = []
    complete = True
    for operand in operands:
        if isinstance(operand, TextOperand):
            globs.append(glob_of(operand.text, inner_gaps=reading.inner_asterisks_are_gaps))
        elif isinstance(operand, Regex):
            found = globs_of_regex(operand.source)
            globs += found or ()
            complete = complete and found is not None
    return tuple(globs), complete


def _numbers(
    operands: Collection[Operand], globs: Collection[Glob]
) -> tuple[tuple[float, ...], bool]:
    """Return a number for every way to compare with the constants, and whether that is all."""
    constants = {operand.number for operand in operands if isinstance(operand, NumberOperand)}
    literals = (as_number(glob.segments[0]) for glob in globs if glob.is_literal)
    constants |= {number for number in literals if number is not None}
    complete = True
    for glob in globs:
        joined = "".join(glob.segments)
        if glob.is_literal or not joined:
            continue
        if _NUMERIC.issuperset(joined) and joined.count(".") < 2:
            complete = False
            filled = (as_number(filler.join(glob.segments)) for filler in ("", "0", "1"))
            constants |= {number for number in filled if number is not None}
    ordered = sorted(constants)
    if not ordered:
        return (1.0,), complete
    between = [(low + high) / 2 for low, high in pairwise(ordered)]
    return (*ordered, *between, ordered[0] - 1, ordered[-1] + 1), complete
