"""Whether resource control policies keep CloudTrail out of a bucket that lets it in."""

from __future__ import annotations

import json

import pytest
from builders import entity, model, trail, unknown
from storage_builders import attached, bucket

from iacguard.checks.delivery import bucket_policy_lets_cloudtrail_deliver
from iacguard.core.value import Known
from iacguard.core.verdict import Verdict
from iacguard.model.entity import Place
from iacguard.model.guardrail import Organization, PolicyTarget, ResourceControlPolicy

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
OWN, OTHER = "111122223333", "444455556666"
PLACE = Place(Known(OWN), Known("eu-west-1"))
LETS_IN = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": ["s3:GetBucketAcl", "s3:PutObject"],
            "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
        }
    ],
}
TRAIL = trail(arn=Known(f"arn:aws:cloudtrail:eu-west-1:{OWN}:trail/main"), place=PLACE)


def deny(action="s3:PutObject", *targets, exists=True, **more):
    """Return a policy that denies everybody an action, attached to these targets."""
    statement = {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": "*", **more}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    values = {"document": document, "policy_id": unknown(), "exists": Known(exists)}
    return ResourceControlPolicy(
        **entity("guard", "aws_organizations_policy", values),
        targets=tuple(PolicyTarget(target=Known(one), exists=Known(True)) for one in targets),
    )


def organization(*types):
    values = {
        "feature_set": "ALL",
        "enabled_policy_types": Known(tuple(map(Known, types))),
        "trusted_services": Known(()),
    }
    return Organization(**entity("whole", "aws_organizations_organization", values))


def judged(*policies, **collections):
    logs = bucket(policies=(attached(LETS_IN),), place=PLACE)
    subject = model(TRAIL, **{"buckets": (logs,), "organization_policies": policies, **collections})
    return bucket_policy_lets_cloudtrail_deliver(TRAIL, subject, {})


FOR_PEOPLE = {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
POLICIES = [
    ("none", [], PASS),
    ("for this account", [deny("s3:PutObject", OWN)], FAIL),
    ("for another account", [deny("s3:PutObject", OTHER)], PASS),
    ("for both", [deny("s3:PutObject", OTHER, OWN)], FAIL),
    ("for all of the organization", [deny("s3:PutObject", "r-abcd")], UNKNOWN),
    ("of the ACL", [deny("s3:GetBucketAcl", OWN)], FAIL),
    ("of everything", [deny("*", OWN)], FAIL),
    ("of another action", [deny("s3:DeleteObject", "r-abcd", OWN)], PASS),
    ("of another bucket", [deny("s3:*", OWN, Resource="arn:aws:s3:::data/*")], PASS),
    ("for people", [deny("s3:*", OWN, Condition=FOR_PEOPLE)], PASS),
    ("not deployed", [deny("s3:PutObject", OWN, exists=False)], PASS),
    ("attached to nothing", [deny("s3:PutObject")], PASS),
]


@pytest.mark.parametrize(
    ("policies", "expected"), [row[1:] for row in POLICIES], ids=[row[0] for row in POLICIES]
)
def test_a_resource_control_policy_may_shut_cloudtrail_out(policies, expected):
    """It binds services like everybody, in the accounts below what it is attached to."""
    assert expected is judged(*policies).verdict


def test_elsewhere_a_policy_may_be_attached_by_other_code():
    """Where the scope is not all there is, an attachment may be in another one."""
    assert UNKNOWN is judged(deny("s3:PutObject"), is_whole_account=False).verdict


@pytest.mark.parametrize(
    ("types", "expected"), [(["RESOURCE_CONTROL_POLICY"], FAIL), (["TAG_POLICY"], PASS)]
)
def test_a_policy_of_a_type_that_is_not_enabled_denies_nothing(types, expected):
    """An organization enables each type of policies by itself."""
    policies = deny("s3:PutObject", OWN)

    assert expected is judged(policies, organizations=(organization(*types),)).verdict


def test_the_policy_and_what_it_denies_are_named():
    """The reader sees which policy it is, beside the bucket's own."""
    judgement = judged(deny("s3:PutObject", OWN))

    assert [
        "cannot deliver to its bucket: aws_organizations_policy.guard, a resource control policy, "
        "denies s3:PutObject"
    ] == [reason.message for reason in judgement.reasons]
