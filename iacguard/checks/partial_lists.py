"""The elements of a list of which perhaps only some are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..core.exhaustive import assert_never
from ..core.text import equal, parts_of
from ..core.value import Absent, Known, Unknown, Value
from ..core.verdict import Judgement, Reason, Verdict, any_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Elements(Generic[T]):
    """What is known of a list."""

    certain: tuple[T, ...]
    """Elements that the deployed list certainly holds."""

    doubts: tuple[Unknown, ...] = ()
    """Why it may hold more; empty when it does not."""


def elements(value: Value[tuple[T, ...]]) -> Elements[T]:
    """Return the certain elements of a list of structures; nothing written is an empty list."""
    match value:
        case Known(value=certain):
            return Elements(certain)
        case Absent():
            return Elements(())
        case Unknown(elements=wrapped):
            return Elements(tuple(e.value for e in wrapped if isinstance(e, Known)), (value,))
        case _:
            assert_never(value)


def texts(value: Value[tuple[Value[str], ...]]) -> Elements[Value[str]]:
    """Return the certain elements of a list of texts, of which each may be unknown itself."""
    match value:
        case Known(value=certain):
            return Elements(tuple(text for text in certain if not isinstance(text, Absent)))
        case Absent():
            return Elements(())
        case Unknown(elements=certain):
            return Elements(
                tuple(text for text in certain if not isinstance(text, Absent)), (value,)
            )
        case _:
            assert_never(value)


def any_text(
    value: Value[tuple[Value[str], ...]], claim: Callable[[Value[str]], Verdict], otherwise: str
) -> Judgement:
    """Judge that a claim holds of some text of a list; `otherwise` says that it holds of none.

    Elements that are not known are claimed about as one unknown text.
    """
    listed = texts(value)
    found = any_of(
        judged_text(text, claim(text), otherwise) for text in (*listed.certain, *listed.doubts)
    )
    if found.verdict is Verdict.FAIL and not found.reasons:
        return Judgement(Verdict.FAIL, (Reason(otherwise, value.provenance),))
    return found


def judged_text(value: Value[str], verdict: Verdict, otherwise: str) -> Judgement:
    """Return a verdict on a text with its place; an open one says why the text is not known."""
    message = value.reason if isinstance(value, Unknown) else otherwise
    return Judgement(
        verdict, (Reason(message if verdict is Verdict.UNKNOWN else otherwise, value.provenance),)
    )


def same_text(value: Value[str], literal: str) -> Verdict:
    """Decide whether a value is a literal text in every deployment, in none, or in some."""
    parts = parts_of(value)
    return Verdict.FAIL if parts is None else equal(parts, (literal,))
