"""Wildcard patterns against texts of which only some pieces are known.

Every question walks the pattern once and keeps the set of reachable places in the text as the
bits of one number, so the cost is bounded by the two lengths, whatever the wildcards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from ..core.text import never_empty
from ..core.value import Hole, Part, Symbol
from ..core.verdict import Verdict

MAX_LENGTH = 4_096
"""Characters of a pattern or a text; no ARN and no object key is longer."""


class Wildcard(Enum):
    """A wildcard of a policy."""

    ANY = "*"
    """Any characters, or none."""

    ONE = "?"
    """Exactly one character."""


Token: TypeAlias = "str | Symbol | Hole | Wildcard"
Pattern: TypeAlias = "tuple[Token, ...]"
"""Literals stand for themselves, wildcards are tokens. A hole may hold wildcards itself."""


def pattern_of(parts: Iterable[Part]) -> Pattern:
    """Return the pattern of a text in which ``*`` and ``?`` are wildcards."""
    tokens: list[Token] = []
    for part in parts:
        if not isinstance(part, str):
            tokens.append(part)
            continue
        start = 0
        for index, character in enumerate(part):
            if character in "*?":
                tokens.extend([part[start:index]] if index > start else [])
                tokens.append(Wildcard(character))
                start = index + 1
        if start < len(part):
            tokens.append(part[start:])
    return tuple(tokens)


def matches(pattern: Sequence[Token], text: Sequence[Part]) -> Verdict:
    """Decide whether a pattern matches a text in every deployment, in none, or in some.

    A symbol is taken literally on both sides: what it stands for holds no wildcard.
    """
    wanted = _atoms(pattern)
    given = _atoms(text)
    if len(wanted) > MAX_LENGTH or len(given) > MAX_LENGTH:
        return Verdict.UNKNOWN
    wanted, given = _without_common_ends(wanted, given)
    if _certainly(wanted, given):
        return Verdict.PASS
    return Verdict.UNKNOWN if _possibly(wanted, given) else Verdict.FAIL


def _atoms(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with literals cut into characters; hostile lengths are cut off."""
    atoms: list[Token] = []
    for token in tokens:
        if isinstance(token, str):
            atoms.extend(token[: MAX_LENGTH + 1])
        else:
            atoms.append(token)
        if len(atoms) > MAX_LENGTH:
            break
    return atoms


def _without_common_ends(
    wanted: list[Token], given: list[Token]
) -> tuple[list[Token], list[Token]]:
    """Cut off what both begin and end with, so that a shared symbol cannot blur the rest."""
    shortest = min(len(wanted), len(given))
    start = 0
    while start < shortest and _same(wanted[start], given[start]):
        start += 1
    end = 0
    while end < shortest - start and _same(wanted[-1 - end], given[-1 - end]):
        end += 1
    return wanted[start : len(wanted) - end], given[start : len(given) - end]


def _same(wanted: Token, given: Token) -> bool:
    return isinstance(wanted, (str, Symbol)) and wanted == given


def _certainly(wanted: list[Token], given: list[Token]) -> bool:
    """Return whether the pattern matches whatever symbols and holes stand for."""
    end = 1 << len(given)
    places: dict[Token, int] = {}
    literals = 0
    for index, token in enumerate(given):
        if isinstance(token, str):
            literals |= 1 << index
        if not isinstance(token, Hole):
            places[token] = places.get(token, 0) | 1 << index
    reached = 1
    for token in wanted:
        if token is Wildcard.ANY:
            # Every place from the first one reached on.
            reached = (end << 1) - (reached & -reached) if reached else 0
        elif token is Wildcard.ONE:
            reached = (reached & literals) << 1
        else:
            reached = (reached & places.get(token, 0)) << 1
        if not reached:
            return False
    return bool(reached & end)


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a linear automaton: one character, or a loop of characters."""

    loops: bool
    character: str | None
    """The one character that it takes; None for any but those excluded."""

    excludes: str = ""


def _steps(tokens: Iterable[Token]) -> list[_Step]:
    steps: list[_Step] = []
    for token in tokens:
        if isinstance(token, str):
            steps.append(_Step(False, token))
        elif token is Wildcard.ANY:
            steps.append(_Step(True, None))
        elif token is Wildcard.ONE:
            steps.append(_Step(False, None))
        elif isinstance(token, (Symbol, Hole)):
            if never_empty(token):
                steps.append(_Step(False, None, token.excludes))
            steps.append(_Step(True, None, token.excludes))
    return steps


def _possibly(wanted: list[Token], given: list[Token]) -> bool:
    """Return whether some choice of symbols and holes makes the pattern match.

    Each occurrence is chosen on its own, which can only answer true too often.
    """
    pattern = _steps(_wild_hole(token) for token in wanted)
    text = _steps(given)
    everywhere = (1 << len(text)) - 1
    loops = sum(1 << index for index, step in enumerate(text) if step.loops)
    known: dict[tuple[str | None, str], int] = {}
    reached = _fill(1, loops)
    for step in pattern:
        key = (step.character, step.excludes)
        if key not in known:
            known[key] = sum(1 << i for i, other in enumerate(text) if _share(step, other))
        shared = known[key]
        if step.loops:
            reached = _fill(reached, loops | (shared & everywhere))
        else:
            reached = _fill(((reached & shared & ~loops) << 1) | (reached & shared & loops), loops)
        if not reached:
            return False
    return bool(reached >> len(text) & 1)


def _wild_hole(token: Token) -> Token:
    """Return the token; a hole of a pattern that may hold wildcards excludes nothing."""
    if isinstance(token, Hole) and not {"*", "?"} <= set(token.excludes):
        return Hole()
    return token


def _share(left: _Step, right: _Step) -> bool:
    """Return whether two steps can take the same character."""
    if left.character is not None and right.character is not None:
        return left.character == right.character
    if left.character is not None:
        return left.character not in right.excludes
    if right.character is not None:
        return right.character not in left.excludes
    return True


def _fill(reached: int, passable: int) -> int:
    """Return the places that are reached by moving right through passable ones.

    The carry of the addition runs through each stretch of passable places.
    """
    return reached | (((reached & passable) + passable) ^ passable)
