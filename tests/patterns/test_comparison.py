"""What was compared before answers as if it were compared anew."""

from __future__ import annotations

import pytest

from iacguard.patterns import comparison
from iacguard.patterns.comparison import compare
from iacguard.patterns.coverage import Coverage, covers
from iacguard.patterns.parse import parse
from iacguard.patterns.pattern import Malformed, Pattern
from iacguard.patterns.search import SearchBudget

PATTERNS = (
    "",
    "{ $.eventName = StopLogging }",
    "{ $.eventName = StopLogging || $.eventName = DeleteTrail }",
    "{ $.eventName = Stop* && $.userIdentity.type != Root }",
    "{ $.eventName = * && $.readOnly IS FALSE && $.errorCode NOT EXISTS }",
    '"StopLogging"',
    "?StopLogging ?DeleteTrail",
)
PAIRS = [(given, wanted) for given in PATTERNS for wanted in PATTERNS]
BUDGETS = (8_000, 0, 3, 40, 8_000, -1)


def uncached(given: str, wanted: str, budget: SearchBudget) -> Coverage:
    return covers(pattern(given), pattern(wanted), budget)


def pattern(text: str) -> Pattern:
    found = parse(text)
    assert not isinstance(found, Malformed)
    return found


@pytest.mark.parametrize("given", PATTERNS)
@pytest.mark.parametrize("wanted", PATTERNS)
def test_what_a_budget_pays_for_does_not_depend_on_earlier_comparisons(given, wanted):
    """Answers and work are those of the search, whatever was kept before."""
    for work in BUDGETS:
        kept, anew = SearchBudget(work), SearchBudget(work)
        assert uncached(given, wanted, anew) == compare(given, wanted, kept)
        assert (anew.left >= 0) is (kept.left >= 0)
        assert anew.left == kept.left or anew.left < 0


def test_one_budget_is_shared_by_what_was_kept_and_what_was_not():
    """Every third comparison is made anew, and the budget ends in the same place."""
    for given, wanted in PAIRS[::3]:
        compare(given, wanted, SearchBudget())
    kept, anew = SearchBudget(120), SearchBudget(120)

    answers = [compare(given, wanted, kept) for given, wanted in PAIRS]

    assert [uncached(given, wanted, anew) for given, wanted in PAIRS] == answers
    assert anew.left < 0 and kept.left < 0


def test_no_more_is_kept_than_the_most(monkeypatch):
    """A tree of other patterns at each turn does not fill the memory."""
    monkeypatch.setattr(comparison, "_MOST", 3)
    comparison._made.clear()

    for number in range(10):
        compare(f"{{ $.eventName = Name{number} }}", PATTERNS[1], SearchBudget())
        assert len(comparison._made) <= 3

    assert ("{ $.eventName = Name9 }", PATTERNS[1]) in comparison._made


def test_a_text_that_is_no_pattern_is_refused():
    """Only patterns are compared."""
    with pytest.raises(ValueError, match="not a pattern: a pattern that starts with"):
        compare("{ $.eventName", PATTERNS[1], SearchBudget())
