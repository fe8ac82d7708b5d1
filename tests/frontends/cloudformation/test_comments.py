"""Comments of a template."""

from __future__ import annotations

import pytest
from cloudformation_trees import loaded


def comments(text: str) -> list[tuple[int, int, str]]:
    return [
        (found.span.start.line, found.span.start.column, found.text)
        for found in loaded(text).comments
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# one\na: b # two  \n\n  # three\n", [
            (1, 1, "# one"),
            (2, 6, "# two"),
            (4, 3, "# three"),
        ]),
        ("a: b#c\nd: 'e # f' # g\n", [(2, 12, "# g")]),
        ('a: "b\n  # c\n  d" # e\n', [(3, 6, "# e")]),
        ("a: | # head\n  # text\n  b\n# after\nc: d # end\n", [
            (1, 6, "# head"),
            (4, 1, "# after"),
            (5, 6, "# end"),
        ]),
        ("a:\n  b: |\n    # text\n  # after\nc: d\n", [(4, 3, "# after")]),
        ("a: !Sub # tag\n  b\n", [(1, 9, "# tag")]),
        ("a: [b, # one\n  c] # two\n", [(1, 8, "# one"), (2, 6, "# two")]),
        ("a: b\r\n# c\r\nd: e # f\r\n", [(2, 1, "# c"), (3, 6, "# f")]),
        ("a: 'it''s # x' # y\n", [(1, 16, "# y")]),
        ('a: "\\" # x" # y\n', [(1, 13, "# y")]),
        ("%YAML 1.1 # version\n--- # start\na: b\n... # end\n", [
            (1, 11, "# version"),
            (2, 5, "# start"),
            (4, 5, "# end"),
        ]),
        ("a: &x # anchor\n  b: c\n", [(1, 7, "# anchor")]),
        ("# only\n", [(1, 1, "# only")]),
        ("a####b: c####\n", []),
    ],
)  # fmt: skip
def test_comments_are_found_between_the_values(text, expected):
    """A number sign within quotes, in a block of text or inside a word is no comment."""
    assert expected == comments(text)


def test_a_long_row_of_number_signs_costs_one_pass():
    """Signs that begin no comment are passed over one by one, each in constant time."""
    assert comments("a" + "#" * 1_000_000 + ": b\n") == []
