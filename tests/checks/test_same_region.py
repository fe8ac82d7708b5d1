"""Whether two resources that share a name are in the same account and region."""

from __future__ import annotations

import pytest
from builders import alarm, span, value

from iacguard.checks.same_region import is_near
from iacguard.core.value import Hop
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.model.entity import HERE, Place

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
DUBLIN = Place(value("123456789012"), value("eu-west-1"))
OREGON = Place(value("123456789012"), value("us-west-2"))
ELSEWHERE = Place(value("999999999999"), value("eu-west-1"))


@pytest.mark.parametrize(
    ("place", "other", "expected"),
    [
        (HERE, HERE, PASS),
        (DUBLIN, DUBLIN, PASS),
        (DUBLIN, OREGON, FAIL),
        (DUBLIN, ELSEWHERE, FAIL),
        (DUBLIN, HERE, UNKNOWN),
    ],
)
def test_account_and_region_have_to_be_the_same(place, other, expected):
    """What a deployment decides is the same as itself, and else open."""
    assert expected is is_near(alarm("a", place=place), other, "is elsewhere").verdict


def test_what_is_elsewhere_is_shown():
    """The place is the resource; an open one says what is not known of it."""
    one = alarm("a", place=DUBLIN)
    where = (Hop(span(1), "aws_cloudwatch_metric_alarm.a"),)

    doubt = "aws_cloudwatch_metric_alarm.a may be in another account or region"
    assert Judgement(FAIL, (Reason("is elsewhere", where),)) == is_near(one, OREGON, "is elsewhere")
    assert Judgement(UNKNOWN, (Reason(doubt, where),)) == is_near(one, HERE, "is elsewhere")
