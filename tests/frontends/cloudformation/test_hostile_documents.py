"""Templates made to crash, hang or fill the loader: each is answered at once, with a report."""

from __future__ import annotations

import itertools

import pytest
from cloudformation_trees import loaded, plain

from iacguard.core.diagnostic import Level
from iacguard.core.limits import Limits
from iacguard.frontends.cloudformation.text.document import MapNode, walk
from iacguard.frontends.cloudformation.text.tree_builder import MOST_REPORTS

TRAIL = "Resources:\n  Trail:\n    Type: AWS::CloudTrail::Trail\n"
READ_TRAIL = {"Trail": {"Type": "AWS::CloudTrail::Trail"}}

ALIAS_BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
)
MERGE_BOMB = "m0: &m0 {k: 1}\n" + "".join(
    f"m{n}: &m{n}\n  <<: [{', '.join([f'*m{n - 1}'] * 9)}]\n" for n in range(1, 30)
)
MERGE_CHAIN = "c0: &c0 {k: 1}\n" + "".join(
    f"c{n}: &c{n} {{<<: *c{n - 1}, k{n}: 1}}\n" for n in range(1, 3_000)
)
MERGE_WIDE = (
    "w: &w {" + ", ".join(f"k{n}: 1" for n in range(2_000)) + "}\nv:\n" + ("  - {<<: *w}\n" * 2_000)
)

BEHIND_A_TRAIL = {
    "flow lists": "Z: " + "[" * 100_000,
    "closed flow lists": "Z: " + "[" * 100_000 + "]" * 100_000,
    "flow lists on lines": "Z:\n" + " [\n" * 100_000,
    "flow maps": "Z: " + "{a: " * 100_000,
    "lists on one line": "Z:\n  " + "- " * 100_000,
    "complex keys": "Z:\n  " + "? " * 100_000,
    "indentation": "Z:\n" + "".join(" " * n + "k:\n" for n in range(1, 2_000)),
    "aliases": ALIAS_BOMB,
    "merges": MERGE_BOMB,
    "a chain of merges": MERGE_CHAIN,
    "many merges of one large map": MERGE_WIDE,
    "nodes": "Z: [" + "a, " * 500_000 + "]",
}

WITHOUT_LOSS = {
    "a recursive anchor": ("Z: &z [*z]", 1),
    "a recursive merge": ("Z: &z\n  <<: *z\n  a: 1", 1),
    "an anchor within its own key": ("Z: &z {*z : 1}", 2),
    "an anchor that is not there": ("Z: *nowhere", 1),
    "an anchor that comes later": ("Z: *later\nY: &later 1", 1),
    "unknown tags": ("Z:\n" + "  - !Foo x\n" * 10_000, MOST_REPORTS + 1),
    "equal keys": ("Z:\n" + "  k: 1\n" * 10_000, MOST_REPORTS + 1),
    "different keys": ("Z:\n" + "".join(f"  k{n}: 1\n" for n in range(50_000)), 0),
    "anchors": ("Z:\n" + "".join(f"  - &a{n} x\n" for n in range(50_000)), 0),
    "a long text": ("Z: '" + "x" * 4_000_000 + "'", 0),
    "blank lines in a block": ("Z: |\n" + "\n" * 1_000_000, 0),
    "blank lines in quotes": ("Z: '" + "\n" * 1_000_000 + "'", 0),
    "block texts": ("Z:\n" + "  - |\n    # x\n\n\n" * 20_000, 0),
    "number signs": ("Z: a" + "#" * 1_000_000, 0),
    "comments behind a tag": ("Z: !Ref\n" + "  # c\n" * 50_000 + "  x", 0),
    "dots": ("Z: !GetAtt " + "a." * 500_000, 0),
    "a long number": ("Z: " + "9" * 1_000_000, 0),
    "base 60": ("Z: 1" + ":0" * 500_000, 0),
    "nested inline merges": ("Z: " + "{<<: " * 40 + "{a: 1}" + "}" * 40, 0),
}


@pytest.mark.parametrize("name", BEHIND_A_TRAIL)
def test_a_bomb_is_refused_and_the_trail_before_it_is_kept(name):
    """What is too deep or too large is reported; the resources are read all the same."""
    document = loaded(f"{TRAIL}{BEHIND_A_TRAIL[name]}\n")

    assert READ_TRAIL == resources(document.root)
    assert not document.is_complete
    assert len(document.diagnostics) <= 12
    assert {True} == {
        any(
            words in found.summary
            for words in ("levels deep", "nodes, aliases expanded", "without a closing bracket")
        )
        for found in document.diagnostics
    }


@pytest.mark.parametrize("name", WITHOUT_LOSS)
def test_an_oddity_costs_only_itself(name):
    """The document is whole, and the reports on it are bounded."""
    written, reports = WITHOUT_LOSS[name]
    document = loaded(f"{TRAIL}{written}\n")

    assert READ_TRAIL == resources(document.root)
    assert (True, reports) == (document.is_complete, len(document.diagnostics))


def test_the_last_report_counts_the_unreported_ones():
    """A hundred faults are reported each."""
    document = loaded("Z:\n" + "  - !Foo x\n" * 150)

    assert "50 more problems in this file" in {found.summary for found in document.diagnostics}


def test_unreported_faults_are_an_error_behind_notes():
    """What is only counted may be worse than the last one that is told."""
    document = loaded("Z:\n" + "  - !Rain::Module x\n" * 100 + "  - !Foo x\n")

    (counted,) = [found for found in document.diagnostics if found.level is Level.ERROR]
    assert "1 more problems in this file" == counted.summary


def test_a_long_name_is_cut_in_a_message():
    """Sixty characters tell which one is meant."""
    (found,) = loaded(f"A: !{'x' * 1_000} 1\n").diagnostics

    assert f"unknown tag `!{'x' * 58}…`" == found.summary


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"a": "' + "\\\\" * 500_000,
        '{"a": ' + '"\\' * 500_000,
        "[" + "NaN," * 50_000 + "1]",
        "[" + "," * 500_000 + "1]",
        "{" + '"a": 1,' * 50_000 + '"b": 1}',
        "\t" * 2_000_000 + "{",
        '{"a": {"b"}, ' * 2_000,
        "]" * 10_000,
        '"' * 100_000,
        ":" * 100_000,
    ],
    ids=itertools.count(),
)
def test_hostile_json_is_reported(text):
    """Depth, repetition and garbage end in a bounded number of reports."""
    document = loaded(text, "t.json")

    assert 0 < len(document.diagnostics) <= MOST_REPORTS + 12


def test_json_depth_costs_the_section_that_it_is_in():
    """The trail before it is read."""
    text = '{\n"Resources": {"Trail": {"Type": "AWS::CloudTrail::Trail"}},\n"Z": ' + "[" * 100_000
    document = loaded(text, "t.json")

    assert READ_TRAIL == resources(document.root)
    assert ["nested more than 100 levels deep"] == [found.summary for found in document.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"%TAG !a{n}! x\n" for n in range(50_000)) + "---\na: b\n",
        "!" * 500_000,
        "&" * 500_000,
        "*" * 500_000,
        "|" * 500_000,
        "%" * 500_000,
        "@" * 500_000,
        "`" * 500_000,
        "\t" * 500_000,
        ":" * 500_000,
        "\0" * 500_000,
        '"' * 100_001,
        "'" * 100_001,
        "a: 'b\n" * 20_000,
        "- a: b: c\n" * 20_000,
        "--- {\n" * 20_000,
    ],
    ids=itertools.count(),
)
def test_garbage_is_reported(text):
    """No text makes the loader raise or go on without end."""
    document = loaded(text)

    assert 0 < len(document.diagnostics) <= MOST_REPORTS + 12


def test_the_tree_never_outgrows_its_text():
    """A small bomb within the limits stays small: what is used many times is written once."""
    few = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 6)
    )
    document = loaded(few)

    assert document.root is not None
    assert 53 == sum(1 for _ in walk(document.root))


def test_limits_are_those_that_are_given():
    """A caller may set narrower ones."""
    narrow = Limits(yaml_depth=3, yaml_nodes=6)

    assert {"a": {"b": [1]}} == plain(loaded("a: {b: [1]}", limits=narrow).root)
    assert not loaded("a: {b: [[1]]}", limits=narrow).is_complete
    assert not loaded("a: [1, 2, 3, 4, 5]", limits=narrow).is_complete
    assert not loaded('{"a": {"b": [[1]]}}', "t.json", narrow).is_complete


def resources(root: object) -> object:
    """Return the section of resources as ordinary data."""
    assert isinstance(root, MapNode)
    return plain(root.get("Resources"))
