"""How a function's arguments are declared, checked and converted before its body runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from ....core.text import never_empty, normal
from ....core.value import Hole, Part
from ..values.bounds import size_of_parts
from ..values.convert import convert
from ..values.text_pieces import TextPieces
from ..values.types import DYNAMIC, STRING, Type
from ..values.values import (
    CallContext,
    EvaluationError,
    LimitError,
    TerraformValue,
    Unknownness,
    string,
    unknown,
    with_sensitive,
)
from .unmodelled import UndecidedResult

Arguments: TypeAlias = "tuple[TerraformValue, ...]"
Body: TypeAlias = "Callable[[Arguments, CallContext], TerraformValue]"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function."""

    name: str
    type: Type = DYNAMIC
    allows_null: bool = False
    allows_unknown: bool = False
    """Whether the body looks at an unknown argument; otherwise the result is unknown."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A function with declared parameters."""

    body: Body
    parameters: tuple[Parameter, ...]
    returns: Type | Callable[[Arguments], Type] = DYNAMIC
    rest: Parameter | None = None
    """The parameter that every further argument belongs to."""

    keeps_marks: bool = False
    """Whether a sensitive value within an argument leaves the result as it is; the evaluator
    knows such functions by `HANDLES_SENSITIVE`."""

    def __call__(self, arguments: Arguments, context: CallContext) -> TerraformValue:
        """Check and convert the arguments, then run the body."""
        self._check_number(len(arguments))
        converted: list[TerraformValue] = []
        cause: TerraformValue | None = None
        for index, argument in enumerate(arguments):
            parameter = self._parameter(index)
            value = _converted(argument, parameter)
            if value.unknown is not None and not parameter.allows_unknown:
                cause = cause or value
            converted.append(value)
        given = tuple(converted)
        if cause is not None:
            kind = self.returns(given) if callable(self.returns) else self.returns
            return undecided(cause, kind)
        try:
            result = self.body(given, context)
        except UndecidedResult as error:
            result = unknown(error.reason, never_null=True)
        if self.keeps_marks and any(argument.sensitive for argument in given):
            return with_sensitive(result)
        return result

    def _parameter(self, index: int) -> Parameter:
        if index < len(self.parameters):
            return self.parameters[index]
        assert self.rest is not None
        return self.rest

    def _check_number(self, count: int) -> None:
        wanted = len(self.parameters)
        if count < wanted:
            missing = self.parameters[count].name
            raise EvaluationError(f'not enough arguments; missing value for "{missing}"')
        if count > wanted and self.rest is None:
            raise EvaluationError(f"too many arguments; the function takes only {wanted}")


def parameters(*declared: tuple[str, Type] | str) -> tuple[Parameter, ...]:
    """Return parameters that take neither null nor unknown; a bare name is of any type."""
    return tuple(Parameter(d) if isinstance(d, str) else Parameter(*d) for d in declared)


def _converted(argument: TerraformValue, parameter: Parameter) -> TerraformValue:
    if argument.is_null and not parameter.allows_null:
        raise EvaluationError(
            f'invalid value for "{parameter.name}" parameter: argument must not be null'
        )
    try:
        return convert(argument, parameter.type)
    except LimitError:
        raise
    except EvaluationError as error:
        raise EvaluationError(
            f'invalid value for "{parameter.name}" parameter: {error.summary}'
        ) from error


def undecided(
    cause: TerraformValue,
    kind: Type = DYNAMIC,
    *,
    parts: tuple[Part, ...] = (),
    elements: tuple[TerraformValue, ...] = (),
    minimum_length: int = 0,
    maximum_length: int | None = None,
) -> TerraformValue:
    """Return an unknown result that is never null, for the reason of an unknown argument."""
    details = Unknownness(
        reason=cause.reason,
        never_null=kind is not DYNAMIC,
        parts=parts,
        elements=elements,
        minimum_length=minimum_length,
        maximum_length=maximum_length,
    )
    size = size_of_parts(len(parts))
    return TerraformValue(kind, None, details, place=cause.place, size=size)


def text_of(parts: Iterable[Part], cause: TerraformValue | None) -> TerraformValue:
    """Return the string of these pieces, known when all are literal; `cause` says why not."""
    joined = normal(parts)
    if cause is None or all(isinstance(part, str) for part in joined):
        return string("".join(part for part in joined if isinstance(part, str)))
    checked = TextPieces()
    checked.extend(joined)
    return undecided(cause, STRING, parts=joined)


def pieces(value: TerraformValue) -> tuple[Part, ...]:
    """Return the pieces of a string, a hole where nothing is known."""
    return value.parts if value.unknown is None else value.parts or (Hole(),)


def is_never_empty(value: TerraformValue) -> bool:
    """Return whether an unknown text is certainly neither null nor empty."""
    details = value.unknown
    return details is not None and details.never_null and any(map(never_empty, details.parts))


def check_count(count: int, context: CallContext) -> None:
    """Refuse a collection that would become too large, before it is made; pay for it."""
    if count > context.limits.collection_length:
        raise LimitError(f"the result has more than {context.limits.collection_length} elements")
    context.spend(count // 16)


def whole(value: TerraformValue, name: str) -> int:
    """Return a number argument that must be an integer."""
    content = value.number
    if not isinstance(content, int):
        raise EvaluationError(f'invalid value for "{name}" parameter: a whole number is required')
    return content
