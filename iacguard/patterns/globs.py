"""Texts with wildcards, and a text for every way in which a set of them can match."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

_WORK = 60_000
"""Steps of the search for texts, over all wildcards of one field."""

_ALTERNATIVE = re.compile(r"(\^?)((?:[A-Za-z0-9_#=@/;,-]|\\[^A-Za-z0-9]|\.\*)*)(\$?)")
_PIECE = re.compile(r"\\(.)|(\.\*)|(.)")


@dataclass(frozen=True, slots=True)
class Glob:
    """A text with gaps: its segments in order, anything between two of them."""

    segments: tuple[str, ...]

    @property
    def is_literal(self) -> bool:
        """Whether there is no gap."""
        return len(self.segments) == 1

    def matches(self, text: str) -> bool:
        """Return whether a whole text is of this form."""
        first, *inner = self.segments
        if not inner:
            return text == first
        last = inner.pop()
        if not text.startswith(first) or not text.endswith(last):
            return False
        position, end = len(first), len(text) - len(last)
        for segment in inner:
            found = text.find(segment, position, end)
            if found < 0:
                return False
            position = found + len(segment)
        return position <= end


def glob_of(text: str, *, inner_gaps: bool) -> Glob:
    """Return the form that an operand means.

    An asterisk at either end is a gap; inside, only if `inner_gaps`.
    """
    if inner_gaps:
        return Glob(tuple(text.split("*")))
    if text.strip("*") == "":
        return Glob(("", "")) if text else Glob(("",))
    start = ("",) if text.startswith("*") else ()
    end = ("",) if text.endswith("*") else ()
    return Glob((*start, text.strip("*"), *end))


def globs_of_regex(source: str) -> tuple[Glob, ...] | None:
    """Return the forms that a regular expression allows; None where it is more than that."""
    globs = []
    for alternative in re.split(r"(?<!\\)\|", source):
        found = _ALTERNATIVE.fullmatch(alternative)
        if found is None:
            return None
        text = [""] if found[1] else ["", ""]
        for escaped, gap, plain in _PIECE.findall(found[2]):
            if gap:
                text.append("")
            else:
                text[-1] += escaped or plain
        globs.append(Glob(tuple(text if found[3] else (*text, ""))))
    return tuple(globs)


def sample_texts(globs: Collection[Glob]) -> tuple[str, ...] | None:
    """Return texts among which every possible combination of matches occurs.

    Every literal is one of them, and each combination of the others occurs outside the literals
    too, where it can. None when the wildcards are too many to search.
    """
    literals = {glob.segments[0] for glob in globs if glob.is_literal}
    gapped = tuple(dict.fromkeys(glob for glob in globs if not glob.is_literal))
    if not gapped:
        return (*sorted(literals), next(text for text in _others() if text not in literals))
    machine = _Machine(gapped, literals)
    room = 2
    while True:
        found, complete = machine.search(room)
        if complete is None:
            return None
        if complete or room > len(literals):
            return (*sorted(literals), *found)
        room *= 4


def _others() -> Iterator[str]:
    """Yield texts that a reader takes for any other one."""
    yield "other"
    for number in count(2):
        yield f"other-{number}"


class _Machine:
    """All gapped globs read along one text, a character at a time."""

    def __init__(self, globs: Sequence[Glob], literals: Collection[str]) -> None:
        self._literals = literals
        # A gap between two segments is None.
        self._forms = [_form(glob) for glob in globs]
        used = sorted({c for form in self._forms for c in form if c is not None})
        fresh = next(c for c in map(chr, range(ord("x"), 0x10FFFF)) if c not in used)
        self._alphabet = (fresh, *used)

    def search(self, room: int) -> tuple[tuple[str, ...], bool | None]:
        """Return a text outside the literals for each combination of matches.

        At most `room` texts are tried for each state. The second result says whether every
        combination got one; it is None when the search was cut off.
        """
        start = tuple(_with_gaps(form, {0}) for form in self._forms)
        waiting = deque([("", start)])
        visits: dict[object, int] = {start: 1}
        found: dict[tuple[bool, ...], str | None] = {}
        empty = tuple(len(form) in places for form, places in zip(self._forms, start))
        work = 0
        while waiting:
            text, state = waiting.popleft()
            matches = tuple(len(form) in places for form, places in zip(self._forms, state))
            if found.get(matches) is None:
                # The empty text is a poor example of anything.
                found[matches] = text if text and text not in self._literals else None
            for character in self._alphabet:
                work += 1 + len(self._forms)
                reached = tuple(
                    _advanced(form, places, character) for form, places in zip(self._forms, state)
                )
                if visits.get(reached, 0) < room:
                    visits[reached] = visits.get(reached, 0) + 1
                    waiting.append((text + character, reached))
            if work > _WORK:
                return (), None
        if found[empty] is None and "" not in self._literals:
            found[empty] = ""
        texts = tuple(text for text in found.values() if text is not None)
        return texts, len(texts) == len(found)


def _form(glob: Glob) -> tuple[str | None, ...]:
    first, *others = glob.segments
    form: list[str | None] = list(first)
    for segment in others:
        form += (None, *segment)
    return tuple(form)


def _with_gaps(form: tuple[str | None, ...], places: set[int]) -> frozenset[int]:
    """Return the places that are reached without reading: behind a gap, too."""
    reached = set(places)
    for place in sorted(places):
        while place < len(form) and form[place] is None:
            place += 1
            reached.add(place)
    return frozenset(reached)


def _advanced(
    form: tuple[str | None, ...], places: frozenset[int], character: str
) -> frozenset[int]:
    reached = set()
    for place in places:
        if place == len(form):
            continue
        if form[place] is None:
            reached.add(place)
        elif form[place] == character:
            reached.add(place + 1)
    return _with_gaps(form, reached)
