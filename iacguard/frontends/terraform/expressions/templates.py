"""Joining the pieces of a template, known and unknown ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ....core.text import normal
from ....core.value import Hole
from ..values.convert import convert
from ..values.text_pieces import TextPieces
from ..values.types import STRING
from ..values.values import (
    EvaluationError,
    TerraformValue,
    string,
    unknown,
    with_marks,
)

_NULL_PIECE = "the expression result is null; a null value cannot be included in a string template"


def piece(value: TerraformValue) -> TerraformValue:
    """Return an interpolated value as the text that stands for it."""
    text = convert(value, STRING)
    if text.is_null:
        raise EvaluationError(_NULL_PIECE)
    return text


def joined(pieces: Sequence[TerraformValue]) -> TerraformValue:
    """Return the text of these strings, partly known when some are unknown."""
    made = TextPieces()
    sensitive = False
    place, cause = None, None
    for value in pieces:
        sensitive = sensitive or value.sensitive
        if value.unknown is not None:
            made.extend(value.unknown.parts or (Hole(),))
            cause = cause or value
        else:
            made.add(value.text)
        place = place or value.place
    if cause is None:
        result = string("".join(map(str, made.parts)))
        place_of_result = place
    else:
        result = unknown(cause.reason, STRING, never_null=True, parts=normal(made.parts))
        place_of_result = cause.place
    result = with_marks(result, place_of_result, sensitive)
    return _with_structure(result, pieces)


def _with_structure(result: TerraformValue, pieces: Sequence[TerraformValue]) -> TerraformValue:
    """Keep the structure of a JSON text that has only white space around it."""
    structured = [value for value in pieces if value.encodes is not None]
    if len(structured) != 1:
        return result
    others = [value for value in pieces if value is not structured[0]]
    if any(other.unknown is not None or other.text.strip() for other in others):
        return result
    return replace(result, encodes=structured[0].encodes)
