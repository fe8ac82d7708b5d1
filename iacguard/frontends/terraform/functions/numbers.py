"""Functions on numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from ..values.convert import convert
from ..values.types import NUMBER, STRING
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    Number,
    TerraformValue,
    number,
    unknown,
)
from .signature import Arguments, Declared, Parameter, parameters, undecided, whole

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _on_number(change: Callable[[Number], Number]) -> Function:
    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        return number(change(arguments[0].number))

    return Declared(body, parameters(("num", NUMBER)), NUMBER)


def _floating(compute: Callable[[float, float], float], names: tuple[str, str]) -> Function:
    """Return a function of two numbers that Terraform computes in 64-bit floating point."""

    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        try:
            result = compute(float(arguments[0].number), float(arguments[1].number))
        except (ArithmeticError, ValueError):
            result = math.nan
        if not math.isfinite(result):
            return unknown("the result is not a finite number", NUMBER, never_null=True)
        return number(result)

    return Declared(body, parameters(*((name, NUMBER) for name in names)), NUMBER)


def _power(base: float, exponent: float) -> float:
    result = base**exponent
    return math.nan if isinstance(result, complex) else float(result)


def _extreme(choose: Callable[[list[Number]], Number]) -> Function:
    def body(arguments: Arguments, context: CallContext) -> TerraformValue:
        if not arguments:
            raise EvaluationError("at least one number is required")
        return number(choose([argument.number for argument in arguments]))

    return Declared(body, (), NUMBER, rest=Parameter("numbers", NUMBER))


def _sum(arguments: Arguments, context: CallContext) -> TerraformValue:
    collection = arguments[0]
    if collection.unknown is not None:
        return undecided(collection, NUMBER)
    if not isinstance(collection.content, tuple):
        raise EvaluationError("argument must be list, set, or tuple")
    if not collection.elements:
        raise EvaluationError("cannot sum an empty list")
    total: Number = 0
    cause: TerraformValue | None = None
    for element in collection.elements:
        value = convert(element, NUMBER)
        if value.is_null:
            raise EvaluationError("argument must be list, set, or tuple of number values")
        if value.unknown is not None:
            cause = cause or value
        else:
            total = total + value.number
            if isinstance(total, Fraction):
                total = number(total).number
    return number(total) if cause is None else undecided(cause, NUMBER)


def _parse(arguments: Arguments, context: CallContext) -> TerraformValue:
    text_argument, base_argument = arguments
    if text_argument.type is not STRING:
        raise EvaluationError("the first argument must be a string")
    text, base = text_argument.text, whole(base_argument, "base")
    if not 2 <= base <= 62:
        raise EvaluationError("base must be a whole number between 2 and 62 inclusive")
    digits = text[1:] if text[:1] in ("+", "-") else text
    if base <= 36:
        digits = digits.lower() if digits.isascii() else digits
    if len(digits) > 4_200:
        raise EvaluationError("the number is too large")
    values = {digit: value for value, digit in enumerate(_DIGITS[:base])}
    result = 0
    for digit in digits:
        if digit not in values:
            digits = ""
            break
        result = result * base + values[digit]
    if not digits:
        raise EvaluationError(f"cannot parse the text as a base {base} integer")
    return number(-result if text[0] == "-" else result)


def _signum(value: Number) -> Number:
    if not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise EvaluationError("a whole number of at most 64 bits is required")
    return (value > 0) - (value < 0)


def number_functions() -> Mapping[str, Function]:
    """Return the functions on numbers by name."""
    return {
        "abs": _on_number(lambda value: value if value > 0 else 0 - value),
        "ceil": _on_number(math.ceil),
        "floor": _on_number(math.floor),
        "signum": _on_number(_signum),
        "log": _floating(lambda value, base: math.log(value) / math.log(base), ("num", "base")),
        "pow": _floating(_power, ("num", "power")),
        "min": _extreme(min),
        "max": _extreme(max),
        "sum": Declared(_sum, (Parameter("list", allows_unknown=True),), NUMBER),
        "parseint": Declared(_parse, parameters("number", ("base", NUMBER)), NUMBER),
    }
