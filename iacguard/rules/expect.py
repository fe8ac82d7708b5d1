"""Judging the expectations of a one-field rule."""

from __future__ import annotations

from typing import Any

from ..core.exhaustive import assert_never
from ..core.value import Absent, Known, Unknown, Value
from ..core.value_claims import at_least, equals, is_false, is_set, is_true, one_of
from ..core.verdict import Judgement, all_of, any_of
from .rule import Expectation, Field, Junction, OptionName, Options

OPERATORS = ("is_true", "is_false", "is_set", "equals", "one_of", "at_least")


def judge_expectation(
    expectation: Expectation,
    entity: Any,  # noqa: ANN401 - any entity of the model
    options: Options,
    otherwise: str,
) -> Judgement:
    """Judge an entity by an expectation; `otherwise` is the clause of a failure."""
    match expectation:
        case Junction(every=every, parts=parts):
            judged = [judge_expectation(part, entity, options, otherwise) for part in parts]
            return all_of(judged) if every else any_of(judged)
        case Field():
            return _judge_field(expectation, entity, options, otherwise)
        case _:
            assert_never(expectation)


def _judge_field(
    field: Field,
    entity: Any,  # noqa: ANN401 - any entity of the model
    options: Options,
    otherwise: str,
) -> Judgement:
    value = _value_at(entity, field.path)
    operand = field.operand
    if isinstance(operand, OptionName):
        operand = options[operand.name]
    match field.operator, operand:
        case "is_true", None:
            return is_true(value, otherwise)
        case "is_false", None:
            return is_false(value, otherwise)
        case "is_set", None:
            return is_set(value, otherwise)
        case "one_of", tuple():
            return one_of(value, operand, otherwise)
        case "at_least", int():
            return at_least(value, operand, otherwise)
        case "equals", _:
            return equals(value, operand, otherwise)
        case _:
            raise AssertionError(f"the loader let {field} through")


def _value_at(entity: Any, path: tuple[str, ...]) -> Value[Any]:  # noqa: ANN401
    value: Value[Any] = getattr(entity, path[0])
    for step in path[1:]:
        match value:
            case Known():
                value = getattr(value.value, step)
            case Absent() | Unknown():
                return value
            case _:
                assert_never(value)
    return value
