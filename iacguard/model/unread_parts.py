"""What belongs to a scope and was not read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..core.text import normal, parts_of
from ..core.value import Hole, Hop, Known, Part, Symbol, Unknown, Value
from ..core.value_walk import values_in

_Text = tuple[Part, ...]

_IN_A_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
"""Characters that go on with a name, so that ``logs`` is not found in ``logs-2``."""

_WORD = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A module out of reach, a nested stack elsewhere, a block that could not be parsed.

    It may declare anything, and configure whatever it is given.
    """

    name: str
    """What it is: ``module.policy``, ``the nested stack Audit``."""

    reason: str
    """Why it was not read, as a clause: "it is not downloaded"."""

    hop: Hop
    """Where it is called or written."""

    given: tuple[Value[Any], ...] | None
    """The values handed to it, lists and maps among them; None where it may reach everything."""

    rewrites: frozenset[str] = frozenset()
    """The files of which it may change whatever is written, as a macro may; nothing that is judged
    by them is certain."""

    declares: bool = True
    """Whether it may declare a trail or a filter; a custom resource only configures others."""

    @property
    def only_calls(self) -> bool:
        """Whether it calls services for what it is given, and declares nothing."""
        return self.given is not None and not self.declares


class Reached:
    """What was not read, to be found by what it is given."""

    def __init__(self, unread: Iterable[Unread]) -> None:
        """Take in every text that is given, by its symbols and by the words of its literals."""
        self._everywhere: int | None = None
        self._unread = tuple(unread)
        self._texts: dict[Symbol | str, list[tuple[int, _Text]]] = defaultdict(list)
        for number, one in enumerate(self._unread):
            if one.given is None:
                self._everywhere = number if self._everywhere is None else self._everywhere
                continue
            for text in _texts(one.given):
                for key in dict.fromkeys(_keys(text)):
                    self._texts[key].append((number, text))

    def by(self, names: Iterable[Value[str]]) -> Unread | None:
        """Return the first that is given one of the names of a resource, alone or in a longer text.

        An argument of which nothing is known might hold any name. That is no more than may be
        said of code outside of the scope, and so no reason to doubt what the scope says.
        """
        found = [] if self._everywhere is None else [self._everywhere]
        for name in names:
            wanted = parts_of(name)
            if wanted and not any(isinstance(part, Hole) for part in wanted):
                found += self._given(wanted)
        return self._unread[min(found)] if found else None

    def _given(self, name: _Text) -> Iterator[int]:
        """Yield the number of the first that is given a name, if any is."""
        keys = list(_keys(name))
        if keys:
            # Whatever holds the name holds all of them; the rarest has the fewest texts.
            rarest = min(keys, key=lambda key: len(self._texts.get(key, ())))
            texts = self._texts.get(rarest, ())
            yield from islice((number for number, text in texts if _holds(text, name)), 1)


def _keys(text: _Text) -> Iterator[Symbol | str]:
    """Yield the symbols of a text, and the words of its literals, of which names are made."""
    for part in text:
        if isinstance(part, Symbol):
            yield part
        elif isinstance(part, str):
            yield from _WORD.findall(part)


def declaring(unread: Iterable[Unread]) -> tuple[Unread, ...]:
    """Return what was not read and may declare a trail or a filter."""
    return tuple(one for one in unread if one.declares)


def _texts(values: Iterable[Value[Any]]) -> Iterator[_Text]:
    """Yield every text in values, at any depth."""
    for value in values_in(tuple(values)):
        match value:
            case Known(value=str() as text):
                yield (text,)
            case Unknown(parts=parts):
                yield normal(parts)
            case _:
                pass


def _holds(text: _Text, name: _Text) -> bool:
    """Return whether a text holds a name that begins and ends in it as a name does."""
    return any(_begins(text, start, name) for start in range(len(text) - len(name) + 1))


def _begins(text: _Text, start: int, name: _Text) -> bool:
    """Return whether a name begins in a piece of a text, and the further pieces go on with it."""
    if len(name) == 1 and isinstance(name[0], str):
        piece = text[start]
        return isinstance(piece, str) and _is_whole_in(piece, name[0])
    for index, part in enumerate(name):
        piece = text[start + index]
        if isinstance(part, str) and isinstance(piece, str):
            first, last = index == 0, index == len(name) - 1
            if not (
                piece == part or (first and _ends(piece, part)) or (last and _starts(piece, part))
            ):
                return False
        elif piece != part:
            return False
    return True


def _is_whole_in(text: str, name: str) -> bool:
    position = text.find(name)
    while position >= 0:
        end = position + len(name)
        before, after = text[position - 1 : position], text[end : end + 1]
        if before not in _IN_A_NAME and after not in _IN_A_NAME:
            return True
        position = text.find(name, position + 1)
    return False


def _ends(text: str, name: str) -> bool:
    return text.endswith(name) and text[-len(name) - 1 : -len(name)] not in _IN_A_NAME


def _starts(text: str, name: str) -> bool:
    return text.startswith(name) and text[len(name) : len(name) + 1] not in _IN_A_NAME
