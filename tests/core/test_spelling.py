"""A name is found however it is spelled."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.core.spelling import spellings
from iacguard.frontends.cloudformation.text.document import LoadedDocument, MapNode, Scalar
from iacguard.frontends.cloudformation.text.loader import load
from iacguard.frontends.cloudformation.text.recognise import may_be_template
from iacguard.frontends.terraform.modules.relevant_directories import Survey
from iacguard.frontends.terraform.syntax.file import parse
from iacguard.frontends.terraform.syntax.json_syntax import parse_json

TYPE = "AWS::CloudTrail::Trail"
ARGUMENT = "aws_cloudtrail"
LIMITS = Limits()

LETTER = {
    "plain": lambda letter: letter,
    "x": lambda letter: f"\\x{ord(letter):02x}",
    "X": lambda letter: f"\\x{ord(letter):02X}",
    "u": lambda letter: f"\\u{ord(letter):04x}",
    "U": lambda letter: f"\\U{ord(letter):08X}",
    "broken": lambda letter: f"\\\n   {letter}",
    "broken by Windows": lambda letter: f"\\\r\n\t {letter}",
    "broken by a paragraph": lambda letter: f"\\\u2029{letter}",
}


def spelled(name: str, ways: list[str]) -> str:
    """Return a name of which each letter is written in its own way."""
    return "".join(LETTER[way](letter) for letter, way in zip(name, ways))


def of_ways(name: str, *ways: str) -> st.SearchStrategy[str]:
    """Any way of writing a name."""
    choices = st.lists(st.sampled_from(ways), min_size=len(name), max_size=len(name))
    return choices.map(lambda chosen: spelled(name, chosen))


@settings(max_examples=300, deadline=None)
@given(of_ways("Resources", *LETTER), of_ways("Type", *LETTER), of_ways(TYPE, *LETTER))
def test_the_search_finds_every_template_that_the_parser_finds(
    resources: str, key: str, type_: str
) -> None:
    """Whatever YAML reads as a resource of a type is looked at."""
    # A key that is marked as one may be broken off; any other ends in its line.
    text = f'? "{resources}"\n:\n  T:\n    ? "{key}"\n    : "{type_}"\n'

    document = load(Source("t.yaml", text), LIMITS)

    assert TYPE == type_in(document)
    assert may_be_template(text.encode(), [TYPE])


def type_in(document: LoadedDocument) -> object:
    """Return the type of the resource T."""
    assert isinstance(document.root, MapNode)
    node = document.root.get("Resources")
    for name in ("T", "Type"):
        assert isinstance(node, MapNode)
        node = node.get(name)
    assert isinstance(node, Scalar)
    return node.value


@settings(max_examples=200, deadline=None)
@given(of_ways(TYPE, "plain", "u"))
def test_the_search_finds_every_template_in_json(type_: str) -> None:
    """JSON has one escape for letters."""
    text = f'{{"Resources": {{"T": {{"Type": "{type_}"}}}}}}'

    assert TYPE == json.loads(text)["Resources"]["T"]["Type"]
    assert may_be_template(text.encode(), [TYPE])


class OneFile:
    """A directory with one file."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text

    def list(self, directory: str) -> tuple[str, ...]:
        return () if directory else (self.path,)

    def find_bytes(self, path: str) -> bytes:
        return self.text.encode()

    def read(self, path: str) -> Source:
        return Source(path, self.text)


@settings(max_examples=200, deadline=None)
@given(of_ways(ARGUMENT, "plain", "u", "U"))
def test_the_survey_finds_every_label_that_the_parser_finds(type_: str) -> None:
    """A label of native syntax has the escapes of its quoted texts."""
    text = f'resource "{type_}" "x" {{\n}}\n'

    (block,) = parse(Source("main.tf", text), LIMITS).body.blocks

    assert (ARGUMENT, "x") == block.labels
    assert Survey(OneFile("main.tf", text), [ARGUMENT]).matters("")


@settings(max_examples=200, deadline=None)
@given(of_ways("resource", "plain", "u"), of_ways(ARGUMENT, "plain", "u"))
def test_the_survey_finds_every_key_in_json(kind: str, type_: str) -> None:
    """A key of JSON is a label."""
    text = f'{{"{kind}": {{"{type_}": {{"x": {{}}}}}}}}'

    (block,) = parse_json(Source("main.tf.json", text), LIMITS).body.blocks

    assert (ARGUMENT, "x") == block.labels
    assert Survey(OneFile("main.tf.json", text), [ARGUMENT]).matters("")


@pytest.mark.parametrize(
    "source",
    [
        'source = "./a\\u0062"',
        "source = var.path",
        "source = <<-END\n    ./ab\n  END",
        'source /* where */ = "./ab"',
        'source = /* where */ "./ab"',
        'source = ("./ab")',
    ],
)
def test_a_call_matters_whose_source_is_no_plain_text(source: str) -> None:
    """It may lead to any directory, so the caller is read."""
    text = f'module "x" {{\n  {source}\n}}\n'

    assert Survey(OneFile("main.tf", text), [ARGUMENT]).matters("")


@pytest.mark.parametrize("codec", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_name_is_found_in_every_encoding_with_a_mark(codec: str) -> None:
    """What the tree decodes is searched as it is decoded."""
    text = f'Resources:\n  T:\n    Type: "{TYPE}"\n'.replace("Trail::", "\\x54rail::")

    assert may_be_template(text.encode(codec), [TYPE])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"plain", (b"plain",)),
        (b"a \\n b", (b"a \\n b",)),
        (b"\\x41\\u0042\\U00000043", (b"\\x41\\u0042\\U00000043", b"ABC")),
        (b"\\U99999999\\ud800", (b"\\U99999999\\ud800", b"??")),
        (b"a\\\n  b", (b"a\\\n  b", b"ab")),
        (b"\\\\x41", (b"\\\\x41", b"\\A")),
    ],
)
def test_spellings_are_the_text_and_what_its_escapes_stand_for(
    content: bytes, expected: tuple[bytes, ...]
) -> None:
    """What is no escape of a letter stays as it is."""
    assert expected == spellings(content)
