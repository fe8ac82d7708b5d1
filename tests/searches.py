"""How long laws are searched for an example that breaks them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

Test = TypeVar("Test", bound=Callable[..., object])

IN_A_SEARCH = "search"
"""The profile in which every search is whole: `pytest -m search --hypothesis-profile=search`."""

_WHOLE = 1_000
"""Of so many examples a search is the given number, and the test suite fewer."""

_TENTH = 100
_FEWEST = 25


def register_profiles() -> None:
    """Let the suite try few examples and a search many; both try the same ones each time."""
    # Time that passes is no fact about the code: other programs run beside the tests.
    no_clock = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("suite", no_clock, max_examples=_TENTH, derandomize=True)
    settings.register_profile(IN_A_SEARCH, no_clock, max_examples=_WHOLE, derandomize=True)
    settings.load_profile("suite")


def searched(examples: int) -> Callable[[Test], Test]:
    """Try a law on so many examples in a search, and on a tenth of them in the suite."""

    def mark(test: Test) -> Test:
        part = settings().max_examples * examples // _WHOLE
        limited = settings(max_examples=max(part, min(examples, _FEWEST)))(test)
        return pytest.mark.search(limited)

    return mark
