"""What belongs to a scope and was not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.value import Hop, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A module out of reach, a nested stack elsewhere, a block that could not be parsed.

    It may declare anything, and configure whatever it is given.
    """

    name: str
    """What it is: ``module.policy``, ``the nested stack Audit``."""

    reason: str
    """Why it was not read, as a clause: "its source is not in the scanned tree"."""

    hop: Hop
    """Where it is called or written."""

    given: tuple[Value[Any], ...] | None
    """The values handed to it, lists and maps among them; None where it may reach everything."""

    rewrites: frozenset[str] = frozenset()
    """The files of which it may change whatever is written, as a macro may; nothing that is judged
    by them is certain."""
