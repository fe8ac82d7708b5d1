"""JSON with places: what it holds, where that stands, and what is wrong with what is no JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iacguard.core.json_reader import JsonError, Problem, read
from iacguard.core.json_tree import (
    JsonArray,
    JsonObject,
    JsonScalar,
    JsonText,
    JsonValue,
    fold,
    read_tree,
    unescaped_places,
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
SPACES = st.sampled_from([None, 0, 1, "\t", "\r\n"])


def plain(read: JsonValue, inner: Sequence[object]) -> object:
    """Return what the standard library reads."""
    match read:
        case JsonText():
            return read.text
        case JsonScalar(number=""):
            return read.value
        case JsonScalar():
            return json.loads(read.number)
        case JsonArray():
            return list(inner)
        case JsonObject():
            return dict(zip((key.text for key, _ in read.members), inner))


def nodes(root: JsonValue) -> list[JsonValue]:
    found: list[JsonValue] = []

    def keep(read: JsonValue, _: Sequence[None]) -> None:
        found.append(read)

    fold(root, keep)
    return found


class Lenient:
    """Writes down what it is told, and passes over whatever can be."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def open(self, start: int, is_object: bool) -> None:
        self.told.append(("{" if is_object else "[", start))

    def close(self, end: int) -> None:
        self.told.append(("close", end))

    def key(self, written: str, start: int, end: int) -> None:
        self.told.append(("key", written, start, end))

    def text(self, written: str, start: int, end: int) -> None:
        self.told.append(("text", written, start, end))

    def number(self, written: str, start: int, end: int) -> None:
        self.told.append(("number", written, start, end))

    def word(self, written: str, start: int, end: int) -> None:
        self.told.append(("word", written, start, end))

    def pass_over(self, error: JsonError) -> None:
        self.told.append((error.problem, error.start, error.end))


@given(DOCUMENTS, SPACES, st.booleans())
def test_a_text_holds_what_the_standard_library_reads(document, indent, is_ascii):
    """However it is spaced and escaped."""
    text = json.dumps(document, indent=indent, ensure_ascii=is_ascii)

    assert json.loads(text) == fold(read_tree(text, 100), plain)


@given(DOCUMENTS, SPACES)
def test_the_place_of_every_value_holds_that_value(document, indent):
    """Read again by itself, from the middle of the text, it is the same."""
    text = json.dumps(document, indent=indent)

    for node in nodes(read_tree(text, 100)):
        assert node == read_tree(text, 100, node.start, node.end)
        assert fold(node, plain) == json.loads(text[node.start : node.end])


@given(st.text('{}[],:"\\ \t\n019.eE-tru\u00e9u"', max_size=30))
def test_what_the_standard_library_refuses_is_refused(text):
    """And nothing else, with a place in the text."""
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(JsonError) as refusal:
            read_tree(text, 100)
        assert 0 <= refusal.value.start <= refusal.value.end <= len(text)
    else:
        assert expected == fold(read_tree(text, 100), plain)


def test_equal_keys_and_long_numbers_are_kept():
    """Nothing is merged, rounded or computed."""
    digits = "9" * 10_000
    text = f'{{"a": {digits}, "a": 1.10}}'

    assert JsonObject(
        0,
        len(text),
        (
            (JsonText(1, 4, "a"), JsonScalar(6, 10_006, number=digits)),
            (JsonText(10_008, 10_011, "a"), JsonScalar(10_013, 10_017, number="1.10")),
        ),
    ) == read_tree(text, 1)


@pytest.mark.parametrize(
    ("written", "characters", "places"),
    [
        ("a\u00e9", "a\u00e9", None),
        (r"a\n\u00e9b", "a\n\u00e9b", [0, 1, 3, 9, 10]),
        (r"\ud83d\ude00!", "\U0001f600!", [0, 12, 13]),
        (r"\ud83d\u0041", "\ufffdA", [0, 6, 12]),
        (r"\ude00", "\ufffd", [0, 6]),
    ],
)
def test_a_character_is_placed_where_it_is_written(written, characters, places):
    """Half of a surrogate pair is no character."""
    assert (characters, places) == unescaped_places(written)


@pytest.mark.parametrize(
    ("text", "problem", "start", "end", "summary"),
    [
        ("", "VALUE", 0, 0, "expected a value, found the end of the text"),
        ('{"a":}', "VALUE", 5, 6, "expected a value, found `}`"),
        ("[}", "VALUE", 1, 2, "expected a value, found `}`"),
        ("#", "VALUE", 0, 1, "expected a value"),
        ("{1: 2}", "KEY", 1, 2, "expected a key in double quotes, found a number"),
        ("{]", "KEY", 1, 2, "expected a key in double quotes, found `]`"),
        ("{a: 1}", "KEY", 1, 2, "expected a key in double quotes, found a word"),
        ('{"a" 1}', "COLON", 1, 4, "expected a colon after this key"),
        ('{"a"', "COLON", 1, 4, "expected a colon after this key"),
        ("[1 2]", "COMMA", 3, 4, "expected a comma before this"),
        ("[1:2]", "CLOSING", 2, 3, "expected a comma or a closing bracket, found `:`"),
        ("[1}", "CLOSING", 2, 3, "expected a comma or a closing bracket, found `}`"),
        ("[1,]", "COMMA_BEFORE_CLOSING", 2, 3, "a comma before the closing bracket"),
        ("[,1]", "COMMA_WITHOUT_VALUE", 1, 2, "a comma without a value before it"),
        ("[NaN]", "WORD", 1, 4, "not a JSON value"),
        ("[012]", "WORD", 1, 4, "not a JSON value"),
        ("[+1]", "WORD", 1, 3, "not a JSON value"),
        ("[1", "UNCLOSED", 2, 2, "the text ends before its last bracket is closed"),
        ('{"a": 1 ', "UNCLOSED", 8, 8, "the text ends before its last bracket is closed"),
        ('["a', "UNCLOSED_STRING", 1, 2, "the string is not closed"),
        ('["a\n"]', "UNCLOSED_STRING", 1, 2, "the string is not closed"),
        ('["a\\', "UNCLOSED_STRING", 1, 2, "the string is not closed"),
        (
            '["a\0"]',
            "CONTROL_CHARACTER",
            3,
            4,
            "a control character in a string has to be written as an escape",
        ),
        ('["a\tb"]', "TAB", 3, 4, "a tab in a string has to be written as an escape"),
        ('["a\\xb"]', "ESCAPE", 3, 5, "JSON has no such escape"),
        ('{"\\u12": 1}', "ESCAPE", 2, 4, "JSON has no such escape"),
        ("[[[", "DEPTH", 2, 3, "nested more than 2 levels deep"),
        ("{} {}", "SURPLUS", 3, 4, "expected nothing after the end of the JSON value"),
    ],
)
def test_what_is_wrong_is_told_by_kind_and_place(text, problem, start, end, summary):
    """The words name what is expected, and what stands there instead."""
    with pytest.raises(JsonError) as refusal:
        read_tree(text, 2)

    error = refusal.value
    assert (Problem[problem], start, end, summary) == (
        error.problem,
        error.start,
        error.end,
        error.summary,
    )


def test_a_problem_never_quotes_the_text():
    """What is not read may be a secret."""
    for text in ('{"a" "hunter2"}', '["a" "hunter2"]', "{hunter2: 1}", "[hunter2]", "1 hunter2"):
        with pytest.raises(JsonError) as refusal:
            read_tree(text, 2)
        assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[1 "b\t",]',
            [
                ("[", 0),
                ("number", "1", 1, 2),
                (Problem.COMMA, 3, 4),
                (Problem.TAB, 5, 6),
                ("text", "b\t", 3, 7),
                (Problem.COMMA_BEFORE_CLOSING, 7, 8),
                ("close", 9),
            ],
        ),
        (
            '{,"a":NaN',
            [
                ("{", 0),
                (Problem.COMMA_WITHOUT_VALUE, 1, 2),
                ("key", "a", 2, 5),
                (Problem.WORD, 6, 9),
                ("word", "NaN", 6, 9),
                (Problem.UNCLOSED, 9, 9),
            ],
        ),
    ],
)
def test_a_problem_that_is_passed_over_costs_nothing_else(text, told):
    """What stands before and behind it is told with its place."""
    reader = Lenient()

    read(text, reader, 2)

    assert told == reader.told


def test_what_was_told_before_an_error_stays_told():
    """A reader keeps the part of a text that is JSON."""
    reader = Lenient()

    with pytest.raises(JsonError):
        read('{"a": [1, {"b": tru, "c" 1}]}', reader, 9)

    assert [
        ("{", 0),
        ("key", "a", 1, 4),
        ("[", 6),
        ("number", "1", 7, 8),
        ("{", 10),
        ("key", "b", 11, 14),
        (Problem.WORD, 16, 19),
        ("word", "tru", 16, 19),
        ("key", "c", 21, 24),
    ] == reader.told


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[" * 1_000_000, Problem.DEPTH),
        ('{"a":' * 200_000, Problem.DEPTH),
        ('"' + "\\n" * 500_000, Problem.UNCLOSED_STRING),
        ('["' + "\\" * 1_000_001, Problem.UNCLOSED_STRING),
        ("1" * 1_000_000 + "x", Problem.WORD),
        ("1." + "1" * 500_000 + "e" + "1" * 500_000 + "x", Problem.WORD),
        (" " * 1_000_000 + "#", Problem.VALUE),
        ('["a"' + " " * 1_000_000, Problem.UNCLOSED),
        ('{"a"' + " " * 1_000_000, Problem.COLON),
    ],
    ids=range(9),
)
def test_a_hostile_text_is_refused_in_one_pass(text, problem):
    """No stack runs out, and no stretch is looked at again and again."""
    with pytest.raises(JsonError) as refusal:
        read_tree(text, 100)

    assert problem is refusal.value.problem


def test_depth_is_bounded_by_the_limit_alone():
    """A deep tree is read and folded without recursion."""
    text = "[" * 100_000 + "]" * 100_000

    depth = fold(read_tree(text, 100_000), lambda _, inner: 1 + max(inner, default=0))

    assert 100_000 == depth
