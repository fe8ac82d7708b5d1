from __future__ import annotations

import json

import pytest
from builders import entity, hops, model, unknown

from iacguard.checks.guardrails import config_rule_watches_trail, scp_protects_trail
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.model.guardrail import ConfigRule, ServiceControlPolicy

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ALL = ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"]


def policy(*statements, **fields):
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    values = {"document": text, **fields}
    return ServiceControlPolicy(**entity("guard", "aws_organizations_policy", values))


def rule(identifier, **fields):
    values = {"source_identifier": identifier, **fields}
    return ConfigRule(**entity("trail", "aws_config_config_rule", values))


def deny(*names, effect="Deny", **more):
    actions = [f"cloudtrail:{name}" for name in names]
    return {"Effect": effect, "Action": actions, "Resource": "*", **more}


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
]


@pytest.mark.parametrize(
    ("policies", "expected"), [row[1:] for row in POLICIES], ids=[row[0] for row in POLICIES]
)
def test_service_control_policies_deny_what_blinds_a_trail(policies, expected):
    """An administrator whom no exception names cannot switch a trail off."""
    subject = model(service_control_policies=tuple(policies))

    judgement = scp_protects_trail(subject, subject, {})

    assert expected is (None if judgement is None else judgement.verdict)


def test_actions_that_stay_allowed_are_named():
    """The reader sees what has to be added, at the first policy."""
    subject = model(service_control_policies=(policy(deny("StopLogging", "DeleteTrail")),))

    judgement = scp_protects_trail(subject, subject, {})

    said = (
        "declares service control policies, but none denies "
        "cloudtrail:UpdateTrail, cloudtrail:PutEventSelectors"
    )
    assert Judgement(FAIL, (Reason(said, hops(1)),)) == judgement


RULES = [
    ([rule("MULTI_REGION_CLOUD_TRAIL_ENABLED")], PASS),
    ([rule("CLOUD_TRAIL_ENABLED"), rule("CLOUDTRAIL_SECURITY_TRAIL_ENABLED")], PASS),
    ([rule("CLOUD_TRAIL_ENABLED")], FAIL),
    ([rule(None)], FAIL),
    ([rule(unknown())], UNKNOWN),
    ([rule("MULTI_REGION_CLOUD_TRAIL_ENABLED", exists=unknown())], UNKNOWN),
    ([], None),
]


@pytest.mark.parametrize(("rules", "expected"), RULES)
def test_a_config_rule_asks_for_a_trail(rules, expected):
    """Either of two managed rules does; without any rule there is nothing to judge."""
    subject = model(config_rules=tuple(rules))

    judgement = config_rule_watches_trail(subject, subject, {})

    assert expected is (None if judgement is None else judgement.verdict)
