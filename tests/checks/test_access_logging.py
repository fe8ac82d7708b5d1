"""Whether requests to a bucket are logged, in a bucket that can take the logs."""

from __future__ import annotations

from typing import Any

import pytest
from builders import model, policy, unknown, value
from storage_builders import bucket

from iacguard.checks.access_logging import access_is_logged
from iacguard.core.verdict import Verdict
from iacguard.model.bucket import ITSELF, AclGrant
from iacguard.model.entity import Place

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
GROUP = "http://acs.amazonaws.com/groups/s3/LogDelivery"
DUBLIN = Place(value("111122223333"), value("eu-west-1"))
OREGON = Place(value("111122223333"), value("us-west-2"))
OTHERS = Place(value("444455556666"), value("eu-west-1"))
ARN = "arn:aws:s3:::access"


def statement(**changed: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{ARN}/*",
        **changed,
    }


def judged(*, prefix: Any = None, place: Place = DUBLIN, **target: Any) -> Verdict:
    """Judge a bucket that logs to another one of which these fields are given."""
    fields = {"arn": ARN, "place": DUBLIN, "policies": policy(statement()), **target}
    taking = bucket("access", **fields)
    logged = bucket(
        "logs",
        arn="arn:aws:s3:::logs",
        place=place,
        access_log_bucket="access",
        access_log_prefix=prefix,
    )
    return access_is_logged(logged, model(buckets=(logged, taking)), {}).verdict


@pytest.mark.parametrize(
    ("target", "verdict"),
    [
        ({}, PASS),
        ({"default_encryption": "AES256"}, PASS),
        ({"default_encryption": "aws:kms"}, FAIL),
        ({"default_encryption": "aws:kms:dsse"}, FAIL),
        ({"default_encryption": unknown()}, UNKNOWN),
        ({"default_retention": "GOVERNANCE"}, FAIL),
        ({"default_retention": unknown()}, UNKNOWN),
        ({"is_requester_pays": True}, FAIL),
        ({"exists": unknown()}, UNKNOWN),
        ({"policies": ()}, FAIL),
        ({"policies": (), "canned_acl": "log-delivery-write"}, PASS),
        ({"policies": (), "canned_acl": "private"}, FAIL),
        ({"policies": (), "canned_acl": unknown()}, UNKNOWN),
        (
            {
                "policies": (),
                "canned_acl": "log-delivery-write",
                "object_ownership": "BucketOwnerEnforced",
            },
            FAIL,
        ),
    ],
)
def test_a_bucket_takes_access_logs_that_lets_s3_in(target: dict[str, Any], verdict: Verdict):
    """And that neither encrypts them with KMS nor locks them, nor has the requester pay."""
    assert verdict is judged(**target)


@pytest.mark.parametrize(
    ("changed", "prefix", "verdict"),
    [
        ({}, None, PASS),
        ({"Principal": {"Service": "cloudtrail.amazonaws.com"}}, None, FAIL),
        ({"Action": "s3:GetObject"}, None, FAIL),
        ({"Resource": f"{ARN}/audit/*"}, "audit/", PASS),
        ({"Resource": f"{ARN}/audit/*"}, "other/", FAIL),
        ({"Effect": "Deny"}, None, FAIL),
        ({"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::logs"}}}, None, PASS),
        ({"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::x"}}}, None, FAIL),
        ({"Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}, None, PASS),
        ({"Condition": {"StringEquals": {"aws:SourceAccount": "444455556666"}}}, None, FAIL),
    ],
)
def test_a_policy_lets_the_logging_service_write(changed, prefix, verdict):
    """For the bucket that is logged, below the prefix."""
    assert verdict is judged(policies=policy(statement(**changed)), prefix=prefix)


@pytest.mark.parametrize(
    ("permissions", "verdict"),
    [
        (("FULL_CONTROL",), PASS),
        (("WRITE", "READ_ACP"), PASS),
        (("WRITE",), FAIL),
        ((unknown(),), UNKNOWN),
    ],
)
def test_grants_let_the_group_of_s3_write(permissions, verdict):
    """Both permissions are needed, or all of them."""
    grants = tuple(
        AclGrant(grantee_uri=value(GROUP), permission=value(each)) for each in permissions
    )

    assert verdict is judged(policies=(), acl_grants=grants)


@pytest.mark.parametrize(("place", "verdict"), [(DUBLIN, PASS), (OREGON, FAIL), (OTHERS, FAIL)])
def test_access_logs_stay_in_the_account_and_region(place, verdict):
    """S3 delivers them nowhere else."""
    assert verdict is judged(place=place)


def test_a_bucket_does_not_log_to_itself():
    """By its own name, or where a language lets none be named."""
    named = bucket("logs", access_log_bucket="logs")
    unnamed = bucket("logs", access_log_bucket=unknown(parts=(ITSELF,)))

    found = [access_is_logged(one, model(buckets=(one,)), {}).verdict for one in (named, unnamed)]

    assert [FAIL, FAIL] == found


@pytest.mark.parametrize(("name", "verdict"), [("elsewhere", PASS), (None, FAIL), ("", FAIL)])
def test_a_bucket_that_is_declared_elsewhere_is_believed_to_take_them(name, verdict):
    """None at all is none."""
    logged = bucket("logs", access_log_bucket=name)

    assert verdict is access_is_logged(logged, model(buckets=(logged,)), {}).verdict
