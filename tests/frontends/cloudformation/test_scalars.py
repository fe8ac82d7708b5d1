"""Words and numbers of YAML 1.1."""

from __future__ import annotations

import datetime
import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from searches import searched

from iacguard.frontends.cloudformation.text.scalars import (
    LONGEST_NUMBER,
    explicit_value,
    plain_value,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("nULL", "nULL"),
        ("true", True),
        ("True", True),
        ("yes", True),
        ("On", True),
        ("OFF", False),
        ("no", False),
        ("tRUE", "tRUE"),
        ("y", "y"),
        ("0", 0),
        ("12", 12),
        ("-12", -12),
        ("+12", 12),
        ("1_000", 1000),
        ("0123", 83),
        ("-0123", -83),
        ("0129", "0129"),
        ("0o17", "0o17"),
        ("0x1F", 31),
        ("0b101", 5),
        ("0b_", 0),
        ("1000:0", 60000),
        ("190:20:30", 685230),
        ("-1:30", -90),
        ("1:60", "1:60"),
        ("1:30.5", 90.5),
        ("1.10", 1.1),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5", "-.5"),
        ("1e3", "1e3"),
        ("1.0e+3", 1000.0),
        ("1.0e3", "1.0e3"),
        ("1.0e+999", "1.0e+999"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("-.INF", "-.INF"),
        ("2012-10-17", "2012-10-17"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
        ("=", "="),
        ("-", "-"),
        ("+", "+"),
        ("12 monkeys", "12 monkeys"),
        ("10.0.0.0/16", "10.0.0.0/16"),
        ("\u0661", "\u0661"),
        ("123456789012", 123456789012),
        ("9" * LONGEST_NUMBER, int("9" * LONGEST_NUMBER)),
        ("9" * (LONGEST_NUMBER + 1), "9" * (LONGEST_NUMBER + 1)),
    ],
)
def test_a_plain_text_is_the_value_that_yaml_1_1_gives_it(text, value):
    """Octal, base 60 and the many words for true are values; dates are strings."""
    assert (type(value), value) == (type(plain_value(text)), plain_value(text))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("str", "12", "12"),
        ("int", "12", 12),
        ("int", "twelve", "twelve"),
        ("float", "12", 12.0),
        ("float", "1.5", 1.5),
        ("float", "9" * 390, "9" * 390),
        ("bool", "yes", True),
        ("bool", "1", "1"),
        ("null", "~", None),
        ("timestamp", "2012-10-17", "2012-10-17"),
        ("binary", "aGk=", "aGk="),
    ],
)
def test_an_explicit_tag_decides_the_type(kind, text, value):
    """A text that is not of the tag's kind stays a text."""
    assert (type(value), value) == (
        type(explicit_value(kind, text)),
        explicit_value(kind, text),
    )


@searched(1_000)
@given(
    st.text("0123456789abefxo_.:+-", min_size=1, max_size=12)
    | st.from_regex(r"[-+]?[0-9_.:eE+-]{1,12}", fullmatch=True)
    | st.integers().map(str)
    | st.floats(allow_nan=False).map(str)
)
def test_values_are_those_of_the_reference_parser(text):
    """But for dates, infinity and texts that it fails on, PyYAML reads every plain text alike."""
    tag = yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False))
    loader = yaml.SafeLoader("")
    try:
        expected = loader.construct_object(yaml.ScalarNode(tag, text))
    except (ValueError, yaml.YAMLError):
        return
    is_finite_number = not isinstance(expected, float) or math.isfinite(expected)
    if isinstance(expected, datetime.date) or not is_finite_number:
        expected = text

    actual = plain_value(text)

    assert type(expected) is type(actual)
    if isinstance(expected, float):
        assert math.isclose(expected, actual)
    else:
        assert expected == actual
