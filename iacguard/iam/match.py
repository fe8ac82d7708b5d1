"""Wildcard patterns against texts of which only some pieces are known.

Every question walks the pattern once and keeps the set of reachable places in the text as the
bits of one number, so the cost is bounded by the two lengths, whatever the wildcards. A text is
made ready once for all the patterns that it is matched against.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from ..core.value import Hole, Part, Symbol
from ..core.verdict import Verdict

MAX_LENGTH = 2_048
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
    return Matched(text).by(pattern)


class Matched:
    """A text that patterns are matched against."""

    def __init__(self, text: Sequence[Part]) -> None:
        self._atoms = _atoms(text)
        self._places: dict[Token, int] = {}
        self._literals = 0
        for index, token in enumerate(self._atoms):
            if isinstance(token, str):
                self._literals |= 1 << index
            if not isinstance(token, Hole):
                self._places[token] = self._places.get(token, 0) | 1 << index
        self._steps = _Steps(self._atoms)

    def by(self, pattern: Sequence[Token]) -> Verdict:
        """Decide whether a pattern matches the text."""
        wanted, given = _atoms(pattern), self._atoms
        if len(wanted) > MAX_LENGTH or len(given) > MAX_LENGTH:
            return Verdict.UNKNOWN
        # What both begin and end with is cut off, so that a shared symbol cannot blur the rest.
        start, end = _common_ends(wanted, given)
        wanted = wanted[start : len(wanted) - end]
        if self._certainly(wanted, start, len(given) - end):
            return Verdict.PASS
        possible = self._steps.lead(wanted, start, len(given) - end)
        return Verdict.UNKNOWN if possible else Verdict.FAIL

    def _certainly(self, wanted: list[Token], start: int, end: int) -> bool:
        """Return whether the pattern matches whatever symbols and holes stand for."""
        places = (1 << (end + 1)) - 1
        reached = 1 << start
        for token in wanted:
            if token is Wildcard.ANY:
                # Every place from the first one reached on.
                reached = places + 1 - (reached & -reached)
            elif token is Wildcard.ONE:
                reached = (reached & self._literals) << 1 & places
            else:
                reached = (reached & self._places.get(token, 0)) << 1 & places
            if not reached:
                return False
        return bool(reached >> end & 1)


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


def _common_ends(wanted: list[Token], given: list[Token]) -> tuple[int, int]:
    """Return how many tokens both begin with, and how many they end with behind those."""
    shortest = min(len(wanted), len(given))
    start = 0
    while start < shortest and _same(wanted[start], given[start]):
        start += 1
    end = 0
    while end < shortest - start and _same(wanted[-1 - end], given[-1 - end]):
        end += 1
    return start, end


def _same(wanted: Token, given: Token) -> bool:
    return isinstance(wanted, (str, Symbol)) and wanted == given


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a linear automaton: one character, or a loop of characters."""

    loops: bool
    character: str | None
    """The one character that it takes; None for any but those excluded."""

    excludes: str = ""


def _steps_of(token: Token) -> list[_Step]:
    if isinstance(token, str):
        return [_Step(False, token)]
    if token is Wildcard.ONE:
        return [_Step(False, None)]
    if token is Wildcard.ANY:
        return [_Step(True, None)]
    excludes = token.excludes if isinstance(token, (Symbol, Hole)) else ""
    loop = _Step(True, None, excludes)
    return [_Step(False, None, excludes), loop] if _never_empty(token) else [loop]


def _never_empty(token: Token) -> bool:
    """Return whether a symbol holds at least one character."""
    return isinstance(token, Symbol) and token.never_empty


class _Steps:
    """The automaton of a text whose symbols and holes may be anything that they can hold."""

    def __init__(self, atoms: list[Token]) -> None:
        self._first: list[int] = []
        """Where each token's steps begin; where they all end, last."""
        self._loops = 0
        self._literal: dict[str, int] = {}
        self._open: list[tuple[int, str]] = []
        """The steps that take any but some characters, each as a bit."""
        self._shared: dict[tuple[str | None, str], int] = {}
        index = 0
        for token in atoms:
            self._first.append(index)
            for step in _steps_of(token):
                self._add(step, 1 << index)
                index += 1
        self._first.append(index)

    def _add(self, step: _Step, bit: int) -> None:
        if step.loops:
            self._loops |= bit
        if step.character is None:
            self._open.append((bit, step.excludes))
        else:
            self._literal[step.character] = self._literal.get(step.character, 0) | bit

    def lead(self, wanted: list[Token], start: int, end: int) -> bool:
        """Return whether some choice of symbols and holes makes a pattern match.

        `start` and `end` say which tokens of the text. Each occurrence is chosen on its own,
        which can only answer true too often.
        """
        first, last = self._first[start], self._first[end]
        steps = (1 << last) - 1
        loops = self._loops & steps
        reached = _fill(1 << first, loops)
        for token in wanted:
            for step in _steps_of(_wild_hole(token)):
                shared = self._taking(step) & steps
                if step.loops:
                    reached = _fill(reached, loops | shared)
                else:
                    taken = reached & shared
                    reached = _fill((taken & ~loops) << 1 | (taken & loops), loops)
                if not reached:
                    return False
        return bool(reached >> last & 1)

    def _taking(self, step: _Step) -> int:
        """Return the steps of the text that can take a character that a pattern's step takes."""
        key = (step.character, step.excludes)
        if key not in self._shared:
            self._shared[key] = self._find(step)
        return self._shared[key]

    def _find(self, step: _Step) -> int:
        if step.character is not None:
            found = self._literal.get(step.character, 0)
            return found | _all(b for b, excludes in self._open if step.character not in excludes)
        found = _all(b for c, b in self._literal.items() if c not in step.excludes)
        return found | _all(b for b, _ in self._open)


def _all(bits: Iterable[int]) -> int:
    found = 0
    for bit in bits:
        found |= bit
    return found


def _wild_hole(token: Token) -> Token:
    """Return the token; a hole of a pattern that may hold wildcards excludes nothing."""
    if isinstance(token, Hole) and not {"*", "?"} <= set(token.excludes):
        return Hole()
    return token


def _fill(reached: int, passable: int) -> int:
    """Return the places that are reached by moving right through passable ones.

    The carry of the addition runs through each stretch of passable places.
    """
    return reached | (((reached & passable) + passable) ^ passable)
