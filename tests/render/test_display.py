"""Text made safe for terminals and build logs."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from iacguard.render.display import columns, display, display_line


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("plain text", "plain text"),
        ("é ñ 漢字 한글 العربية 😀", "é ñ 漢字 한글 العربية 😀"),
        ("full\u3000width", "full\u3000width"),
        ("warn \u26a0\ufe0f", "warn \u26a0\ufe0f"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\x9b31m", r"\x9b31m"),
        ("bell\x07 del\x7f nul\0", r"bell\x07 del\x7f nul\x00"),
        ("a\tb\nc\rd", r"a\tb\nc\rd"),
        ("a\x85b\u2028c\u2029d", r"a\x85b\u2028c\u2029d"),
        ("\u202egnp\u2066x\u2069\u200f", r"\u202egnp\u2066x\u2069\u200f"),
        ("\u200b\u200d\ufeff\u00ad\u2060", r"\u200b\u200d\ufeff\xad\u2060"),
        ("\u115f\u3164\u034f\ufe0e", r"\u115f\u3164\u034f\ufe0e"),
        ("\U000e0041\U000e0100", r"\U000e0041\U000e0100"),
        ("no\u00a0break", r"no\xa0break"),
        ("byte \udcff half \ud83d", r"byte \udcff half \ud83d"),
        ("##[error]x", r"#\x23[error]x"),
        ("x ##vso[task.setvariable]", r"x #\x23vso[task.setvariable]"),
        ("###[error]", r"##\x23[error]"),
        ("## heading [link]", "## heading [link]"),
    ],
)
def test_what_is_unsafe_is_an_escape(given, shown):
    """Letters of every script stay; what moves, hides or commands is written out."""
    assert display(given) == shown


@pytest.mark.long
def test_no_character_of_unicode_gets_through_unsafe():
    """No control, format, separator or half character is displayed as itself."""
    unsafe = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}

    through = [
        hex(number)
        for number in range(sys.maxunicode + 1)
        if unicodedata.category(chr(number)) in unsafe and display(chr(number)) == chr(number)
    ]

    assert through == []


def test_showing_twice_is_showing_once():
    """What is displayed holds nothing more to escape."""
    once = display("\x1b ##[a] \u202e ###vso[ \udcff")

    assert display(once) == once


@pytest.mark.parametrize(
    ("line", "safe"),
    [
        ("::error::x", r"\x3a:error::x"),
        ("  ::error::x", r"  \x3a:error::x"),
        ("\u3000::error::x", "\u3000\\x3a:error::x"),
        ("a ::error::x", "a ::error::x"),
        (": :x", ": :x"),
        ("", ""),
    ],
)
def test_no_line_begins_as_a_workflow_command(line, safe):
    """The first colon of a line that GitHub's runner would obey is an escape."""
    assert display_line(line) == safe


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("漢字", 4),
        ("ｶﾅ", 2),
        ("Ａ", 2),
        ("😀", 2),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
    ],
)
def test_columns_are_those_of_a_terminal(text, width):
    """Wide characters take two columns, marks that join take none."""
    assert columns(text) == width
