"""Finding the lines of a text again in the source that it was read from."""

from __future__ import annotations

import pytest

from iacguard.core.source import Source
from iacguard.core.text_location import Passage


def found(written: str, text: str, wanted: str) -> str | None:
    """Return what stands in the source where `wanted` stands in the text."""
    source = Source("main.tf", f"before\n{written}")
    located = Passage(source, len("before\n"), len(source.text)).locate(text)
    if located is None:
        return None
    start = text.index(wanted)
    span = located.span(start, start + len(wanted))
    return source.text[span.start.offset : span.end.offset]


@pytest.mark.parametrize(
    ("written", "text", "wanted", "expected"),
    [
        ("a\nb c\n", "a\nb c\n", "c", "c"),
        ("    a\n      b c\n", "a\n  b c\n", "b c", "b c"),
        ("  a\n\n  b\n  ", "a\n\nb\n", "b", "b"),
        ("a\r\n  b c\r\n", "a\r\n  b c\r\n", "b c", "b c"),
        ("  x ${name} y\n", "x 12 y\n", "x", "x"),
        ("  x ${name} y\n", "x 12 y\n", "y", "y"),
        ("  x ${name} y\n", "x 12 y\n", "12", "${name}"),
        ("  x ${a}-${b} y\n", "x 1-2 y\n", "2", "${a}-${b}"),
        ("{\n  x\n}", "{\n  x\n}", "{\n  x\n}", "{\n  x\n}"),
    ],
)
def test_a_stretch_of_a_text_stands_in_the_same_line(
    written: str, text: str, wanted: str, expected: str
) -> None:
    """Indentation is added again, and an interpolation stands for what it gave."""
    assert expected == found(written, text, wanted)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a\nb\n", "a\nb\nc\n"),
        ("a b\n", "a c\n"),
        ("a ${x} b\n", "a 1 c\n"),
        ("  a\n", "    a\n"),
        ("${x} b\n", "b\n"),
    ],
)
def test_lines_that_do_not_agree_are_nowhere(written: str, text: str) -> None:
    """A place that is not certain is no place."""
    assert found(written, text, text[:1]) is None
