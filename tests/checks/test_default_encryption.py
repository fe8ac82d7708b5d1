"""A bucket's default key, and the log files of a trail that names no key of its own."""

from __future__ import annotations

import pytest
from builders import hops, trail, unknown, value
from documented_policies import SERVICE
from storage_builders import alias, attached, bucket, key, policy, scope, text

from iacguard.checks.default_encryption import default_encryption_lets_deliver
from iacguard.core.verdict import Judgement, Reason, Verdict

PASS, UNKNOWN = Verdict.PASS, Verdict.UNKNOWN
KEY = text("arn:{partition}:kms:{region}:{account}:key/0000-default", 7)
ROOT = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:{partition}:iam::{account}:root"},
    "Action": "kms:*",
    "Resource": "*",
}
ENCRYPT = {
    "Sid": "Encrypt",
    "Effect": "Allow",
    "Principal": SERVICE,
    "Action": "kms:GenerateDataKey*",
    "Resource": "*",
}
FOR_LOG_FILES = {
    "StringLike": {
        "kms:EncryptionContext:aws:cloudtrail:arn": (
            "arn:{partition}:cloudtrail:{region}:{account}:trail/*"
        )
    }
}
ADVICE = (
    "give the trail a KMS key of its own to decide whether log files arrive: aws_s3_bucket.logs "
    "encrypts by default with "
)


def judged(*others, of=None, **fields):
    """Return the judgement on a trail and a bucket that encrypts with KMS by default."""
    main = trail(**(of or {}))
    settled = {"default_encryption": value("aws:kms", 6), "default_key": KEY, **fields}
    logs = bucket(**settled)
    return default_encryption_lets_deliver(main, logs, scope(main, logs, *others))


def default_key(*statements, **fields):
    policies = (attached(policy(*statements)),) if statements else ()
    return key("default", policies=policies, **fields)


def because(said, place=7):
    return Judgement(UNKNOWN, (Reason(ADVICE + said, hops(place)),))


@pytest.mark.parametrize("algorithm", [None, "AES256"])
def test_the_keys_of_s3_keep_nobody_out(algorithm):
    """Every object is encrypted with S3's own keys where nothing else is said."""
    assert Judgement(PASS) == judged(default_encryption=value(algorithm), default_key=None)


def test_a_trail_with_its_own_key_asks_for_that():
    """Its log files carry a header, and the bucket's default counts for what has none."""
    assert Judgement(PASS) == judged(of={"kms_key": "0000-trail"})


@pytest.mark.parametrize("algorithm", ["aws:kms", "aws:kms:dsse"])
def test_a_key_that_lets_cloudtrail_in_is_enough(algorithm):
    """Whether the log files need it or not, they arrive."""
    found = judged(default_key(ROOT, ENCRYPT), default_encryption=algorithm)

    assert PASS is found.verdict


@pytest.mark.parametrize(
    "keys",
    [
        (default_key(ROOT),),
        (default_key(),),
        (default_key(ROOT, {**ENCRYPT, "Condition": FOR_LOG_FILES}),),
        (default_key(ROOT, ENCRYPT, {**ENCRYPT, "Effect": "Deny"}),),
        (default_key(ROOT, ENCRYPT, is_enabled=value(False)),),
    ],
    ids=["account only", "default policy", "for log files of a key", "denied", "disabled"],
)
def test_a_key_that_keeps_cloudtrail_out_leaves_it_open(keys):
    """Nobody documents whether such a trail asks for S3's own keys."""
    said = "aws_kms_key.default, which cloudtrail.amazonaws.com may not use"

    assert because(said) == judged(*keys)


def test_an_alias_is_followed():
    """An alias stands for the key that it points at."""
    found = judged(
        default_key(ROOT),
        alias("logs", "0000-default"),
        default_key=value("alias/logs", 8),
    )

    assert because("aws_kms_key.default, which cloudtrail.amazonaws.com may not use", 8) == found


def test_no_key_is_the_one_that_aws_manages():
    """The place is the algorithm."""
    assert because("the key that AWS manages for S3", 6) == judged(default_key=None)


def test_a_key_of_another_place_is_not_known():
    """Its policy is not in this code."""
    arn = value("arn:aws:kms:us-east-1:444455556666:key/1", 9)

    assert because("a key that is declared elsewhere", 9) == judged(default_key=arn)


def test_what_has_no_value_is_said_first():
    """A variable without a value is the reason, for the key and for the algorithm."""
    open_end = unknown("var.open has no value")
    expected = Judgement(UNKNOWN, (Reason("var.open has no value"),))

    assert expected == judged(default_key=open_end)
    assert expected == judged(default_encryption=open_end)
