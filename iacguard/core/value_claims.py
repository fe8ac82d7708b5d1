"""Claims about one value, judged with the value's own places as evidence."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from .exhaustive import assert_never
from .text import never_empty
from .value import Absent, Known, Origin, Unknown, Value
from .verdict import Judgement, Reason, Verdict

T = TypeVar("T")


def holds(
    value: Value[T], claim: Callable[[T], bool], otherwise: str, *, absent: Verdict = Verdict.FAIL
) -> Judgement:
    """Judge a claim about a value; `otherwise` is what a failing reader is told.

    `absent` is the verdict where nothing is written.
    """
    match value:
        case Known():
            verdict = Verdict.of(claim(value.value))
            return Judgement(verdict, (Reason(otherwise, value.provenance, shown(value)),))
        case Absent():
            return Judgement(absent, (Reason(otherwise, value.provenance),))
        case Unknown():
            return undecided(value)
        case _:
            assert_never(value)


def shown(value: Known[Any]) -> str:
    """Return what a report may show of a value: a written boolean or number, never a text.

    Of a sensitive value it is nothing.
    """
    if value.origin is Origin.DEFAULT or any(hop.is_sensitive for hop in value.provenance):
        return ""
    if isinstance(value.value, bool):
        return "true" if value.value else "false"
    return str(value.value) if isinstance(value.value, int) else ""


def counted_days(value: Value[int]) -> str:
    """Return a number of days in words, where it may be shown."""
    found = shown(value) if isinstance(value, Known) else ""
    if not found:
        return "too few days"
    return "1 day" if found == "1" else f"{found} days"


def undecided(value: Unknown) -> Judgement:
    """Return the judgement on anything that hangs on this value."""
    return Judgement(Verdict.UNKNOWN, (Reason(value.reason, value.provenance),))


def is_true(value: Value[bool], otherwise: str) -> Judgement:
    """Judge that a boolean is true; absent is not."""
    return holds(value, lambda known: known is True, otherwise)


def is_false(value: Value[bool], otherwise: str) -> Judgement:
    """Judge that a boolean is false; absent is."""
    return holds(value, lambda known: known is False, otherwise, absent=Verdict.PASS)


def is_set(value: Value[Any], otherwise: str) -> Judgement:
    """Judge that something is written that is neither null nor empty.

    An unknown text that is certainly not empty is set.
    """
    if isinstance(value, Unknown) and any(never_empty(part) for part in value.parts):
        return Judgement(Verdict.PASS, (Reason(otherwise, value.provenance),))
    return holds(value, lambda known: known not in ("", (), {}), otherwise)


def is_absent(value: Value[Any], otherwise: str) -> Judgement:
    """Judge that nothing is written."""
    return holds(value, lambda known: False, otherwise, absent=Verdict.PASS)


def equals(value: Value[T], expected: T, otherwise: str) -> Judgement:
    """Judge that a value is this one."""
    return holds(value, lambda known: known == expected, otherwise)


def one_of(value: Value[T], expected: Collection[T], otherwise: str) -> Judgement:
    """Judge that a value is among these."""
    return holds(value, lambda known: known in expected, otherwise)


def at_least(value: Value[int], minimum: int, otherwise: str) -> Judgement:
    """Judge that a number is not below a minimum; absent is."""
    return holds(value, lambda known: known >= minimum, otherwise)
