"""Who asks without being named: what people of other accounts can have, and what they cannot."""

from __future__ import annotations

import pytest
from builders import trail
from storage_builders import attached, bucket, policy, scope

from iacguard.checks.public_access import bucket_is_private
from iacguard.core.verdict import Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
PUBLIC = {
    "Sid": "Open",
    "Effect": "Allow",
    "Principal": "*",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::logs/*",
}


def private(**fields):
    """Return the verdict on a trail's bucket with these fields."""
    logs = bucket(**fields)
    return bucket_is_private(logs, scope(trail(), logs), {}).verdict


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringLike": {"aws:SourceVpce": "vpce-*"}}, FAIL),
        ({"StringLike": {"aws:SourceVpce": "vpce-0a*"}}, FAIL),
        ({"StringLike": {"aws:SourceVpc": "vpc-*"}}, FAIL),
        ({"StringLike": {"aws:PrincipalOrgID": ["o-abcdefghij", "o-*"]}}, FAIL),
        ({"StringLike": {"aws:PrincipalOrgID": "o-abcdefghij"}}, PASS),
        ({"StringLike": {"aws:PrincipalOrgID": "{organization}"}}, PASS),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-*/r-*/ou-*/*"}}, FAIL),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-abcdefghij/*"}}, PASS),
        ({"StringLike": {"aws:PrincipalAccount": "1111*"}}, FAIL),
        ({"StringLike": {"aws:PrincipalAccount": "111122223333*"}}, PASS),
        ({"StringLike": {"aws:PrincipalAccount": "{account}"}}, PASS),
        ({"StringLike": {"aws:userid": "*:admin"}}, FAIL),
        ({"StringLike": {"aws:userid": "AROAEXAMPLE:*"}}, PASS),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::logs-*"}}, FAIL),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::mine"}}, PASS),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:us-east-1:*:topic"}}, FAIL),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:{account}:*"}}, PASS),
        ({"ArnLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:*:accesspoint/*"}}, FAIL),
        ({"ArnLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:{account}:accesspoint/*"}}, PASS),
        ({"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}, FAIL),
        ({"StringEquals": {"aws:PrincipalTag/team": "audit"}}, FAIL),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, FAIL),
        ({"Null": {"aws:PrincipalOrgID": "false"}}, FAIL),
        ({"Null": {"aws:PrincipalOrgID": "true", "aws:PrincipalAccount": "false"}}, FAIL),
        (
            {
                "StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"},
                "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/reader"},
            },
            FAIL,
        ),
        (
            {
                "StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"},
                "StringLike": {"aws:SourceVpce": "vpce-*", "aws:PrincipalTag/team": "*"},
            },
            PASS,
        ),
    ],
)
def test_what_everybody_can_have_restricts_nothing(condition, expected):
    """A stranger has an account, an organization, an endpoint and roles of any name."""
    policies = (attached(policy({**PUBLIC, "Condition": condition})),)

    assert expected is private(policies=policies)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, PASS),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}, PASS),
        ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, PASS),
        ({"Bool": {"aws:SecureTransport": "false"}}, FAIL),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, FAIL),
        ({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/reader"}}, FAIL),
        ({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}, PASS),
        ({"StringNotLike": {"aws:PrincipalOrgID": "o-*"}}, FAIL),
        ({"StringNotEquals": {"aws:PrincipalTag/team": "audit"}}, FAIL),
    ],
)
def test_a_denial_that_strangers_cannot_evade_closes_the_bucket(condition, expected):
    """What every stranger meets shuts them out; what they can avoid does not."""
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
        "Condition": condition,
    }

    assert expected is private(policies=(attached(policy(PUBLIC, deny)),))


def test_a_policy_that_asks_for_more_strangers_than_are_looked_at_is_open():
    """What was not looked at proves nothing."""
    statements = [
        {
            **PUBLIC,
            "Condition": {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::111122223333:role/r{n}*"}},
        }
        for n in range(60)
    ]

    assert UNKNOWN is private(policies=(attached(policy(*statements)),))
    assert PASS is private(policies=(attached(policy(*statements[:20])),))
