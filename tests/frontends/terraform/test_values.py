"""Values, their conversions, and when they are equal."""

from __future__ import annotations

from fractions import Fraction

import pytest
from terraform_configurations import plain

from iacguard.core.value import Hole, Symbol
from iacguard.frontends.terraform.values.convert import convert, number_text, parse_number
from iacguard.frontends.terraform.values.core_values import core_value
from iacguard.frontends.terraform.values.equality import equal, set_value
from iacguard.frontends.terraform.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)
from iacguard.frontends.terraform.values.unification import unify
from iacguard.frontends.terraform.values.values import (
    EvaluationError,
    TerraformValue,
    boolean,
    null,
    number,
    object_value,
    string,
    tuple_value,
    unknown,
)


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (number(1.5), STRING, "1.5"),
        (boolean(True), STRING, "true"),
        (string("1e3"), NUMBER, 1000),
        (string("true"), BOOL, True),
        (null(), STRING, None),
        (tuple_value([number(1), string("a")]), ListType(STRING), ["1", "a"]),
        (tuple_value([number(1), string("a")]), ListType(DYNAMIC), ["1", "a"]),
        (tuple_value([string("b"), string("a"), string("b")]), SetType(STRING), ["a", "b"]),
        (object_value({"b": number(1), "a": string("2")}), MapType(NUMBER), {"a": 2, "b": 1}),
        (
            object_value({"a": number(1), "more": number(2)}),
            ObjectType({"a": STRING, "b": STRING}, frozenset({"b"})),
            {"a": "1", "b": None},
        ),
    ],
)
def test_values_convert(value: TerraformValue, kind: Type, expected: object) -> None:
    """As Terraform converts an argument to a type."""
    assert expected == plain(core_value(convert(value, kind)))


@pytest.mark.parametrize(
    ("value", "kind", "problem"),
    [
        (string("x"), NUMBER, "a number is required"),
        (string("True"), BOOL, 'a bool is required; to convert from string, use lowercase "true"'),
        (number(1), BOOL, "a bool is required"),
        (string("x"), ListType(STRING), "a list of string is required"),
        (
            tuple_value([string("x")]),
            ListType(NUMBER),
            "element: a number is required",
        ),
        (object_value({}), ObjectType({"a": STRING}), 'attribute "a" is required'),
        (
            tuple_value([number(1), tuple_value([])]),
            ListType(DYNAMIC),
            "all elements of a list must have the same type",
        ),
    ],
)
def test_values_that_do_not_convert_say_what_is_required(
    value: TerraformValue, kind: Type, problem: str
) -> None:
    """The message names the type, and the element or attribute."""
    with pytest.raises(EvaluationError) as raised:
        convert(value, kind)

    assert problem == raised.value.summary


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0.1", "0.1"),
        ("1.50", "1.5"),
        ("100000000000000000000000000000000", "1" + "0" * 32),
        ("1e-7", "0.0000001"),
        ("123456789.123456789", "123456789.123456789"),
    ],
)
def test_numbers_are_written_as_they_were_read(text: str, written: str) -> None:
    """Terraform's numbers have 512 bits, and their shortest text is shown."""
    found = parse_number(text)

    assert found is not None
    assert written == number_text(found)


def test_sums_of_decimals_are_exact_enough() -> None:
    """One tenth and two tenths make three."""
    assert "0.3" == number_text(number(number(0.1).number + number(0.2).number).number)
    assert Fraction(1, 4) == number(0.25).number


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (string("1"), number(1), False),
        (null(), null(STRING), True),
        (unknown("r"), null(), None),
        (unknown("r", never_null=True), null(), False),
        (unknown("r", STRING, parts=("a-", Hole())), string("b"), False),
        (unknown("r", STRING, parts=("a-", Hole())), string("a-b"), None),
        (unknown("r", parts=(Symbol("x"),)), unknown("r", parts=(Symbol("x"),)), True),
        (tuple_value([unknown("r"), number(1)]), tuple_value([unknown("r"), number(2)]), False),
        (object_value({"a": unknown("r")}), object_value({"a": number(2)}), None),
        (object_value({"a": unknown("r")}), object_value({"b": number(2)}), False),
    ],
)
def test_equality_is_three_valued(
    left: TerraformValue, right: TerraformValue, same: bool | None
) -> None:
    """What is known of unknown values decides as far as it can, either way round."""
    assert (same, same) == (equal(left, right), equal(right, left))


def test_sets_are_ordered_as_terraform_iterates() -> None:
    """Texts by code point, numbers by size, nulls last."""
    texts = set_value(STRING, [string("b"), null(STRING), string("B"), string("a")])
    numbers = set_value(NUMBER, [number(10), number(9), number(10)])

    assert ["B", "a", "b", None] == plain(core_value(texts))
    assert [9, 10] == plain(core_value(numbers))


@pytest.mark.parametrize(
    ("kinds", "common"),
    [
        ([STRING, NUMBER], STRING),
        ([NUMBER, BOOL], None),
        ([DYNAMIC, NUMBER], DYNAMIC),
        ([ListType(NUMBER), TupleType((STRING,))], ListType(STRING)),
        ([TupleType((NUMBER,)), TupleType((STRING,))], TupleType((STRING,))),
        ([ObjectType({"a": NUMBER}), ObjectType({"b": STRING})], MapType(STRING)),
        ([ObjectType({"a": NUMBER}), ObjectType({"a": STRING})], ObjectType({"a": STRING})),
        ([STRING, ListType(STRING)], None),
    ],
)
def test_types_unify(kinds: list[Type], common: Type | None) -> None:
    """To the type that all convert to, or none."""
    assert common == unify(kinds)
