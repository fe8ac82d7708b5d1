"""Arguments that are read at once are what the grammar makes of them."""

from __future__ import annotations

import pytest

from iacguard.core.limits import Limits
from iacguard.core.source import Source
from iacguard.frontends.terraform.syntax.arguments import line_argument
from iacguard.frontends.terraform.syntax.file import parse
from iacguard.frontends.terraform.syntax.nodes import (
    Attribute,
    GetAttribute,
    Literal,
    TerraformFile,
    Variable,
)

AT_ONCE = (
    'a = "text"',
    'a = ""',
    'a="x # y // z"',
    "a = true",
    "a\t= false",
    "  a   = null  ",
    "a = 0",
    "a = 012345",
    "a = var.b",
    "a = trueish.b-c",
    "a = module.b.c_d",
    "a = local",
    "for = if",
    "a = var.b\r",
)
NOT_AT_ONCE = (
    "a = 1.5",
    "a = var.b[0]",
    "a = b.0",
    "a = var . b",
    "a = true.b",
    "a = [1]",
    'a = "${b}"',
    'a = "x\\n"',
    'a = "100%"',
    "a = é",
    "a = f(x)",
    "a = b == c",
    "a = 1 2",
    'a "b" {}',
    "a = b.c.d.e.f.g.h.i.j.k",
    "a = 1234567890123456",
    "a == b",
    "a",
    "",
)


def parsed(text: str) -> TerraformFile:
    return parse(Source("a.tf", text), Limits())


def test_an_argument_knows_where_its_parts_stand() -> None:
    """Each access ends behind its name, and begins with the reference."""
    variable = Variable(start=6, end=9, name="var")
    expected = Attribute(
        start=2,
        end=11,
        name="a",
        expression=GetAttribute(start=6, end=11, source=variable, name="b"),
    )

    assert expected == line_argument("x\na = var.b\n", 2)


def test_a_text_is_decoded() -> None:
    """It holds no escape, so that it stands for itself."""
    expected = Attribute(start=0, end=7, name="a", expression=Literal(start=4, end=7, value="t"))

    assert expected == line_argument('a = "t"\n', 0)


@pytest.mark.parametrize("line", NOT_AT_ONCE)
def test_what_looks_different_is_left_to_the_grammar(line: str) -> None:
    """An expression with more in it, and whatever is none."""
    assert line_argument(f"{line}\n", 0) is None


@pytest.mark.parametrize("line", AT_ONCE)
@pytest.mark.parametrize(("opening", "closing"), [("b {", "}"), ("b {\n  c = {", "}\n}")])
def test_a_line_read_at_once_is_what_its_tokens_make(line: str, opening: str, closing: str) -> None:
    """A comment behind it leaves it to the grammar, and changes nothing else."""
    assert line_argument(f"{line}\n", 0) is not None
    written, end = line.removesuffix("\r"), "\r" if line.endswith("\r") else ""
    at_once = parsed(f"{opening}\n{written}     {end}\n{closing}\n")
    by_tokens = parsed(f"{opening}\n{written} /**/{end}\n{closing}\n")

    assert at_once.body == by_tokens.body
    assert [each.summary for each in at_once.diagnostics] == [
        each.summary for each in by_tokens.diagnostics
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b {\n  a = 1\n  a = 2\n}\n", ["`a` is set twice"]),
        ('b "c"\n  a = 1\n', ["expected a name or `{`, found the end of the line"]),
        ("b {\n  a = 1\n", ["the block is not closed"]),
        (
            "b { c = 1\n  a = 2\n}\n",
            ["a one-line block has more than one argument"],
        ),
    ],
)
def test_errors_beside_such_lines_are_told(text: str, expected: list[str]) -> None:
    """They are those that the grammar finds."""
    assert expected == [each.summary for each in parsed(text).diagnostics]
