"""Comparisons of patterns by their texts, each made once.

The same few patterns stand in template after template, and every control of an account is compared
with every one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from .coverage import Coverage, covers
from .parse import parse
from .pattern import Malformed, Pattern
from .search import SearchBudget

_MOST = 8_192
"""Comparisons that are kept: some megabytes."""


@dataclass(frozen=True, slots=True)
class _Comparison:
    coverage: Coverage
    work: int


_made: dict[tuple[str, str], _Comparison] = {}


def compare(covering: str, covered: str, budget: SearchBudget) -> Coverage:
    """Decide whether one pattern matches every event that another one matches.

    A comparison that was made before is paid for again: what a budget allows does not depend on
    what was judged earlier. Raises ValueError where a text is no pattern.
    """
    made = _made.get((covering, covered))
    if made is not None and made.work <= max(budget.left, 0):
        budget.left -= made.work
        return made.coverage
    left = budget.left
    coverage = covers(_pattern(covering), _pattern(covered), budget)
    if budget.left >= 0:
        if len(_made) >= _MOST:
            _made.clear()
        _made[covering, covered] = _Comparison(coverage, left - budget.left)
    return coverage


def _pattern(text: str) -> Pattern:
    pattern = parse(text)
    if isinstance(pattern, Malformed):
        raise ValueError(f"not a pattern: {pattern.reason}")
    return pattern
