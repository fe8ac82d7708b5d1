"""Templates in YAML: values, and the place of each."""

from __future__ import annotations

import pytest
from cloudformation_trees import data, loaded, plain, problems, stretches

from iacguard.core.diagnostic import Level
from iacguard.core.source import Source
from iacguard.frontends.cloudformation.text.document import (
    Alias,
    Entry,
    Key,
    MapNode,
    Scalar,
    anchors,
)


def test_a_block_ends_with_its_last_value():
    """Blank lines and comments behind a block belong to nobody."""
    document = loaded("A: # c\n  - b # d\n  - c: d\n\n  # e\n\nF: g\n")

    assert [
        ("map", "A: # c\n  - b # d\n  - c: d\n\n  # e\n\nF: g"),
        ("list", "- b # d\n  - c: d"),
        ("scalar", "b"),
        ("map", "c: d"),
        ("scalar", "d"),
        ("scalar", "g"),
    ] == stretches(document)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("word", "word"),
        ("two words", "two words"),
        ("'it''s'", "it's"),
        ('"a\\u00e9\\n"', "a\u00e9\n"),
        ("first\n  second", "first second"),
        ("'first\n  second'", "first second"),
        ("|\n  first\n\n  second", "first\n\nsecond\n"),
        ("|-\n  first\n  second  ", "first\nsecond  "),
        (">-\n  first\n  second", "first second"),
        (">2-\n    first", "  first"),
        ("|+\n  first\n\n", "first\n\n"),
        ("{a: 1, b: [2]}", {"a": 1, "b": [2]}),
        ("[a,\n  b]", ["a", "b"]),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("!!int '12'", 12),
        ("!!bool yes", True),
        ("!!map {a: b}", {"a": "b"}),
        ("\U0001f600", "\U0001f600"),
        ("yes", True),
        ("0123", 83),
        ("2012-10-17", "2012-10-17"),
        ("~", None),
    ],
)
def test_a_value_spans_just_what_writes_it(written, value):
    """Quotes, indicators and YAML's own tags lie within; what follows does not."""
    text = f"K: {written}\n\n# end\nZ: 1\n" if not written.endswith("\n") else f"K: {written}Z: 1\n"
    document = loaded(text)
    assert isinstance(document.root, MapNode)
    node = document.root.entries["K"].value

    assert value == plain(node)
    tag = "!!map " if written.startswith("!!map") else ""
    assert written == tag + text[node.start : node.end]


def test_a_missing_value_lies_behind_its_colon():
    """An empty value is null, of no length."""
    document = loaded("A:\nB:   # c\nC: [a, b: ]\n")

    assert {"A": None, "B": None, "C": ["a", {"b": None}]} == plain(document.root)
    assert ("scalar", "") == stretches(document)[1]
    assert isinstance(document.root, MapNode)
    assert 2 == document.root.entries["A"].value.start


def test_keys_are_texts_as_written():
    """The account id 012 is not octal, and ``on`` is not true."""
    assert {"0123": 1, "on": 2, "2012-10-17": 3, "quoted key": 4, "~": 5} == data(
        "0123: 1\non: 2\n2012-10-17: 3\n'quoted key': 4\n~: 5\n"
    )


def test_a_key_has_its_place():
    """The key's span holds its quotes."""
    document = loaded("A:\n  'b c': 1\n")

    assert isinstance(document.root, MapNode)
    inner = document.root.entries["A"].value
    assert isinstance(inner, MapNode)
    assert {"b c": Entry(Key(5, 10, "b c"), Scalar(12, 13, 1, "1", is_plain=True))} == inner.entries


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("!Ref A", {"Ref": "A"}),
        ("!Condition A", {"Condition": "A"}),
        ("!Sub '${A}'", {"Fn::Sub": "${A}"}),
        ("!GetAtt A.B", {"Fn::GetAtt": ["A", "B"]}),
        ("!GetAtt 'A.Outputs.B'", {"Fn::GetAtt": ["A", "Outputs.B"]}),
        ("!GetAtt [A, B]", {"Fn::GetAtt": ["A", "B"]}),
        ("!GetAtt A", {"Fn::GetAtt": ["A"]}),
        ("!Join [',', [a, !Ref B]]", {"Fn::Join": [",", ["a", {"Ref": "B"}]]}),
        ("!If [C, 1, !Ref AWS::NoValue]", {"Fn::If": ["C", 1, {"Ref": "AWS::NoValue"}]}),
        ("!Base64 true", {"Fn::Base64": "true"}),
        ("!Ref 0123", {"Ref": "0123"}),
        ("!GetAZs ''", {"Fn::GetAZs": ""}),
        ("!GetAZs", {"Fn::GetAZs": ""}),
        ("!Transform {Name: a}", {"Fn::Transform": {"Name": "a"}}),
        ("!Sub\n    - a\n    - b: c", {"Fn::Sub": ["a", {"b": "c"}]}),
        ("!Base64\n    Fn::Sub: a", {"Fn::Base64": {"Fn::Sub": "a"}}),
        ("!Base64\n    !Sub a", None),
    ],
)
def test_a_short_form_is_its_long_form(short, long):
    """The tag is the key; a scalar under it is always a text."""
    document = loaded(f"K:\n  V: {short}\n")
    if long is None:
        # Two tags on one node are no YAML.
        assert not document.is_complete
        return

    assert {"K": {"V": long}} == plain(document.root)
    assert () == document.diagnostics
    assert ("map", short) == stretches(document)[2]


def test_a_short_form_knows_the_places_of_its_parts():
    """The function's name lies at the tag, and both halves of an attribute have a place."""
    document = loaded("V: !GetAtt Trail.Arn\n")

    assert isinstance(document.root, MapNode)
    value = document.root.entries["V"].value
    assert isinstance(value, MapNode)
    assert value.is_short_form
    assert Key(3, 10, "Fn::GetAtt") == value.entries["Fn::GetAtt"].key
    assert [("list", "Trail.Arn"), ("scalar", "Trail"), ("scalar", "Arn")] == stretches(document)[
        2:
    ]


def test_an_unknown_tag_keeps_what_it_is_on():
    """The rest of the template is read, and the tag is reported at its place."""
    document = loaded("A: !Foo [1]\nB: !!set {a}\nC: 1\n")

    assert {"A": {"!Foo": [1]}, "C": 1}.items() <= plain(document.root).items()
    assert [
        "IG002 1:4 `!Foo`: unknown tag `!Foo`",
        "IG002 2:4 `!!set`: unknown tag `tag:yaml.org,2002:set`",
    ] == problems(document)


def test_a_tag_of_rain_is_a_note_that_says_how_it_is_resolved():
    """The template is right as it stands, and AWS's own command makes it whole."""
    (found,) = loaded("A: !Rain::Module ../vpc.yml\n").diagnostics

    said = "`!Rain::Module` is not evaluated (run `rain pkg`, then scan its output)"
    assert (Level.NOTE, said) == (found.level, found.summary)


def test_an_alias_has_the_place_of_its_use_and_leads_to_the_anchor():
    """The anchor's own name is not part of the value."""
    document = loaded("A: &a [1]\nB: *a\nC: &c !Ref X\nD: *c\n")

    assert {"A": [1], "B": [1], "C": {"Ref": "X"}, "D": {"Ref": "X"}} == plain(document.root)
    assert isinstance(document.root, MapNode)
    text = document.source.text
    places = [
        [text[start:end] for start, end in anchors(document.root.entries[name].value)]
        for name in "ABCD"
    ]
    assert [["[1]"], ["*a", "[1]"], ["!Ref X"], ["*c", "!Ref X"]] == places


def test_merged_entries_are_aliases_at_the_place_of_the_merge():
    """What is written stays; of several merged maps the first counts."""
    document = loaded(
        "A: &a {x: 1, y: 2}\nB: &b {y: 3, z: 4}\nC:\n  y: 5\n  <<: *a\nD: {<<: [*a, *b]}\n"
    )

    assert isinstance(document.root, MapNode)
    assert {
        "A": {"x": 1, "y": 2},
        "B": {"y": 3, "z": 4},
        "C": {"y": 5, "x": 1},
        "D": {"x": 1, "y": 2, "z": 4},
    } == plain(document.root)
    merged = document.root.entries["C"].value
    assert isinstance(merged, MapNode)
    entry = merged.entries["x"]
    assert (True, False) == (entry.is_merged, merged.entries["y"].is_merged)
    assert isinstance(entry.value, Alias)
    assert [(54, 56), (10, 11)] == list(anchors(entry.value))
    assert Key(7, 8, "x") == entry.key


def test_an_inline_merge_is_written_where_it_is():
    """A map written at the merge needs no alias; a merged null is a fault."""
    document = loaded("A: {<<: {x: 1}, y: 2}\nB: {<<: 1}\nC: {'<<': 1}\n")

    assert {"A": {"y": 2, "x": 1}, "B": {}, "C": {"<<": 1}} == plain(document.root)
    assert ["IG002 2:9 `1`: `<<` needs a map or a list of maps"] == problems(document)


def test_a_key_that_is_written_twice_is_reported():
    """The first entry stands, the other is kept aside; nothing else is lost."""
    document = loaded("A:\n  b: 1\n  c: 2\n  b: 3\nD: 4\n")

    assert {"A": {"b": 1, "c": 2}, "D": 4} == plain(document.root)
    assert ["IG001 4:3 `b`: the key `b` is written twice"] == problems(document)
    assert isinstance(document.root, MapNode)
    inner = document.root.entries["A"].value
    assert isinstance(inner, MapNode)
    again = Entry(Key(19, 20, "b"), Scalar(22, 23, 3, "3", is_plain=True))
    assert (again,) == inner.duplicates


def test_a_list_as_a_key_costs_its_own_entry():
    """CloudFormation has no such keys."""
    document = loaded("? [a]\n: b\n{c: d}: e\nF: g\n")

    assert {"F": "g"} == plain(document.root)
    assert [
        "IG001 1:3 `[a]`: a key must be a string, not a list or a map",
        "IG001 3:1 `{c: d}`: a key must be a string, not a list or a map",
    ] == problems(document)


def test_of_several_documents_the_first_template_is_read():
    """Other documents before or behind it are none of CloudFormation's."""
    text = "a: b\n---\nResources: {T: {Type: A::B}}\n---\nc: d\n"

    assert {"Resources": {"T": {"Type": "A::B"}}} == data(text)


def test_a_second_template_in_a_file_is_reported():
    """It is not judged, and not passed over in silence."""
    text = "Resources: {T: {Type: A::B}}\n---\nResources: {U: {Type: A::B}}\n"
    document = loaded(text)

    assert {"Resources": {"T": {"Type": "A::B"}}} == plain(document.root)
    assert [
        "IG002 3:1 ``: a second template in one file."
        " Only the first was judged: CloudFormation deploys one template per file"
    ] == problems(document)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n...\n", " "])
def test_an_empty_file_is_no_fault(text):
    """It has no root, or a null for one."""
    document = loaded(text)

    assert (None, (), True) == (plain(document.root), document.diagnostics, document.is_complete)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks_of_every_kind_are_read(line_break):
    """Spans count the text as it was."""
    document = loaded(f"A:{line_break}  - b{line_break}C: |{line_break}  d{line_break}E: f")

    assert {"A": ["b"], "C": "d\n", "E": "f"} == plain(document.root)
    assert isinstance(document.root, MapNode)
    span = document.source.span(
        document.root.entries["E"].key.start, document.root.entries["E"].key.end
    )
    assert (5, 1, 5, 2) == (span.start.line, span.start.column, span.end.line, span.end.column)


def test_unicode_line_separators_move_no_line():
    """YAML breaks lines at U+2028 and U+0085, editors do not."""
    document = loaded('A: "x\u2028y"\nB: "p\x85q"\n# c\nC: d\n')

    assert isinstance(document.root, MapNode)
    key = document.root.entries["C"].key
    assert (4, 1) == (
        document.source.position(key.start).line,
        document.source.position(key.start).column,
    )
    assert [(3, "# c")] == [(found.span.start.line, found.text) for found in document.comments]


def test_a_template_reads_the_same_from_any_encoding():
    """Offsets count decoded characters."""
    text = "A: \u00e9\U0001f600\nB: c\n"

    assert {"A": "\u00e9\U0001f600", "B": "c"} == data(text.encode("utf-16").decode("utf-16"))
    assert Source("t.yaml", text) == loaded(text).source


def test_a_character_that_yaml_forbids_costs_itself():
    """It is replaced, reported, and everything around it is read."""
    document = loaded("A: b\0c\nD: e\n")

    assert {"A": "b\ufffdc", "D": "e"} == plain(document.root)
    assert [
        "IG001 1:5 `\0`: the character U+0000, which YAML does not allow."
        " It was read as U+FFFD, as was every other such character"
    ] == problems(document)
