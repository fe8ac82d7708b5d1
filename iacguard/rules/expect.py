"""Judging what a rule expects of fields of its subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ..core.exhaustive import assert_never
from ..core.value import Value
from ..core.value_claims import (
    at_least,
    counted_days,
    equals,
    is_absent,
    is_false,
    is_set,
    is_true,
)
from ..core.verdict import Judgement, all_of, any_of, caused_by
from .rule import Expectation, Field, Junction, OptionName, Options

Claim: TypeAlias = "Callable[[Value[Any], str], Judgement]"
ComparingClaim: TypeAlias = "Callable[[Value[Any], Any, str], Judgement]"

CLAIMS: Mapping[str, Claim] = {
    "is_true": is_true,
    "is_false": is_false,
    "is_set": is_set,
    "is_absent": is_absent,
}
"""What can be claimed of a field by itself."""

COMPARING_CLAIMS: Mapping[str, ComparingClaim] = {"equals": equals, "at_least": at_least}
"""What can be claimed of a field and an operand."""

JUNCTIONS = ("all", "any")

FOUND_DAYS = "days"
"""In the words of a failure, the place of the number of days that was found."""


def judge_expectation(
    expectation: Expectation,
    entity: Any,  # noqa: ANN401 - any entity of the model
    options: Options,
) -> Judgement:
    """Judge an entity by an expectation."""
    match expectation:
        case Junction(every=every, parts=parts):
            judged = [_judge_field(part, entity, options) for part in parts]
            return all_of(judged) if every else any_of(judged)
        case Field():
            return _judge_field(expectation, entity, options)
        case _:
            assert_never(expectation)


def _judge_field(
    field: Field,
    entity: Any,  # noqa: ANN401 - any entity of the model
    options: Options,
) -> Judgement:
    value: Value[Any] = getattr(entity, field.name)
    otherwise = field.otherwise
    if "{" in otherwise:
        otherwise = otherwise.format_map({**options, FOUND_DAYS: counted_days(value)})
    if field.operator in CLAIMS:
        judgement = CLAIMS[field.operator](value, otherwise)
    else:
        operand = field.operand
        if isinstance(operand, OptionName):
            operand = options[operand.name]
        judgement = COMPARING_CLAIMS[field.operator](value, operand, otherwise)
    return caused_by(judgement, field.cause) if field.cause else judgement
