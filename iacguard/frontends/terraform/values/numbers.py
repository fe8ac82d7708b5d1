"""Terraform's numbers: binary fractions of 512 bits, and their texts."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation, localcontext
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = "int | Fraction"
"""A whole number is always an `int`; others have at most 512 bits (`rounded`)."""


class NegativeZero(int):
    """The zero that Terraform's numbers have below zero: equal to zero, but written ``-0``."""

    __slots__ = ()


MAXIMUM_NUMBER_BITS = 14_000
"""Of an integer; about 4,200 digits, which Python still writes as text."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?\Z")


class EvaluationError(Exception):
    """An error of the evaluated code: ``Invalid index``, a conversion that cannot be.

    The evaluator makes a diagnostic of it, with the span of the expression or call.
    """

    def __init__(self, summary: str) -> None:
        super().__init__(summary)
        self.summary = summary
        """A clause in lower case without a full stop: "argument must not be null"."""


class LimitError(EvaluationError):
    """A bound of iacguard that Terraform does not have; no ``try`` or ``can`` answers this."""


def rounded(value: int | float | Fraction) -> Number:
    """Return a number as Terraform holds it: whole, or a fraction of at most 512 bits."""
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise EvaluationError("the number is too large")
        # The shortest text of a float is what was written.
        value = Fraction(repr(value))
    if isinstance(value, int):
        if value.bit_length() > MAXIMUM_NUMBER_BITS:
            raise LimitError("the number is too large")
        return _round_integer(value)
    if value.denominator == 1:
        return rounded(value.numerator)
    return _round_fraction(value)


def number_text(value: Number) -> str:
    """Return a number as Terraform writes it into a text."""
    if isinstance(value, NegativeZero):
        return "-0"
    if isinstance(value, int):
        return str(value)
    # The shortest decimal that reads back as the same 512 bits; usually what was written.
    for digits in (17, 40, 80, 120, 150, 152, 153, 154, 155, 156):
        with localcontext() as context:
            context.prec = digits
            decimal = Decimal(value.numerator) / Decimal(value.denominator)
        if rounded(Fraction(decimal)) == value:
            text = f"{decimal:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{decimal:f}"


def parse_number(text: str) -> Number | None:
    """Return the number that a text holds; None when it holds none."""
    if len(text) > 4_300 or not _NUMBER.match(text):
        return None
    try:
        decimal = Decimal(text)
    except InvalidOperation:
        return None
    if decimal and abs(decimal.adjusted()) > 4_200:
        raise EvaluationError("the number is too large")
    if decimal.is_zero() and decimal.is_signed():
        return NegativeZero()
    return rounded(Fraction(decimal))


def is_negative(value: Number) -> bool:
    """Return whether a number is written with a sign."""
    return value < 0 or isinstance(value, NegativeZero)


def negated(value: Number) -> Number:
    """Return a number with the other sign, which zero has as well."""
    if value == 0 and not is_negative(value):
        return NegativeZero()
    return -value


def signed_zero(value: Number, x: Number, y: Number) -> Number:
    """Return a product or quotient of two numbers; where it is zero, with their sign."""
    if value == 0 and is_negative(x) is not is_negative(y):
        return NegativeZero()
    return value


def _round_integer(value: int) -> int:
    excess = value.bit_length() - 512
    if excess <= 0:
        return value
    return round(Fraction(value, 1 << excess)) << excess


def _round_fraction(value: Fraction) -> Number:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > 4 * MAXIMUM_NUMBER_BITS:
        raise EvaluationError("the number has too many digits")
    shift = 512 - (abs(value.numerator).bit_length() - value.denominator.bit_length())
    scale = Fraction(1 << shift) if shift >= 0 else Fraction(1, 1 << -shift)
    mantissa = round(value * scale)
    if mantissa.bit_length() > 512:
        scale /= 2
        mantissa = round(value * scale)
    result = mantissa / scale
    return result.numerator if result.denominator == 1 else result
