"""Lists in messages."""

from __future__ import annotations

import pytest

from iacguard.core.wording import listed


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, ""),
        (1, "a"),
        (2, "a and b"),
        (3, "a, b and c"),
        (4, "a, b, c and 1 more"),
        (2_003, "a, b, c and 2,000 more"),
    ],
)
def test_a_list_is_worded_as_a_sentence_has_it(count, expected):
    """As many as are allowed are named, and the rest is counted."""
    names = [chr(ord("a") + number % 26) for number in range(count)]

    assert expected == listed(names, 3)


def test_a_list_of_choices_and_a_kind_of_rest():
    """Both words are the caller's."""
    assert "a or b" == listed(["a", "b"], 5, last="or")
    assert "a and 2 more regions" == listed(["a", "b", "c"], 1, more="more regions")
    assert "3 more actions" == listed(["a", "b", "c"], 0, more="more actions")
