"""The verbs of ``format``: reading them, and writing one value by one verb.

https://github.com/zclconf/go-cty/blob/main/cty/function/stdlib/format.go
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from ..values.bounds import check_length
from ..values.convert import convert, number_text
from ..values.numbers import NegativeZero
from ..values.types import BOOL, NUMBER, STRING, Type
from ..values.values import EvaluationError, LimitError, Number, TerraformValue
from .graphemes import graphemes
from .json_text import encode, json_of

_VERB = re.compile(
    r"%(?P<flags>[-+# 0]*)(?P<width>[1-9][0-9]{0,8})?(?:\.(?P<precision>[0-9]{0,9}))?"
    r"(?:\[(?P<index>[0-9]{1,8})\])?(?P<mode>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb of a format string."""

    written: str
    flags: str
    width: int
    """Zero where none is written."""

    precision: int | None
    argument: int
    """Zero-based."""

    mode: str


def verbs(text: str) -> Iterator[str | Verb]:
    """Yield the literal pieces and the verbs of a format string."""
    position = next_argument = 0
    while True:
        percent = text.find("%", position)
        if percent < 0:
            break
        yield text[position:percent]
        found = _VERB.match(text, percent)
        if found is None:
            raise EvaluationError("unrecognized format character at the end of the format string")
        position = found.end()
        if found["mode"] == "%":
            if found[0] != "%%":
                raise EvaluationError(f'unsupported format verb "{found[0]}"')
            yield "%"
            continue
        if found["index"] is not None:
            next_argument = int(found["index"]) - 1
            if next_argument < 0:
                raise EvaluationError("argument indexes of a format string start at one")
        width, precision = int(found["width"] or 0), found["precision"]
        check_length(max(width, int(precision or 0)))
        yield Verb(
            written=found[0],
            flags=found["flags"],
            width=width,
            precision=None if precision is None else int(precision or 0),
            argument=next_argument,
            mode=found["mode"],
        )
        next_argument += 1
    yield text[position:]


def written(verb: Verb, value: TerraformValue) -> str:
    """Return a known value as the verb writes it."""
    if verb.mode not in "vtbdoxXeEfgGsq":
        raise EvaluationError(f'unsupported format verb "{verb.written}"')
    if verb.mode == "v":
        return _padded(verb, _as_is(verb, value))
    if value.is_null:
        raise EvaluationError(f'unsupported value for "{verb.written}": null cannot be formatted')
    if verb.mode == "t":
        truth = _argument(value, BOOL, verb).truth
        return "true" if truth else "false"
    if verb.mode in "sq":
        text = _argument(value, STRING, verb).text
        if verb.precision:
            text = "".join(graphemes(text)[: verb.precision])
        return _padded(verb, text if verb.mode == "s" else encode(text))
    content = _argument(value, NUMBER, verb).number
    if verb.mode in "bdoxX":
        if not isinstance(content, int):
            raise EvaluationError(f'unsupported value for "{verb.written}": an integer is required')
        return _integer(verb, content)
    return _float(verb, content)


def _argument(value: TerraformValue, kind: Type, verb: Verb) -> TerraformValue:
    try:
        return convert(value, kind)
    except LimitError:
        raise
    except EvaluationError as error:
        raise EvaluationError(f'unsupported value for "{verb.written}": {error.summary}') from error


def _as_is(verb: Verb, value: TerraformValue) -> str:
    if "#" not in verb.flags and not value.is_null:
        if value.type is STRING:
            return value.text
        if isinstance(value.content, NegativeZero):
            return number_text(value.content)
        if value.type is NUMBER:
            return general(value.number, None)
    return json_of(value)


def _padded(verb: Verb, text: str) -> str:
    if verb.width <= len(text) and text.isascii():
        return text
    missing = verb.width - len(graphemes(text))
    if missing <= 0:
        return text
    filling = ("0" if "0" in verb.flags else " ") * missing
    return text + filling if "-" in verb.flags else filling + text


def _integer(verb: Verb, value: int) -> str:
    body = format(abs(value), verb.mode)
    if verb.precision is not None:
        body = "" if verb.precision == 0 and value == 0 else body.rjust(verb.precision, "0")
    prefix = ""
    if "#" in verb.flags:
        prefix = {"b": "0b", "o": "0", "x": "0x", "X": "0X"}.get(verb.mode, "")
    sign = _sign(verb, value < 0)
    return _number_padded(verb, sign + prefix, body, zeros=verb.precision is None)


def _float(verb: Verb, value: Number) -> str:
    magnitude = value if value >= 0 else -value
    mode = verb.mode.lower()
    if mode == "g":
        body = general(magnitude, verb.precision)
    else:
        precision = 6 if verb.precision is None else verb.precision
        body = _fixed(magnitude, precision) if mode == "f" else _scientific(magnitude, precision)
    if verb.mode.isupper() and verb.mode != "F":
        body = body.upper()
    return _number_padded(verb, _sign(verb, value < 0), body, zeros=True)


def _sign(verb: Verb, is_negative: bool) -> str:
    if is_negative:
        return "-"
    return "+" if "+" in verb.flags else " " if " " in verb.flags else ""


def _number_padded(verb: Verb, sign: str, body: str, *, zeros: bool) -> str:
    missing = max(verb.width - len(sign) - len(body), 0)
    if "-" in verb.flags:
        return sign + body + " " * missing
    if "0" in verb.flags and zeros:
        return sign + "0" * missing + body
    return " " * missing + sign + body


def _fixed(value: Number, precision: int) -> str:
    scaled = round(Fraction(value) * 10**precision)
    digits = str(scaled).rjust(precision + 1, "0")
    return f"{digits[:-precision]}.{digits[-precision:]}" if precision else digits


def _scientific(value: Number, precision: int) -> str:
    digits, exponent = _rounded_digits(value, precision + 1)
    mantissa = digits[0] + ("." + digits[1:] if precision else "")
    return f"{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _rounded_digits(value: Number, count: int) -> tuple[str, int]:
    """Return this many significant digits and the exponent of the first."""
    if value == 0:
        return "0" * count, 0
    exact = Fraction(value)
    with localcontext() as context:
        context.prec = 30
        exponent = (Decimal(exact.numerator) / Decimal(exact.denominator)).adjusted()
    scaled = round(exact * Fraction(10) ** (count - 1 - exponent))
    text = str(scaled)
    if len(text) > count:
        exponent += 1
        text = text[:count]
    return text, exponent


def general(value: Number, precision: int | None) -> str:
    """Return a number by Go's ``%g``: shortest, or with so many significant digits."""
    if value < 0:
        return "-" + general(-value, precision)
    if precision is None:
        decimal = Decimal(number_text(value))
        digits = "".join(map(str, decimal.as_tuple().digits)).rstrip("0") or "0"
        exponent = decimal.adjusted() if value else 0
        threshold = 6
    else:
        count = precision or 1
        digits, exponent = _rounded_digits(value, count)
        digits = digits.rstrip("0") or "0"
        threshold = count
        if threshold > len(digits) and len(digits) >= exponent + 1:
            threshold = len(digits)
    if exponent < -4 or exponent >= threshold:
        mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
        return f"{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    whole_part = digits[: exponent + 1].ljust(exponent + 1, "0")
    rest = digits[exponent + 1 :]
    return whole_part + ("." + rest if rest else "")
