"""Functions on points in time that are written out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from math import floor

from ..values.types import NUMBER, STRING
from ..values.values import CallContext, EvaluationError, Function, TerraformValue, number, string
from .signature import Arguments, Declared, parameters
from .unmodelled import UndecidedResult

_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:Z|([+-])(\d\d):(\d\d))", re.ASCII
)
_FRACTION = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.,]\d+(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_DURATION = re.compile(r"([0-9]{1,12}\.?[0-9]{0,9}|\.[0-9]{1,9})(h|ms|us|µs|ns|m|s)")
_UNITS = {
    "h": Fraction(3600),
    "m": Fraction(60),
    "s": Fraction(1),
    "ms": Fraction(1, 1_000),
    "us": Fraction(1, 1_000_000),
    "µs": Fraction(1, 1_000_000),
    "ns": Fraction(1, 1_000_000_000),
}
_SEQUENCE = re.compile(r"''|'(?:[^']|'')*'?|([A-Za-z])\1*|[^A-Za-z']+")
_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


def _time(text: str) -> datetime:
    found = _TIMESTAMP.fullmatch(text)
    if found is None:
        if _FRACTION.fullmatch(text):
            raise UndecidedResult("a timestamp with fractions of a second is not supported")
        raise EvaluationError("the text is not a valid RFC 3339 timestamp")
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    if year == 0:
        raise UndecidedResult("a time in the year zero is not supported")
    offset = timedelta()
    if found[7]:
        if int(found[8]) > 23 or int(found[9]) > 59:
            raise EvaluationError("the text is not a valid RFC 3339 timestamp")
        offset = timedelta(hours=int(found[8]), minutes=int(found[9]))
        offset = -offset if found[7] == "-" else offset
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset))
    except ValueError as error:
        raise EvaluationError("the text is not a valid RFC 3339 timestamp") from error


def _format(arguments: Arguments, context: CallContext) -> TerraformValue:
    specification, moment = arguments[0].text, _time(arguments[1].text)
    written = []
    for found in _SEQUENCE.finditer(specification):
        sequence = found[0]
        if sequence == "''":
            written.append("'")
        elif sequence[0] == "'":
            if len(sequence) < 2 or not sequence.endswith("'"):
                raise EvaluationError("a literal in the format has no closing '")
            written.append(sequence[1:-1].replace("''", "'"))
        elif found[1]:
            written.append(_part(sequence, moment))
        else:
            written.append(sequence)
    return string("".join(written))


def _part(verb: str, moment: datetime) -> str:
    offset = moment.strftime("%z")
    is_utc = moment.utcoffset() == timedelta()
    month, day = _MONTHS.split()[moment.month - 1], _DAYS.split()[moment.weekday()]
    hour = moment.hour % 12 or 12
    half = "AM" if moment.hour < 12 else "PM"
    zone = f"{offset[:3]}:{offset[3:]}"
    parts = {
        "YYYY": f"{moment.year:04}",
        "YY": f"{moment.year % 100:02}",
        "MMMM": month,
        "MMM": month[:3],
        "MM": f"{moment.month:02}",
        "M": str(moment.month),
        "DD": f"{moment.day:02}",
        "D": str(moment.day),
        "EEEE": day,
        "EEE": day[:3],
        "hh": f"{moment.hour:02}",
        "h": str(moment.hour),
        "HH": f"{hour:02}",
        "H": str(hour),
        "AA": half,
        "aa": half.lower(),
        "mm": f"{moment.minute:02}",
        "m": str(moment.minute),
        "ss": f"{moment.second:02}",
        "s": str(moment.second),
        "ZZZZZ": zone,
        "ZZZZ": offset,
        "ZZZ": "UTC" if is_utc else offset,
        "Z": "Z" if is_utc else zone,
    }
    if verb not in parts:
        raise EvaluationError(f"the format contains `{verb[:20]}`, which has no meaning")
    return parts[verb]


def _add(arguments: Arguments, context: CallContext) -> TerraformValue:
    moment, duration = _time(arguments[0].text), arguments[1].text
    sign = -1 if duration.startswith("-") else 1
    rest = duration.removeprefix("-") if sign < 0 else duration.removeprefix("+")
    found = list(_DURATION.finditer(rest))
    if "".join(each[0] for each in found) != rest or not found:
        if rest == "0":
            return string(_written(moment))
        raise EvaluationError("the duration is not valid")
    seconds = sign * sum((Fraction(each[1]) * _UNITS[each[2]] for each in found), Fraction())
    if abs(seconds) > 290 * 365 * 24 * 3600:
        raise UndecidedResult("a duration this long is not supported")
    try:
        return string(_written(moment + timedelta(seconds=floor(seconds))))
    except OverflowError as error:
        raise UndecidedResult("a duration this long is not supported") from error


def _written(moment: datetime) -> str:
    day, time = moment.date().isoformat(), moment.time().isoformat("seconds")
    return f"{day}T{time}{_part('Z', moment)}"


def _compare(arguments: Arguments, context: CallContext) -> TerraformValue:
    first, second = (_time(argument.text) for argument in arguments)
    return number((first > second) - (first < second))


def time_functions() -> Mapping[str, Function]:
    """Return the functions on points in time by name."""
    return {
        "formatdate": Declared(_format, parameters(("format", STRING), ("time", STRING)), STRING),
        "timeadd": Declared(_add, parameters(("timestamp", STRING), ("duration", STRING)), STRING),
        "timecmp": Declared(
            _compare, parameters(("timestamp_a", STRING), ("timestamp_b", STRING)), NUMBER
        ),
    }
