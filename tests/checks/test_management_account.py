"""An organization trail that a delegated administrator makes belongs to the management account."""

from __future__ import annotations

import pytest
from builders import span, trail, unknown
from documented_policies import SERVICE
from storage_builders import attached, bucket, key, policy, scope

from iacguard.checks.delivery import bucket_policy_lets_cloudtrail_deliver
from iacguard.checks.keys import key_policy_lets_cloudtrail_encrypt
from iacguard.core.value import Hop
from iacguard.core.verdict import Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
OWN, ABOVE = "222222222222", "111111111111"
ARN = "arn:aws:cloudtrail:eu-west-1:{}:trail/main"
OF_ABOVE = {"StringEquals": {"aws:SourceArn": ARN.format(ABOVE)}}
PATHS = ["arn:aws:s3:::logs/AWSLogs/{organization}/*"]


def look(condition):
    return {
        "Effect": "Allow",
        "Principal": SERVICE,
        "Action": "s3:GetBucketAcl",
        "Resource": "arn:aws:s3:::logs",
        "Condition": condition,
    }


def write(condition, resource=PATHS):
    return {**look(condition), "Action": "s3:PutObject", "Resource": resource}


def delivers(*statements, **fields):
    main = trail(**{"arn": ARN.format(OWN), "is_organization_trail": True, **fields})
    model = scope(main, bucket(policies=(attached(policy(*statements)),)))
    return bucket_policy_lets_cloudtrail_deliver(main, model, {})


def test_a_policy_for_the_trail_of_another_account_may_be_right():
    """The reason names that account, at the place where it is written."""
    said = (
        f"the policy is for the trail of account {ABOVE}, which is right only if that account "
        "manages the organization and this one is a delegated administrator"
    )
    found = delivers(look(OF_ABOVE), write(OF_ABOVE))

    assert UNKNOWN is found.verdict
    assert [said] == [one.message for one in found.reasons]
    assert (Hop(span(119), ""),) == found.reasons[0].provenance


@pytest.mark.parametrize(
    ("statements", "fields", "expected"),
    [
        ((look(OF_ABOVE), write(OF_ABOVE)), {"is_organization_trail": False}, FAIL),
        ((look(OF_ABOVE), write(OF_ABOVE)), {"is_organization_trail": unknown()}, UNKNOWN),
        ((look(OF_ABOVE), write(OF_ABOVE, "arn:aws:s3:::logs/other/*")), {}, FAIL),
        ((look(OF_ABOVE),), {}, FAIL),
        (
            (look({"StringEquals": {"aws:SourceArn": ARN.format(ABOVE) + "-2"}}), write(OF_ABOVE)),
            {},
            FAIL,
        ),
        (
            (
                look({"StringEquals": {"aws:SourceAccount": ABOVE}}),
                write({"StringEquals": {"aws:SourceAccount": ABOVE}}),
            ),
            {},
            UNKNOWN,
        ),
        (
            (
                look({"StringEquals": {"aws:SourceArn": ARN.format(OWN)}}),
                write({"StringEquals": {"aws:SourceArn": ARN.format(OWN)}}),
            ),
            {},
            PASS,
        ),
    ],
)
def test_nothing_else_is_forgiven(statements, fields, expected):
    """With the management account's trail in place of its own, all of the policy must be right."""
    assert expected is delivers(*statements, **fields).verdict


@pytest.mark.parametrize(("is_of_organization", "expected"), [(True, UNKNOWN), (False, FAIL)])
def test_the_key_is_asked_for_the_same_trail(is_of_organization, expected):
    """The encryption context is the ARN of the management account's trail."""
    main = trail(
        arn=ARN.format(OWN), is_organization_trail=is_of_organization, kms_key="0000-trail"
    )
    statement = {
        "Effect": "Allow",
        "Principal": SERVICE,
        "Action": "kms:GenerateDataKey*",
        "Resource": "*",
        "Condition": {
            "StringEquals": {"kms:EncryptionContext:aws:cloudtrail:arn": ARN.format(ABOVE)}
        },
    }
    used = key(policies=(attached(policy(statement)),), skips_lockout_check=True)

    assert expected is key_policy_lets_cloudtrail_encrypt(main, scope(main, used), {}).verdict
