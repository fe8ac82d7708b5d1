"""The rules that an outcome stands for, in words."""

from __future__ import annotations

from ..core.outcome import Outcome
from ..core.wording import listed

_NAMED = 3
"""Rules that are named; the others are counted."""


def followers(outcome: Outcome) -> str:
    """Return a clause on the rules that say no more than this outcome; nothing where none do."""
    if not outcome.stands_for:
        return ""
    verb = "needs" if len(outcome.stands_for) == 1 else "need"
    return f"{listed(outcome.stands_for, _NAMED, more='more rules')} {verb} a trail, too"
