from __future__ import annotations

import json

import pytest
from builders import entity, hops, model, trail, unknown

from iacguard.checks.guardrails import scp_protects_trail
from iacguard.core.value import Absent, Known
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.model.guardrail import Organization, PolicyTarget, ServiceControlPolicy

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ALL = ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"]


def policy(*statements, **fields):
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    targets = tuple(fields.pop("targets", (at("r-abcd"),)))
    values = entity("guard", "aws_organizations_policy", {"document": text, **fields})
    return ServiceControlPolicy(**values, policy_id=unknown(), targets=targets)


def at(target, exists=True):
    """Return an attachment to a root, a unit or an account."""
    known = unknown() if target is None else Known(target)
    return PolicyTarget(target=known, exists=Known(True) if exists is True else exists)


def organization(*types, **fields):
    listed = fields.pop("listed", Known(tuple(map(Known, types))))
    values = {
        "feature_set": "ALL",
        "enabled_policy_types": listed,
        "trusted_services": unknown(),
        **fields,
    }
    return Organization(**entity("whole", "aws_organizations_organization", values))


def deny(*names, effect="Deny", **more):
    actions = [f"cloudtrail:{name}" for name in names]
    return {"Effect": effect, "Action": actions, "Resource": "*", **more}


def except_(resource):
    """Return a condition that leaves some principals out."""
    return {"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::*:{resource}"}}


EXCEPT_ADMIN = {"ArnNotLike": {"aws:PrincipalARN": "arn:aws:iam::*:role/OrganizationAdmin"}}
EXCEPT_EVERYBODY = {"ArnNotLike": {"aws:PrincipalARN": "arn:*:iam::*:role/*"}}
ONE_TRAIL = "arn:aws:cloudtrail:*:*:trail/organization"

POLICIES = [
    ("all four", [policy(deny(*ALL))], PASS),
    ("a wildcard", [policy(deny("*"))], PASS),
    ("everything", [policy({"Effect": "Deny", "Action": "*", "Resource": "*"})], PASS),
    ("one is left out", [policy(deny(*ALL[:3]))], FAIL),
    ("spread over policies", [policy(deny(*ALL[:2])), policy(deny(*ALL[2:]))], PASS),
    ("an exception for one role", [policy(deny(*ALL, Condition=EXCEPT_ADMIN))], PASS),
    ("an exception for every role", [policy(deny(*ALL, Condition=EXCEPT_EVERYBODY))], FAIL),
    ("one trail", [policy(deny(*ALL, Resource=ONE_TRAIL))], PASS),
    ("no trail", [policy(deny(*ALL, Resource="arn:aws:s3:::*"))], FAIL),
    ("an allowance", [policy(deny("*", effect="Allow"))], FAIL),
    (
        "not these actions",
        [policy({"Effect": "Deny", "NotAction": ["iam:*"], "Resource": "*"})],
        PASS,
    ),
    (
        "in some regions",
        [policy(deny(*ALL, Condition={"StringEquals": {"aws:RequestedRegion": "x"}}))],
        UNKNOWN,
    ),
    ("an unknown document", [policy(document=unknown())], UNKNOWN),
    ("perhaps not deployed", [policy(deny(*ALL), exists=unknown())], UNKNOWN),
    ("no policy", [], None),
    ("attached to nothing", [policy(deny(*ALL), targets=[])], FAIL),
    ("attached perhaps", [policy(deny(*ALL), targets=[at("r-abcd", unknown())])], UNKNOWN),
    ("attached somewhere", [policy(deny(*ALL), targets=[at(None)])], PASS),
    (
        "halves at one target of several",
        [
            policy(deny(*ALL[:2]), targets=[at("ou-abcd-1"), at("r-abcd")]),
            policy(deny(*ALL[2:]), targets=[at("ou-abcd-2"), at("r-abcd")]),
        ],
        PASS,
    ),
    (
        "halves at two targets",
        [policy(deny(*ALL[:2])), policy(deny(*ALL[2:]), targets=[at("ou-abcd-1")])],
        UNKNOWN,
    ),
    (
        "halves at targets that may be two",
        [
            policy(deny(*ALL[:2]), targets=[at(None)]),
            policy(deny(*ALL[2:]), targets=[at(None)]),
        ],
        UNKNOWN,
    ),
    (
        "one that protects is not attached, beside one that is",
        [policy(deny("StopLogging")), policy(deny(*ALL), targets=[])],
        FAIL,
    ),
    ("an exception for users", [policy(deny(*ALL, Condition=except_("user/*")))], FAIL),
    ("for one user", [policy(deny(*ALL, Condition=except_("user/Jo")))], PASS),
    ("for administrators", [policy(deny(*ALL, Condition=except_("role/*Admin*")))], FAIL),
    ("for one administrator", [policy(deny(*ALL, Condition=except_("role/Admin")))], PASS),
    ("for what deploys", [policy(deny(*ALL, Condition=except_("role/deploy-*")))], PASS),
    (
        "for the role that AWS makes in every account",
        [policy(deny(*ALL, Condition=except_("role/Organization*")))],
        FAIL,
    ),
    (
        "for all of Identity Center",
        [policy(deny(*ALL, Condition=except_("role/aws-reserved/sso.amazonaws.com/*")))],
        FAIL,
    ),
    (
        "for one permission set",
        [policy(deny(*ALL, Condition=except_("role/aws-reserved/*/AWSReservedSSO_Break_*")))],
        PASS,
    ),
    (
        "an exception by a tag",
        [policy(deny(*ALL, Condition={"StringNotEquals": {"aws:PrincipalTag/Break": "true"}}))],
        PASS,
    ),
    (
        "for those who have no tag",
        [policy(deny(*ALL, Condition={"StringEquals": {"aws:PrincipalTag/Team": "dev"}}))],
        FAIL,
    ),
    (
        "for those without a second factor",
        [policy(deny(*ALL, Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}))],
        FAIL,
    ),
]


@pytest.mark.parametrize(
    ("policies", "expected"), [row[1:] for row in POLICIES], ids=[row[0] for row in POLICIES]
)
def test_service_control_policies_deny_what_blinds_a_trail(policies, expected):
    """An administrator whom no exception names cannot switch a trail off."""
    subject = model(organization_policies=tuple(policies))

    judgement = scp_protects_trail(subject, subject, {})

    assert expected is (None if judgement is None else judgement.verdict)


def test_actions_that_stay_allowed_are_named():
    """The reader sees what has to be added, at the first policy."""
    subject = model(organization_policies=(policy(deny("StopLogging", "DeleteTrail")),))

    judgement = scp_protects_trail(subject, subject, {})

    said = (
        "declares service control policies, but none denies "
        "cloudtrail:UpdateTrail or cloudtrail:PutEventSelectors"
    )
    assert Judgement(FAIL, (Reason(said, hops(1)),)) == judgement


TRAIL = trail("main")
ON_TRAIL = [
    ({"Resource": "arn:aws:cloudtrail:*:*:trail/main"}, PASS),
    ({"Resource": "arn:aws:cloudtrail:*:*:trail/other"}, FAIL),
    ({"Resource": "arn:aws:cloudtrail:*:111122223333:trail/main"}, UNKNOWN),
    ({"Resource": None, "NotResource": "arn:aws:cloudtrail:*:*:trail/main"}, FAIL),
    ({"Resource": None, "NotResource": "arn:aws:cloudtrail:*:*:trail/other"}, PASS),
]


@pytest.mark.parametrize(("resource", "expected"), ON_TRAIL)
def test_the_declared_trail_is_the_one_that_has_to_be_protected(resource, expected):
    """A policy for another trail protects nothing here, nor does one that leaves this one out."""
    statement = {k: v for k, v in deny(*ALL, **resource).items() if v is not None}
    subject = model(TRAIL, organization_policies=(policy(statement),))

    judgement = scp_protects_trail(subject, subject, {})

    assert expected is judgement.verdict


def test_every_declared_trail_has_to_be_protected():
    """The one that is not is named."""
    statement = deny(*ALL, Resource="arn:aws:cloudtrail:*:*:trail/main")
    subject = model(TRAIL, trail("second"), organization_policies=(policy(statement),))

    judgement = scp_protects_trail(subject, subject, {})

    said = (
        "declares service control policies, but none denies cloudtrail:StopLogging, "
        "cloudtrail:DeleteTrail, cloudtrail:UpdateTrail or cloudtrail:PutEventSelectors "
        "on aws_cloudtrail.second"
    )
    assert Judgement(FAIL, (Reason(said, hops(1)),)) == judgement


TARGETS = [
    ("r-abcd", PASS),
    ("ou-abcd-11111111", PASS),
    ("111122223333", PASS),
    ("444455556666", UNKNOWN),
]


@pytest.mark.parametrize(("target", "expected"), TARGETS)
def test_a_policy_protects_what_is_below_its_target(target, expected):
    """An account is not below another one; the policy may be attached higher up elsewhere."""
    arn = Known("arn:aws:cloudtrail:eu-west-1:111122223333:trail/main")
    subject = model(
        trail("main", arn=arn),
        is_whole_account=False,
        organization_policies=(policy(deny(*ALL), targets=[at(target)]),),
    )

    judgement = scp_protects_trail(subject, subject, {})

    assert expected is judgement.verdict


ENABLED = [
    (organization("SERVICE_CONTROL_POLICY"), PASS),
    (organization("TAG_POLICY"), FAIL),
    (organization(), FAIL),
    (organization(listed=Absent()), FAIL),
    (organization(listed=unknown()), UNKNOWN),
    (organization("SERVICE_CONTROL_POLICY", feature_set="CONSOLIDATED_BILLING"), FAIL),
    (organization(exists=unknown()), UNKNOWN),
]


@pytest.mark.parametrize(("declared", "expected"), ENABLED)
def test_policies_are_in_force_where_their_type_is_enabled(declared, expected):
    """An organization without all features, or without the type, attaches nothing."""
    subject = model(organizations=(declared,), organization_policies=(policy(deny(*ALL)),))

    judgement = scp_protects_trail(subject, subject, {})

    assert expected is judgement.verdict


def test_policies_that_are_attached_to_nothing_are_told_with_what_to_do():
    """In a whole account nothing else attaches them."""
    subject = model(organization_policies=(policy(deny(*ALL), targets=[]),))

    judgement = scp_protects_trail(subject, subject, {})

    said = "declares service control policies, but attaches them to nothing"
    assert Judgement(FAIL, (Reason(said, hops(1), remedy="unattached"),)) == judgement


def test_elsewhere_a_policy_may_be_attached_by_other_code():
    """Where the scope is not all there is, the attachment may be in another one."""
    subject = model(is_whole_account=False, organization_policies=(policy(deny(*ALL), targets=[]),))

    judgement = scp_protects_trail(subject, subject, {})

    said = "aws_organizations_policy.guard is attached to nothing in this code"
    assert Judgement(UNKNOWN, (Reason(said, hops(1)),)) == judgement
