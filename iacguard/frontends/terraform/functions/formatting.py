"""``format`` and ``formatlist``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....core.value import Hole, Part
from ..values.bounds import check_length
from ..values.text_pieces import TextPieces
from ..values.types import STRING, ListType, SetType, TupleType
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    TerraformValue,
    first_unknown,
    list_value,
)
from .format_verbs import Verb, verbs, written
from .signature import (
    Arguments,
    Declared,
    Parameter,
    check_count,
    pieces,
    text_of,
    undecided,
)

_ARGUMENT = Parameter("args", allows_null=True, allows_unknown=True)


def _format(arguments: Arguments, context: CallContext) -> TerraformValue:
    return _formatted(arguments[0].text, arguments[1:])


def _formatted(text: str, values: Sequence[TerraformValue]) -> TerraformValue:
    made = TextPieces()
    cause: TerraformValue | None = None
    used = 0
    for piece in verbs(text):
        if isinstance(piece, str):
            made.add(piece)
        else:
            if piece.argument >= len(values):
                raise EvaluationError(
                    f'not enough arguments for "{piece.written}": need number '
                    f"{piece.argument + 1} but have {len(values)} total"
                )
            used = max(used, piece.argument + 1)
            value = values[piece.argument]
            open_value = first_unknown(value)
            if open_value is None:
                made.add(written(piece, value))
            else:
                cause = cause or open_value
                made.extend(_unknown_parts(piece, value))
    if used < len(values):
        raise EvaluationError(f"too many arguments; only {used} used by the format string")
    return text_of(made.parts, cause)


def _unknown_parts(verb: Verb, value: TerraformValue) -> tuple[Part, ...]:
    """Return what is known of an unknown value once it is formatted."""
    plain = not verb.width and verb.precision is None and not verb.flags
    if plain and verb.mode in "sv" and value.unknown is not None and value.type is STRING:
        return pieces(value)
    return (Hole(),)


def _format_list(arguments: Arguments, context: CallContext) -> TerraformValue:
    text, values = arguments[0].text, arguments[1:]
    count: int | None = None
    for value in values:
        if not isinstance(value.type, ListType | SetType | TupleType):
            continue
        if value.unknown is not None:
            return undecided(value, ListType(STRING))
        if value.is_null:
            raise EvaluationError("a list to format must not be null")
        if isinstance(value.type, SetType) and first_unknown(value) is not None:
            return undecided(first_unknown(value) or value, ListType(STRING))
        if count is not None and len(value.elements) != count:
            raise EvaluationError(
                f"the lists have different lengths: {len(value.elements)} and {count}"
            )
        count = len(value.elements)
    if count is None:
        count = 1
        if any(value.unknown is not None and value.type != STRING for value in values):
            cause = next(value for value in values if value.unknown is not None)
            return undecided(cause, ListType(STRING))
    check_count(count * (len(values) + 1), context)
    length, results = 0, list[TerraformValue]()
    for index in range(count):
        results.append(_formatted(text, [_chosen(value, index) for value in values]))
        length += results[-1].size
        check_length(length * 256 - 256 * (index + 1))
    return list_value(STRING, results)


def _chosen(value: TerraformValue, index: int) -> TerraformValue:
    is_sequence = isinstance(value.type, ListType | SetType | TupleType)
    return value.elements[index] if is_sequence else value


def format_functions() -> Mapping[str, Function]:
    """Return the formatting functions by name."""
    template = (Parameter("format", STRING),)
    return {
        "format": Declared(_format, template, STRING, rest=_ARGUMENT),
        "formatlist": Declared(_format_list, template, ListType(STRING), rest=_ARGUMENT),
    }
