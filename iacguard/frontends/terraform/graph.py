"""The order in which the names of a configuration are evaluated.

Names are worked off with an explicit stack, so a chain of any length needs no recursion. Each
name's dependencies are read off its expressions first, as Terraform does; a name that leads back
to itself is a diagnostic, and unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from ...core.source import SourceSpan


@dataclass(frozen=True, slots=True)
class Name:
    """One thing that is evaluated once: a local, a variable, a resource of one module instance."""

    module: int
    """The number of the module instance."""

    kind: str
    """``var``, ``local``, ``output``, ``call``, ``module``, ``resource``, ``data``."""

    name: str
    """For ``module``: the call, a colon and the output, or ``*`` for all of them."""


class Work(Protocol):
    """What the names of a configuration need and are."""

    def is_done(self, name: Name) -> bool:
        """Return whether a name is evaluated."""
        ...

    def needs(self, name: Name) -> Iterable[Name]:
        """Return what a name needs, as far as that is known so far."""
        ...

    def finish(self, name: Name) -> None:
        """Evaluate a name whose needs are evaluated."""
        ...

    def break_cycle(self, name: Name, cycle: tuple[Name, ...]) -> None:
        """Make a name unknown that leads back to itself."""
        ...


def ensure(work: Work, wanted: Name) -> None:
    """Evaluate a name and all that it needs."""
    if work.is_done(wanted):
        return
    stack = [wanted]
    entered = {wanted}
    while stack:
        name = stack[-1]
        waiting: list[Name] = []
        for need in work.needs(name):
            if work.is_done(need):
                continue
            if need in entered:
                work.break_cycle(need, tuple(stack[stack.index(need) :]))
            elif need not in waiting:
                waiting.append(need)
        if waiting:
            # One at a time, so that the stack is always one path and a cycle is seen as such.
            stack.append(waiting[0])
            entered.add(waiting[0])
            continue
        work.finish(name)
        stack.pop()
        entered.discard(name)


def describe(cycle: Iterable[str]) -> str:
    """Return a cycle as a message names it."""
    names = list(cycle)
    if len(names) > 6:
        names = [*names[:5], "…", names[-1]]
    return " -> ".join([*names, names[0]])


Describe = Callable[[Name], tuple[str, SourceSpan]]
"""What a name is called, and where it is declared."""
