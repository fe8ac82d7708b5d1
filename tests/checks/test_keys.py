"""The keys that trails encrypt with."""

from __future__ import annotations

import pytest
from builders import hops, span, trail, unknown, value
from documented_policies import SERVICE
from storage_builders import alias, attached, bucket, key, policy, scope, text

from iacguard.checks.keys import key_policy_lets_cloudtrail_encrypt, trail_key_rotates
from iacguard.checks.links import of_trail_key
from iacguard.core.value import Hop
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.model.entity import HERE, Place

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ROOT = {
    "Sid": "Root",
    "Effect": "Allow",
    "Principal": {"AWS": "arn:{partition}:iam::{account}:root"},
    "Action": "kms:*",
    "Resource": "*",
}
CONTEXT = "kms:EncryptionContext:aws:cloudtrail:arn"
ENCRYPT = {
    "Sid": "Encrypt",
    "Effect": "Allow",
    "Principal": SERVICE,
    "Action": "kms:GenerateDataKey*",
    "Resource": "*",
}


def encrypts(*statements, **fields):
    """Return the verdict on a trail whose key has a policy of these statements."""
    main = trail(**{"kms_key": "0000-trail", **fields})
    model = scope(main, key(policies=(attached(policy(*statements)),)), alias())
    return key_policy_lets_cloudtrail_encrypt(main, model, {})


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringLike": {CONTEXT: "arn:{partition}:cloudtrail:*:{account}:trail/*"}}, PASS),
        (
            {"StringEquals": {CONTEXT: "arn:{partition}:cloudtrail:{region}:{account}:trail/main"}},
            PASS,
        ),
        ({"StringLike": {CONTEXT: "arn:{partition}:cloudtrail:*:{account}:trail/other"}}, FAIL),
        ({"StringLike": {CONTEXT: "arn:aws:cloudtrail:*:{account}:trail/*"}}, PASS),
        ({"StringLike": {CONTEXT: "arn:{partition}:cloudtrail:*:111122223333:trail/*"}}, UNKNOWN),
        ({"StringEquals": {"aws:SourceAccount": "{account}"}}, PASS),
        ({"Null": {CONTEXT: "false"}}, PASS),
        ({"Null": {CONTEXT: "true"}}, FAIL),
        ({"ForAllValues:StringLike": {"kms:EncryptionContextKeys": "aws:*"}}, PASS),
    ],
)
def test_the_key_policy_is_for_this_trail(condition, expected):
    """The encryption context that CloudTrail sends is the trail's own ARN."""
    assert expected is encrypts(ROOT, {**ENCRYPT, "Condition": condition}).verdict


def test_a_literal_partition_is_that_of_the_deployment():
    """KMS takes no policy whose principals are of another partition."""
    root = {**ROOT, "Principal": {"AWS": "arn:aws:iam::{account}:root"}}
    condition = {"StringLike": {CONTEXT: "arn:aws:cloudtrail:*:{account}:trail/*"}}

    assert PASS is encrypts(root, {**ENCRYPT, "Condition": condition}).verdict


def test_the_account_alone_lets_no_service_in():
    """The place is the policy."""
    judgement = encrypts(ROOT)

    said = (
        "cannot encrypt its log files: the key policy does not allow "
        "cloudtrail.amazonaws.com to perform kms:GenerateDataKey* for this trail "
        '(statement "Root" applies to `arn:<partition>:iam::<account>:root`, not '
        "`cloudtrail.amazonaws.com`)"
    )
    where = (*hops(116), Hop(span(112), 'statement "Root"'))
    assert Judgement(FAIL, (Reason(said, where),)) == judgement


def test_the_default_policy_lets_no_service_in():
    """A key without a policy of its own gives access to the account only."""
    main = trail(kms_key="0000-trail")

    judgement = key_policy_lets_cloudtrail_encrypt(main, scope(main, key()), {})

    said = (
        "cannot encrypt its log files: the key has the default key policy, which "
        "allows no AWS service"
    )
    where = (Hop(span(1), "aws_kms_key.trail"),)
    assert Judgement(FAIL, (Reason(said, where),)) == judgement


ALLOWED = (attached(policy(ROOT, ENCRYPT)),)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, PASS),
        ({"key_spec": "RSA_2048"}, FAIL),
        ({"key_spec": "HMAC_256"}, FAIL),
        ({"key_spec": unknown()}, UNKNOWN),
        ({"is_enabled": False}, FAIL),
    ],
)
def test_only_a_symmetric_key_that_is_enabled_encrypts(fields, expected):
    """Whatever its policy allows, another key makes no data keys."""
    main = trail(kms_key="0000-trail")
    model = scope(main, key(policies=ALLOWED, **fields))

    assert expected is key_policy_lets_cloudtrail_encrypt(main, model, {}).verdict


def test_an_asymmetric_key_points_at_its_kind():
    """The place is the kind that is written."""
    main = trail(kms_key="0000-trail")
    model = scope(main, key(policies=ALLOWED, key_spec=value("RSA_2048", 9)))

    judgement = key_policy_lets_cloudtrail_encrypt(main, model, {})

    said = "cannot encrypt its log files: its key is not a symmetric encryption key"
    assert Judgement(FAIL, (Reason(said, hops(9), remedy="kind"),)) == judgement


def near(key_region, bucket_region, named="logs"):
    """Return the judgement on a trail whose key and bucket are in these regions."""
    main = trail(kms_key="arn:aws:kms:eu-west-1:111122223333:key/0000", bucket=named)
    used = key(
        arn="arn:aws:kms:eu-west-1:111122223333:key/0000",
        policies=ALLOWED,
        place=Place(HERE.account, key_region),
    )
    logs = bucket(place=Place(HERE.account, bucket_region))
    return key_policy_lets_cloudtrail_encrypt(main, scope(main, used, logs), {})


@pytest.mark.parametrize(
    ("key_region", "bucket_region", "named", "expected"),
    [
        (HERE.region, HERE.region, "logs", PASS),
        (value("eu-west-1"), value("eu-west-1"), "logs", PASS),
        (value("eu-west-1"), HERE.region, "logs", UNKNOWN),
        (value("eu-west-1"), value("us-east-1"), "logs", FAIL),
        (value("eu-west-1"), value("us-east-1"), "elsewhere", PASS),
    ],
)
def test_the_key_is_in_the_region_of_the_bucket(key_region, bucket_region, named, expected):
    """S3 encrypts with keys of its own region only; of a bucket elsewhere nothing is known."""
    assert expected is near(key_region, bucket_region, named).verdict


def test_a_key_in_another_region_points_at_both():
    """The places are the headers of the key and of the bucket."""
    judgement = near(value("eu-west-1"), value("us-east-1"))

    said = "cannot encrypt its log files: its key and its bucket are in different regions"
    where = (Hop(span(1), "aws_kms_key.trail"), Hop(span(1), "aws_s3_bucket.logs"))
    assert Judgement(FAIL, (Reason(said, where, remedy="region"),)) == judgement


NAMES = [
    ("0000-trail", FAIL),
    (text("arn:{partition}:kms:{region}:{account}:key/0000-trail"), FAIL),
    ("alias/trail", FAIL),
    (text("arn:{partition}:kms:{region}:{account}:alias/trail"), FAIL),
    ("alias/other", UNKNOWN),
    (text("arn:{partition}:kms:us-east-1:{account}:alias/trail"), UNKNOWN),
    ("arn:aws:kms:us-east-1:111122223333:key/ffff", UNKNOWN),
    (unknown(), UNKNOWN),
    (None, None),
    ("", None),
]


@pytest.mark.parametrize(("named", "expected"), NAMES)
def test_a_key_is_found_by_its_names_and_its_aliases(named, expected):
    """The trail names a key by id, ARN or alias; one that is not here is unknown."""
    judgement = encrypts(ROOT, kms_key=named)

    assert expected is (None if judgement is None else judgement.verdict)


@pytest.mark.parametrize(
    ("named", "fields", "expected"),
    [
        ("alias/trail", {"rotates": True}, PASS),
        ("alias/trail", {"rotates": value(False, 8)}, FAIL),
        ("alias/trail", {"rotates": unknown()}, UNKNOWN),
        ("alias/other", {"rotates": False}, None),
        (None, {"rotates": False}, None),
        (unknown(), {"rotates": False}, UNKNOWN),
        (unknown(), {"rotates": True}, PASS),
        ("alias/trail", {"key_spec": "RSA_2048"}, None),
        ("alias/trail", {"key_spec": unknown()}, UNKNOWN),
    ],
)
def test_the_key_of_a_trail_rotates(named, fields, expected):
    """Only the symmetric keys that trails use are judged."""
    main, used = trail(kms_key=named), key(**fields)

    model = scope(main, used, alias())
    judgement = of_trail_key(used, model, lambda: trail_key_rotates(used, model, {}))

    assert expected is (None if judgement is None else judgement.verdict)


def test_a_key_that_does_not_rotate_points_at_the_switch():
    """The place is the attribute's value."""
    main, used = trail(kms_key="0000-trail"), key(rotates=value(False, 8))

    judgement = trail_key_rotates(used, scope(main, used), {})

    assert Judgement(FAIL, (Reason("is not rotated automatically", hops(8), "false"),)) == judgement
