"""The roles that CloudTrail writes to log groups with."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import hops, span, trail, unknown, value
from documented_policies import SERVICE
from storage_builders import (
    as_json,
    attached,
    managed_attachment,
    managed_policy,
    place,
    policy,
    role,
    scope,
    text,
    tree,
)

from iacguard.checks.roles import role_can_write_to_log_group, role_is_assumable_by_cloudtrail
from iacguard.core.value import Hop
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.model.entity import HERE, Place

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ROLE = text("arn:{partition}:iam::{account}:role/delivery")
GROUP = "arn:{partition}:logs:{region}:{account}:log-group:audit"
ACTIONS = ["logs:CreateLogStream", "logs:PutLogEvents"]


def assumable(statement, **fields):
    """Return the verdict on a trail whose role has this trust policy."""
    main = trail(log_group_role_arn=ROLE, **fields)
    model = scope(main, role(trust_policy=tree(policy(statement), 50)))
    return role_is_assumable_by_cloudtrail(main, model, {})


TRUST = {"Effect": "Allow", "Principal": SERVICE, "Action": "sts:AssumeRole"}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (TRUST, PASS),
        (
            {**TRUST, "Principal": {"Service": ["ec2.amazonaws.com", "cloudtrail.amazonaws.com"]}},
            PASS,
        ),
        ({**TRUST, "Principal": {"Service": "ec2.amazonaws.com"}}, FAIL),
        ({**TRUST, "Action": "sts:AssumeRoleWithSAML"}, FAIL),
        ({**TRUST, "Action": "sts:*"}, PASS),
        ({**TRUST, "Condition": {"StringEquals": {"sts:ExternalId": "x"}}}, FAIL),
        ({**TRUST, "Condition": {"StringEquals": {"aws:SourceAccount": "{account}"}}}, UNKNOWN),
    ],
)
def test_cloudtrail_may_assume_the_role(statement, expected):
    """The role's trust policy names the service."""
    assert expected is assumable(statement).verdict


def test_an_untrusting_role_points_at_the_principal():
    """The place is the element that names somebody else."""
    judgement = assumable({**TRUST, "Principal": {"Service": "ec2.amazonaws.com"}})

    said = (
        "cannot write to its log group: the trust policy of its role does not "
        "allow cloudtrail.amazonaws.com to perform sts:AssumeRole (statement 1 "
        "applies to `ec2.amazonaws.com`, not `cloudtrail.amazonaws.com`)"
    )
    where = (*hops(65), Hop(span(62), "statement 1"))
    assert Judgement(FAIL, (Reason(said, where),)) == judgement


def test_no_role_is_no_concern_and_one_elsewhere_is_unknown():
    """Only a role that is declared here is judged."""
    none, other = trail(), trail(log_group_role_arn="arn:aws:iam::111122223333:role/other")

    assert role_is_assumable_by_cloudtrail(none, scope(none, role()), {}) is None
    judgement = role_is_assumable_by_cloudtrail(other, scope(other), {})
    assert Judgement(UNKNOWN, (Reason("its role is declared elsewhere"),)) == judgement


def writes(*entities, group=GROUP + ":*", is_organization_trail=False, **fields):
    """Return the verdict on a trail whose role has these fields."""
    main = trail(
        log_group_arn=text(group),
        log_group_role_arn=ROLE,
        is_organization_trail=is_organization_trail,
    )
    return role_can_write_to_log_group(main, scope(main, role(**fields), *entities), {})


def allow(resource, action=ACTIONS):
    """Return a statement of a role's own policy."""
    return {"Effect": "Allow", "Action": action, "Resource": resource}


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (GROUP + ":*", PASS),
        (GROUP + ":log-stream:*", PASS),
        (GROUP + ":log-stream:{account}_CloudTrail_{region}*", PASS),
        (GROUP + "*", PASS),
        ("*", PASS),
        ("arn:aws:logs:*:*:*", PASS),
        (GROUP, FAIL),
        (GROUP + "-other:*", FAIL),
        ("arn:{partition}:logs:{region}:{account}:log-group:other:*", FAIL),
        (GROUP + ":log-stream:{account}_CloudTrail_us-east-1*", UNKNOWN),
        (GROUP + ":log-stream:{organization}_*", FAIL),
        ("arn:aws:logs:us-east-1:{account}:log-group:audit:*", UNKNOWN),
    ],
)
def test_the_role_writes_to_the_streams_of_the_group(resource, expected):
    """Its policies cover the group's streams, with or without the suffix on the trail."""
    policies = (attached(as_json(policy(allow(resource)))),)

    assert expected is writes(policies=policies).verdict
    assert expected is writes(policies=policies, group=GROUP).verdict


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ([GROUP + ":log-stream:{account}_*", GROUP + ":log-stream:{organization}_*"], PASS),
        ([GROUP + ":log-stream:{account}_*"], FAIL),
        ([GROUP + ":log-stream:*"], PASS),
    ],
)
def test_an_organizations_trail_writes_streams_of_its_own(resource, expected):
    """They are named for the organization."""
    policies = (attached(policy(allow(resource))),)

    assert expected is writes(policies=policies, is_organization_trail=True).verdict
    either = UNKNOWN if expected is FAIL else PASS
    assert either is writes(policies=policies, is_organization_trail=unknown()).verdict


def test_policies_of_every_kind_count_together():
    """One action inline and the other in a customer managed policy are enough."""
    inline = attached(policy(allow("*", "logs:CreateLogStream")))
    managed = managed_policy("write", policy(allow("*", "logs:PutLogEvents")))
    arns = (text("arn:{partition}:iam::{account}:policy/write"),)

    both = writes(managed, policies=(inline,), managed_policy_arns=arns)
    one = writes(managed, policies=(inline,))

    assert PASS is both.verdict
    assert FAIL is one.verdict


def test_a_customer_managed_policy_may_deny():
    """Explicit denies win wherever they are."""
    inline = attached(policy(allow("*")))
    deny = {"Sid": "No", "Effect": "Deny", "Action": "logs:Put*", "Resource": "*"}
    arns = (text("arn:{partition}:iam::{account}:policy/deny"),)

    judgement = writes(
        managed_policy("deny", policy(deny)), policies=(inline,), managed_policy_arns=arns
    )

    said = (
        "cannot write to its log group: the policies of its role do not allow "
        "logs:PutLogEvents on the streams `<account>_CloudTrail_<region>` "
        '(statement "No" denies it)'
    )
    where = (Hop(span(312), 'statement "No"'),)
    assert Judgement(FAIL, (Reason(said, where, remedy="denied"),)) == judgement


@pytest.mark.parametrize(
    ("name", "alone", "beside"),
    [
        ("AdministratorAccess", PASS, PASS),
        ("PowerUserAccess", PASS, PASS),
        ("CloudWatchLogsFullAccess", PASS, PASS),
        ("CloudWatchFullAccess", PASS, PASS),
        ("ReadOnlyAccess", FAIL, PASS),
        ("SomethingElse", UNKNOWN, PASS),
        ("AWSDenyAll", UNKNOWN, UNKNOWN),
    ],
)
def test_aws_managed_policies_are_known_by_name(name, alone, beside):
    """A policy of AWS's that is not known here matters only when it is needed."""
    inline = (attached(policy(allow("*"))),)
    for partition in ("aws", "{partition}"):
        arns = (text(f"arn:{partition}:iam::aws:policy/{name}"),)

        assert alone is writes(managed_policy_arns=arns).verdict
        assert beside is writes(policies=inline, managed_policy_arns=arns).verdict


@pytest.mark.parametrize(
    ("exists", "expected"), [(True, PASS), (False, FAIL), (unknown(), UNKNOWN)]
)
def test_a_policy_matters_only_where_it_is_attached(exists, expected):
    """What attaches it may be left out."""
    write = managed_policy("write", policy(allow("*")))
    attachment = replace(managed_attachment(write.arn), exists=value(exists))

    assert expected is writes(write, managed_policies=(attachment,)).verdict


def test_a_policy_that_is_declared_elsewhere_may_say_anything():
    """It may allow what is missing, and deny what is there."""
    arns = (text("arn:aws:iam::111122223333:policy/other"),)
    inline = (attached(policy(allow("*"))),)

    assert UNKNOWN is writes(managed_policy_arns=arns).verdict
    assert UNKNOWN is writes(policies=inline, managed_policy_arns=arns).verdict


def test_a_role_without_policies_writes_nothing():
    """The place is the role's header."""
    judgement = writes()

    assert FAIL is judgement.verdict
    assert span(1) == place(judgement)


def test_without_a_log_group_there_is_nothing_to_write_to():
    """A trail that names no log group is not judged."""
    main = trail(log_group_role_arn=ROLE)

    assert role_can_write_to_log_group(main, scope(main, role()), {}) is None


OWN = Place(value("111122223333"), HERE.region)


def group_of(account, place, line=0):
    """Return the judgement on a log group of an account that a trail at a place names."""
    written = f"arn:aws:logs:us-east-1:{account}:log-group:audit:*"
    main = trail(log_group_arn=text(written, line), log_group_role_arn=ROLE, place=place)
    may = role(policies=(attached(policy(allow("*"))),))
    return role_can_write_to_log_group(main, scope(main, may), {})


@pytest.mark.parametrize(
    ("account", "place", "expected"),
    [
        ("111122223333", OWN, PASS),
        ("444455556666", OWN, FAIL),
        ("{account}", OWN, PASS),
        ("444455556666", HERE, PASS),
        ("{account}", HERE, PASS),
    ],
)
def test_a_log_group_is_in_the_account_of_its_trail(account, place, expected):
    """Where one of the accounts is not known, nothing is said against it."""
    assert expected is group_of(account, place).verdict


def test_a_log_group_of_another_account_is_named_with_its_account():
    """No policy of the role helps there."""
    said = (
        "cannot write to its log group: it is in account `444455556666`, and "
        "the trail in `111122223333`"
    )
    expected = Judgement(FAIL, (Reason(said, hops(9), remedy="another-account"),))

    assert expected == group_of("444455556666", OWN, 9)


def test_inline_policies_that_are_too_long_together():
    """A role has room for 10,240 characters in all of its inline policies."""
    names = [f"arn:aws:logs:*:*:log-group:{'x' * 6_000}"]
    one, other = (attached(policy(allow([*names, "*"])), line) for line in (100, 200))

    assert PASS is writes(policies=(one,)).verdict
    judgement = writes(policies=(one, other))
    said = "its role's inline policies are longer than the 10,240 characters allowed in all"
    where = (Hop(span(100), "the policy"), *hops(200))
    assert Judgement(UNKNOWN, (Reason(said, where),)) == judgement


def test_a_role_that_is_named_by_its_name():
    """CloudTrail takes an ARN alone."""
    main = trail(log_group_role_arn=value("delivery", 9))

    judgement = role_is_assumable_by_cloudtrail(main, scope(main, role()), {})

    said = "cannot write to its log group: it does not name the role by an ARN"
    assert Judgement(FAIL, (Reason(said, hops(9), remedy="not-an-arn"),)) == judgement
