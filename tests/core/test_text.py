"""Texts of which only pieces are known."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iacguard.core.text import (
    ACCOUNT,
    PARTITION,
    REGION,
    ends_with,
    equal,
    normal,
    starts_with,
    text_value,
)
from iacguard.core.value import Hole, Known, Symbol, Unknown
from iacguard.core.verdict import Verdict

NAME = Symbol("aws_s3_bucket.a.bucket", never_empty=True)
OTHER = Symbol("aws_s3_bucket.b.bucket", never_empty=True)
PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN

EQUALITIES = [
    (("a",), ("a",), PASS),
    (("a",), ("b",), FAIL),
    ((), (), PASS),
    ((), ("a",), FAIL),
    ((NAME,), (NAME,), PASS),
    ((NAME,), (OTHER,), UNKNOWN),
    ((NAME,), ("logs",), UNKNOWN),
    ((Hole(),), (Hole(),), UNKNOWN),
    (("a", NAME), ("a", NAME), PASS),
    (("a", NAME), ("b", NAME), FAIL),
    ((NAME, ":*"), (NAME,), FAIL),
    ((NAME, Symbol("may be empty")), (NAME,), UNKNOWN),
    (("a:", ACCOUNT), ("a:", REGION), UNKNOWN),
    (("x:", ACCOUNT, ":y"), ("x:", ACCOUNT, ":z"), FAIL),
    (("arn:", PARTITION, ":s3"), ("arn:aws:s3",), UNKNOWN),
    (("arn:", PARTITION, ":s3"), ("arn:aws:iam",), FAIL),
    ((ACCOUNT,), ("a:b",), FAIL),
]


@pytest.mark.parametrize(("left", "right", "expected"), EQUALITIES)
def test_texts_are_compared_as_far_as_they_are_known(left, right, expected):
    """Symbols equal themselves, holes nothing, and literals decide where they can."""
    assert (expected, expected) == (equal(left, right), equal(right, left))


STARTS = [
    (("arn:aws",), "arn:", PASS),
    (("arn:", PARTITION), "arn:", PASS),
    ((NAME, "b"), "a", UNKNOWN),
    ((ACCOUNT, "b"), ":", FAIL),
    (("a",), "ab", FAIL),
    (("a", Hole()), "ab", UNKNOWN),
    ((Symbol("may be empty", excludes=":"), ":x"), ":", UNKNOWN),
    ((), "", PASS),
    ((), "a", FAIL),
]


@pytest.mark.parametrize(("parts", "prefix", "expected"), STARTS)
def test_a_beginning_is_decided_as_far_as_it_is_known(parts, prefix, expected):
    """A prefix is there, is not there, or hangs on a deployment."""
    assert expected is starts_with(parts, prefix)


def test_an_ending_is_decided_as_far_as_it_is_known():
    """The suffix of a log group's ARN is certain even where its name is not."""
    arn = ("arn:", PARTITION, ":logs:", REGION, ":", ACCOUNT, ":log-group:", NAME)

    assert PASS is ends_with((*arn, ":*"), ":*")
    assert UNKNOWN is ends_with(arn, ":*")
    assert FAIL is ends_with((*arn[:-1], Symbol("n", excludes="*", never_empty=True)), ":*")


def test_a_text_without_symbols_is_known():
    """Neighbouring literals join; a symbol leaves the text open, with its pieces kept."""
    assert Known("ab") == text_value(("a", "", "b"), (), "open")
    assert Unknown((), "open", True, ("ab", NAME)) == text_value(("a", "b", NAME), (), "open")
    assert normal(("a", "b", NAME, "", "c")) == ("ab", NAME, "c")


SYMBOLS = {
    Symbol("s"): ("", "a", "b", "ab"),
    Symbol("t", never_empty=True): ("a", "b", "ab"),
    Symbol("u", excludes="a"): ("", "b", "bb"),
}
part = st.one_of(st.sampled_from(["a", "b", "ab"]), st.sampled_from(list(SYMBOLS)))
parts = st.lists(part, max_size=4).map(normal)


def worlds(*texts):
    """Return what each text is in every deployment."""
    used = sorted({p for text in texts for p in text if isinstance(p, Symbol)}, key=str)
    for chosen in product(*(SYMBOLS[symbol] for symbol in used)):
        world = dict(zip(used, chosen))
        yield tuple("".join(world.get(p, p) for p in text) for text in texts)


@given(parts, parts)
def test_a_decided_equality_holds_in_every_deployment(left, right):
    """PASS and FAIL are proofs; brute force over all values of the symbols agrees."""
    answers = {a == b for a, b in worlds(left, right)}

    verdict = equal(left, right)

    assert verdict is UNKNOWN or answers == {verdict is PASS}


@given(parts, st.sampled_from(["a", "b", "ab", "ba"]))
def test_a_decided_beginning_holds_in_every_deployment(text, prefix):
    """As for equality."""
    answers = {a.startswith(prefix) for (a,) in worlds(text)}

    verdict = starts_with(text, prefix)

    assert verdict is UNKNOWN or answers == {verdict is PASS}
