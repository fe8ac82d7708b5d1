"""Sentences that users see are plain English: no turn of phrase that a reader stumbles over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

STILTED = re.compile(
    r"""
      \bheeds?\b | \bgates\b | \bto\ gate\b | \blest\b | \bof\ which\ nobody\b
    | \bpolicies\ (?:do\ not|don't)\ know\b | \bis\ content\ with\b | \bstands?\ beside\b
    | \bis\ no\ (?:JSON|date|rule|template|directory|text|symmetric)\b
    | \bnot\ modelled\b | \bcloses\ nothing\b | \bwhere\ nothing\ may\ stand\b
    | \btakes\ what\ matches\b | \bwritten\ otherwise\b | \bwholly\ or\ in\ part\b
    | \blet\ (?:it|\{\w+\}|[\w.]+\.com)\ do\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Phrases that were in messages once, each with a plainer one in their place."""


def test_no_message_is_stilted() -> None:
    """The literals of the program are its messages; its docstrings are for its authors."""
    found = [
        (path.relative_to(ROOT).as_posix(), text)
        for path in sorted((ROOT / "iacguard").rglob("*.py"))
        for text in _literals(ast.parse(path.read_text()))
        if STILTED.search(text)
    ]

    assert [] == found


def _literals(tree: ast.Module) -> Iterator[str]:
    """Yield the texts of a program but for docstrings, a formatted one without what it names."""
    parts: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                parts.add(id(docstring))
            case ast.JoinedStr(values=values):
                parts.update(map(id, values))
                yield "".join(
                    one.value if isinstance(one, ast.Constant) else "{value}" for one in values
                )
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value


@pytest.mark.parametrize(
    ("stilted", "plain"),
    [
        ("Heed no exception", "Ignore exceptions in the source"),
        ("takes what matches ^a$", "does not match AllowedPattern ^a$"),
        ("does not let {value} do s3:PutObject", "does not allow {value} to perform s3:PutObject"),
        ("a principal of a type that policies do not know", "an unknown principal type"),
    ],
)
def test_the_stilted_is_told_from_the_plain(stilted: str, plain: str) -> None:
    """What the phrases are kept from saying can be said."""
    assert (True, False) == (bool(STILTED.search(stilted)), bool(STILTED.search(plain)))
