"""Where a value was written, and the way on to the literal that decides it."""

from __future__ import annotations

from dataclasses import dataclass

from ....core.source import Source
from ....core.value import Hop


# Not frozen, which would make it take three times as long to make the many that there are; only
# the hop is set, once.
@dataclass(slots=True, eq=False)
class Trace:
    """A step on the way from a use to the literal that decides it: a chain of `Hop`s."""

    source: Source
    start: int
    end: int
    """Zero-based offsets into the source."""

    label: str
    """As in `Hop`: "local.x", "default of var.multi_region"; ``""`` for the value itself."""

    behind: Trace | None = None
    """The next step, nearer to the literal."""

    hop: Hop | None = None
    """The step as the core's, once it was asked for."""
