"""Any data, written as YAML or JSON in any style, loads to itself, at the right places."""

from __future__ import annotations

import json

import yaml
from cloudformation_trees import loaded, plain
from hypothesis import assume, given
from hypothesis import strategies as st
from searches import searched

from iacguard.frontends.cloudformation.text.document import LoadedDocument, MapNode, Scalar, walk

WORDS = """yes 0123 1:30 2012-10-17 ~ << = { ' " *a &a a#b null .5 1e3 -"""
PHRASES = ["", " a", "a ", "a: b", "# c", "a #b", "- a", "!Ref a", "\n", "a\n\n"]
LINES = ["first\nsecond", "first\n\n second\n", " first\nsecond", "first\n  \nsecond"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [*WORDS.split(), *PHRASES, *LINES]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
MAPS = st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4)
STYLES = st.fixed_dictionaries(
    {
        "default_style": st.sampled_from([None, '"', "'", "|", ">"]),
        "default_flow_style": st.sampled_from([True, False, None]),
        "indent": st.sampled_from([2, 4, 7]),
        "width": st.sampled_from([10, 80]),
        "allow_unicode": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n", "\r"]),
        "explicit_start": st.booleans(),
    }
)


@searched(300)
@given(MAPS, STYLES)
def test_yaml_loads_to_the_data_that_was_written(data, style):
    """PyYAML's writer is the judge, in every style it has."""
    text = yaml.safe_dump(data, sort_keys=False, **style)
    # The writer breaks some texts of several lines; then its own reader tells so.
    assume(data == yaml.safe_load(text))
    document = loaded(text)

    assert ((), data) == (document.diagnostics, plain(document.root))
    assert_scalars_read_alone(document)
    assert_keys_read_alone(document)


@searched(300)
@given(MAPS, st.sampled_from([None, 0, 1, 4, "\t"]), st.booleans())
def test_json_loads_to_the_data_that_was_written(data, indent, ensure_ascii):
    """The standard library's writer is the judge."""
    text = json.dumps(data, indent=indent, ensure_ascii=ensure_ascii)
    document = loaded(text, "t.json")

    assert ((), data) == (document.diagnostics, plain(document.root))
    assert document.root is not None
    for node in walk(document.root):
        assert plain(node) == json.loads(text[node.start : node.end])
    for node in walk(document.root):
        for name, entry in node.entries.items() if isinstance(node, MapNode) else ():
            assert name == json.loads(text[entry.key.start : entry.key.end])


@searched(300)
@given(MAPS, st.data())
def test_a_truncated_text_never_raises(data, draw):
    """Whatever is cut off, a document comes back."""
    for text, path in ((yaml.safe_dump(data), "t.yaml"), (json.dumps(data, indent=1), "t.json")):
        length = draw.draw(st.integers(0, len(text)))
        assert isinstance(loaded(text[:length], path), LoadedDocument)


@searched(300)
@given(st.text("ab:-#'\"|>[]{},&*!<?% \t\n\r\\\x00\u2028\ufeff", max_size=60))
def test_any_text_loads_to_a_document(text):
    """Spans lie within the text and within their parents, whatever is written."""
    for path in ("t.yaml", "t.json"):
        document = loaded(text, path)
        for found in document.diagnostics:
            assert 0 <= found.subject.start.offset <= found.subject.end.offset <= len(text)
        for comment in document.comments:
            assert comment.text == text[comment.span.start.offset : comment.span.end.offset]
        for node in walk(document.root) if document.root is not None else ():
            assert 0 <= node.start <= node.end <= len(text)


def assert_scalars_read_alone(document: LoadedDocument) -> None:
    """Check that the text at each scalar's span reads as that scalar."""
    assert document.root is not None
    for node in walk(document.root):
        if not isinstance(node, Scalar):
            continue
        written = document.source.text[node.start : node.end]
        header = written.removeprefix("!!").split("\n")[0].split("\r")[0].split(" ")[-1]
        if header[:1] in ("|", ">") and not node.is_plain:
            if any(character.isdigit() for character in header):
                continue  # such an indentation counts from the parent's
            if "+" not in header:
                written += "\n"
        alone = loaded(written).root
        assert (node.value, node.text) == (
            (alone.value, alone.text) if isinstance(alone, Scalar) else (None, "")
        )


def assert_keys_read_alone(document: LoadedDocument) -> None:
    """Check that the text at each key's span reads as that key."""
    assert document.root is not None
    for node in walk(document.root):
        if isinstance(node, MapNode):
            for name, entry in node.entries.items():
                written = document.source.text[entry.key.start : entry.key.end]
                if written[:1] not in ("|", ">", "!"):
                    alone = loaded(written).root
                    assert name == (alone.text if isinstance(alone, Scalar) else "")
