"""JSON texts as values of Terraform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ....core.exhaustive import assert_never
from ....core.json_reader import JsonError, Problem
from ....core.json_tree import (
    JsonArray,
    JsonObject,
    JsonScalar,
    JsonText,
    JsonValue,
    fold,
    read_tree,
)
from ....core.value import Absent, Known, Unknown, Value
from ..values.bounds import MAXIMUM_DEPTH
from ..values.convert import parse_number
from ..values.types import STRING
from ..values.values import (
    EvaluationError,
    TerraformValue,
    boolean,
    null,
    number,
    object_value,
    string,
    tuple_value,
    unknown,
)
from .unmodelled import UndecidedResult


def decode(text: str) -> TerraformValue:
    """Return the value that a JSON text holds; raise EvaluationError where it is not JSON."""
    try:
        tree = read_tree(text, MAXIMUM_DEPTH - 1)
    except JsonError as error:
        if error.problem is Problem.DEPTH:
            raise UndecidedResult("the JSON text is nested too deeply to evaluate") from error
        raise EvaluationError("the text is not JSON") from error
    return fold(tree, _value)


def decoded_structure(encoded: Value[Any]) -> TerraformValue | None:
    """Return what decoding the JSON text of a structure gives; None where that is not plain.

    A text whose pieces are known keeps them. An unknown that may be of any type stays open.
    """
    made: dict[int, TerraformValue] = {}
    waiting: list[tuple[Value[Any], bool]] = [(encoded, False)]
    while waiting:
        value, is_ready = waiting.pop()
        inner = _inner_values(value)
        if inner and not is_ready:
            waiting.append((value, True))
            waiting.extend((each, False) for each in inner)
            continue
        found = _of_core(value, made)
        if found is None:
            return None
        made[id(value)] = found
    return made[id(encoded)]


def _inner_values(value: Value[Any]) -> tuple[Value[Any], ...]:
    content = value.value if isinstance(value, Known) else None
    if isinstance(content, Mapping):
        return tuple(content.values())
    return content if isinstance(content, tuple) else ()


def _of_core(value: Value[Any], made: Mapping[int, TerraformValue]) -> TerraformValue | None:
    match value:
        case Absent():
            return null()
        case Unknown(parts=parts) if any(isinstance(part, str) for part in parts):
            return unknown(value.reason, STRING, never_null=value.never_null, parts=parts)
        case Unknown():
            return unknown(value.reason, parts=value.parts)
        case Known(value=bool() as truth):
            return boolean(truth)
        case Known(value=str() as text):
            return string(text)
        case Known(value=int() as whole):
            return number(whole)
        case Known(value=tuple() as elements):
            return tuple_value([made[id(each)] for each in elements])
        case Known(value=Mapping() as entries):
            return object_value({name: made[id(each)] for name, each in entries.items()})
        case _:
            # A fraction is kept as a float, which is not quite the number.
            return None


def _value(read: JsonValue, inner: Sequence[TerraformValue]) -> TerraformValue:
    match read:
        case JsonText():
            return string(read.text)
        case JsonScalar(number=""):
            return null() if read.value is None else boolean(read.value)
        case JsonScalar():
            content = parse_number(read.number)
            if content is None:
                raise EvaluationError("the number is too large")
            return number(content)
        case JsonArray():
            return tuple_value(inner)
        case JsonObject():
            # Of equal keys the last one counts, as in Terraform.
            return object_value(dict(zip((key.text for key, _ in read.members), inner)))
        case _:
            assert_never(read)
