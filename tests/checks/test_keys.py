"""The keys that trails encrypt with."""

from __future__ import annotations

import pytest
from builders import hops, span, trail, unknown, value
from documented_policies import SERVICE
from storage_builders import alias, attached, key, policy, scope, text

from iacguard.checks.keys import key_policy_lets_cloudtrail_encrypt, trail_key_rotates
from iacguard.core.value import Hop
from iacguard.core.verdict import Judgement, Reason, Verdict

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
        "cannot encrypt its log files: the key policy does not let cloudtrail.amazonaws.com do "
        'kms:GenerateDataKey* for this trail (statement "Root" is for '
        "`arn:<partition>:iam::<account>:root`, not `cloudtrail.amazonaws.com`)"
    )
    where = (*hops(116), Hop(span(112), 'statement "Root"'))
    assert Judgement(FAIL, (Reason(said, where),)) == judgement


def test_the_default_policy_lets_no_service_in():
    """A key without a policy of its own gives access to the account only."""
    main = trail(kms_key="0000-trail")

    judgement = key_policy_lets_cloudtrail_encrypt(main, scope(main, key()), {})

    said = "cannot encrypt its log files: the key has the default policy, which is for no service"
    where = (Hop(span(1), "aws_kms_key.trail"),)
    assert Judgement(FAIL, (Reason(said, where),)) == judgement


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

    judgement = trail_key_rotates(used, scope(main, used, alias()), {})

    assert expected is (None if judgement is None else judgement.verdict)


def test_a_key_that_does_not_rotate_points_at_the_switch():
    """The place is the attribute's value."""
    main, used = trail(kms_key="0000-trail"), key(rotates=value(False, 8))

    judgement = trail_key_rotates(used, scope(main, used), {})

    assert Judgement(FAIL, (Reason("does not rotate", hops(8), "false"),)) == judgement
