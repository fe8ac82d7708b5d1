"""What a YAML scalar without quotes means in a template: the words and numbers of YAML 1.1.

CloudFormation reads YAML 1.1, except that dates stay strings.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

Plain = str | bool | int | float | None

LONGEST_NUMBER = 400
"""Characters of the longest text that is read as a number; a longer one stays a string."""

_WORDS: Mapping[str, Plain] = {
    "": None,
    **dict.fromkeys(("~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
}

# https://yaml.org/type/int.html and https://yaml.org/type/float.html, as PyYAML resolves them.
_NUMBER = re.compile(
    r"""(?P<sign>[-+]?)(?:
        0b(?P<binary>[01_]+)
      | 0x(?P<hexadecimal>[0-9a-fA-F_]+)
      | 0(?P<octal>[0-7_]+)
      | (?P<decimal>0|[1-9][0-9_]*)
      | (?P<base_60>[1-9][0-9_]*(?::[0-5]?[0-9])+)
      | (?P<float_60>[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)
      | (?P<float>[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?)
    )""",
    re.VERBOSE,
)

# A fraction that starts with its point takes no sign.
_FRACTION = re.compile(r"\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?")

_BASES: Mapping[str, int] = {"binary": 2, "hexadecimal": 16, "octal": 8, "decimal": 10}

_NUMBER_STARTS = frozenset("0123456789+-.")


def plain_value(text: str) -> Plain:
    """Return the value of a plain scalar.

    What is no finite number, ``.nan`` and ``.inf`` included, stays the text: no property takes it.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS or len(text) > LONGEST_NUMBER:
        return text
    return number(text)


def number(text: str) -> str | int | float:
    """Return the number that a text is in YAML 1.1, or the text."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return float(text.replace("_", "")) if _FRACTION.fullmatch(text) else text
    kind = found.lastgroup or "sign"
    sign = -1 if found["sign"] == "-" else 1
    digits = found[kind].replace("_", "")
    if kind in _BASES:
        return sign * int(digits or "0", _BASES[kind])
    if kind == "base_60":
        return sign * _base_60(digits)
    if kind == "float_60":
        whole, _, fraction = digits.partition(".")
        return sign * (_base_60(whole) + float(f"0.{fraction or '0'}"))
    value = sign * float(digits)
    return value if math.isfinite(value) else text


def explicit_value(kind: str, text: str) -> Plain:
    """Return the value of a scalar under ``!!kind``; the text where it is not of that kind."""
    value = plain_value(text)
    match kind:
        case "null" if value is None:
            return None
        case "bool" if isinstance(value, bool):
            return value
        case "int" if isinstance(value, int) and not isinstance(value, bool):
            return value
        case "float" if isinstance(value, float):
            return value
        case "float" if isinstance(value, int) and not isinstance(value, bool):
            return float(value) if abs(value) < 2**1000 else text
        case _:
            return text


def _base_60(digits: str) -> int:
    value = 0
    for place in digits.split(":"):
        value = value * 60 + int(place)
    return value
