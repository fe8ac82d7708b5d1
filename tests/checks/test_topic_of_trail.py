"""CT214: whether CloudTrail can publish to a trail's topic, and use its key."""

from __future__ import annotations

from typing import Any

import pytest
from builders import model, policy, topic, trail, unknown
from storage_builders import key

from iacguard.checks.delivery import topic_policy_lets_cloudtrail_publish
from iacguard.core.verdict import Judgement, Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
CLOUDTRAIL = {"Service": "cloudtrail.amazonaws.com"}
PUBLISH = {"Effect": "Allow", "Principal": CLOUDTRAIL, "Action": "SNS:Publish", "Resource": "*"}
ENCRYPT = {**PUBLISH, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"]}


def judged(*others: Any, **fields: Any) -> Judgement:
    """Judge a trail whose topic has these fields, and lets CloudTrail publish by its policy."""
    main = trail(sns_topic="alerts")
    alerts = topic(**{"policies": policy(PUBLISH), **fields})
    found = topic_policy_lets_cloudtrail_publish(main, model(main, alerts, *others), {})
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("statements", "verdict"),
    [
        ([ENCRYPT], PASS),
        ([{**ENCRYPT, "Action": "kms:GenerateDataKey*"}], FAIL),
        ([{**ENCRYPT, "Action": "kms:Decrypt"}], FAIL),
        ([{**ENCRYPT, "Principal": {"Service": "sns.amazonaws.com"}}], FAIL),
        ([], FAIL),
    ],
)
def test_the_key_of_a_topic_lets_cloudtrail_use_it(
    statements: list[dict[str, Any]], verdict: Verdict
) -> None:
    """A message is encrypted for CloudTrail, and the topic's own service is no help."""
    own = key("alerts", policies=policy(*statements) if statements else ())

    assert verdict is judged(own, kms_key=own.arn).verdict


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({"kms_key": "alias/aws/sns"}, FAIL),
        ({"kms_key": "alias/elsewhere"}, UNKNOWN),
        ({"kms_key": unknown()}, UNKNOWN),
        ({"is_fifo": True}, FAIL),
    ],
)
def test_a_topic_may_shut_cloudtrail_out_besides(fields: dict[str, Any], verdict: Verdict) -> None:
    """By the key that AWS manages, or by asking for a group."""
    assert verdict is judged(**fields).verdict


def test_what_is_wrong_with_a_key_is_told() -> None:
    """In words about the trail's topic."""
    (reason,) = judged(kms_key="alias/aws/sns").reasons

    assert (
        "cannot notify its topic: the topic is encrypted with `alias/aws/sns`, which "
        "cloudtrail.amazonaws.com cannot use"
    ) == reason.message


EUROPE = {**PUBLISH, "Principal": {"AWS": "arn:aws:iam::859597730677:root"}}


@pytest.mark.parametrize(
    ("statements", "verdict"),
    [
        ([EUROPE], UNKNOWN),
        ([{**EUROPE, "Principal": {"AWS": ["859597730677", "903692715234"]}}], UNKNOWN),
        ([EUROPE, PUBLISH], PASS),
        ([EUROPE, {**PUBLISH, "Effect": "Deny", "Principal": "*"}], FAIL),
        ([{**EUROPE, "Principal": {"AWS": "arn:aws:iam::111122223333:root"}}], FAIL),
    ],
)
def test_accounts_of_single_regions_notify_from_these(
    statements: list[dict[str, Any]], verdict: Verdict
) -> None:
    """Nobody documents which of them a trail needs."""
    assert verdict is judged(policies=policy(*statements)).verdict
