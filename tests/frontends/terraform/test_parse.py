"""Files in native syntax: blocks, places, comments, and what an error costs."""

from __future__ import annotations

import pytest
from terraform_expressions import parse_expression

from iacguard.core.diagnostic import Diagnostic, Level
from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.frontends.terraform.syntax.file import parse
from iacguard.frontends.terraform.syntax.nodes import (
    Attribute,
    BlockSyntax,
    Body,
    Comment,
    Literal,
    TerraformFile,
)


def read(text: str) -> TerraformFile:
    return parse(Source("a.tf", text), Limits())


def addresses(file: TerraformFile) -> list[str]:
    """Return what was read of the top level."""
    blocks = [".".join((block.type, *block.labels)) for block in file.body.blocks]
    return [*file.body.attributes, *blocks]


def complaints(file: TerraformFile) -> list[tuple[int, int, str]]:
    """Return line, column and summary of each diagnostic."""
    return [
        (one.subject.start.line, one.subject.start.column, one.summary) for one in file.diagnostics
    ]


def test_a_block_knows_its_labels_header_and_body():
    """A block runs from its type to its brace, its header to the last label."""
    text = 'a "b" c {\n  d = 1\n  e {\n  }\n}\n'

    file = read(text)

    inner = BlockSyntax(start=20, end=27, type="e", labels=(), header_end=21, body=Body())
    one = Literal(start=16, end=17, value=1)
    outer = BlockSyntax(
        start=0,
        end=29,
        type="a",
        labels=("b", "c"),
        header_end=7,
        body=Body(
            attributes={"d": Attribute(start=12, end=17, name="d", expression=one)},
            blocks=(inner,),
        ),
    )
    assert TerraformFile(source=file.source, body=Body(blocks=(outer,))) == file


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# nothing",
        "a = 1",
        "a=1\r\nb=2\r\n",
        "\ufeffa = 1\n",
        "a {}",
        "a { b = 1 }",
        "a { /* c */ b = 1 } # d",
        "a /* c */ b /* d */ {\n}\n",
        "a {\n\n\n  b = 1\n\n}\n",
        "in { for = 1\n}".replace("{ for", "{\n for"),
        'a "x\\"y" {}',
        "true = 1\nnull {}",
        "a = <<E\nx\nE  \nb = 1",
        "a = [<<E\nx\nE\n, 1]",
        "a = b # c\n\n\n// d\nc = /* x */ 1\n",
        "a = {\n  # c\n  b = 1 # d\n\n  # e\n}\n",
    ],
)
def test_what_terraform_accepts_is_read_without_complaint(text: str):
    """Blank lines, comments, line ends and one-line blocks stand where Terraform allows them."""
    assert () == read(text).diagnostics


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a = ", (1, 4, "expected a value, found the end of the line")),
        ("a = \nb = 1", (1, 4, "expected a value, found the end of the line")),
        ("a = 1 b = 2", (1, 7, "expected a newline or `}`, found `b`")),
        ("a = 1,", (1, 6, "expected a newline or `}`, found `,`")),
        ("a", (1, 2, "expected a name, `=` or `{`, found the end of the line")),
        ("a = 1 +\n 2", (1, 8, "expected a value, found the end of the line")),
        ("a = b\n  + 2", (2, 3, "expected a name or a newline, found `+`")),
        ("a = b ?\n c : d", (1, 8, "expected a value, found the end of the line")),
        ("a = b\n? c : d", (2, 1, "expected a name or a newline, found `?`")),
        ("a = [1 2]", (1, 8, "expected `,` or `]`, found `2`")),
        ("a = f(1,,2)", (1, 9, "expected a value, found `,`")),
        ("a = f(b..., c)", (1, 11, "expected `)`, found `,`")),
        ("a = {b = 1 c = 2}", (1, 12, "expected a newline or `,` between two entries")),
        ("a = {b = 1\n, c = 2}", (2, 1, "expected a value or a newline, found `,`")),
        ("a = {for = 1}", (1, 10, "expected a name, found `=`")),
        ("a = b.0.1", (1, 7, "expected a name, found `0.1`")),
        ("a = b.*.c.*.d", (1, 10, "a splat cannot be nested in another `.*` splat")),
        ("a = x::y", (1, 5, "expected `(` after the name of a function")),
        ("a = 'b'", (1, 5, "unexpected character `'`")),
        ("a = 1\x00", (1, 6, "unexpected character U+0000")),
        ("a = 1\rb = 2", (1, 6, "unexpected character U+000D")),
        ("a = 1.2.3", (1, 5, "`1.2.3` is not a number")),
        ('a = "b\nc"', (1, 5, "the string is not closed")),
        ('a = "\\q"', (1, 6, "`\\q` is not an escape sequence")),
        ('a = "\\ud800"', (1, 6, "`\\ud800` is not an escape sequence")),
        ('a = "${}"', (1, 8, "expected a value, found `}`")),
        ('a = "%{ if b }c"', (1, 6, "`%{ if }` is not closed")),
        ('a = "%{ else }"', (1, 6, "`%{ else }` is outside of `%{ if }`")),
        ('a = "%{ endfor }"', (1, 6, "`%{ endfor }` has nothing to end")),
        (
            'a = "%{ while b }"',
            (1, 9, "expected `if`, `else`, `endif`, `for` or `endfor`, found `while`"),
        ),
        ("a = <<E\nx\nE", (1, 5, "the heredoc is not closed")),
        ("a = <<E x\nE\n", (1, 5, "expected a value, found `<`")),
        ("a = <<E\nx\ry\nE\n", (2, 2, "a heredoc contains a carriage return without a newline")),
        ("a {", (1, 3, "the block is not closed")),
        ("a\n{\n}", (1, 2, "expected a name, `=` or `{`, found the end of the line")),
        ("a { b = 1, c = 2 }", (1, 10, "expected a newline or `}`, found `,`")),
        ("a { b = 1\n}", (1, 3, "a one-line block has more than one argument")),
        ("a { b {} }", (1, 3, "a one-line block has more than one argument")),
        ("a {\n b = 1 }", (2, 8, "expected a newline before the end of the block")),
        ("a {} b {}", (1, 6, "expected a newline or `}`, found `b`")),
        ('a "${b}" {}', (1, 3, "a block label cannot contain a template")),
        ("a = 1\na = 2", (2, 1, "`a` is set twice")),
        ("a {\n b = 1\n b = 2\n}", (3, 2, "`b` is set twice")),
        ('"a" = 1', (1, 1, "expected a name or a newline, found a string")),
        ("}", (1, 1, "`}` has no matching bracket")),
        ("a = )", (1, 5, "`)` has no matching bracket")),
        ("a = [1)", (1, 7, "`)` has no matching bracket")),
        ("a = {]}", (1, 6, "`]` has no matching bracket")),
        ("/* a", (1, 1, "the comment is not closed")),
        ("a = ~}", (1, 5, "`}` has no matching bracket")),
        ("a = 1e999999", (1, 5, "the number is too large")),
    ],
)
def test_what_terraform_refuses_is_a_diagnostic(text: str, complaint: tuple[int, int, str]):
    """Each of these is an error in Terraform, and its message says what and where."""
    assert [complaint] == complaints(read(text))[:1]


def test_a_diagnostic_says_what_is_wrong_and_what_is_lost():
    """The subject is the tight place, the context the block that was not judged."""
    file = read('variable "a" {\n  default =\n}\n')

    assert (
        Diagnostic(
            rule="IG001",
            level=Level.ERROR,
            summary="expected a value, found the end of the line",
            detail="The block was not judged.",
            subject=file.source.span(26, 27),
            context=file.source.span(0, 28),
        ),
    ) == file.diagnostics


@pytest.mark.parametrize(
    "broken",
    [
        "  b = = 1\n}",
        '  b = "c\n}',
        "  b = [1, 2\n}",
        "  b = (1\n}",
        "  b = {\n}",
        "  b = <<E\n  x\n}",
        "  b = ${x}\n}",
        '  b = "${x"\n}',
        "  c {\n}",
        "  /* \n}",
        "  b = 1 }\n}",
        "}\n}",
        "",
        "  b = \x00\n}",
    ],
)
def test_a_syntax_error_costs_its_block_and_no_other(broken: str):
    """The blocks before and behind a broken one are read, whatever is broken about it."""
    file = read(
        'variable "before" {}\n'
        f'resource "x" "broken" {{\n{broken}\n'
        'resource "x" "behind" {\n  a = 1\n}\nvariable "last" {}\n'
    )

    read_well = [one for one in addresses(file) if one != "resource.x.broken"]
    assert ["variable.before", "resource.x.behind", "variable.last"] == read_well
    assert file.diagnostics


def test_text_in_a_heredoc_that_looks_like_a_block_is_text():
    """A well-formed file that holds Terraform code in a heredoc has no other blocks."""
    file = read('a = <<E\nresource "x" "y" {\n}\nE\nvariable "v" {}\n')

    assert (["a", "variable.v"], ()) == (addresses(file), file.diagnostics)


def test_comments_are_kept_with_their_places():
    """All three kinds of comment are kept, those inside of expressions too."""
    file = read('# a\r\nb = [ // c\n  1 /* d\n */ ]\nx = "# no"\n')

    expected = [("# a", 0), ("// c", 11), ("/* d\n */", 20)]
    assert (
        tuple(Comment(file.source.span(start, start + len(text)), text) for text, start in expected)
        == file.comments
    )


def test_a_file_over_the_limit_is_not_read():
    """The size limit counts bytes, and going over it is a diagnostic."""
    file = parse(Source("a.tf", "# " + "é" * 10), Limits(module_file_bytes=20))

    assert [(1, 1, "the file is larger than 20 bytes")] == complaints(file)
    assert "The file was not judged." == file.diagnostics[0].detail


def test_a_flood_of_errors_is_summed_up():
    """Behind a hundred errors of a file one more diagnostic counts the rest."""
    file = read("}\n" * 250)

    assert 101 == len(file.diagnostics)
    assert (101, 1, "150 more errors from here on") == complaints(file)[-1]


DEEP = 10_000

NESTED = {
    "parentheses": "a = " + "(" * DEEP + "1" + ")" * DEEP,
    "open parentheses": "a = " + "(" * DEEP,
    "lists": "a = " + "[" * DEEP + "]" * DEEP,
    "objects": "a = " + "{a=" * DEEP + "1" + "}" * DEEP,
    "blocks": "a {\n" * DEEP + "}\n" * DEEP,
    "not": "a = " + "!" * DEEP + "b",
    "minus": "a = " + "- " * DEEP + "b",
    "sum": "a = 1" + " + 1" * DEEP,
    "conditionals": "a = " + "x ? y : " * DEEP + "z",
    "templates": "a = " + '"${' * DEEP + "x" + '}"' * DEEP,
    "heredocs": "a = " + "<<E\n${" * DEEP,
    "calls": "a = " + "f(" * DEEP + ")" * DEEP,
    "for": "a = " + "[for x in " * DEEP + "y" + ": x]" * DEEP,
    "attributes": "a = b" + ".c" * DEEP,
    "indexes": "a = b" + "[0]" * DEEP,
    "splats": "a = b" + "[*]" * DEEP,
    "directives": 'a = "' + "%{if x}" * DEEP + "%{endif}" * DEEP + '"',
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
def test_nesting_over_the_limit_is_a_diagnostic(text: str):
    """However deep a file is nested, reading it ends with one diagnostic and no recursion."""
    file = read(text + "\n")

    assert ["nested deeper than 200 levels"] == [one.summary for one in file.diagnostics]


LINEAR = {
    "heredocs without end": "".join(
        f'resource "a" "b" {{\n  c = <<E{number}\n}}\n' for number in range(DEEP)
    ),
    "comments without end": 'resource "a" "b" {\n/*\n' * DEEP,
    "strings without end": 'resource "a" "b" {\n  c = "x\n}\n' * DEEP,
    "blocks without end": 'resource "a" "b" {\n' * DEEP,
    "parentheses without end": 'resource "a" "b" {\n c = (\n}\n' * DEEP,
    "almost an end of a heredoc": "a = <<E\n" + " E x\n" * DEEP,
    "braces": "{" * DEEP,
    "quotes": '"' * DEEP,
    "carriage returns": 'variable "a" {\r}\r' * DEEP,
    "names": "a " * DEEP,
    "dots": "a = b" + "." * DEEP,
    "digits": "a = " + "9" * DEEP,
    "exponents": "a = 1" + "e1" * DEEP,
    "backslashes": 'a = "' + "\\" * (2 * DEEP + 1) + '"',
    "percents": 'a = "' + "%" * DEEP + ' %{"',
}


@pytest.mark.parametrize("text", LINEAR.values(), ids=LINEAR.keys())
def test_hostile_text_is_read_to_its_end(text: str):
    """Text that is made to be slow is read in one pass or two and complained about."""
    summaries = [one.summary for one in read(text).diagnostics]

    assert [] != summaries


def test_an_expression_that_is_wrong_says_where():
    """A lone expression that cannot be read is a diagnostic."""
    source = Source("a.tf", "1 + ) x")

    found = parse_expression(source, 0, 5, Limits())

    assert isinstance(found, Diagnostic)
    assert ("`)` has no matching bracket", 5) == (found.summary, found.subject.start.column)


@pytest.mark.parametrize(
    "dense",
    [
        "[" + "b," * 300_000 + "]",
        pytest.param('"' + "${a}" * 200_000 + '"', marks=pytest.mark.long),
        pytest.param("[" + "a.b," * 150_000 + "]", marks=pytest.mark.long),
    ],
)
def test_a_block_of_too_many_tokens_is_lost_alone(dense: str) -> None:
    """What stands before and behind it is judged."""
    file = parse(Source("a.tf", f"before = 1\nhostile = {dense}\nafter = 2\n"), Limits())

    assert ["before", "after"] == list(file.body.attributes)
    assert [("the file has more than 500000 tokens", "The block was not judged.")] == [
        (each.summary, each.detail) for each in file.diagnostics
    ]


def test_no_more_tokens_are_read_than_a_file_may_hold() -> None:
    """Small statements still fit where a large one does not."""
    limits = Limits(file_tokens=8)
    file = parse(Source("a.tf", "a = f()\nb = f(1, 2)\nc = 1\n"), limits)

    assert ["a", "c"] == list(file.body.attributes)
