"""What CloudTrail asks of buckets, keys, topics and roles."""

from __future__ import annotations

import pytest
from builders import hops, span, trail, unknown, value
from storage_builders import attached, bucket, policy

from iacguard.checks.cloudtrail_requests import (
    DIGEST_FILES,
    LOG_FILES,
    asked,
    because,
    each_alone,
    encryption,
    in_force,
    worded,
)
from iacguard.core.text import ACCOUNT, PARTITION, REGION
from iacguard.core.value import Hop
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.iam.request import OneOf, carried

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
EMPTY = policy()


def test_a_request_carries_the_trail_that_it_is_for():
    """Its ARN and its account are what conditions are about."""
    request = asked(trail(), "s3:GetBucketAcl", bucket().arn, {})

    arn = ("arn:", PARTITION, ":cloudtrail:", REGION, ":", ACCOUNT, ":trail/main")
    assert carried(arn) == request.context["aws:sourcearn"]
    assert carried((ACCOUNT,)) == request.context["aws:sourceaccount"]
    assert ("arn:", PARTITION, ":s3:::logs") == request.resource


@pytest.mark.parametrize(
    ("key", "kind", "expected"),
    [
        ("alias/trail", LOG_FILES, carried("aws:kms")),
        ("alias/trail", DIGEST_FILES, OneOf(("aws:kms", "AES256"), or_missing=True)),
        (None, LOG_FILES, OneOf(("AES256",), or_missing=True)),
        (None, DIGEST_FILES, OneOf(("AES256",), or_missing=True)),
        (unknown(), LOG_FILES, OneOf(("aws:kms", "AES256"), or_missing=True)),
    ],
)
def test_a_file_is_written_with_a_header_for_its_encryption(key, kind, expected):
    """A trail's key is for its log files."""
    header = {"s3:x-amz-server-side-encryption": expected}

    assert header == encryption(trail(kms_key=key), kind)


def test_policies_that_may_be_attached_are_in_force():
    """One that certainly is not deployed says nothing."""
    policies = [attached(EMPTY, exists=exists) for exists in (True, False, unknown())]

    assert 2 == len(in_force(policies))
    assert [] == in_force(policies[1:2])


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((), PASS),
        ((FAIL,), FAIL),
        ((PASS, PASS), PASS),
        ((FAIL, FAIL), FAIL),
        ((PASS, FAIL), UNKNOWN),
    ],
)
def test_of_several_policies_one_is_in_force(verdicts, expected):
    """A verdict holds where all of them agree."""
    left = list(verdicts)

    def judge(documents):
        return Judgement(left.pop(0) if documents else PASS)

    assert expected is each_alone([attached(EMPTY) for _ in verdicts], judge).verdict


def test_a_failure_shows_the_setting_that_asks_for_so_much():
    """A pass needs no reason."""
    fails = Judgement(FAIL, (Reason("cannot", hops(3)),))

    assert Judgement(FAIL, (Reason("cannot", (*hops(3), *hops(5))),)) == because(
        value(True, 5), fails
    )
    assert Judgement(PASS) == because(value(True, 5), Judgement(PASS))


def test_a_failure_says_what_cannot_be_done_without_a_policy():
    """What the policies say stands in parentheses; the holder is the place where they say none."""
    fails = Judgement(FAIL, (Reason("no statement allows it"),))

    where = (Hop(span(1), "aws_s3_bucket.logs"),)
    said = Reason("cannot deliver (no statement allows it)", where)
    assert Judgement(FAIL, (said,)) == worded(fails, "cannot deliver", bucket())
    assert Judgement(UNKNOWN) == worded(Judgement(UNKNOWN), "cannot deliver", bucket())
