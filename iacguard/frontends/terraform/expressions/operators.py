"""What Terraform's operators and its conditional make of values."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ....core.value import Hole
from ..values.convert import convert
from ..values.equality import equal
from ..values.numbers import negated, signed_zero
from ..values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    SetType,
    Type,
    type_name,
)
from ..values.unification import unify
from ..values.values import (
    FALSE,
    TRUE,
    EvaluationError,
    LimitError,
    Number,
    TerraformValue,
    Unknownness,
    boolean,
    first_unknown,
    number,
    unknown,
    with_marks,
    with_place,
    with_sensitive,
)

_MOST_CHOICES = 16
_NULL_OPERAND = "the operation failed: argument must not be null"


def binary(operator: str, left: TerraformValue, right: TerraformValue) -> TerraformValue:
    """Return what an operator makes of two operands."""
    result = _binary(operator, left, right)
    if result.place is None:
        place = _deciding(left, right).place
        result = with_place(result, place) if place is not None else result
    return with_sensitive(result) if left.sensitive or right.sensitive else result


def unary(operator: str, operand: TerraformValue) -> TerraformValue:
    """Return what ``-`` or ``!`` makes of its operand."""
    kind = NUMBER if operator == "-" else BOOL
    value = _operand(operand, kind)
    if value.unknown is not None:
        return unknown(value.reason, kind, never_null=True, like=value)
    result = number(negated(value.number)) if operator == "-" else boolean(not value.truth)
    return with_marks(result, value.place, value.sensitive)


def short_circuit(operator: str, left: TerraformValue) -> bool:
    """Return whether the left operand of ``&&`` or ``||`` decides alone."""
    value = convert(left, BOOL)
    return value.unknown is None and value.content is (operator == "||")


def choose(
    condition: TerraformValue, then: TerraformValue | None, otherwise: TerraformValue | None
) -> TerraformValue:
    """Return what a conditional makes of its branches; None is a branch that is an error.

    Both branches decide on the type of the result.
    """
    test = convert(condition, BOOL)
    if test.is_null:
        raise EvaluationError("the condition value is null; it must either be true or false")
    kind = _common_type(then, otherwise)
    if test.unknown is not None:
        return _undecided(test, then, otherwise, kind)
    chosen = then if test.truth else otherwise
    assert chosen is not None
    result = convert(chosen, kind)
    if result.place is None and test.place is not None:
        result = with_place(result, test.place)
    return with_sensitive(result) if test.sensitive else result


def _binary(operator: str, left: TerraformValue, right: TerraformValue) -> TerraformValue:
    if operator in ("==", "!="):
        same = equal(left, right)
        if same is None:
            return unknown(_undecided_reason(left, right), BOOL, never_null=True)
        return boolean(same is (operator == "=="))
    if operator in ("&&", "||"):
        return _logical(operator, convert(left, BOOL), convert(right, BOOL))
    a, b = _operand(left, NUMBER), _operand(right, NUMBER)
    kind = BOOL if operator in ("<", "<=", ">", ">=") else NUMBER
    if a.unknown is not None or b.unknown is not None:
        within = _within_bounds(operator, a, b)
        if within is not None:
            return boolean(within)
        return unknown(_deciding(a, b).reason, kind, never_null=True)
    x, y = a.number, b.number
    match operator:
        case "+":
            return number(x + y)
        case "-":
            return number(x - y)
        case "*":
            return number(signed_zero(x * y, x, y))
        case "/" if y == 0:
            raise EvaluationError("division by zero")
        case "%" if y == 0:
            return a
        case "/":
            return number(signed_zero(Fraction(x) / Fraction(y), x, y))
        case "%" if x == 0:
            return a
        case "%":
            quotient = Fraction(x) / Fraction(y)
            return number(x - y * int(quotient))
        case "<":
            return boolean(x < y)
        case "<=":
            return boolean(x <= y)
        case ">":
            return boolean(x > y)
        case ">=":
            return boolean(x >= y)
        case _:
            raise AssertionError(operator)


def _within_bounds(operator: str, left: TerraformValue, right: TerraformValue) -> bool | None:
    """Decide a comparison of counts of which only bounds are known; None where they do not."""
    if operator not in ("<", "<=", ">", ">="):
        return None
    if operator in (">", ">="):
        left, right = right, left
    (low, high), (other_low, other_high) = _bounds(left), _bounds(right)
    strictly = operator in ("<", ">")
    if high is not None and other_low is not None and (high, strictly) <= (other_low, False):
        return True
    if low is not None and other_high is not None and (other_high, not strictly) <= (low, False):
        return False
    return None


def _bounds(value: TerraformValue) -> tuple[Number | None, Number | None]:
    """Return the least and the greatest number that a value may be, as far as that is known."""
    if value.unknown is None:
        return value.number, value.number
    details = value.unknown
    return (details.minimum_length or None), details.maximum_length


def _logical(operator: str, left: TerraformValue, right: TerraformValue) -> TerraformValue:
    known = [value.content for value in (left, right) if value.unknown is None]
    if operator == "&&":
        # Null counts as false here, but not in a disjunction; Terraform 1.15 does so.
        if False in known or None in known:
            return FALSE
    elif True in known:
        return TRUE
    if len(known) == 2:
        if None in known:
            raise EvaluationError(_NULL_OPERAND)
        return TRUE if operator == "&&" else FALSE
    return unknown(_deciding(left, right).reason, BOOL, never_null=True)


def _operand(value: TerraformValue, kind: Type) -> TerraformValue:
    converted = convert(value, kind)
    if converted.is_null:
        raise EvaluationError(_NULL_OPERAND)
    return converted


def _deciding(left: TerraformValue, right: TerraformValue) -> TerraformValue:
    """Return the operand that a reader is pointed to: the unknown one, or one with a place."""
    for value in (left, right):
        if value.unknown is not None:
            return value
    return left if left.place is not None else right


def _undecided_reason(left: TerraformValue, right: TerraformValue) -> str:
    causes = (first_unknown(left), first_unknown(right))
    return next((cause.reason for cause in causes if cause is not None), "it is not known")


def _common_type(then: TerraformValue | None, otherwise: TerraformValue | None) -> Type:
    if then is None or otherwise is None:
        return DYNAMIC
    if then.is_null and then.type is DYNAMIC:
        return otherwise.type
    if otherwise.is_null and otherwise.type is DYNAMIC:
        return then.type
    if then.type is otherwise.type:
        return then.type
    kind = unify((then.type, otherwise.type))
    if kind is None:
        raise EvaluationError(
            "the true and false results of the conditional must have consistent types; "
            f"they are {type_name(then.type)} and {type_name(otherwise.type)}"
        )
    return kind


def _undecided(
    test: TerraformValue, then: TerraformValue | None, otherwise: TerraformValue | None, kind: Type
) -> TerraformValue:
    if then is None or otherwise is None:
        return unknown(test.reason, kind, like=test)
    try:
        a, b = convert(then, kind), convert(otherwise, kind)
    except LimitError:
        raise
    except EvaluationError:
        # Which of the two has to convert is not decided either.
        return unknown(test.reason, kind, like=test)
    if a.type == b.type and equal(a, b) is True and a.encodes is None:
        return with_sensitive(a) if test.sensitive or b.sensitive else a
    details = Unknownness(
        reason=test.reason,
        never_null=_never_null(a) and _never_null(b),
        parts=(Hole(),) if _never_null(a) and _never_null(b) else (),
    )
    if kind in (STRING, DYNAMIC):
        details = replace(details, choices=_choices(a, b))
    if isinstance(kind, ListType | SetType | MapType):
        lengths = [_lengths(a), _lengths(b)]
        highest = [high for _, high in lengths if high is not None]
        details = replace(
            details,
            parts=(),
            minimum_length=min(low for low, _ in lengths),
            maximum_length=max(highest) if len(highest) == 2 else None,
        )
    sensitive = test.sensitive or a.sensitive or b.sensitive
    return TerraformValue(kind, None, details, sensitive=sensitive, place=test.place)


def _choices(*branches: TerraformValue) -> tuple[TerraformValue, ...]:
    """Return the texts, or null, that an undecided conditional may be; none where there are many.

    Of a branch that is undecided itself, its own choices count.
    """
    found = [
        choice
        for each in branches
        for choice in ((each.unknown.choices if each.unknown else ()) or (each,))
    ]
    is_text = all(each.is_null or each.type in (STRING, DYNAMIC) for each in found)
    return tuple(found) if is_text and len(found) <= _MOST_CHOICES else ()


def _never_null(value: TerraformValue) -> bool:
    return value.unknown.never_null if value.unknown is not None else value.content is not None


def _lengths(value: TerraformValue) -> tuple[int, int | None]:
    if value.unknown is not None:
        return value.unknown.minimum_length, value.unknown.maximum_length
    if isinstance(value.content, tuple | dict):
        return len(value.content), len(value.content)
    return 0, None
