"""Policies that AWS refuses allow nothing for certain, and are told."""

from __future__ import annotations

import json

import pytest

from iacguard.core.source import Position, SourceSpan
from iacguard.core.value import Hop, Known
from iacguard.core.verdict import Verdict
from iacguard.iam.document import read_document
from iacguard.iam.evaluate import allows
from iacguard.iam.policy_kind import BUCKET, GUARDRAIL, INLINE, KEY, MANAGED, OTHER, TRUST, of_key
from iacguard.iam.request import Holder, Request, ServicePrincipal
from iacguard.iam.statement import UnreadStatement

HERE = (Hop(SourceSpan("main.tf", Position(3, 1, 20), Position(3, 9, 28)), ""),)
OWN = {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"}
SERVED = {**OWN, "Action": "s3:PutObject", "Principal": {"Service": "s.com"}}
TRUSTED = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "s.com"}}
MANAGED_KEY = {"Effect": "Allow", "Action": "kms:*", "Principal": {"AWS": "*"}, "Resource": "*"}
OF_KIND = {
    "inline": (INLINE, OWN),
    "managed": (MANAGED, OWN),
    "trust": (TRUST, TRUSTED),
    "bucket": (BUCKET, SERVED),
    "key": (KEY, MANAGED_KEY),
    "other": (OTHER, SERVED),
    "guardrail": (GUARDRAIL, OWN),
}


def refused(kind: str, *statements, **document) -> list[str]:
    """Return why AWS refuses a policy of a kind with a statement that it takes and these."""
    policy_kind, taken = OF_KIND[kind]
    written = {"Version": "2012-10-17", "Statement": [taken, *statements], **document}
    read = read_document(Known(json.dumps(written), HERE), kind=policy_kind)
    assert read is not None
    return [
        one.reason for one in read.statements if isinstance(one, UnreadStatement) and one.is_refused
    ]


@pytest.mark.parametrize("kind", OF_KIND)
def test_a_policy_of_its_kind_is_taken(kind):
    """What AWS takes is not refused."""
    assert [] == refused(kind)


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        ("inline", {"Resource": None}, "statement 2 has neither `Resource` nor `NotResource`"),
        ("inline", {"Resource": []}, "the Resource of statement 2 is empty"),
        ("inline", {"Action": []}, "the Action of statement 2 is empty"),
        ("inline", {"Action": "Put"}, "the Action of statement 2 names no service: `Put`"),
        ("inline", {"Resource": "logs"}, "the Resource of statement 2 is not an ARN: `logs`"),
        (
            "inline",
            {"Resource": "arn:aws:s3"},
            "the Resource of statement 2 is not an ARN: `arn:aws:s3`",
        ),
        (
            "inline",
            {"Condition": {"StringEqual": {"aws:x": "1"}}},
            "the condition on `aws:x` in statement 2 has the unknown operator `StringEqual`",
        ),
        (
            "managed",
            {"Sid": "a-b"},
            'the Sid of statement "a-b" may hold only letters and digits',
        ),
        (
            "inline",
            {"Principal": "*"},
            "statement 2 names a principal, which an identity's own policy may not",
        ),
        (
            "inline",
            {"Action": [["s3:*"]]},
            "the Action of statement 2 is neither a string nor a list of strings",
        ),
        (
            "bucket",
            {"Principal": None},
            "statement 2 has neither `Principal` nor `NotPrincipal`",
        ),
        ("bucket", {"Resource": "logs"}, "the Resource of statement 2 is not an ARN: `logs`"),
        ("key", {"Action": "Decrypt"}, "the Action of statement 2 names no service: `Decrypt`"),
        (
            "trust",
            {"Resource": "*"},
            "statement 2 has a `Resource`, which a trust policy may not have",
        ),
        ("guardrail", {"Resource": None}, "statement 2 has neither `Resource` nor `NotResource`"),
        ("other", {"Action": []}, "the Action of statement 2 is empty"),
    ],
)
def test_a_statement_that_aws_refuses(kind, changes, expected):
    """Each of the faults is told, in the words of the statement."""
    taken = {**OF_KIND[kind][1], **changes}
    statement = {name: value for name, value in taken.items() if value is not None}

    assert [expected] == refused(kind, statement)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("inline", {"Action": "*"}),
        ("inline", {"Action": "logs:*"}),
        ("inline", {"Resource": "arn:aws:logs:*"}),
        ("inline", {"Resource": "*:log-group:*"}),
        ("inline", {"Sid": "Writes2"}),
        ("bucket", {"Sid": "let CloudTrail-write"}),
        ("key", {"Resource": None}),
        ("trust", {"Sid": ""}),
    ],
)
def test_what_aws_takes(kind, changes):
    """What one service refuses, another takes; where nothing is documented, nothing is told."""
    taken = {**OF_KIND[kind][1], **changes}
    statement = {name: value for name, value in taken.items() if value is not None}

    assert [] == refused(kind, statement)


def test_a_version_of_no_policy():
    """There are two versions."""
    expected = ["the Version of the policy is neither `2012-10-17` nor `2008-10-17`"]

    assert expected == refused("inline", Version="2012-10-18")
    assert [] == refused("inline", Version="2008-10-17")


def test_a_repeated_sid_is_refused_by_iam_alone():
    """Elsewhere nobody documents that a Sid is unique."""
    one = {**OWN, "Sid": "A"}

    assert ['two statements of the policy have the Sid "A"'] == refused("inline", one, one)
    assert [] == refused("bucket", {**SERVED, "Sid": "A"}, {**SERVED, "Sid": "A"})


@pytest.mark.parametrize(
    ("kind", "limit"), [("inline", 10_240), ("managed", 6_144), ("bucket", 20_480), ("key", 32_768)]
)
def test_a_policy_that_is_too_long(kind, limit):
    """White space aside, as AWS counts it."""
    name = "arn:aws:s3:::" + "x" * limit
    statement = {**OF_KIND[kind][1], "Resource": name}
    spaced = {**OF_KIND[kind][1], "Resource": "arn:aws:s3:::" + " " * limit}

    expected = [f"the policy is longer than the {limit:,} characters that AWS accepts"]
    assert expected == refused(kind, statement)
    assert [] == refused(kind, spaced)


@pytest.mark.parametrize(
    ("statement", "is_refused"),
    [
        (MANAGED_KEY, False),
        ({**MANAGED_KEY, "Action": "kms:Put*"}, False),
        ({**MANAGED_KEY, "Action": "kms:Encrypt"}, True),
        ({**MANAGED_KEY, "Principal": {"Service": "s.com"}}, True),
        ({**MANAGED_KEY, "Effect": "Deny"}, True),
    ],
)
def test_a_key_policy_that_nobody_could_replace(statement, is_refused):
    """KMS asks that somebody may put another policy, unless it is told not to."""
    text = Known(json.dumps({"Version": "2012-10-17", "Statement": [statement]}), HERE)

    for kind, expected in ((of_key(Known(False)), is_refused), (of_key(Known(True)), False)):
        document = read_document(text, kind=kind)
        assert document is not None
        assert expected is any(isinstance(one, UnreadStatement) for one in document.statements)


@pytest.mark.parametrize(
    ("action", "expected"),
    [("logs:PutLogEvents", Verdict.UNKNOWN), ("logs:CreateLogStream", Verdict.FAIL)],
)
def test_a_refused_policy_allows_nothing_for_certain(action, expected):
    """What it would allow is unknown, with what is wrong; what it would not, it does not."""
    written = {"Version": "2012-10-17", "Statement": [OWN, {**OWN, "Resource": "logs"}]}
    document = read_document(Known(json.dumps(written), HERE), kind=INLINE)
    assert document is not None
    asked = Request(principal=Holder(), action=action, resource=("arn:aws:logs:g",))

    assert expected is allows([document], asked).verdict


def test_a_refused_policy_still_denies():
    """A Deny is one whether or not the rest of the policy is mended."""
    deny = {**SERVED, "Effect": "Deny"}
    written = {"Version": "2012-10-17", "Statement": [deny, {**SERVED, "Resource": []}]}
    document = read_document(Known(json.dumps(written), HERE), kind=BUCKET)
    assert document is not None
    asked = Request(
        principal=ServicePrincipal("s.com"), action="s3:PutObject", resource=("arn:aws:s3:::b",)
    )

    assert Verdict.FAIL is allows([document], asked).verdict
