"""Wildcard patterns against partly known texts."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import product
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from searches import searched

from iacguard.core.text import ACCOUNT, PARTITION, REGION, normal
from iacguard.core.value import Hole, Symbol
from iacguard.core.verdict import Verdict
from iacguard.iam.match import matches, pattern_of

PASS, UNKNOWN, FAIL = Verdict.PASS, Verdict.UNKNOWN, Verdict.FAIL
BUCKET = Symbol("bucket", excludes=":/*", never_empty=True)

CASES = [
    (("s3:*",), ("s3:putobject",), PASS),
    (("s3:put*",), ("s3:getobject",), FAIL),
    (("s3:????object",), ("s3:putobject",), FAIL),
    (("s3:???object",), ("s3:putobject",), PASS),
    (("*",), (Hole(),), PASS),
    (("*",), (), PASS),
    (("?",), (), FAIL),
    (("?",), (ACCOUNT,), UNKNOWN),
    ((ACCOUNT,), (ACCOUNT,), PASS),
    ((ACCOUNT,), (REGION,), UNKNOWN),
    ((ACCOUNT,), ("111122223333",), UNKNOWN),
    ((ACCOUNT,), ("a:b",), FAIL),
    ((Hole(),), (Hole(),), UNKNOWN),
    ((Hole(), "/x"), ("a/y",), FAIL),
    (("arn:", PARTITION, ":s3:::b/*"), ("arn:", PARTITION, ":s3:::b/AWSLogs/", ACCOUNT), PASS),
    (("arn:", PARTITION, ":s3:::c/*"), ("arn:", PARTITION, ":s3:::b/AWSLogs/", ACCOUNT), FAIL),
    (("arn:aws:s3:::b/*",), ("arn:", PARTITION, ":s3:::b/x"), UNKNOWN),
    (("arn:*:s3:::b/*",), ("arn:", PARTITION, ":s3:::b/x"), PASS),
    (("arn:*:s3:::c/*",), ("arn:", PARTITION, ":s3:::b/x"), FAIL),
    (("a:", BUCKET, "/one/*"), ("a:", BUCKET, "/two/", Hole()), FAIL),
    (("*", BUCKET, "/one/*"), ("a:", BUCKET, "/one/", Hole()), PASS),
    ((BUCKET, "/logs/", ACCOUNT, "/*"), (BUCKET, "/logs/", ACCOUNT, "/t/", Hole()), PASS),
    ((BUCKET, "/logs/", ACCOUNT, "/*"), (BUCKET, "/logs/o-", Symbol("org"), "/t"), FAIL),
    ((BUCKET, "/", Hole(), "/AWSLogs/*"), (BUCKET, "/p/AWSLogs/x"), UNKNOWN),
    ((BUCKET, "/", Hole(), "/AWSLogs/*"), (BUCKET, "/AWSLogs/x"), FAIL),
    ((BUCKET, "/*/AWSLogs/*"), (BUCKET, "/AWSLogs/", Hole(excludes="/")), FAIL),
]


@pytest.mark.parametrize(("pattern", "text", "expected"), CASES)
def test_a_pattern_matches_as_far_as_both_are_known(pattern, text, expected):
    """What is known decides; what only a deployment knows does not."""
    assert expected is matches(pattern_of(pattern), text)


SYMBOLS = (Symbol("s"), Symbol("t", excludes="b"), Symbol("u", never_empty=True))
WORDS = ("", "a", "b", "ab", "ba", "aa")
PARTS = st.one_of(st.sampled_from(["a", "b", "ab", "*", "?", "a*", "b?"]), st.sampled_from(SYMBOLS))
TEXT_PARTS = st.one_of(st.sampled_from(["a", "b", "ab"]), st.sampled_from(SYMBOLS))


def worlds():
    """Yield every meaning of the symbols over a small set of words."""
    for words in product(WORDS, repeat=len(SYMBOLS)):
        meaning = dict(zip(SYMBOLS, words))
        if "b" not in meaning[SYMBOLS[1]] and meaning[SYMBOLS[2]]:
            yield meaning


def written(parts, meaning):
    """Return the text that parts stand for in one world."""
    return "".join(part if isinstance(part, str) else meaning[part] for part in parts)


@searched(400)
@given(st.lists(PARTS, max_size=5), st.lists(TEXT_PARTS, max_size=5))
def test_the_answer_holds_in_every_world(pattern, text):
    """A pass matches whatever the symbols stand for, a fail never does."""
    answer = matches(pattern_of(pattern), normal(text))

    found = {fnmatchcase(written(text, meaning), written(pattern, meaning)) for meaning in worlds()}

    assert answer is UNKNOWN or found == {answer is PASS}


@searched(300)
@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_known_texts_are_always_decided(pattern, text):
    """Without symbols and holes the answer is the wildcard match itself."""
    expected = Verdict.of(fnmatchcase(text, pattern))

    assert expected is matches(pattern_of((pattern,)), (text,))


def test_many_wildcards_cost_little():
    """A pattern of a thousand wildcards against a text that it misses is decided at once."""
    start = process_time()

    verdict = matches(pattern_of(("*a" * 1_000 + "c",)), ("a" * 2_000 + "b", Hole(excludes="c")))

    assert FAIL is verdict
    assert process_time() - start < 10


def test_a_pattern_longer_than_any_arn_is_not_decided():
    """An enormous pattern is unknown, and costs nothing."""
    assert UNKNOWN is matches(pattern_of(("a*" * 1_000_000,)), ("b",))
