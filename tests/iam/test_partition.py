"""The partition that a policy's own ARNs settle."""

from __future__ import annotations

import json

import pytest

from iacguard.core.text import ACCOUNT, PARTITION, URL_SUFFIX, text_value
from iacguard.core.verdict import Verdict
from iacguard.iam.document import read_document
from iacguard.iam.evaluate import allows
from iacguard.iam.request import Request, ServicePrincipal, carried

PASS, UNKNOWN, FAIL = Verdict.PASS, Verdict.UNKNOWN, Verdict.FAIL
SOURCE = ("arn:", PARTITION, ":cloudtrail:eu-west-1:", ACCOUNT, ":trail/main")


def judged(resource, source="*", principal="s.com", request_arn=SOURCE):
    """Return the verdict on a statement for this resource, source and principal."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "<principal>"},
        "Action": "s3:PutObject",
        "Resource": resource,
        "Condition": {"StringLike": {"aws:SourceArn": source}},
    }
    before, after = json.dumps({"Statement": statement}).split("<principal>")
    written = principal if isinstance(principal, tuple) else (principal,)
    document = read_document(text_value((before, *written, after), (), "open"))
    assert document is not None
    request = Request(
        principal=ServicePrincipal("s.amazonaws.com" if written[0] == "s." else "s.com"),
        action="s3:PutObject",
        resource=("arn:", PARTITION, ":s3:::logs/x"),
        context={"aws:sourcearn": carried(request_arn)},
    )
    return allows([document], request).verdict


@pytest.mark.parametrize(
    ("resource", "source", "expected"),
    [
        ("arn:aws:s3:::logs/*", "*", PASS),
        ("arn:aws-cn:s3:::logs/*", "*", PASS),
        (["arn:aws:s3:::logs/*", "arn:aws-cn:s3:::logs/*"], "*", UNKNOWN),
        ("arn:moon:s3:::logs/*", "*", UNKNOWN),
        ("arn:aws:s3:::logs/*", "arn:aws:cloudtrail:*", PASS),
        ("arn:aws:s3:::logs/*", "arn:aws-cn:cloudtrail:*", FAIL),
        ("*", "arn:aws:cloudtrail:*", PASS),
        ("*", "arn:aws:s3:*", FAIL),
    ],
)
def test_a_policy_says_which_partition_it_is_for(resource, source, expected):
    """A partition that is written out is that of the deployment, everywhere in the policy."""
    assert expected is judged(resource, source)


@pytest.mark.parametrize(
    ("resource", "expected"), [("arn:aws:s3:::logs/*", PASS), ("arn:aws-cn:s3:::logs/*", FAIL)]
)
def test_a_request_knows_its_partition_best(resource, expected):
    """A request whose own ARN is written out is for that partition alone."""
    known = ("arn:aws:cloudtrail:eu-west-1:", ACCOUNT, ":trail/main")

    assert expected is judged(resource, request_arn=known)


@pytest.mark.parametrize(
    ("resource", "expected"),
    [("arn:aws:s3:::logs/*", PASS), ("arn:aws-cn:s3:::logs/*", FAIL), ("*", UNKNOWN)],
)
def test_a_partition_has_its_url_suffix(resource, expected):
    """A service principal that is composed with the suffix is known where the partition is."""
    assert expected is judged(resource, principal=("s.", URL_SUFFIX))
