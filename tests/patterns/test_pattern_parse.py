from __future__ import annotations

import pytest

from iacguard.patterns.parse import parse
from iacguard.patterns.pattern import (
    Compare,
    Every,
    EveryEvent,
    Is,
    JsonPattern,
    Malformed,
    NotExists,
    NumberOperand,
    Operator,
    Regex,
    Selector,
    Some,
    TermPattern,
    TextOperand,
    Undecidable,
)


def equal(field: str, operand: object) -> Compare:
    return Compare(Selector((field,)), Operator.EQUAL, operand)


A, B, C = equal("a", TextOperand("x")), equal("b", TextOperand("y")), equal("c", TextOperand("z"))

JSON = [
    ("{$.a=x}", A),
    ('{ $.a = "x" }', A),
    ('  { ($.a="x") }  ', A),
    ("{((($.a=x)))}", A),
    ("{$.a=x && $.b=y}", Every((A, B))),
    ("{$.a=x||$.b=y||$.c=z}", Some((A, B, C))),
    ("{$.a=x || $.b=y && $.c=z}", Some((A, Every((B, C))))),
    ("{($.a=x || $.b=y) && $.c=z}", Every((Some((A, B)), C))),
    ("{$.a = 400}", equal("a", NumberOperand(400.0))),
    ("{$.a = -1.5e3}", equal("a", NumberOperand(-1500.0))),
    ('{$.a = "400"}', equal("a", TextOperand("400"))),
    ("{$.a = 123.123.*}", equal("a", TextOperand("123.123.*"))),
    ("{$.a = *}", equal("a", TextOperand("*"))),
    ("{$.a = kms.amazonaws.com}", equal("a", TextOperand("kms.amazonaws.com"))),
    ('{$.a = "say \\"x\\""}', equal("a", TextOperand('say "x"'))),
    ("{$.a = %x|y%}", equal("a", Regex("x|y"))),
    ("{$.a >= 5}", Compare(Selector(("a",)), Operator.GREATER_OR_EQUAL, NumberOperand(5.0))),
    ("{$.a != x}", Compare(Selector(("a",)), Operator.NOT_EQUAL, TextOperand("x"))),
    ("{$.a.b-c[0].d_e IS NULL}", Is(Selector(("a", "b-c", 0, "d_e")), None)),
    ("{$.a IS TRUE}", Is(Selector(("a",)), True)),
    ("{$.a is false}", Is(Selector(("a",)), False)),
    ("{$.a NOT EXISTS}", NotExists(Selector(("a",)))),
    ("{$.a\nNOT\tEXISTS}", NotExists(Selector(("a",)))),
]


@pytest.mark.parametrize(("text", "expected"), JSON)
def test_a_json_pattern_is_read(text, expected):
    """Quotes, spaces and parentheses that change nothing leave no trace."""
    assert JsonPattern(expected) == parse(text)


OTHER = [
    ("", EveryEvent()),
    ('  " " ', EveryEvent()),
    ("ERROR", TermPattern(every=("ERROR",))),
    ('ERROR "two words" -DEBUG', TermPattern(every=("ERROR", "two words"), none=("DEBUG",))),
    ('?A ?"b c"', TermPattern(some=("A", "b c"))),
    (
        "[ip, user, ...]",
        Undecidable("a space-delimited pattern does not apply to JSON events"),
    ),
    (
        "%AUTHORIZED%",
        Undecidable("a regular expression is matched against the text of the whole event"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), OTHER)
def test_other_kinds_of_patterns_are_told_apart(text, expected):
    """Terms, space-delimited fields and regular expressions are not JSON patterns."""
    assert expected == parse(text)


MALFORMED = [
    ("{}", "expected a condition here", 1),
    ("{ $.a = x", "a pattern that starts with `{` must end with `}`", 9),
    ("[a, b", "a pattern that starts with `[` must end with `]`", 5),
    ("{ $.a == x }", "filter patterns compare with `=`, not `==`", 6),
    ("{ $.a = x && }", "expected a condition here", 13),
    ("{ && $.a = x }", "expected a field such as `$.eventName` here", 2),
    ("{ $.a = x $.b = y }", "expected `&&` or `||` here", 10),
    ("{ $.a = x & $.b = y }", "this is not part of a filter pattern", 9),
    ("{ ($.a = x }", "a parenthesis is not closed", 2),
    ("{ $.a = x) }", "a closing parenthesis has no opening one", 9),
    ("{ a = x }", "expected a field such as `$.eventName` here", 2),
    ("{ $.a.* = x }", "expected a field such as `$.eventName` here", 2),
    ("{ $.a EXISTS }", "expected a comparison, `IS` or `NOT EXISTS` here", 6),
    ("{ $.a IS NOT NULL }", "expected a comparison, `IS` or `NOT EXISTS` here", 6),
    ("{ $.a = }", "expected a value here", 8),
    ("{ $.a > x }", "`>` compares numbers only", 8),
    ('{ $.a = "x }', "this is not part of a filter pattern", 7),
    ('"open', "a quotation mark is not closed", 0),
    ("{" + "(" * 2000, "a filter pattern has at most 1024 characters", 1024),
]


@pytest.mark.parametrize(("text", "reason", "offset"), MALFORMED)
def test_a_text_that_is_no_pattern_says_why_and_where(text, reason, offset):
    """A pattern that the service would refuse is a value, not an error."""
    assert Malformed(reason, offset) == parse(text)


@pytest.mark.parametrize("text", ["{" + "(" * 1000 + ")" * 22 + "}", "{" + "(" * 500, "$." * 500])
def test_deep_nesting_is_read_without_recursion(text):
    """Neither parentheses nor dots can exhaust the stack."""
    assert not isinstance(parse(text), JsonPattern)
