"""JSON texts as values of Terraform."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NoReturn, TypeAlias

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

Json: TypeAlias = "bool | str | TerraformValue | list[Json] | dict[str, Json] | None"

_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{\]}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(text: str) -> TerraformValue:
    """Return the value that a JSON text holds; raise EvaluationError where it is not JSON."""
    if _depth(text) >= MAXIMUM_DEPTH:
        raise UndecidedResult("the JSON text is nested too deeply to evaluate")
    try:
        read: Json = json.loads(
            text, parse_int=_number, parse_float=_number, parse_constant=_refuse
        )
    except ValueError as error:
        raise EvaluationError("the text is not JSON") from error
    return _value(read)


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in _STRUCTURE.finditer(text):
        if token[0] in "[{":
            depth += 1
            deepest = max(depth, deepest)
        elif token[0] in "]}":
            depth -= 1
    return deepest


def _number(text: str) -> TerraformValue:
    content = parse_number(text)
    if content is None:
        raise EvaluationError("the number is too large")
    return number(content)


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _value(read: Json) -> TerraformValue:
    if isinstance(read, TerraformValue):
        return read
    if read is None:
        return null()
    if isinstance(read, bool):
        return boolean(read)
    if isinstance(read, str):
        return string(_SURROGATE.sub("\ufffd", read))
    if isinstance(read, Mapping):
        return object_value({key: _value(entry) for key, entry in read.items()})
    return tuple_value(map(_value, read))
