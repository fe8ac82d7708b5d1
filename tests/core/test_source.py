"""Positions in texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iacguard.core.source import Position, Source, SourceSpan


def test_lines_end_at_lf_crlf_and_cr_alone():
    """As editors count; U+2028 ends no line."""
    source = Source("a", "one\ntwo\r\nthree\rfour\u2028still four")

    assert [source.line(number) for number in range(1, source.line_count + 1)] == [
        "one",
        "two",
        "three",
        "four\u2028still four",
    ]


def test_columns_count_code_points_from_one():
    """An emoji is one column, and a span is half-open."""
    source = Source("a", "x = 😀y\nz")

    assert SourceSpan("a", Position(1, 5, 4), Position(1, 7, 6)) == source.span(4, 6)
    assert Position(2, 2, 8) == source.position(8)


@given(st.text(alphabet="ab\r\n😀"))
def test_a_position_leads_back_to_its_offset(text):
    """Line and column are another way to write the offset."""
    source = Source("a", text)

    for offset in range(len(text) + 1):
        position = source.position(offset)
        assert offset == source.offset(position.line, position.column)
