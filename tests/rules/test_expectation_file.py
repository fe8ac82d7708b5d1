"""What a rule file expects of fields of its subject, and what is refused of it."""

from __future__ import annotations

import pytest
from rule_files import raw

from iacguard.errors import RuleError
from iacguard.rules.rule import Field, Junction, OptionName
from iacguard.rules.rule_file import rule_from


def test_a_field_that_the_subject_lacks_is_refused() -> None:
    """A rule that reads nothing would pass for ever."""
    with pytest.raises(RuleError, match="a trail has no field 'is_loging'"):
        rule_from(raw(expect={"is_true": "is_loging"}), "odd.yaml")


def test_an_expectation_holds_several_claims_and_takes_options() -> None:
    """`all` and `any` hold claims; an operand, and what a failure says, may hold an option."""
    written = raw(
        subject="trail.log_group",
        options={"min_days": {"default": 365, "minimum": 1, "description": "Days."}},
        expect={
            "any": [
                {"equals": {"retention_days": 0}},
                {"at_least": {"retention_days": "$min_days"}, "otherwise": "is short"},
            ],
            "otherwise": "is not kept for {min_days} days",
        },
    )

    assert (
        Junction(
            False,
            (
                Field(
                    operator="equals",
                    name="retention_days",
                    operand=0,
                    otherwise="is not kept for {min_days} days",
                ),
                Field(
                    operator="at_least",
                    name="retention_days",
                    operand=OptionName("min_days"),
                    otherwise="is short",
                ),
            ),
        )
        == rule_from(written, "odd.yaml").claim
    )


@pytest.mark.parametrize(
    ("expect", "problem"),
    [
        ("is_logging", "expect: a claim has one operator, found 'is_logging'"),
        ({}, "expect: a claim has one operator, found {}"),
        (
            {"is_true": "is_logging", "is_set": "kms_key"},
            "expect: a claim has one operator, found "
            "{'is_true': 'is_logging', 'is_set': 'kms_key'}",
        ),
        ({"all": [{"is_true": "is_logging"}]}, "expect: all holds a list of two claims or more"),
        (
            {"any": [{"is_true": "is_logging"}, {"all": []}]},
            "expect.any[1]: unknown operator 'all', not one of is_true, is_false, is_set, "
            "is_absent, equals, at_least",
        ),
        (
            {"equals": "is_logging"},
            "expect: equals holds one field and what it is compared with",
        ),
        (
            {"equals": {"is_logging": [True]}},
            "expect: [True] is neither a text, a number, true nor false",
        ),
        (
            {"is_true": "is_logging", "otherwise": "is off for {min_days}"},
            "expect: there is no option 'min_days' to be told in 'is off for {min_days}'",
        ),
        (
            {"is_true": "is_logging", "cause": "stopped"},
            "expect: remedy.reasons has no line for the cause 'stopped'",
        ),
        ({"is_true": "bucket.name"}, "expect: a trail has no field 'bucket.name'"),
    ],
)
def test_a_claim_that_cannot_be_judged_is_refused(expect, problem: str) -> None:
    """What is wrong is told with its place, before anything is judged."""
    with pytest.raises(RuleError) as refused:
        rule_from(raw(expect=expect), "odd.yaml")

    assert f"odd.yaml: {problem}" == str(refused.value)
