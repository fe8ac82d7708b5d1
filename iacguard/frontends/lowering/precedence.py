"""What comes before what, through everything between."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from ...core.value import Unknown
from ...model.order import Order

N = TypeVar("N", bound=Hashable)

_ALL = -1
"""A number of which every bit is set."""


_MOST_WORDS = 4_000_000
"""Of 64 bits, for all that is remembered of one scope."""


@dataclass(frozen=True, slots=True)
class Perhaps(Generic[N]):
    """Something that may come before, and why that is not known."""

    need: N
    doubt: Unknown


class _Before(NamedTuple):
    """What comes before something, the thing itself included, and what may do so."""

    bits: int
    perhaps: int = 0
    doubt: Unknown | None = None


class Precedence(Generic[N]):
    """Follows needs through any number of steps, each thing once."""

    def __init__(
        self,
        needs: Callable[[N], Iterable[N | Perhaps[N] | Unknown]],
        bit_of: Callable[[N], int | None],
    ) -> None:
        """`needs` gives what directly comes before something, or why anything may do so.

        `bit_of` numbers the things that are asked for; None for what only lies between.
        """
        self._needs = needs
        self._bit_of = bit_of
        self._known: dict[N, _Before] = {}
        self._left = _MOST_WORDS

    def order(self, wanted: N, positions: dict[str, int]) -> Order:
        """Return what comes before something, of what has these positions."""
        found = self._of(wanted)
        return Order(
            positions=positions, before=found.bits, perhaps=found.perhaps, doubt=found.doubt
        )

    def _of(self, wanted: N) -> _Before:
        # The stack is always one path, so that a thing that is met on it closes a circle.
        stack: list[tuple[N, Iterator[N | Perhaps[N] | Unknown], list[_Before]]] = []
        if wanted not in self._known:
            stack.append((wanted, iter(self._needs(wanted)), []))
        entered = {wanted}
        while stack:
            node, needs, found = stack[-1]
            for need in needs:
                if isinstance(need, Unknown):
                    found.append(_Before(0, _ALL, need))
                    continue
                other = need.need if isinstance(need, Perhaps) else need
                if other in entered and other not in self._known:
                    found.append(_Before(0, _ALL, _CIRCLE))
                    continue
                if other not in self._known:
                    # What it needs is asked for first, and then this need again.
                    stack[-1] = (node, _again(need, needs), found)
                    stack.append((other, iter(self._needs(other)), []))
                    entered.add(other)
                    break
                known = self._known[other]
                found.append(_doubted(known, need) if isinstance(need, Perhaps) else known)
            else:
                bit = self._bit_of(node)
                found.append(_Before(0 if bit is None else 1 << bit))
                self._known[node] = self._kept(_together(found))
                stack.pop()
        return self._known[wanted]

    def _kept(self, before: _Before) -> _Before:
        """Return what is remembered of a thing; nothing where that would take too much room."""
        self._left -= 1 + (before.bits.bit_length() + max(before.perhaps, 0).bit_length()) // 64
        return before if self._left > 0 else _Before(0, _ALL, _TOO_MUCH)


_TOO_MUCH = Unknown((), "there is too much between resources to tell which comes first")

_CIRCLE = Unknown((), "what it refers to refers to itself")


def _again(first: N, rest: Iterator[N]) -> Iterator[N]:
    yield first
    yield from rest


def _doubted(before: _Before, need: Perhaps[N]) -> _Before:
    return _Before(0, before.bits | before.perhaps, need.doubt)


def _together(found: Iterable[_Before]) -> _Before:
    bits, perhaps, doubt = 0, 0, None
    for each in found:
        bits |= each.bits
        perhaps |= each.perhaps
        if each.doubt is not None and each.perhaps and doubt is None:
            doubt = each.doubt
    return _Before(bits, perhaps, doubt)
