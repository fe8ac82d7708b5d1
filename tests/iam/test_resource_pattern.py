"""Resources of policies: how far their wildcards reach."""

from __future__ import annotations

import pytest

from iacguard.core.text import ACCOUNT, PARTITION, REGION
from iacguard.core.value import Hole, Symbol
from iacguard.core.verdict import Verdict
from iacguard.iam.match import pattern_of
from iacguard.iam.resource_pattern import Resource

PASS, UNKNOWN, FAIL = Verdict.PASS, Verdict.UNKNOWN, Verdict.FAIL

STREAM = ("arn:aws:logs:us-east-1:111122223333:log-group:trail:log-stream:a_CloudTrail_b",)
TRAIL = ("arn:aws:cloudtrail:us-east-1:111122223333:trail/main",)
LOG_FILE = ("arn:aws:s3:::logs/AWSLogs/1/CloudTrail/", Hole(excludes=":*/"))
GROUP = Symbol("aws_cloudwatch_log_group.trail.arn", never_empty=True)
OPEN = ("arn:", PARTITION, ":logs:", REGION, ":", ACCOUNT, ":log-group:trail:log-stream:a")

CASES = [
    (STREAM, "*", PASS),
    (STREAM, STREAM[0], PASS),
    (STREAM, "arn:aws:logs:*:*:*", PASS),
    (STREAM, "arn:aws:logs:*", PASS),
    (STREAM, "arn:*:logs:us-*-1:111122223333:log-group:*", PASS),
    (STREAM, "arn:aws:logs:us-east-?:*:log-group:*:log-stream:*", PASS),
    (STREAM, "arn:aws:logs:us-east-1:111122223333:log-group:t*:*", PASS),
    (STREAM, "arn:aws:logs:us-east-1:111122223333:log-group:other:*", FAIL),
    # A wildcard that would have to pass a colon.
    (STREAM, "arn:aws:logs:us-east-1?111122223333:log-group:*", UNKNOWN),
    (STREAM, "arn:aws:logs:*:log-group:*", UNKNOWN),
    (STREAM, "arn:aws:logs:us*3333:*", UNKNOWN),
    (STREAM, "arn:aws:logs:us-*_CloudTrail_b", UNKNOWN),
    (STREAM, "arn:aws:logs:us-east*", PASS),
    (STREAM, "arn:aws:logs:us-east-1:111122223333:log-group:*CloudTrail_b", PASS),
    (STREAM, "arn:aws:logs:us-east-1:111122223333:log-group:t*am:*", UNKNOWN),
    # A wildcard in the service, or in the type of the resource.
    (STREAM, "arn:aws:*", UNKNOWN),
    (STREAM, "arn:a*", UNKNOWN),
    (STREAM, "arn:aws:log?:us-east-1:111122223333:*", UNKNOWN),
    (STREAM, "arn:aws:logs:us-east-1:111122223333:log-*", UNKNOWN),
    (STREAM, "arn:aws:logs:us-east-1:111122223333:*:*", UNKNOWN),
    (TRAIL, "arn:aws:cloudtrail:us-east-1:111122223333:*", PASS),
    (TRAIL, "arn:aws:cloudtrail:us-east-1:111122223333:trail/*", PASS),
    (TRAIL, "arn:aws:cloudtrail:us-east-1:111122223333:t*", UNKNOWN),
    (TRAIL, "arn:aws:cloudtrail:us-east-1:111122223333:*/main", UNKNOWN),
    # A bucket has no type, and neither has a topic.
    (LOG_FILE, "arn:aws:s3:::l*", PASS),
    (LOG_FILE, "arn:aws:s3:::*/AWSLogs/*", PASS),
    (("arn:aws:sns:us-east-1:111122223333:deliveries",), "arn:aws:sns:*:*:deliver*", PASS),
    # What is not known yet is matched as far as it goes.
    ((GROUP, ":log-stream:a"), (GROUP, ":*"), PASS),
    ((GROUP, ":log-stream:a"), "arn:aws:logs:*:*:*", UNKNOWN),
    (OPEN, ("arn:", PARTITION, ":logs:*:", ACCOUNT, ":log-group:trail:*"), PASS),
    (OPEN, ("arn:", PARTITION, ":logs:", Hole(), ":log-group:trail:*"), UNKNOWN),
]


@pytest.mark.parametrize(("asked", "written", "expected"), CASES)
def test_a_wildcard_reaches_as_far_as_is_documented(asked, written, expected):
    """A pass and a failure are proofs; what lies between them depends on what AWS does."""
    pattern = pattern_of((written,) if isinstance(written, str) else written)

    assert expected is Resource(asked).by(pattern)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("arn:aws:sns:eu-west-1:1111*", UNKNOWN),
        ("main", UNKNOWN),
        ("arn:aws:s3:::other", FAIL),
        ("*", PASS),
        ((Symbol("other"),), UNKNOWN),
    ],
)
def test_what_is_no_arn_leaves_nothing_out_for_certain(written, expected):
    """A statement for all resources but ``main`` may be for none, or be refused."""
    pattern = pattern_of((written,) if isinstance(written, str) else written)

    assert expected is Resource(TRAIL).by(pattern, is_left_out=True)
