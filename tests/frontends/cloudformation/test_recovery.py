"""Broken templates: what is broken is reported, and the rest is read."""

from __future__ import annotations

import pytest
from cloudformation_trees import LIMITS, loaded, plain, problems

from iacguard.frontends.cloudformation.text.document import MapNode, Scalar, walk

BROKEN_YAML = [
    (
        "expected `:` after this key",
        "  Broken\n",
    ),
    (
        "`:` where a key is not allowed",
        "  Broken:\n    Type: a: b\n",
    ),
    (
        "a string without a closing quote",
        '  Broken:\n    Type: "a\n    Other: b\n',
    ),
    (
        "a list without a closing bracket, or a missing comma",
        "  Broken:\n    Type: [a, b\n",
    ),
    (
        "a map without a closing brace, or a missing comma",
        "  Broken:\n    Type: {a: b\n",
    ),
    (
        "expected a key with the same indentation as those above",
        "  Broken:\n    Type: a\n    Properties:\n      A: b\n     C: d\n",
    ),
    (
        "a character that cannot start anything",
        "  Broken:\n    Type: @a\n",
    ),
    (
        "a tab: indent YAML with spaces",
        "  Broken:\n    Type: a\n\tOther: b\n",
    ),
    (
        "a tab: indent YAML with spaces",
        "  Broken:\n\tType: a\n",
    ),
    (
        "nested more than 100 levels deep",
        "  Broken: " + "[" * 200 + "]" * 200 + "\n",
    ),
    (
        "an escape sequence that YAML does not have",
        '  Broken:\n    Type: "\\y"\n',
    ),
]


@pytest.mark.parametrize(("summary", "broken"), BROKEN_YAML)
def test_a_broken_resource_costs_itself(summary, broken):
    """Resources before and behind it, and other sections, are read at their own places."""
    text = f"Resources:\n  First: 1\n{broken}  Last: 2\nOutputs:\n  End: 3\n"
    document = loaded(text)

    assert [summary] == [found.summary for found in document.diagnostics]
    assert {"Resources": {"First": 1, "Last": 2}, "Outputs": {"End": 3}} == plain(document.root)
    assert not document.is_complete
    (found,) = document.diagnostics
    assert found.context is not None
    lost = text[found.context.start.offset : found.context.end.offset]
    assert broken.strip() == lost
    assert document.root is not None
    assert ["1", "2", "3"] == [
        text[node.start : node.end] for node in walk(document.root) if isinstance(node, Scalar)
    ]


def test_a_message_tells_what_is_lost():
    """The lines of the broken stretch are named."""
    assert [
        (
            'IG001 3:11 `"`: a string without a closing quote. Lines 2 to 4 were not '
            "judged; the rest of the file was"
        )
    ] == problems(loaded('Resources:\n  A:\n    Type: "x\n    P: 2\n  B:\n    Type: y\n'))


def test_a_line_at_the_indentation_of_nothing_takes_the_entry_before_with_it():
    """It may belong to that entry, which is then not what its author meant."""
    document = loaded("Resources:\n  A:\n    Type: x\n   B: y\n  C: z\nOutputs:\n  D: 1\n")

    assert {"Resources": {"C": "z"}, "Outputs": {"D": 1}} == plain(document.root)


def test_several_broken_resources_cost_themselves():
    """Each is reported, in order."""
    document = loaded("Resources:\n  A: 1\n  B: x: y\n  C: 2\n  D: 'z\n  E: 3\n")

    assert {"Resources": {"A": 1, "C": 2, "E": 3}} == plain(document.root)
    assert [3, 5] == [found.subject.start.line for found in document.diagnostics]


def test_a_broken_section_leaves_the_others():
    """An error at the first level is looked for at the first level."""
    document = loaded("Resources:\n  A: 1\nWords\nOutputs: [\nMappings:\n  B: 2\n")

    assert {"Resources": {"A": 1}, "Mappings": {"B": 2}} == plain(document.root)


def test_text_without_any_structure_is_lost_as_a_whole():
    """Nothing of it is a template."""
    document = loaded("@ % not a template ` {{\n")

    assert (None, False) == (document.root, document.is_complete)
    assert ["IG001 1:1 `@`: a character that cannot start anything. It was not judged"] == problems(
        document
    )


def test_a_truncated_json_file_keeps_what_is_whole():
    """The resource that the file ends in is lost."""
    text = '{\n "Resources": {\n  "A": {"x": 1},\n  "B": {"x": [1,\n'
    document = loaded(text, "t.json")

    assert {"Resources": {"A": {"x": 1}}} == plain(document.root)
    assert [
        "IG001 5:1 ``: the text ends before its last bracket is closed. "
        "Nothing from line 4 on was judged"
    ] == problems(document)


def test_a_broken_json_resource_costs_itself():
    """Its closing bracket goes with it."""
    text = (
        '{\n "Resources": {\n  "A": 1,\n  "B": {\n   "x: 1\n  },\n  "C": 2\n },\n'
        ' "Outputs": {"D": 3}\n}\n'
    )
    document = loaded(text, "t.json")

    assert {"Resources": {"A": 1, "C": 2}, "Outputs": {"D": 3}} == plain(document.root)
    assert [
        'IG001 5:4 `"`: the string is not closed.'
        " Lines 4 to 6 were not judged; the rest of the file was"
    ] == problems(document)


@pytest.mark.parametrize("length", range(0, 60, 3))
def test_no_prefix_of_a_template_is_too_broken(length):
    """A file cut anywhere loads to a part of the whole."""
    for path, text in (
        ("t.yaml", "Resources:\n  A: {x: [1, 'b']}\n  B: |\n    c\n  D: !Sub e\n"),
        ("t.json", '{"Resources": {"A": {"x": [1, "b"]}, "B": "c", "D": null}}'),
    ):
        document = loaded(text[:length], path)
        assert document.root is None or isinstance(document.root, MapNode | Scalar)


def test_attempts_are_bounded():
    """After a dozen broken places the rest of the file is lost, not read for ever."""
    text = "Resources:\n" + "".join(f"  B{n}: x: y\n  G{n}: 1\n" for n in range(100))
    document = loaded(text)

    assert 11 == len(document.diagnostics)
    assert "Nothing from line 22 on was judged." == document.diagnostics[-1].detail
    assert {"Resources": {f"G{n}": 1 for n in range(10)}} == plain(document.root)


def test_a_file_over_the_limit_is_not_read():
    """CloudFormation itself refuses files a fifth as large."""
    document = loaded("A: " + "x" * LIMITS.document_bytes)

    assert (None, False) == (document.root, document.is_complete)
    assert ["larger than 5000000 bytes"] == [found.summary for found in document.diagnostics]
