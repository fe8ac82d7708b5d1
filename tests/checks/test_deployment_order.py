"""Whether a trail is made after the policies that let CloudTrail deliver."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import hops, log_group, span, trail, unknown
from documented_policies import SERVICE
from storage_builders import (
    attached,
    bucket,
    key,
    managed_attachment,
    managed_policy,
    policy,
    role,
    scope,
    text,
)

from iacguard.checks.deployment_order import trail_comes_after_policies
from iacguard.core.value import Hop
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.model.order import Order

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
WHY = unknown("a condition decides what it waits for")

DELIVERS = policy(
    {"Effect": "Allow", "Principal": SERVICE, "Action": "s3:GetBucketAcl", "Resource": "*"},
    {"Effect": "Allow", "Principal": SERVICE, "Action": "s3:PutObject", "Resource": "*"},
)
ENCRYPTS = policy(
    {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:{partition}:iam::{account}:root"},
        "Action": "kms:*",
        "Resource": "*",
    },
    {"Effect": "Allow", "Principal": SERVICE, "Action": "kms:*", "Resource": "*"},
)
WRITES = policy({"Effect": "Allow", "Action": "logs:*", "Resource": "*"})
READS = policy({"Effect": "Allow", "Action": "logs:Get*", "Resource": "*"})


def order(after="", late="", perhaps=""):
    """Return an order in which a trail comes after some addresses, not after others."""
    names = [*after.split(), *late.split(), *perhaps.split()]
    positions = {name: bit for bit, name in enumerate(names)}
    bits = [sum(1 << positions[name] for name in one.split()) for one in (after, perhaps)]
    return Order(positions=positions, before=bits[0], perhaps=bits[1], doubt=WHY)


def of(address, document, line=100):
    """Return a policy that a resource of this address holds."""
    return replace(attached(document, line), address=address)


def judged(given, *entities, **fields):
    """Return the judgement on a trail with an order, beside these entities."""
    main = trail(order=given, **fields)
    return trail_comes_after_policies(main, scope(main, *entities), {})


def verdict(judgement):
    """Return the verdict of a judgement, if there is one."""
    return None if judgement is None else judgement.verdict


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (order(after="p"), PASS),
        (order(late="p"), FAIL),
        (order(perhaps="p"), UNKNOWN),
        (order(late="q"), None),
        (None, None),
    ],
)
def test_a_trail_comes_after_its_bucket_s_policy(given, expected):
    """What is not deployed together is nobody's order, and not asked."""
    logs = bucket(policies=(of("p", DELIVERS),))

    assert expected is verdict(judged(given, logs))


@pytest.mark.parametrize(
    ("policies", "named", "expected"),
    [
        ((), "logs", None),
        # That it does not let CloudTrail deliver, CT205 tells.
        ((of("p", policy()),), "logs", None),
        ((of("p", DELIVERS),), "elsewhere", None),
        # It may be the policy of another bucket.
        ((replace(of("p", DELIVERS), exists=unknown()),), "logs", UNKNOWN),
    ],
)
def test_only_policies_that_let_cloudtrail_deliver_matter(policies, named, expected):
    """A bucket that is not here, or takes nothing, has no policy to wait for."""
    assert expected is verdict(judged(order(late="p"), bucket(policies=policies), bucket=named))


def test_a_late_bucket_policy_is_named():
    """The places are the trail and the policy."""
    judgement = judged(order(late="p"), bucket(policies=(of("p", DELIVERS),)))

    said = "may be created before the policy of its bucket: nothing orders it after p"
    where = (Hop(span(1), "aws_cloudtrail.main"), Hop(hops(100)[0].span, "p"))
    assert Judgement(FAIL, (Reason(said, where, remedy="bucket"),)) == judgement


def test_a_doubt_is_told():
    """The reason is that of the order."""
    judgement = judged(order(perhaps="p"), bucket(policies=(of("p", DELIVERS),)))

    said = "a condition decides what it waits for"
    assert Judgement(UNKNOWN, (Reason(said, (Hop(span(1), ""),)),)) == judgement


@pytest.mark.parametrize(("given", "expected"), [(order(after="p"), PASS), (order(late="p"), FAIL)])
def test_a_trail_comes_after_its_key_s_policy(given, expected):
    """Until then the key has the default policy, which allows no service."""
    used = key(policies=(of("p", ENCRYPTS),))

    assert expected is verdict(judged(given, used, bucket="elsewhere", kms_key="0000-trail"))


def of_role(given, policies=(), attachments=()):
    """Return the verdict on a trail whose role has these policies."""
    delivery = role(policies=policies, managed_policies=attachments)
    own = managed_policy("write", WRITES)
    fields = {
        "bucket": "elsewhere",
        "log_group_arn": text("arn:{partition}:logs:{region}:{account}:log-group:audit:*"),
        "log_group_role_arn": delivery.arn,
    }
    return verdict(judged(given, delivery, own, log_group(), **fields))


@pytest.mark.parametrize(
    ("given", "policies", "expected"),
    [
        (order(after="p"), (of("p", WRITES),), PASS),
        (order(late="p"), (of("p", WRITES),), FAIL),
        # One of two is enough, and what it may do besides is not tried.
        (order(after="p", late="q"), (of("p", WRITES), of("q", WRITES)), PASS),
        (order(after="p", late="q"), (of("p", WRITES), of("q", READS)), PASS),
        (order(after="q", late="p"), (of("p", WRITES), of("q", READS)), FAIL),
        (order(after="q", perhaps="p"), (of("p", WRITES), of("q", READS)), UNKNOWN),
        (order(late="p"), (of("p", READS),), None),
    ],
)
def test_a_trail_comes_after_what_lets_its_role_write(given, policies, expected):
    """What is left without the late policies has to be enough."""
    assert expected is of_role(given, policies)


@pytest.mark.parametrize(("given", "expected"), [(order(after="a"), PASS), (order(late="a"), FAIL)])
def test_an_attachment_has_to_be_there(given, expected):
    """The policy that is attached may well be."""
    arn = text("arn:{partition}:iam::{account}:policy/write")
    attachment = replace(managed_attachment(arn), address="a", provenance=hops(7))

    assert expected is of_role(given, attachments=(attachment,))


@pytest.mark.parametrize(
    ("given", "expected"), [(order(after="p"), None), (order(late="p"), UNKNOWN)]
)
def test_a_bucket_that_a_trail_only_may_name_leaves_the_order_open(given, expected):
    """Where its policy is there before in any case, nothing is open."""
    logs = bucket(policies=(of("p", DELIVERS),))

    assert expected is verdict(judged(given, logs, bucket=unknown()))


def test_each_thing_that_a_trail_needs_is_asked():
    """A role in order mends no bucket."""
    logs = bucket(policies=(of("p", DELIVERS),))
    used = key(policies=(of("k", ENCRYPTS),))

    judgement = judged(order(after="k", late="p"), logs, used, kms_key="0000-trail")

    assert (FAIL, ["bucket"]) == (judgement.verdict, [one.remedy for one in judgement.reasons])
