"""Whether a topic takes what an alarm tells it, and delivers it to somebody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from builders import (
    alarm,
    chat_channel,
    composite_alarm,
    policy,
    subscription,
    symbol,
    texts,
    topic,
    topic_arn,
    unknown,
    value,
)
from storage_builders import key
from told import FILTER, said, told

from iacguard.core.verdict import Judgement, Verdict
from iacguard.model.entity import Place
from iacguard.model.policy import AttachedPolicy
from iacguard.model.topic import Subscription

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
TOPIC = "aws_sns_topic.alerts"
ACCOUNT = "111122223333"
OWN = Place(value(ACCOUNT), value("eu-west-1"))
OTHERS = Place(value("444455556666"), value("eu-west-1"))


def arn(service: str, rest: str, account: str = ACCOUNT, region: str = "eu-west-1") -> Any:
    return value(f"arn:aws:{service}:{region}:{account}:{rest}")


def allow(principal: Any, **more: Any) -> dict[str, Any]:
    """Return a statement that lets somebody publish."""
    usual = {"Effect": "Allow", "Principal": principal, "Action": "sns:Publish", "Resource": "*"}
    return {**usual, **more}


CLOUDWATCH = {"Service": "cloudwatch.amazonaws.com"}


def under(policies: tuple[AttachedPolicy, ...], place: Place = OWN) -> Judgement:
    """Judge an alarm of an account on a topic with these policies."""
    there = topic(arn=arn("sns", "alerts"), place=OWN, policies=policies)
    ours = alarm(
        "stopped",
        arn=arn("cloudwatch", "alarm:stopped", place.account.value),
        alarm_actions=(arn("sns", "alerts"),),
        place=place,
    )
    source = replace(FILTER, place=place)
    return told(ours, there, subscription(topic_arn=arn("sns", "alerts")), source=source)


POLICIES = [
    ([allow(CLOUDWATCH)], PASS),
    ([allow({"Service": ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"]})], PASS),
    ([allow("*")], PASS),
    ([allow({"AWS": "*"})], PASS),
    ([allow({"AWS": "*"}, Condition={"StringEquals": {"AWS:SourceOwner": ACCOUNT}})], PASS),
    ([allow({"AWS": "*"}, Condition={"StringEquals": {"AWS:SourceOwner": "1"}})], FAIL),
    ([allow(CLOUDWATCH, Condition={"StringEquals": {"aws:SourceAccount": ACCOUNT}})], PASS),
    (
        [
            allow(
                CLOUDWATCH,
                Condition={"ArnLike": {"aws:SourceArn": f"arn:aws:cloudwatch:*:{ACCOUNT}:alarm:*"}},
            )
        ],
        PASS,
    ),
    (
        [
            allow(
                CLOUDWATCH,
                Condition={
                    "ArnLike": {"aws:SourceArn": f"arn:aws:cloudwatch:*:{ACCOUNT}:alarm:stop*"}
                },
            )
        ],
        PASS,
    ),
    (
        [
            allow(
                CLOUDWATCH,
                Condition={"ArnLike": {"aws:SourceArn": "arn:aws:cloudwatch:*:*:alarm:other"}},
            )
        ],
        FAIL,
    ),
    ([allow({"AWS": "*"}, Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})], FAIL),
    ([allow({"AWS": f"arn:aws:iam::{ACCOUNT}:root"})], FAIL),
    ([allow({"Service": "budgets.amazonaws.com"})], FAIL),
    ([allow(CLOUDWATCH, Action="sns:Subscribe")], FAIL),
    ([allow(CLOUDWATCH, Resource="arn:aws:sns:eu-west-1:111122223333:other")], FAIL),
    ([allow("*", Effect="Deny")], FAIL),
    ([allow(CLOUDWATCH), allow("*", Effect="Deny")], FAIL),
    (
        [
            allow(CLOUDWATCH),
            allow("*", Effect="Deny", Condition={"Bool": {"aws:SecureTransport": "false"}}),
        ],
        PASS,
    ),
    ([allow(CLOUDWATCH, Condition={"StringEquals": {"aws:SourceOrgID": "o-1"}})], UNKNOWN),
]


@pytest.mark.parametrize(("statements", "verdict"), POLICIES)
def test_the_policy_of_a_topic_lets_cloudwatch_publish(
    statements: list[dict[str, Any]], verdict: Verdict
) -> None:
    """CloudWatch asks as a service, on behalf of an alarm and its account."""
    assert verdict is under(policy(*statements)).verdict


def test_a_topic_without_a_policy_takes_what_its_owner_sends() -> None:
    """The default policy is for the account of the topic, whose alarms are its own."""
    assert PASS is under(()).verdict
    assert [f"{TOPIC} has the default policy, which allows only its owner's account"] == said(
        under((), place=OTHERS)
    )


def test_what_keeps_cloudwatch_out_is_told() -> None:
    """The statement that is nearest, in words about the topic."""
    judgement = under(policy(allow({"Service": "budgets.amazonaws.com"})))

    assert [
        f"the policy of {TOPIC} does not allow cloudwatch.amazonaws.com to perform SNS:Publish "
        "(statement 1 applies to `budgets.amazonaws.com`, not `cloudwatch.amazonaws.com`)"
    ] == said(judgement)


LETS_IN = {
    "Effect": "Allow",
    "Principal": CLOUDWATCH,
    "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
    "Resource": "*",
}
KEYS = [
    ([LETS_IN], {}, PASS),
    ([{**LETS_IN, "Action": "kms:*"}], {}, PASS),
    ([{**LETS_IN, "Action": "kms:GenerateDataKey*"}], {}, FAIL),
    ([{**LETS_IN, "Action": ["kms:Decrypt", "kms:Encrypt"]}], {}, FAIL),
    ([{**LETS_IN, "Principal": {"Service": "sns.amazonaws.com"}}], {}, FAIL),
    ([{**LETS_IN, "Principal": {"AWS": "arn:aws:iam::111122223333:root"}}], {}, FAIL),
    ([], {}, FAIL),
    ([LETS_IN], {"is_enabled": False}, FAIL),
    ([LETS_IN], {"key_spec": "RSA_2048"}, FAIL),
    ([LETS_IN], {"is_enabled": unknown()}, UNKNOWN),
]


@pytest.mark.parametrize(("statements", "fields", "verdict"), KEYS)
def test_the_key_of_a_topic_lets_cloudwatch_use_it(
    statements: list[dict[str, Any]], fields: dict[str, Any], verdict: Verdict
) -> None:
    """An alarm whose service cannot use the key goes off and tells nobody."""
    policies = policy(*statements) if statements else ()
    own = key("alerts", policies=policies, **fields)

    assert verdict is told(own, topic(kms_key=own.arn)).verdict


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("alias/aws/sns", FAIL),
        ("arn:aws:kms:eu-west-1:111122223333:alias/aws/sns", FAIL),
        (unknown(parts=("arn:aws:kms:", *symbol("r").parts, ":1:alias/aws/sns")), FAIL),
        ("alias/other", UNKNOWN),
        ("arn:aws:kms:eu-west-1:111122223333:key/abc", UNKNOWN),
        (unknown(), UNKNOWN),
        ("", PASS),
        (None, PASS),
    ],
)
def test_a_key_that_is_declared_elsewhere_is_not_known(written: Any, verdict: Verdict) -> None:
    """The one that AWS manages lets in no service."""
    assert verdict is told(topic(kms_key=written)).verdict


def test_what_is_wrong_with_a_key_is_told() -> None:
    """The key that AWS manages, one with the default policy, and one that is disabled."""
    default = key("alerts")
    disabled = key("alerts", policies=policy(LETS_IN), is_enabled=False)

    assert [
        f"{TOPIC} is encrypted with `alias/aws/sns`, which cloudwatch.amazonaws.com cannot use",
        f"the key of {TOPIC} has the default policy, which allows no service",
        f"the key of {TOPIC} is disabled",
    ] == [
        *said(told(topic(kms_key="alias/aws/sns"))),
        *said(told(default, topic(kms_key=default.arn))),
        *said(told(disabled, topic(kms_key=disabled.arn))),
    ]


@pytest.mark.parametrize(("fifo", "verdict"), [(False, PASS), (True, FAIL), (unknown(), UNKNOWN)])
def test_a_fifo_topic_takes_no_alarm(fifo: Any, verdict: Verdict) -> None:
    """Each of its messages needs a group, which no service names."""
    assert verdict is told(topic(is_fifo=fifo)).verdict


@pytest.mark.parametrize(
    ("region", "verdict"),
    [("eu-west-1", PASS), ("us-east-1", FAIL), (symbol("region"), UNKNOWN)],
)
def test_a_topic_is_in_the_region_of_its_alarm(region: Any, verdict: Verdict) -> None:
    """CloudWatch refuses an action in another region."""
    ours = alarm(
        "stopped",
        arn=arn("cloudwatch", "alarm:stopped"),
        place=OWN,
        alarm_actions=(arn("sns", "alerts"),),
    )
    there = topic(arn=arn("sns", "alerts"), place=Place(value(ACCOUNT), value(region)))
    source = subscription(topic_arn=arn("sns", "alerts"))
    judgement = told(ours, there, source, source=replace(FILTER, place=OWN))

    assert verdict is judgement.verdict


def test_a_topic_elsewhere_is_in_the_region_of_its_alarm_too() -> None:
    """Its ARN says where it is."""
    near, far = (
        alarm("stopped", place=OWN, alarm_actions=(arn("sns", "x", region=region),))
        for region in ("eu-west-1", "us-east-1")
    )

    assert [UNKNOWN, FAIL] == [
        told(each, source=replace(FILTER, place=OWN)).verdict for each in (near, far)
    ]


@pytest.mark.parametrize(
    ("topics", "verdict"),
    [
        (texts((topic_arn("alerts"),)), PASS),
        (texts((topic_arn("other"), topic_arn("alerts"))), PASS),
        (texts((topic_arn("other"),)), FAIL),
        (texts(()), FAIL),
        (None, FAIL),
        (unknown(), UNKNOWN),
    ],
)
def test_a_chat_channel_subscribes_to_its_topics(topics: Any, verdict: Verdict) -> None:
    """Amazon Q Developer tells the channel of what it gets."""
    assert verdict is told(chat_channel(topics=topics), without=(Subscription,)).verdict


def test_a_composite_alarm_tells_a_topic_as_an_alarm_does() -> None:
    """The same topic, with what is wrong with it."""
    silent = alarm("stopped", alarm_actions=())

    assert FAIL is told(silent, composite_alarm(), topic(kms_key="alias/aws/sns")).verdict
