"""Texts of which only some pieces are known: joining, comparing, prefixes and suffixes.

A text is a tuple of parts: literals, symbols and holes. Every answer is three-valued.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from .exhaustive import assert_never
from .value import Absent, Hole, Hop, Known, Part, Symbol, Unknown, Value
from .verdict import Verdict

Text: TypeAlias = "tuple[Part, ...]"
"""Pieces, in order; a text that is wholly known is one literal, or none."""

_SPACE = " \t\n\v\f\r"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

ACCOUNT = Symbol(
    "aws:account", excludes=":*/-." + _SPACE + _UPPER + _UPPER.lower(), never_empty=True
)
"""The id of the account that the scope is deployed to."""

REGION = Symbol("aws:region", excludes=":*/." + _SPACE + _UPPER, never_empty=True)
"""The region that the scope is deployed to."""

PARTITION = Symbol("aws:partition", excludes=":*/." + _SPACE + _UPPER, never_empty=True)
"""``aws``, ``aws-cn``, ``aws-us-gov`` …, whichever the region belongs to."""

URL_SUFFIX = Symbol("aws:url-suffix", excludes=":*/" + _SPACE + _UPPER, never_empty=True)
"""``amazonaws.com``, or what the partition has in its place."""

ORGANIZATION: tuple[Part, ...] = (
    "o-",
    Symbol("aws:organization", excludes=":*/-. ", never_empty=True),
)
"""The id of the organization that the account belongs to; it has at most one."""


def normal(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the same text with neighbouring literals joined and empty ones left out."""
    joined: list[Part] = []
    literals: list[str] = []
    for part in parts:
        if isinstance(part, str):
            literals.append(part)
            continue
        if text := "".join(literals):
            joined.append(text)
        literals.clear()
        joined.append(part)
    if text := "".join(literals):
        joined.append(text)
    return tuple(joined)


def parts_of(value: Value[str]) -> tuple[Part, ...] | None:
    """Return the pieces of a text value; None when nothing is written."""
    match value:
        case Known(value=text):
            return normal((text,))
        case Absent():
            return None
        case Unknown(parts=parts):
            return parts or (Hole(),)
        case _:
            assert_never(value)


def text_value(
    parts: Iterable[Part],
    provenance: tuple[Hop, ...],
    reason: str,
    encodes: Value[Any] | None = None,
) -> Value[str]:
    """Return the text of these parts, known when no part is a symbol or a hole.

    `reason` says why it is not known, when it is not.
    """
    joined = normal(parts)
    if all(isinstance(part, str) for part in joined):
        return Known("".join(map(str, joined)), provenance, encodes=encodes)
    return Unknown(provenance, reason, never_null=True, parts=joined, encodes=encodes)


def equal(left: tuple[Part, ...], right: tuple[Part, ...]) -> Verdict:
    """Decide whether two texts are the same in every deployment, in none, or in some."""
    if left and right and (_differ(left[0], right[0]) or _differ(left[-1], right[-1], -1)):
        return Verdict.FAIL
    left, right = _without_common_ends(left, right)
    if not left and not right:
        return Verdict.PASS
    if not left or not right:
        rest = left or right
        return Verdict.FAIL if any(map(never_empty, rest)) else Verdict.UNKNOWN
    if all(isinstance(part, str) for part in (*left, *right)):
        return Verdict.FAIL  # one literal each, and they differ
    if _literal_cannot_stand(left, right) or _literal_cannot_stand(right, left):
        return Verdict.FAIL
    if _ends_differ(left, right):
        return Verdict.FAIL
    return Verdict.UNKNOWN


def starts_with(parts: tuple[Part, ...], prefix: str) -> Verdict:
    """Decide whether a text begins with a literal."""
    rest, doubtful = prefix, False
    for part in parts:
        if not rest:
            break
        if isinstance(part, str):
            length = min(len(part), len(rest))
            if part[:length] != rest[:length]:
                return Verdict.FAIL
            rest = rest[length:]
            continue
        if rest[0] not in part.excludes:
            return Verdict.UNKNOWN
        if never_empty(part):
            return Verdict.FAIL
        # It can still be empty, and the text go on behind it.
        doubtful = True
    if rest:
        return Verdict.FAIL
    return Verdict.UNKNOWN if doubtful else Verdict.PASS


def ends_with(parts: tuple[Part, ...], suffix: str) -> Verdict:
    """Decide whether a text ends with a literal."""
    return starts_with(reversed_parts(parts), suffix[::-1])


def never_empty(part: Part) -> bool:
    """Return whether a piece holds at least one character in every deployment."""
    return part.never_empty if isinstance(part, Symbol) else part != "" and isinstance(part, str)


def reversed_parts(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the text read backwards; symbols stand for their reversal."""
    return tuple(part[::-1] if isinstance(part, str) else part for part in reversed(parts))


def _differ(first: Part, second: Part, step: int = 1) -> bool:
    """Return whether two pieces that begin (or end, for -1) together differ as far as both go."""
    if not isinstance(first, str) or not isinstance(second, str):
        return False
    if step > 0:
        return not first.startswith(second) and not second.startswith(first)
    return not first.endswith(second) and not second.endswith(first)


def _without_common_ends(
    left: tuple[Part, ...], right: tuple[Part, ...]
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    left, right = _without_common_start(left, right)
    left, right = _without_common_start(reversed_parts(left), reversed_parts(right))
    return reversed_parts(left), reversed_parts(right)


def _without_common_start(
    left: tuple[Part, ...], right: tuple[Part, ...]
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    a, b = list(reversed(left)), list(reversed(right))
    while a and b:
        first, second = a[-1], b[-1]
        if isinstance(first, str) and isinstance(second, str):
            length = _common_length(first, second)
            if length == 0:
                break
            for stack, text in ((a, first), (b, second)):
                stack.pop()
                if text[length:]:
                    stack.append(text[length:])
            if length < min(len(first), len(second)):
                break
        elif first == second and isinstance(first, Symbol):
            a.pop()
            b.pop()
        else:
            break
    return tuple(reversed(a)), tuple(reversed(b))


def _common_length(first: str, second: str) -> int:
    for index, (a, b) in enumerate(zip(first, second)):
        if a != b:
            return index
    return min(len(first), len(second))


def _ends_differ(left: tuple[Part, ...], right: tuple[Part, ...]) -> bool:
    for a, b in ((left[0], right[0]), (left[-1], right[-1])):
        if isinstance(a, str) and isinstance(b, str):
            return True  # common ends are cut off, so two literals differ here
    return False


def _literal_cannot_stand(left: tuple[Part, ...], right: tuple[Part, ...]) -> bool:
    """Return whether `left` needs a character that no part of `right` can hold."""
    literals = [part for part in left if isinstance(part, str)]
    excluded: frozenset[str] | None = None
    for part in right:
        if not isinstance(part, str):
            own = frozenset(part.excludes)
            excluded = own if excluded is None else own & excluded
            if not excluded:
                return False
    if excluded is None:
        needed = {character for literal in literals for character in literal}
    else:
        # A literal may be long, and what a part excludes is a handful of characters.
        needed = {c for c in excluded if any(c in literal for literal in literals)}
    held = [part for part in right if isinstance(part, str)]
    return any(not any(character in literal for literal in held) for character in needed)
