"""JSON texts as values of Terraform."""

from __future__ import annotations

from collections.abc import Sequence

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
from ..values.bounds import MAXIMUM_DEPTH
from ..values.convert import parse_number
from ..values.values import (
    EvaluationError,
    TerraformValue,
    boolean,
    null,
    number,
    object_value,
    string,
    tuple_value,
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
