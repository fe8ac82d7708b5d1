"""What filter patterns match.

AWS documents that a field that holds an array or an object meets no comparison. It leaves open
what `!=` says of a missing or null field, how booleans compare with texts, numbers with texts that
look like them, and what an asterisk inside a text means. A `Reading` answers these.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from ..core.exhaustive import assert_never
from .globs import glob_of, globs_of_regex
from .pattern import (
    Compare,
    Condition,
    Every,
    EveryEvent,
    Expression,
    Holds,
    Is,
    JsonPattern,
    NotExists,
    NumberOperand,
    Operator,
    Pattern,
    Regex,
    Selector,
    Some,
    TermPattern,
    TextOperand,
    Undecidable,
)

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


class NoScalar(Enum):
    """What a selector may lead to besides null, booleans, numbers and texts."""

    MISSING = "missing"
    STRUCTURE = "an array or object"


Field: TypeAlias = "NoScalar | bool | float | int | str | None"
"""What a selector leads to in an event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read what the documentation leaves open.

    The defaults are what the console's pattern tester was seen to do, where somebody reported it.
    """

    missing_differs: bool = False
    """Whether `!=` holds of a missing field. https://github.com/DataBiosphere/azul/issues/5884"""

    null_differs: bool = False
    """Whether `!=` holds of null."""

    booleans_are_texts: bool = False
    """Whether true compares as the text "true"; otherwise a boolean meets no comparison."""

    numbers_are_texts: bool = False
    """Whether the number 400 and the text "400" are equal."""

    inner_asterisks_are_gaps: bool = False
    """Whether an asterisk inside a text is a wildcard.

    The guide of 2019 says that only those at the ends are.
    """


def catches(
    pattern: Pattern, event: Mapping[str, Any], reading: Reading | None = None
) -> bool | None:
    """Return whether a pattern matches a JSON event; None where that is not decided."""
    chosen = reading or Reading()
    match pattern:
        case JsonPattern(expression=expression):
            return _evaluate(expression, event, chosen)
        case TermPattern():
            return _has_terms(pattern, event)
        case EveryEvent():
            return True
        case Undecidable():
            return None
        case _:
            assert_never(pattern)


def field_of(event: Mapping[str, Any], selector: Selector) -> Field:
    """Return what a selector leads to."""
    here: Any = event
    for step in selector.steps:
        if isinstance(step, int):
            if not isinstance(here, Sequence) or isinstance(here, str) or step >= len(here):
                return NoScalar.MISSING
            here = here[step]
        else:
            if not isinstance(here, Mapping) or step not in here:
                return NoScalar.MISSING
            here = here[step]
    if isinstance(here, Mapping) or (isinstance(here, Sequence) and not isinstance(here, str)):
        return NoScalar.STRUCTURE
    scalar: Field = here
    return scalar


def meets(condition: Condition, found: Field, reading: Reading) -> bool | None:
    """Return whether what a condition's selector leads to meets it; None where not decided."""
    match condition:
        case NotExists():
            return found is NoScalar.MISSING
        case Is(constant=constant):
            return found is constant
        case Compare():
            return _compares(condition, found, reading)
        case Holds():
            return _holds(condition, found) is not condition.is_negated
        case _:
            assert_never(condition)


def number_text(number: float) -> str:
    """Return a number as JSON writes it."""
    return str(int(number)) if float(number).is_integer() else str(number)


def _evaluate(expression: Expression, event: Mapping[str, Any], reading: Reading) -> bool | None:
    if isinstance(expression, Every):
        return every([_evaluate(part, event, reading) for part in expression.parts])
    if isinstance(expression, Some):
        return some([_evaluate(part, event, reading) for part in expression.parts])
    return meets(expression, field_of(event, expression.selector), reading)


def every(parts: Sequence[bool | None]) -> bool | None:
    """Return Kleene's conjunction."""
    if False in parts:
        return False
    return None if None in parts else True


def some(parts: Sequence[bool | None]) -> bool | None:
    """Return Kleene's disjunction."""
    if True in parts:
        return True
    return None if None in parts else False


def _holds(condition: Holds, found: Field) -> bool:
    if found is NoScalar.MISSING:
        return condition.may_be_missing
    if isinstance(found, str):
        return any(glob.matches(found) for glob in condition.texts) and not any(
            glob.matches(found) for glob in condition.but_not
        )
    return any(found is constant for constant in condition.constants)


def _compares(condition: Compare, found: Field, reading: Reading) -> bool | None:
    differs = condition.operator is Operator.NOT_EQUAL
    if found is NoScalar.MISSING:
        return differs and reading.missing_differs
    if found is None:
        return differs and reading.null_differs
    if isinstance(found, NoScalar):
        return False
    if isinstance(found, bool):
        if not reading.booleans_are_texts:
            return False
        found = "true" if found else "false"
    match condition.operand:
        case NumberOperand(number=number):
            return _compares_number(condition.operator, found, number, reading)
        case TextOperand(text=text):
            glob = glob_of(text, inner_gaps=reading.inner_asterisks_are_gaps)
            if isinstance(found, str):
                return glob.matches(found) is not differs
            # Wildcards match numbers as they are written.
            comparable = not glob.is_literal or reading.numbers_are_texts
            return (comparable and glob.matches(number_text(found))) is not differs
        case Regex(source=source):
            globs = globs_of_regex(source)
            if globs is None:
                return None
            written = found if isinstance(found, str) else number_text(found)
            return any(glob.matches(written) for glob in globs) is not differs
        case _:
            assert_never(condition.operand)


def _compares_number(
    operator: Operator, found: float | str, number: float, reading: Reading
) -> bool:
    if isinstance(found, str):
        value = as_number(found) if reading.numbers_are_texts else None
        if value is None:
            return operator is Operator.NOT_EQUAL
    else:
        value = found
    match operator:
        case Operator.EQUAL:
            return value == number
        case Operator.NOT_EQUAL:
            return value != number
        case Operator.GREATER:
            return value > number
        case Operator.GREATER_OR_EQUAL:
            return value >= number
        case Operator.LESS:
            return value < number
        case Operator.LESS_OR_EQUAL:
            return value <= number
        case _:
            assert_never(operator)


def as_number(text: str) -> float | None:
    """Return the number that a text is, as filter patterns write numbers, if it is one."""
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def _has_terms(pattern: TermPattern, event: Mapping[str, Any]) -> bool:
    message = json.dumps(event, separators=(",", ":"), ensure_ascii=False)
    return (
        all(term in message for term in pattern.every)
        and (not pattern.some or any(term in message for term in pattern.some))
        and not any(term in message for term in pattern.none)
    )
