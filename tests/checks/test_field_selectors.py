"""Conditions of advanced event selectors."""

from __future__ import annotations

import pytest
from builders import advanced, condition, management, unknown

from iacguard.checks.field_selectors import (
    ORDINARY_SOURCE,
    Access,
    admits,
    has_category,
    is_not_narrowed,
    leaves_out,
    names,
)
from iacguard.core.value import Known
from iacguard.core.verdict import Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
KMS, RDS = "kms.amazonaws.com", "rdsdata.amazonaws.com"


@pytest.mark.parametrize(
    ("operators", "kms", "rds"),
    [
        ({"equals": [KMS]}, PASS, FAIL),
        ({"equals": [KMS, RDS]}, PASS, PASS),
        ({"not_equals": [KMS]}, FAIL, PASS),
        ({"not_equals": [KMS, RDS]}, FAIL, FAIL),
        ({"starts_with": ["kms"]}, PASS, FAIL),
        ({"not_starts_with": ["kms"]}, FAIL, PASS),
        ({"ends_with": [".amazonaws.com"]}, PASS, PASS),
        ({"ends_with": ["data.amazonaws.com"]}, FAIL, PASS),
        ({"not_ends_with": ["data.amazonaws.com"]}, PASS, FAIL),
        ({"starts_with": ["k"], "not_equals": [KMS]}, FAIL, FAIL),
        ({"equals": [unknown()]}, UNKNOWN, UNKNOWN),
        ({}, PASS, PASS),
    ],
)
def test_every_operator_of_a_condition_has_to_be_met(operators, kms, rds):
    """The values of one operator are alternatives."""
    selector = management(condition("eventSource", **operators))

    assert (kms, rds) == tuple(
        admits(selector, "eventSource", source).verdict for source in (KMS, RDS)
    )


def test_a_field_that_no_condition_mentions_may_be_anything():
    """A category, though, has to be named."""
    narrow = advanced(condition("readOnly", equals=["true"]))

    assert PASS is admits(narrow, "eventSource", KMS).verdict
    assert FAIL is has_category(narrow, "Management", "records none").verdict
    assert PASS is has_category(management(), "Management", "records none").verdict


def test_a_condition_on_a_field_that_is_not_known_may_be_on_any():
    """It may narrow what is recorded."""
    selector = management(condition(unknown(), equals=["x"]))

    assert UNKNOWN is admits(selector, "eventSource", KMS).verdict
    assert UNKNOWN is is_not_narrowed(selector, ("eventCategory",)).verdict
    assert PASS is is_not_narrowed(management(), ("eventCategory",)).verdict
    assert FAIL is is_not_narrowed(management(), ("readOnly",)).verdict


def test_what_is_named_to_be_left_out():
    """Of the negative operators alone."""
    written = condition("eventSource", equals=["a"], not_equals=["b"], not_starts_with=["c"])

    assert (Known("b"), Known("c")) == leaves_out(written)


def test_an_ordinary_service_is_named_by_nobody():
    """A source that only a deployment tells is one of those that are worth naming."""
    assert FAIL is names(unknown(), ORDINARY_SOURCE)
    assert UNKNOWN is names(unknown(), KMS)


def test_the_halves_of_all_events_have_a_word_in_each_kind_of_selector():
    """AWS's own words."""
    assert [("ReadOnly", "true"), ("WriteOnly", "false")] == [
        (access.basic, access.advanced) for access in Access
    ]
