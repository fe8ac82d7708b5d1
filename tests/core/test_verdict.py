"""The algebra of verdicts, on all cases."""

from __future__ import annotations

from itertools import product

import pytest

from iacguard.core.severity import Severity
from iacguard.core.verdict import Judgement, Reason, Verdict, all_of, any_of, not_

VERDICTS = tuple(Verdict)
PAIRS = tuple(product(VERDICTS, repeat=2))
TRIPLES = tuple(product(VERDICTS, repeat=3))


def judged(verdict: Verdict, *messages: str) -> Judgement:
    return Judgement(verdict, tuple(map(Reason, messages)))


def verdict_of(combine, *verdicts: Verdict) -> Verdict:
    return combine(judged(verdict) for verdict in verdicts).verdict


@pytest.mark.parametrize("combine", [all_of, any_of])
@pytest.mark.parametrize(("a", "b", "c"), TRIPLES)
def test_combining_is_associative_and_commutative(combine, a, b, c):
    """How judgements are grouped and ordered does not matter."""
    left = combine((combine((judged(a), judged(b))), judged(c))).verdict
    right = combine((judged(c), combine((judged(b), judged(a))))).verdict

    assert left == right == verdict_of(combine, a, b, c)


@pytest.mark.parametrize("combine", [all_of, any_of])
@pytest.mark.parametrize("a", VERDICTS)
def test_combining_is_idempotent(combine, a):
    """Saying a thing twice does not make it truer."""
    assert a == verdict_of(combine, a, a)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_negation_turns_all_into_any(a, b):
    """De Morgan's law holds in three values."""
    left = not_(all_of((judged(a), judged(b)))).verdict
    right = any_of((not_(judged(a)), not_(judged(b)))).verdict

    assert left == right


@pytest.mark.parametrize("a", VERDICTS)
def test_double_negation_is_the_identity(a):
    """Not not is nothing."""
    assert a == not_(not_(judged(a))).verdict


def test_an_unknown_does_not_hide_a_failure_nor_a_pass():
    """One failing link fails a chain, one passing alternative passes a choice."""
    assert Verdict.FAIL is verdict_of(all_of, Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS)
    assert Verdict.PASS is verdict_of(any_of, Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS)


def test_the_reasons_are_those_that_decided():
    """What passed is not named among the reasons of a failure."""
    combined = all_of(
        (judged(Verdict.PASS, "good"), judged(Verdict.FAIL, "bad"), judged(Verdict.FAIL, "worse"))
    )

    assert judged(Verdict.FAIL, "bad", "worse") == combined


def test_nothing_to_judge_is_the_neutral_verdict():
    """An empty conjunction passes and an empty disjunction fails."""
    assert (Judgement(Verdict.PASS), Judgement(Verdict.FAIL)) == (all_of(()), any_of(()))


def test_a_severity_of_its_own_stays_only_when_every_reason_has_one():
    """A failure at the rule's own severity is not made lighter by another."""
    light = Judgement(Verdict.FAIL, (Reason("a"),), Severity.LOW)
    grave = Judgement(Verdict.FAIL, (Reason("b"),), Severity.HIGH)

    assert Severity.HIGH is all_of((light, grave)).severity
    assert all_of((light, judged(Verdict.FAIL, "c"))).severity is None


@pytest.mark.parametrize("value", [Verdict.PASS, Judgement(Verdict.PASS)])
def test_a_verdict_has_no_truth_value(value):
    """`if verdict:` cannot be written by mistake."""
    with pytest.raises(TypeError, match="three values"):
        bool(value)


def test_a_failure_is_optional_only_when_every_reason_is():
    """What must be told is not silenced by what may be."""
    light = Judgement(Verdict.FAIL, (Reason("a"),), is_optional=True)

    assert all_of((light, light)).is_optional
    assert not all_of((light, judged(Verdict.FAIL, "b"))).is_optional
