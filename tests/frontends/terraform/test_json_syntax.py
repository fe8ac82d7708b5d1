"""Files in JSON syntax give the tree that native syntax gives."""

from __future__ import annotations

import pytest

from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.frontends.terraform.syntax.file import parse
from iacguard.frontends.terraform.syntax.json_syntax import parse_json, parse_json_values
from iacguard.frontends.terraform.syntax.nodes import (
    Attribute,
    BlockSyntax,
    Body,
    Call,
    Comment,
    GetAttribute,
    Interpolation,
    Literal,
    ObjectConstructor,
    Template,
    TerraformFile,
    TextPiece,
    TupleConstructor,
    Variable,
)


def read(text: str) -> TerraformFile:
    return parse_json(Source("a.tf.json", text), Limits())


def attribute(text: str) -> object:
    """Return the tree of a value that stands in a block of locals."""
    file = read(f'{{"locals":{{"a":{text}}}}}')
    assert () == file.diagnostics
    return file.body.blocks[0].body.attributes["a"].expression


def outline(body: Body) -> dict[str, object]:
    """Return a body with the places and expressions left out."""
    blocks = {" ".join((one.type, *one.labels)): outline(one.body) for one in body.blocks}
    return {**dict.fromkeys(body.attributes), **blocks}


def complaints(file: TerraformFile) -> list[tuple[int, str]]:
    return [(one.subject.start.column, one.summary) for one in file.diagnostics]


def test_a_block_begins_at_its_last_label():
    """What precedes the last label is shared with other blocks."""
    text = '{"resource": {"x": {"y": {"a": 1}}}}'

    file = read(text)

    one = Literal(start=31, end=32, value=1)
    block = BlockSyntax(
        start=20,
        end=33,
        type="resource",
        labels=("x", "y"),
        header_end=23,
        body=Body(attributes={"a": Attribute(start=26, end=32, name="a", expression=one)}),
    )
    assert TerraformFile(source=file.source, body=Body(blocks=(block,))) == file


def test_blocks_may_be_lists_at_every_level():
    """An array stands for one block, or one set of labels, each."""
    file = read(
        '[{"locals": [{"a": 1}, {"b": 2}]},'
        ' {"resource": [{"x": {"y": [{"c": 3}]}}, {"x": {"z": {}}}], "output": null}]'
    )

    assert [
        ("locals", (), ["a"]),
        ("locals", (), ["b"]),
        ("resource", ("x", "y"), ["c"]),
        ("resource", ("x", "z"), []),
    ] == [(one.type, one.labels, list(one.body.attributes)) for one in file.body.blocks]


def test_terraforms_own_nested_blocks_are_blocks():
    """Dynamic blocks, validations and the like are blocks; what a provider defines is not."""
    file = read(
        """{
        "resource": {"x": {"y": {
            "event_selector": [{"a": 1}],
            "lifecycle": {"ignore_changes": ["b"]},
            "dynamic": {"s": {"for_each": [], "content": {"dynamic": {"t": {"labels": []}}}}}
        }}},
        "variable": {"v": {"type": "string", "validation": [{"condition": true}]}},
        "terraform": {"required_version": "1", "backend": {"s3": {"bucket": "b"}}},
        "check": {"c": {"data": {"x": {"y": {}}}, "assert": {"condition": true}}}
        }"""
    )

    assert {
        "resource x y": {
            "event_selector": None,
            "lifecycle": {"ignore_changes": None},
            "dynamic s": {"for_each": None, "content": {"dynamic t": {"labels": None}}},
        },
        "variable v": {"type": None, "validation": {"condition": None}},
        "terraform": {"required_version": None, "backend s3": {"bucket": None}},
        "check c": {"data x y": {}, "assert": {"condition": None}},
    } == outline(file.body)


def test_strings_are_templates_at_their_own_places():
    """An interpolation points into the file."""
    assert Template(
        start=15,
        end=27,
        pieces=(
            TextPiece(start=16, end=18, text="x-"),
            Interpolation(
                start=18,
                end=26,
                expression=GetAttribute(
                    start=20, end=25, source=Variable(start=20, end=23, name="var"), name="a"
                ),
            ),
        ),
    ) == attribute('"x-${var.a}"')


def test_escapes_of_json_do_not_move_the_places_behind_them():
    """Places are those of the file, also behind an escape, which is longer than its character."""
    value = attribute(r'"\u00e9\n${f("b")}"'.replace('("b")', r"(\"b\")"))

    assert (
        Template(
            start=15,
            end=36,
            pieces=(
                TextPiece(start=16, end=24, text="é\n"),
                Interpolation(
                    start=24,
                    end=35,
                    expression=Call(
                        start=26,
                        end=34,
                        name="f",
                        arguments=(Literal(start=28, end=33, value="b"),),
                        expands_last=False,
                    ),
                ),
            ),
        )
        == value
    )


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('"a"', "a"),
        ('"$${a} %%{b}"', "${a} %{b}"),
        (r'"\"\\\/\b\f\n\r\t\u0041\ud83d\ude00\ud800"', '"\\/\b\f\n\r\tA😀\ufffd'),
        ("1", 1),
        ("-1.5", -1.5),
        ("1e2", 100),
        ("true", True),
        ("null", None),
    ],
)
def test_scalars(written: str, value: object):
    """Texts, numbers, truth values and null are literals."""
    assert Literal(start=15, end=15 + len(written), value=value) == attribute(written)


def test_keys_and_values_of_objects_are_templates():
    """A key may hold an interpolation, too."""
    assert ObjectConstructor(
        start=15,
        end=29,
        entries=(
            (
                Template(
                    start=16,
                    end=22,
                    pieces=(
                        Interpolation(
                            start=17, end=21, expression=Variable(start=19, end=20, name="k")
                        ),
                    ),
                ),
                TupleConstructor(start=24, end=28, elements=(Literal(start=25, end=27, value=""),)),
            ),
        ),
    ) == attribute('{"${k}": [""]}')


def test_strings_that_name_something_are_expressions():
    """A variable's type and what a resource depends on are read as native syntax has them."""
    file = read(
        '{"variable": {"v": {"type": "list(string)"}},'
        ' "resource": {"x": {"y": {"depends_on": ["a.b"]}}}}'
    )

    type_ = file.body.blocks[0].body.attributes["type"].expression
    depends_on = file.body.blocks[1].body.attributes["depends_on"].expression
    assert ("Call", "GetAttribute") == (
        type(type_).__name__,
        type(depends_on.elements[0]).__name__,
    )


def test_the_default_of_a_variable_is_plain_text():
    """A default is not evaluated, so that ``${`` stands for itself in it."""
    file = read('{"variable": {"v": {"default": "${a}"}}}')

    default = file.body.blocks[0].body.attributes["default"].expression
    assert Literal(start=31, end=37, value="${a}") == default


def test_values_of_variables_are_plain():
    """A .tfvars.json file holds values and no templates."""
    file = parse_json_values(Source("a.tfvars.json", '{"a": "${b}", "c": [1]}'), Limits())

    assert {
        "a": Attribute(
            start=1, end=12, name="a", expression=Literal(start=6, end=12, value="${b}")
        ),
        "c": Attribute(
            start=14,
            end=22,
            name="c",
            expression=TupleConstructor(
                start=19, end=22, elements=(Literal(start=20, end=21, value=1),)
            ),
        ),
    } == file.body.attributes


def test_a_variable_without_a_value_is_refused():
    """The only member of a file needs a value like any other."""
    file = parse_json_values(Source("a.tfvars.json", '{"multi_region":}'), Limits())

    assert {} == file.body.attributes
    assert [(17, "expected a value, found `}`")] == complaints(file)


def test_a_comment_key_is_a_comment():
    """The text of a "//" key is kept as a comment and is no argument."""
    file = read('{"//": "top", "locals": {"//": "in", "a": 1}}')

    assert (
        Comment(file.source.span(7, 12), "// top"),
        Comment(file.source.span(31, 35), "// in"),
    ) == file.comments
    assert {"locals": {"a": None}} == outline(file.body)


def test_a_nested_block_that_is_written_twice_is_a_list():
    """JSON allows a key twice, and Terraform reads two blocks."""
    file = read('{"resource": {"x": {"y": {"b": {"c": 1}, "b": [{"c": 2}]}}}}')

    both = file.body.blocks[0].body.attributes["b"].expression
    assert ['{"c": 1}', '{"c": 2}'] == [
        file.source.text[element.start : element.end] for element in both.elements
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", (1, "expected a value, found the end of the text")),
        ("[", (2, "the text ends before its last bracket is closed")),
        ("1", (1, "expected an object")),
        ('{"a" 1}', (2, "expected a colon after this key")),
        ('{"locals": {},}', (14, "a comma before the closing bracket")),
        ('{"locals": [{},]}', (15, "a comma before the closing bracket")),
        ('{"locals": {}', (14, "the text ends before its last bracket is closed")),
        ('{"locals": {]}', (13, "expected a key in double quotes, found `]`")),
        ('{"locals":}', (11, "expected a value, found `}`")),
        ('{"locals": {"a": tru}}', (18, "not a JSON value")),
        ('{"locals": {"a": "b\n"}}', (18, "the string is not closed")),
        ('{"locals": {"a": "\\x"}}', (19, "JSON has no such escape")),
        ("{} {}", (4, "expected nothing after the end of the JSON value")),
        ('{"locals": 1}', (12, "expected an object")),
        ('{"foo": {}}', (2, "`foo` is not a Terraform block type")),
        ('{"locals": {"a": 1, "a": 2}}', (21, "`a` is set twice")),
        ('{"locals": {"a": {"b": 1, "b": 2}}}', (27, "`b` is set twice")),
        ('{"locals": {"a": "${"}}', (19, "`${` is not closed")),
        ('{"locals": {"a": "\\n${b c}"}}', (25, "expected `}`, found `c`")),
        ('{"locals": {"a": 1e999999}}', (18, "the number is too large")),
        ("[" * 30_000, (201, "nested more than 200 levels deep")),
        ('{"a":' * 30_000, (996 + 5, "nested more than 200 levels deep")),
    ],
)
def test_what_terraform_refuses_is_a_diagnostic(text: str, complaint: tuple[int, str]):
    """An error is told at its place, however deep or odd the text is."""
    assert [complaint] == complaints(read(text))


@pytest.mark.parametrize(
    "value",
    [
        '"${' + "{a=" * 190 + "1" + "}" * 190 + '}"',
        '"${' + "[" * 190 + "]" * 190 + '}"',
        '{"a":' * 190 + "1" + "}" * 190,
        "[" * 100 + '"${' + "(" * 80 + "1" + ")" * 80 + '}"' + "]" * 100,
    ],
    ids=["objects in a template", "lists in a template", "objects", "lists and a template"],
)
def test_nesting_up_to_the_limit_is_read(value: str):
    """What the limit allows needs no deeper stack than Python has."""
    assert () == read(f'{{"locals": {{"a": {value}}}}}').diagnostics


def test_nesting_of_a_template_adds_to_that_of_the_file():
    """The limit holds for the tree, whichever syntax its levels are written in."""
    value = "[" * 100 + '"${' + "(" * 110 + "1" + ")" * 110 + '}"' + "]" * 100

    assert ["nested deeper than 200 levels"] == [
        summary for _, summary in complaints(read(f'{{"locals": {{"a": {value}}}}}'))
    ]


def test_an_error_in_a_template_costs_its_block_and_no_other():
    """The other blocks of the file are read."""
    file = read('{"variable": {"a": {}, "b": {"x": "${"}, "c": {}}}')

    assert [("a",), ("c",)] == [one.labels for one in file.body.blocks]
    assert ["The block was not judged."] == [one.detail.split(". ")[-1] for one in file.diagnostics]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.tfvars", "a = =\nb = 1\n"), ("a.tfvars.json", '{"a": 1e999999, "b": 1}')],
)
def test_what_is_lost_of_a_variable_file_is_a_value(name: str, text: str):
    """It holds no blocks."""
    read_values = parse_json_values if name.endswith(".json") else parse

    file = read_values(Source(name, text), Limits())

    assert ["b"] == [*file.body.attributes]
    assert [True] == [one.detail.endswith("The value was not judged.") for one in file.diagnostics]
