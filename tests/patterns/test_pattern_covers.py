from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from searches import searched

from iacguard.patterns.coverage import Covered, Misses, Unclear, covers, describe
from iacguard.patterns.match import NoScalar, Reading, catches
from iacguard.patterns.parse import parse
from iacguard.patterns.pattern import (
    Compare,
    Every,
    Is,
    JsonPattern,
    NotExists,
    NumberOperand,
    Operator,
    Selector,
    Some,
    TextOperand,
)

READINGS = [
    Reading(**dict(zip(Reading.__slots__, bits))) for bits in product((False, True), repeat=5)
]
FIELDS = (Selector(("a",)), Selector(("b",)), Selector(("b", "c")), Selector(("d", 0)))
TEXTS = ["x", "xy", "x*", "*y", "*x*", "x*y", "*", "", "true", "1"]
FOUND = {
    "a": [
        None,
        True,
        False,
        0,
        1,
        1.5,
        2,
        {},
        "",
        "x",
        "y",
        "xy",
        "yx",
        "xx",
        "xzy",
        "z",
        "true",
        "1",
        "x*y",
        "zxz",
        "yy",
    ],
    "b": [
        None,
        True,
        1,
        2,
        "x",
        "xy",
        "y",
        "zxz",
        "z",
        "true",
        [],
        {},
        {"c": "x"},
        {"c": "z"},
        {"c": 1},
        {"c": None},
        {"c": "xy"},
    ],
    "d": [None, "x", [], ["x"], ["z"], [1], [None], {"e": 1}],
}
MISSING = object()


def conditions(fields):
    operands = st.sampled_from([TextOperand(text) for text in TEXTS] + [NumberOperand(1.0)])
    equality = st.sampled_from([Operator.EQUAL, Operator.EQUAL, Operator.NOT_EQUAL])
    order = st.sampled_from([Operator.GREATER, Operator.LESS_OR_EQUAL])
    field = st.sampled_from(fields)
    return st.one_of(
        st.builds(Compare, field, equality, operands),
        st.builds(Compare, field, equality, operands),
        st.builds(Compare, field, order, st.just(NumberOperand(1.0))),
        st.builds(Is, field, st.sampled_from([None, True, False])),
        st.builds(NotExists, field),
    )


def patterns(fields):
    parts = st.recursive(
        conditions(fields),
        lambda inner: st.one_of(
            st.builds(Every, st.lists(inner, min_size=2, max_size=3).map(tuple)),
            st.builds(Some, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        ),
        max_leaves=6,
    )
    return st.builds(JsonPattern, parts)


def every_event(names):
    for found in product(*([MISSING, *FOUND[name]] for name in names)):
        yield {name: value for name, value in zip(names, found) if value is not MISSING}


def event_of(fields):
    """Build the JSON event that a miss describes."""
    event = {}
    for selector, found in sorted(fields.items(), key=lambda pair: len(pair[0].steps)):
        if found is NoScalar.MISSING:
            continue
        here = event
        for step, following in zip(selector.steps, (*selector.steps[1:], None)):
            last = following is None
            empty = [] if isinstance(following, int) else {}
            value = ({} if found is NoScalar.STRUCTURE else found) if last else empty
            if isinstance(step, int):
                here += [None] * (step + 1 - len(here))
                here[step] = value
            elif last or not isinstance(here.get(step), type(value)):
                here[step] = value
            here = here[step]
    return event


def disagreement(covering, covered, names):
    """Return in which readings some event of the small domain is missed."""
    return [
        any(
            catches(covered, event, reading) and not catches(covering, event, reading)
            for event in every_event(names)
        )
        for reading in READINGS
    ]


def check(covering, covered, names):
    decided = covers(covering, covered)
    missed = disagreement(covering, covered, names)
    if isinstance(decided, Covered):
        assert not any(missed)
    elif isinstance(decided, Misses):
        event = event_of(decided.event)
        assert (catches(covered, event), catches(covering, event)) == (True, False)
    else:
        assert decided.reason.startswith("AWS does not document ")


@searched(400)
@given(patterns(FIELDS[:1]), patterns(FIELDS[:1]))
def test_the_decision_on_one_field_equals_brute_force(covering, covered):
    """No event of a small domain contradicts what is said of two random patterns."""
    check(covering, covered, ["a"])


@searched(150)
@given(patterns(FIELDS[1:3]), patterns(FIELDS[1:3]))
def test_the_decision_on_nested_fields_equals_brute_force(covering, covered):
    """A field inside a text or inside nothing does not exist."""
    check(covering, covered, ["b"])


@searched(60)
@given(patterns(FIELDS[2:]), patterns(FIELDS[2:]))
def test_the_decision_on_two_fields_equals_brute_force(covering, covered):
    """Fields, inside objects and arrays, are judged together."""
    check(covering, covered, ["b", "d"])


TRAIL = '{ $.eventSource = "cloudtrail.amazonaws.com" && $.eventName = "DeleteTrail" }'
SOURCE, NAME, ERROR = (Selector((name,)) for name in ("eventSource", "eventName", "errorCode"))
DECISIONS = [
    ("{ $.eventName = DeleteTrail }", Covered()),
    ('{ $.eventName = "*" }', Covered()),
    ("{ $.eventName != StopLogging }", Covered()),
    ("", Covered()),
    ("?StopLogging ?DeleteTrail", Covered()),
    ('"\\"eventName\\":\\"DeleteTrail\\""', Covered()),
    ("{ $.eventName = %StopLogging|DeleteTrail% }", Covered()),
    (
        "{ $.eventName = %[A-Z]% }",
        Unclear("a regular expression or a wildcard on numbers decides"),
    ),
    (
        "{ $.eventName = Delete*l }",
        Unclear("AWS does not document what an asterisk inside a string means"),
    ),
    (
        "{ $.eventName = DeleteTrail && $.errorCode != x }",
        Misses({SOURCE: "cloudtrail.amazonaws.com", NAME: "DeleteTrail", ERROR: "x"}),
    ),
    (
        "{ $.eventName = DeleteTrail && ($.errorCode != x || $.errorCode = x) }",
        Unclear("AWS does not document how `!=` treats a missing field"),
    ),
    (
        "{ $.eventName = DeleteTrail && ($.errorCode != x || $.errorCode = x "
        "|| $.errorCode IS NULL || $.errorCode IS TRUE || $.errorCode IS FALSE) "
        "|| $.errorCode.a NOT EXISTS && $.errorCode = y }",
        Unclear("AWS does not document how `!=` treats a missing field"),
    ),
    (
        "StopLogging",
        Unclear("a pattern of terms may also match elsewhere in the text of an event"),
    ),
    ("DeleteTrail -x", Unclear('an event may contain "x" anywhere in its text')),
    (
        "[a, b]",
        Unclear("a space-delimited pattern does not apply to JSON events"),
    ),
]


@pytest.mark.parametrize(("pattern", "expected"), DECISIONS, ids=[row[0] for row in DECISIONS])
def test_a_pattern_is_decided_for_one_call(pattern, expected):
    """Covered, an event that is missed, or why it cannot be said."""
    assert expected == covers(parse(pattern), parse(TRAIL))


def test_a_missed_event_is_put_into_words():
    """Fields that a reader knows of already are left out."""
    event = {
        SOURCE: "cloudtrail.amazonaws.com",
        NAME: NoScalar.MISSING,
        ERROR: None,
        Selector(("d", 0)): True,
        Selector(("n",)): 1.5,
        Selector(("s",)): NoScalar.STRUCTURE,
    }

    words = describe(event, [SOURCE])

    assert (
        "$.eventName is missing and $.errorCode is null and $.d[0] is true and $.n is 1.5 "
        "and $.s is an array or object"
    ) == words


@pytest.mark.parametrize(
    "part",
    ["$.a=*{letter}{n}*", "($.f{n}!=x&&$.f{m}=*y*)", "$.a=*{letter}b{n}*c", "$.a=%a{n}.*b%"],
)
def test_a_crowded_pattern_is_given_up_in_time(part):
    """A pattern of a thousand characters costs a bounded search."""
    parts = [part.format(letter=chr(97 + n % 26), n=n, m=n + 1) for n in range(200)]
    joined = ""
    for text in parts:
        if len(joined) + len(text) < 1000:
            joined += f"{'||' if joined else ''}{text}"

    decided = covers(parse(f"{{{joined}}}"), parse("{ $.a = x && $.z = y }"))

    assert isinstance(decided, (Misses, Unclear))
