"""Templates in JSON: values, and the place of each."""

from __future__ import annotations

import pytest
from cloudformation_trees import data, loaded, plain, problems, stretches

from iacguard.frontends.cloudformation.text.document import Key, MapNode, Scalar


def test_every_key_and_value_has_its_place():
    """Spans hold the quotes and the brackets."""
    document = loaded('\t{"a": [1, "b"],\r\n\t"c": {"d": null}}\n', "t.json")

    assert [
        ("map", '{"a": [1, "b"],\r\n\t"c": {"d": null}}'),
        ("list", '[1, "b"]'),
        ("scalar", "1"),
        ("scalar", '"b"'),
        ("map", '{"d": null}'),
        ("scalar", "null"),
    ] == stretches(document)
    assert isinstance(document.root, MapNode)
    assert [Key(2, 5, "a"), Key(19, 22, "c")] == [
        entry.key for entry in document.root.entries.values()
    ]
    inner = document.root.entries["c"].value
    assert isinstance(inner, MapNode)
    assert Scalar(30, 34, None, "null", is_plain=True) == inner.get("d")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("0", 0),
        ("-12", -12),
        ("1.5", 1.5),
        ("1E3", 1000.0),
        ("2.5e-3", 0.0025),
        ('""', ""),
        ('"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'),
        ('"\\u00e9"', "\u00e9"),
        ('"\\ud83d\\ude00"', "\U0001f600"),
        ('"\\ud83d"', "\ufffd"),
        ('"a\tb"', "a\tb"),
        ('"\x7f\u2028"', "\x7f\u2028"),
        ("1e999999", "1e999999"),
        ("9" * 5000, "9" * 5000),
        ("[]", []),
        ("{}", {}),
        ("[[],[{}]]", [[], [{}]]),
    ],
)
def test_values_are_those_of_json(written, value):
    """Pairs of surrogates are one character; half of a pair is replaced."""
    document = loaded(f'{{"K": {written} }}', "t.json")

    assert () == document.diagnostics
    assert {"K": value} == plain(document.root)
    assert ("map" if value == {} else "list" if isinstance(value, list) else "scalar", written) == (
        stretches(document)[1]
    )


def test_words_of_yaml_are_no_words_of_json():
    """The keys and texts of JSON are what they are in quotes."""
    assert {"0123": "yes", "<<": {"a": "!Ref b"}} == data(
        '{"0123": "yes", "<<": {"a": "!Ref b"}}', "t.json"
    )


@pytest.mark.parametrize(
    ("text", "value", "reported"),
    [
        (
            '{"a": 1, "b": 2, "a": 3}',
            {"a": 1, "b": 2},
            ['IG001 1:18 `"a"`: the key `a` is written twice'],
        ),
        (
            '{"a": [1, 2,], "b": 3,}',
            {"a": [1, 2], "b": 3},
            [
                "IG001 1:12 `,`: a comma before the closing bracket",
                "IG001 1:22 `,`: a comma before the closing bracket",
            ],
        ),
        (
            '{"a": 1 "b": [2 3]}',
            {"a": 1, "b": [2, 3]},
            [
                'IG001 1:9 `"`: expected a comma before this',
                "IG001 1:17 `3`: expected a comma before this",
            ],
        ),
        (
            '{"a": [,1,,2]}',
            {"a": [1, 2]},
            [
                "IG001 1:8 `,`: a comma without a value before it",
                "IG001 1:11 `,`: a comma without a value before it",
            ],
        ),
        (
            '{"a": NaN, "b": -Infinity, "c": 012, "d": 1}',
            {"a": {"NaN": "NaN"}, "b": {"-Infinity": "-Infinity"}, "c": {"012": "012"}, "d": 1},
            [
                "IG001 1:7 `NaN`: not a JSON value",
                "IG001 1:17 `-Infinity`: not a JSON value",
                "IG001 1:33 `012`: not a JSON value",
            ],
        ),
    ],
)
def test_a_small_fault_costs_only_itself(text, value, reported):
    """Reading goes on behind it, and the document is whole."""
    document = loaded(text, "t.json")

    assert (value, reported, True) == (
        plain(document.root),
        problems(document),
        document.is_complete,
    )


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_file_is_no_fault(text):
    """It has no root."""
    document = loaded(text, "t.json")

    assert (None, (), True) == (document.root, document.diagnostics, document.is_complete)


def test_what_only_looks_like_json_is_read_as_yaml():
    """A flow mapping with bare keys, tags and comments is YAML, whatever its name."""
    assert {"a": {"Ref": "b"}} == data("{a: !Ref b} # c\n", "t.template")
    assert {"a": ["b"]} == data("a: [b]", "t.json")
