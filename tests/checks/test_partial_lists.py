"""The elements of a list of which perhaps only some are known."""

from __future__ import annotations

import pytest
from builders import hops, unknown, value

from iacguard.checks.partial_lists import Elements, any_text, elements, same_text, texts
from iacguard.core.value import Absent, Known, Unknown
from iacguard.core.verdict import Judgement, Reason, Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
A, B = value("a", 3), value("b", 4)
PARTLY = Unknown(hops(9), "var.more has no value", elements=(A, Absent(), unknown()))


def test_of_a_list_of_structures_the_known_elements_are_certain():
    """A list that is open may hold more, and says why."""
    assert Elements(("x", "y")) == elements(Known(("x", "y")))
    assert Elements(()) == elements(Absent())
    assert Elements(("a",), (PARTLY,)) == elements(PARTLY)


def test_of_a_list_of_texts_an_unknown_element_is_an_element():
    """Nothing written is none."""
    assert Elements((A, B)) == texts(Known((A, Absent(), B)))
    assert Elements(()) == texts(Absent())
    assert Elements((A, unknown()), (PARTLY,)) == texts(PARTLY)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (Known((A, B)), PASS),
        (Known((B,)), FAIL),
        (Known((B, unknown())), UNKNOWN),
        (PARTLY, PASS),
        (unknown(), UNKNOWN),
        (Absent(), FAIL),
    ],
)
def test_a_claim_about_some_text_of_a_list(listed, expected):
    """One text is enough; what is not known may be it."""
    judgement = any_text(listed, lambda text: same_text(text, "a"), "names no a")

    assert expected is judgement.verdict


def test_an_empty_list_points_at_itself():
    """There is no element to point at."""
    empty = Known((), hops(7))

    judgement = any_text(empty, lambda text: PASS, "names nothing")

    assert Judgement(FAIL, (Reason("names nothing", hops(7)),)) == judgement
