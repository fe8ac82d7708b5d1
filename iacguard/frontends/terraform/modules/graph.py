"""The order in which the names of a configuration are evaluated.

Names are worked off with an explicit stack, so a chain of any length needs no recursion. Each
name's dependencies are read off its expressions first, as Terraform does; a name that leads back
to itself is a diagnostic, and unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol


# A tuple is made, compared and hashed in a third of the time of a dataclass.
class Name(NamedTuple):
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
    # The stack is always one path, so that a name that is met on it closes a cycle. What a name
    # needs is asked for bit by bit: a module's outputs show only when its call is evaluated.
    stack = [(wanted, iter(work.needs(wanted)))]
    entered = {wanted}
    while stack:
        name, needs = stack[-1]
        for need in needs:
            if work.is_done(need):
                continue
            if need in entered:
                path = [each for each, _ in stack]
                work.break_cycle(need, tuple(path[path.index(need) :]))
            else:
                stack.append((need, iter(work.needs(need))))
                entered.add(need)
                break
        else:
            work.finish(name)
            stack.pop()
            entered.discard(name)


def describe(cycle: Iterable[str]) -> str:
    """Return a cycle as a message names it."""
    names = list(cycle)
    if len(names) > 6:
        names = [*names[:5], "…", names[-1]]
    return " -> ".join([*names, names[0]])
