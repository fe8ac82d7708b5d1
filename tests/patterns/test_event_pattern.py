"""EventBridge's event patterns: what they match, what they are refused for, what they cover."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from searches import searched

from iacguard.core.value import Absent, Known, Unknown
from iacguard.patterns.coverage import Covered, Misses, Unclear, covers
from iacguard.patterns.event_pattern import EventPattern, read_event_pattern
from iacguard.patterns.match import NoScalar, catches
from iacguard.patterns.parse import parse
from iacguard.patterns.pattern import JsonPattern, Malformed
from iacguard.patterns.records import CHANGE, CONSOLE_SIGN_IN, in_event_bridge


def tree(plain: Any) -> Any:
    """Return a structure as a tree of values."""
    if isinstance(plain, Unknown):
        return plain
    if isinstance(plain, dict):
        return Known({name: tree(each) for name, each in plain.items()})
    if isinstance(plain, list):
        return Known(tuple(map(tree, plain)))
    return Absent() if plain is None else Known(plain)


def read(plain: Any) -> EventPattern:
    found = read_event_pattern(tree(plain))
    assert isinstance(found, EventPattern)
    return found


def matches(pattern: Any, record: Any, **envelope: Any) -> bool | None:
    expression = read(pattern).expression
    return catches(JsonPattern(expression), {**record, "": envelope})


ELEMENTS = [
    ("a", ["a"], ["b", "A", 1, None, True]),
    (1, [1, 1.0], ["1", 2, True]),
    (True, [True], [False, "true", 1]),
    (None, [None], [False, "", 0]),
    ({"prefix": "ab"}, ["ab", "abc"], ["a", "xab", 1]),
    ({"prefix": {"equals-ignore-case": "aB"}}, ["ABc", "ab"], ["xab"]),
    ({"suffix": "ab"}, ["ab", "cab"], ["abc", "AB"]),
    ({"suffix": {"equals-ignore-case": "aB"}}, ["cAb"], ["abc"]),
    ({"equals-ignore-case": "aB"}, ["ab", "AB"], ["abc", 1]),
    ({"wildcard": "a*c"}, ["ac", "abc"], ["abcd", "bac"]),
    ({"wildcard": "a\\*c"}, ["a*c"], ["abc"]),
    ({"wildcard": "a\\\\*c"}, ["a\\bc"], ["abc"]),
    ({"anything-but": "a"}, ["b", "", 1, True], ["a"]),
    ({"anything-but": ["a", "b"]}, ["c"], ["a", "b"]),
    ({"anything-but": [1, 2]}, ["a", 3, 1.5], [1, 2]),
    ({"anything-but": {"prefix": "a"}}, ["ba"], ["ab"]),
    ({"anything-but": {"suffix": ["a", "b"]}}, ["ac"], ["ca", "cb"]),
    ({"anything-but": {"wildcard": "*a*"}}, ["b"], ["bab"]),
    ({"anything-but": {"equals-ignore-case": "a"}}, ["b"], ["A", "a"]),
    ({"exists": True}, ["a", 1, None, False], []),
    ({"numeric": [">", 1, "<=", 3]}, [2, 3], [1, 4]),
    ({"numeric": ["=", 2]}, [2], [3]),
]


@pytest.mark.parametrize(("element", "met", "not_met"), ELEMENTS, ids=[str(e[0]) for e in ELEMENTS])
def test_an_element_matches_what_the_guide_says(
    element: Any, met: list[Any], not_met: list[Any]
) -> None:
    """A missing field meets none of them."""
    pattern = {"detail": {"x": [element]}}

    assert [True] * len(met) == [matches(pattern, {"x": value}) for value in met]
    assert [False] * len(not_met) == [matches(pattern, {"x": value}) for value in not_met]
    assert matches(pattern, {}) is False


def test_a_field_may_have_to_be_missing() -> None:
    """``exists`` is false of a field that is not there."""
    pattern = {"detail": {"x": [{"exists": False}]}}

    assert (matches(pattern, {}), matches(pattern, {"x": None})) == (True, False)


def test_fields_are_all_met_and_one_branch_is_enough() -> None:
    """An object asks for each of its fields, ``$or`` for one of its objects."""
    pattern = {
        "source": ["aws.iam"],
        "detail": {"a": {"b": ["x"]}, "$or": [{"c": ["y"]}, {"d": [{"exists": False}]}]},
    }

    assert matches(pattern, {"a": {"b": "x"}, "c": "y", "d": 1}, source="aws.iam") is True
    assert matches(pattern, {"a": {"b": "x"}, "c": "z"}, source="aws.iam") is True
    assert matches(pattern, {"a": {"b": "x"}, "c": "z", "d": 1}, source="aws.iam") is False
    assert matches(pattern, {"a": {"b": "x"}, "c": "y"}, source="aws.ec2") is False
    assert matches(pattern, {"a": {"b": "z"}, "c": "y"}, source="aws.iam") is False


REFUSED = [
    ({"source": "aws.iam"}, "`source` is no list and no object"),
    ({"source": []}, "`source` is an empty list"),
    (["a"], "`` is no list and no object"),
    ({"detail": {"x": [["a"]]}}, "an element of a list is a list"),
    ({"detail": {"x": [{"like": "a"}]}}, "`like` is no comparison of event patterns"),
    (
        {"detail": {"x": [{"prefix": "a", "suffix": "b"}]}},
        "`detail.x` compares in two ways at once",
    ),
    ({"detail": {"x": [{"prefix": 1}]}}, "a comparison of texts names no text"),
    (
        {"detail": {"x": [{"prefix": {"wildcard": "a"}}]}},
        "a prefix or suffix is a text, or `equals-ignore-case`",
    ),
    ({"detail": {"x": [{"wildcard": "a**"}]}}, "a wildcard has two asterisks in a row"),
    ({"detail": {"x": [{"exists": "yes"}]}}, "`exists` is neither true nor false"),
    ({"detail": {"x": [{"anything-but": []}]}}, "`anything-but` names neither texts nor numbers"),
    (
        {"detail": {"x": [{"anything-but": {"numeric": 1}}]}},
        "`anything-but` compares in no way that event patterns have",
    ),
    ({"detail": {"x": [{"numeric": [">"]}]}}, "`numeric` is no list of comparisons"),
    ({"detail": {"x": [{"numeric": ["~", 1]}]}}, "`numeric` holds no comparison and its number"),
    ({"detail": {"x": [{"cidr": 1}]}}, "`cidr` must be a text"),
    ({"$or": {"x": ["a"]}}, "`$or` is no list"),
]


@pytest.mark.parametrize(("pattern", "reason"), REFUSED, ids=[row[1] for row in REFUSED])
def test_what_is_no_pattern_is_refused(pattern: Any, reason: str) -> None:
    """EventBridge refuses it, too."""
    assert Malformed(reason, 0) == read_event_pattern(tree(pattern))


def test_what_is_not_known_of_a_pattern_decides_nothing() -> None:
    """An element that is open leaves the others."""
    doubt = Unknown((), "var.call has no value")
    pattern = read({"detail": {"eventName": ["DeleteTrail", doubt], "x": [{"prefix": doubt}]}})

    assert (doubt, doubt) == pattern.doubts
    assert catches(JsonPattern(pattern.expression), {"eventName": "StopLogging", "x": 1}) is None
    assert matches({"detail": {"eventName": ["DeleteTrail", doubt]}}, {"eventName": "DeleteTrail"})


def test_a_deep_pattern_is_read_without_recursion() -> None:
    """Thousands of levels are no matter."""
    value: Any = Known((Known("a"),))
    for _ in range(3000):
        value = Known({"x": value})

    assert isinstance(read_event_pattern(value), EventPattern)


DELETE = '{ $.eventSource = "iam.amazonaws.com" && $.eventName = "DeletePolicy" }'
SIGN_IN = '{ $.eventSource = "signin.amazonaws.com" && $.eventName = "ConsoleLogin" }'
CALLS = "AWS API Call via CloudTrail"
SIGN_INS = "AWS Console Sign In via CloudTrail"
COVERAGE = [
    ({"source": ["aws.iam"]}, DELETE, Covered),
    ({"source": ["aws.iam"], "detail-type": [CALLS]}, DELETE, Covered),
    ({"source": ["aws.iam"], "detail-type": [SIGN_INS]}, DELETE, Misses),
    ({"source": ["aws.signin"], "detail-type": [SIGN_INS]}, SIGN_IN, Covered),
    ({"source": ["aws.signin"], "detail-type": [CALLS]}, SIGN_IN, Misses),
    ({"detail": {"eventName": [{"prefix": "Delete"}]}}, DELETE, Covered),
    ({"detail": {"eventName": [{"equals-ignore-case": "deletepolicy"}]}}, DELETE, Covered),
    ({"detail": {"eventName": [{"anything-but": {"prefix": "Delete"}}]}}, DELETE, Misses),
    ({"detail": {"readOnly": [False]}}, DELETE, Covered),
    ({"detail": {"errorCode": [{"exists": False}]}}, DELETE, Misses),
    ({"detail": {"sourceIPAddress": [{"cidr": "10.0.0.0/8"}]}}, DELETE, Unclear),
    ({"region": [{"exists": True}]}, DELETE, Covered),
    ({"account": ["111122223333"]}, DELETE, Misses),
]


@pytest.mark.parametrize(("pattern", "wanted", "expected"), COVERAGE)
def test_a_pattern_is_decided_on_records_in_their_envelope(
    pattern: Any, wanted: str, expected: type
) -> None:
    """Source and detail type follow from the record."""
    facts, service = (
        (CHANGE, "iam.amazonaws.com")
        if wanted == DELETE
        else (CONSOLE_SIGN_IN, "signin.amazonaws.com")
    )
    seen = JsonPattern(read(pattern).expression)

    decided = covers(seen, parse(wanted), None, in_event_bridge(facts, service, None))

    assert expected is type(decided)


TEXTS = st.sampled_from(["x", "X", "xy", "yx", ""])
FORMS = st.sampled_from(["prefix", "suffix", "wildcard", "equals-ignore-case"])
elements = st.one_of(
    TEXTS,
    st.sampled_from([1, True, None]),
    st.builds(lambda form, text: {form: text}, FORMS, st.sampled_from(["x", "*x", "y"])),
    st.builds(lambda text: {"anything-but": text}, st.lists(TEXTS, min_size=1, max_size=2)),
    st.builds(
        lambda form, text: {"anything-but": {form: text}}, FORMS, st.sampled_from(["x", "x*", "y"])
    ),
    st.builds(lambda there: {"exists": there}, st.booleans()),
)
fields = st.dictionaries(
    st.sampled_from(["p", "q"]), st.lists(elements, min_size=1, max_size=3), min_size=1
)
details = st.one_of(
    fields, st.lists(fields, min_size=1, max_size=2).map(lambda each: {"$or": each})
)
MISSING = object()
FOUND = [MISSING, "x", "X", "xy", "Yx", "zxz", "", "z", 1, 2, True, None]
RECORDS = [
    {name: value for name, value in zip("pq", found) if value is not MISSING}
    for found in product(FOUND, repeat=2)
]


@searched(300)
@given(details, details)
def test_the_decision_on_event_patterns_equals_brute_force(given_: Any, wanted: Any) -> None:
    """No event of a small domain contradicts what is said of two random patterns."""
    covering, covered = (
        JsonPattern(read({"detail": each}).expression) for each in (given_, wanted)
    )

    decided = covers(covering, covered, None, ())

    missed = any(catches(covered, one) and not catches(covering, one) for one in RECORDS)
    assert not (isinstance(decided, Covered) and missed)
    if isinstance(decided, Misses):
        event = {
            str(selector.steps[-1]): {} if value is NoScalar.STRUCTURE else value
            for selector, value in decided.event.items()
            if value is not NoScalar.MISSING
        }
        assert catches(covered, event) and not catches(covering, event)
