"""Claims about one value."""

from __future__ import annotations

import pytest

from iacguard.core.source import Position, SourceSpan
from iacguard.core.value import Absent, Hop, Known, Origin, Symbol, Unknown
from iacguard.core.value_claims import at_least, equals, is_false, is_set, is_true, one_of
from iacguard.core.verdict import Judgement, Reason, Verdict

SPAN = SourceSpan("main.tf", Position(1, 1, 0), Position(1, 5, 4))
PLACE = (Hop(SPAN, ""),)
FAIL, UNKNOWN, PASS = Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS
OPEN = Unknown(PLACE, "var.x has no value")

CASES = [
    (is_true, (), {True: PASS, False: FAIL}, FAIL),
    (is_false, (), {True: FAIL, False: PASS}, PASS),
    (is_set, (), {"a": PASS, "": FAIL, (): FAIL, 0: PASS}, FAIL),
    (equals, ("a",), {"a": PASS, "b": FAIL}, FAIL),
    (one_of, (("a", "b"),), {"a": PASS, "c": FAIL}, FAIL),
    (at_least, (3,), {3: PASS, 2: FAIL}, FAIL),
]


@pytest.mark.parametrize(("claim", "operands", "known", "absent"), CASES)
def test_a_claim_is_judged_in_three_values(claim, operands, known, absent):
    """Known values pass or fail, absent ones by the claim, and unknown ones stay unknown."""
    for value, expected in known.items():
        assert expected is claim(Known(value, PLACE), *operands, "is wrong").verdict
    assert absent is claim(Absent(PLACE), *operands, "is wrong").verdict
    assert Judgement(UNKNOWN, (Reason("var.x has no value", PLACE),)) == claim(
        OPEN, *operands, "is wrong"
    )


def test_a_text_that_is_certainly_not_empty_is_set():
    """The ARN of a resource beside it is set before anybody knows the account."""
    arn = Unknown(PLACE, "not deployed yet", True, ("arn:", Symbol("x")))
    generated = Unknown(PLACE, "not deployed yet", True, (Symbol("x", never_empty=True),))

    assert (is_set(arn, "no").verdict, is_set(generated, "no").verdict) == (PASS, PASS)
    assert UNKNOWN is is_set(Unknown(PLACE, "open", True, (Symbol("x"),)), "no").verdict


def test_only_written_booleans_and_numbers_are_shown():
    """A text may be a secret, and a default is not in the source."""
    assert [Reason("no", PLACE, "false")] == [*is_true(Known(False, PLACE), "no").reasons]
    assert [Reason("no", PLACE)] == [*equals(Known("s3cret", PLACE), "b", "no").reasons]
    assert [Reason("no", PLACE)] == [*is_true(Known(False, PLACE, Origin.DEFAULT), "no").reasons]
