"""Texts with wildcards, and a text for every way in which a set of them can match."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

_WORK = 200_000
"""Steps of the search for texts, over all wildcards of one field."""

_ALTERNATIVE = re.compile(r"(\^?)((?:[A-Za-z0-9_#=@/;,-]|\\[^A-Za-z0-9]|\.\*)*)(\$?)")
_PIECE = re.compile(r"\\(.)|(\.\*)|(.)")


@dataclass(frozen=True, slots=True)
class Glob:
    """A text with gaps: its segments in order, anything between two of them."""

    segments: tuple[str, ...]

    ignores_case: bool = False

    @property
    def is_literal(self) -> bool:
        """Whether there is only one text of this form."""
        return len(self.segments) == 1 and not self.ignores_case

    def matches(self, text: str) -> bool:
        """Return whether a whole text is of this form."""
        first, *inner = self.segments
        if self.ignores_case:
            text = text.lower()
            first, *inner = (segment.lower() for segment in self.segments)
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
    # A form that every text has tells no two texts apart.
    gapped = tuple(dict.fromkeys(g for g in globs if not g.is_literal and any(g.segments)))
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
    """All gapped globs read along one text, a character at a time.

    A state is a set of places, one bit each: the places of a form lie side by side, the last one
    behind its end. Reading a character moves a bit on; a gap keeps it, and lets it pass.
    """

    def __init__(self, globs: Sequence[Glob], literals: Collection[str]) -> None:
        self._literals = literals
        self._start, self._gaps = 0, 0
        self._ends: list[int] = []
        self._readers: dict[str, int] = {}
        place = 1
        for glob in globs:
            self._start |= place
            for step in _form(glob):
                if step is None:
                    self._gaps |= place
                else:
                    for one in {step.lower(), step.upper()} if glob.ignores_case else {step}:
                        self._readers[one] = self._readers.get(one, 0) | place
                place <<= 1
            self._ends.append(place)
            place <<= 1
        used = sorted(self._readers)
        fresh = next(c for c in map(chr, range(ord("x"), 0x10FFFF)) if c not in self._readers)
        self._alphabet = [(c, self._readers.get(c, 0)) for c in (fresh, *used)]

    def search(self, room: int) -> tuple[tuple[str, ...], bool | None]:
        """Return a text outside the literals for each combination of matches.

        At most `room` texts are tried for each state. The second result says whether every
        combination got one; it is None when the search was cut off.
        """
        start = self._past_gaps(self._start)
        waiting = deque([("", start)])
        visits = {start: 1}
        found: dict[tuple[bool, ...], str | None] = {}
        work = 0
        while waiting:
            text, state = waiting.popleft()
            matches = self._matches(state)
            if found.get(matches) is None:
                # The empty text is a poor example of anything.
                found[matches] = text if text and text not in self._literals else None
            for character, readers in self._alphabet:
                reached = self._past_gaps((state & readers) << 1 | state & self._gaps)
                if visits.get(reached, 0) < room:
                    visits[reached] = visits.get(reached, 0) + 1
                    waiting.append((text + character, reached))
            work += len(self._alphabet) * (1 + len(self._ends))
            if work > _WORK:
                return (), None
        empty = self._matches(start)
        if found[empty] is None and "" not in self._literals:
            found[empty] = ""
        texts = tuple(text for text in found.values() if text is not None)
        return texts, len(texts) == len(found)

    def _matches(self, state: int) -> tuple[bool, ...]:
        return tuple(bool(state & end) for end in self._ends)

    def _past_gaps(self, state: int) -> int:
        """Return the places that are reached without reading: behind a gap, too."""
        return state | (state & self._gaps) << 1


def _form(glob: Glob) -> list[str | None]:
    """Return the characters of a form in order; None is a gap, and no two gaps are neighbours."""
    first, *others = glob.segments
    form: list[str | None] = list(first)
    for segment in others:
        if not form or form[-1] is not None:
            form.append(None)
        form += segment
    return form
