"""The keys that CloudWatch Logs encrypts log groups with."""

from __future__ import annotations

import pytest
from builders import hops, log_group, span, unknown, value
from storage_builders import alias, attached, key, policy, scope, text

from iacguard.checks.log_group_keys import key_policy_lets_logs_encrypt
from iacguard.core.text import ACCOUNT, REGION, URL_SUFFIX, text_value
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
ACTIONS = [
    "kms:Encrypt*",
    "kms:Decrypt*",
    "kms:ReEncrypt*",
    "kms:GenerateDataKey*",
    "kms:Describe*",
]
HERE_LOGS = {"Service": "logs.{region}.amazonaws.com"}
ENCRYPT = {
    "Sid": "Encrypt",
    "Effect": "Allow",
    "Principal": HERE_LOGS,
    "Action": ACTIONS,
    "Resource": "*",
}
CONTEXT = "kms:EncryptionContext:aws:logs:arn"


def encrypts(*statements, group=None, **fields):
    """Return the judgement on a log group whose key has a policy of these statements."""
    group = group or log_group(kms_key="0000-trail")
    used = key(policies=(attached(policy(*statements)),), **fields)
    return key_policy_lets_logs_encrypt(group, scope(group, used, alias()), {})


def in_region(region, **fields):
    """Return a log group and a place in a region."""
    arn = text("arn:{partition}:logs:" + region + ":111122223333:log-group:audit")
    place = Place(HERE.account, value(region))
    return log_group(arn=arn, place=place, kms_key="0000-trail", **fields), place


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"ArnEquals": {CONTEXT: "arn:{partition}:logs:{region}:{account}:log-group:audit"}}, PASS),
        ({"ArnLike": {CONTEXT: "arn:{partition}:logs:{region}:{account}:*"}}, PASS),
        ({"StringLike": {CONTEXT: "arn:aws:logs:*:{account}:log-group:*"}}, PASS),
        ({"ArnLike": {CONTEXT: "arn:{partition}:logs:{region}:{account}:log-group:web"}}, FAIL),
        # The context holds the ARN without the suffix that CloudTrail asks for.
        ({"StringEquals": {CONTEXT: "arn:aws:logs:{region}:{account}:log-group:audit:*"}}, FAIL),
        ({"StringLike": {CONTEXT: "arn:aws:logs:*:111122223333:log-group:*"}}, UNKNOWN),
        ({"Null": {CONTEXT: "false"}}, PASS),
        ({"StringEquals": {"aws:SourceAccount": "{account}"}}, UNKNOWN),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}, FAIL),
    ],
)
def test_the_key_policy_is_for_this_log_group(condition, expected):
    """The encryption context that CloudWatch Logs sends is the log group's own ARN."""
    assert expected is encrypts(ROOT, {**ENCRYPT, "Condition": condition}).verdict


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("logs.{region}.amazonaws.com", PASS),
        ("logs.us-east-1.amazonaws.com", UNKNOWN),
        ("logs.amazonaws.com", UNKNOWN),
        ("cloudtrail.amazonaws.com", FAIL),
        ("delivery.logs.amazonaws.com", FAIL),
        ("*", UNKNOWN),
    ],
)
def test_a_key_names_cloudwatch_logs_of_a_region(service, expected):
    """Where the region is open, one that is written out may be it."""
    principal = {"Service": service}

    assert expected is encrypts(ROOT, {**ENCRYPT, "Principal": principal}).verdict


@pytest.mark.parametrize(
    ("region", "service", "expected"),
    [
        ("us-east-1", "logs.us-east-1.amazonaws.com", PASS),
        ("us-east-1", "logs.us-east-2.amazonaws.com", FAIL),
        ("us-east-1", "logs.us-east-1.amazonaws.com.cn", FAIL),
        ("us-gov-west-1", "logs.us-gov-west-1.amazonaws.com", PASS),
        ("cn-north-1", "logs.cn-north-1.amazonaws.com.cn", PASS),
        ("cn-north-1", "logs.cn-north-1.amazonaws.com", UNKNOWN),
        ("cn-north-1", "logs.cn-northwest-1.amazonaws.com.cn", FAIL),
    ],
)
def test_another_region_s_name_lets_nobody_in(region, service, expected):
    """CloudWatch Logs asks by the name of the log group's own region."""
    group, place = in_region(region)
    principal = {"Service": service}

    judgement = encrypts(ROOT, {**ENCRYPT, "Principal": principal}, group=group, place=place)

    assert expected is judgement.verdict


def test_a_domain_that_depends_on_the_partition_is_the_one_of_its_partition():
    """CloudFormation's `AWS::URLSuffix` is right wherever the stack is deployed."""
    service = text_value(("logs.", REGION, ".", URL_SUFFIX), (), "it is not deployed yet")

    assert PASS is encrypts(ROOT, {**ENCRYPT, "Principal": {"Service": service}}).verdict


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (["kms:*"], PASS),
        (["kms:GenerateDataKey", "kms:Decrypt"], UNKNOWN),
        (["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:Describe*"], FAIL),
        (["kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:Describe*"], FAIL),
        (["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*", "kms:Describe*"], UNKNOWN),
    ],
)
def test_a_key_is_for_reading_and_writing(actions, expected):
    """Without a data key nothing is encrypted; what comes of the rest AWS does not say."""
    assert expected is encrypts(ROOT, {**ENCRYPT, "Action": actions}).verdict


def test_the_account_alone_lets_no_service_in():
    """One action is told; the place is the policy."""
    judgement = encrypts(ROOT)

    said = (
        "cannot be encrypted with its key: the key policy does not allow "
        "logs.<region>.amazonaws.com to perform kms:GenerateDataKey for this log group "
        '(statement "Root" applies to `arn:<partition>:iam::<account>:root`, not '
        "`logs.<region>.amazonaws.com`)"
    )
    where = (*hops(116), Hop(span(112), 'statement "Root"'))
    assert Judgement(FAIL, (Reason(said, where),)) == judgement


def test_the_default_policy_lets_no_service_in():
    """A key without a policy of its own gives access to the account only."""
    group = log_group(kms_key="0000-trail")

    judgement = key_policy_lets_logs_encrypt(group, scope(group, key()), {})

    said = (
        "cannot be encrypted with its key: the key has the default key policy, which "
        "allows no AWS service"
    )
    assert Judgement(FAIL, (Reason(said, (Hop(span(1), "aws_kms_key.trail"),)),)) == judgement


def test_an_action_that_is_left_out_is_named():
    """The reason of an unknown verdict says what AWS documents."""
    judgement = encrypts(ROOT, {**ENCRYPT, "Action": ACTIONS[:-1]})

    said = (
        "AWS documents that logs.<region>.amazonaws.com has to be allowed kms:DescribeKey, too, "
        "and not what comes of leaving it out"
    )
    assert (UNKNOWN, [said]) == (judgement.verdict, [one.message for one in judgement.reasons])


def test_the_name_of_every_region_is_named():
    """Whether the name without a region is taken is not documented."""
    judgement = encrypts(ROOT, {**ENCRYPT, "Principal": {"Service": "logs.amazonaws.com"}})

    said = (
        "the key policy allows `logs.amazonaws.com`, and AWS documents only "
        "`logs.<region>.amazonaws.com` for the keys of log groups"
    )
    assert (UNKNOWN, [said]) == (judgement.verdict, [one.message for one in judgement.reasons])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, PASS),
        ({"key_spec": "RSA_2048"}, FAIL),
        ({"is_enabled": False}, FAIL),
        ({"is_enabled": unknown()}, UNKNOWN),
        ({"exists": unknown()}, UNKNOWN),
        ({"place": Place(HERE.account, value("us-east-1"))}, UNKNOWN),
    ],
)
def test_only_a_usable_key_encrypts(fields, expected):
    """Whatever its policy allows, another key makes no data keys."""
    assert expected is encrypts(ROOT, ENCRYPT, **fields).verdict


def test_a_key_of_another_region_points_at_both():
    """A log group takes a key of its own region only."""
    group, _ = in_region("us-east-1")
    elsewhere = Place(HERE.account, value("us-east-2"))
    named = "arn:aws:kms:us-east-2:111122223333:key/1"
    group, _ = in_region("us-east-1")
    allowing = {**ENCRYPT, "Principal": {"Service": "logs.us-east-1.amazonaws.com"}}
    used = key(arn=named, place=elsewhere, policies=(attached(policy(allowing)),))
    group = log_group(arn=group.arn, place=group.place, kms_key=named)

    judgement = key_policy_lets_logs_encrypt(group, scope(group, used), {})

    said = "cannot be encrypted with its key: the key is in another region"
    where = (Hop(span(1), "aws_kms_key.trail"), Hop(span(1), "aws_cloudwatch_log_group.audit"))
    assert Judgement(FAIL, (Reason(said, where, remedy="region"),)) == judgement


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("0000-trail", FAIL),
        (text("arn:{partition}:kms:{region}:{account}:alias/trail"), FAIL),
        ("arn:aws:kms:us-east-1:111122223333:key/ffff", UNKNOWN),
        (unknown(), UNKNOWN),
        (None, None),
        ("", None),
    ],
)
def test_a_key_that_is_not_here_is_not_judged(named, expected):
    """A group without a key has nothing to be let in to."""
    judgement = encrypts(ROOT, group=log_group(kms_key=named))

    assert expected is (None if judgement is None else judgement.verdict)


def test_the_account_of_a_group_is_that_of_its_arn():
    """A key may be for all log groups of the account."""
    name = text_value(("arn:aws:logs:", REGION, ":", ACCOUNT, ":log-group:*"), (), "not deployed")

    assert PASS is encrypts(ROOT, {**ENCRYPT, "Condition": {"ArnLike": {CONTEXT: name}}}).verdict
