from __future__ import annotations

import pytest
from builders import entity, hops, model, texts, unknown

from iacguard.checks.watching_rules import config_rule_watches_trail
from iacguard.core.value import Absent, Known
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.model.entity import Place
from iacguard.model.guardrail import (
    ConfigRecorder,
    ConfigRule,
    SecurityHubControl,
    SecurityHubStandard,
)

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
MULTI_REGION = "MULTI_REGION_CLOUD_TRAIL_ENABLED"
BEST_PRACTICES = (
    "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0"
)


def rule(identifier, *excluded, **fields):
    values = {"source_identifier": identifier, "excluded_accounts": texts(excluded), **fields}
    return ConfigRule(**entity("trail", "aws_config_config_rule", values))


def recorder(is_recording, **fields):
    values = {"name": "default", "is_recording": is_recording, **fields}
    return ConfigRecorder(**entity("main", "aws_config_configuration_recorder", values))


def standard(arn, **fields):
    values = {"arn": arn, **fields}
    return SecurityHubStandard(
        **entity("standard", "aws_securityhub_standards_subscription", values)
    )


def control(name, is_enabled=False):
    values = {"control": name, "is_enabled": is_enabled}
    return SecurityHubControl(**entity("off", "aws_securityhub_standards_control", values))


def verdict(*rules, **collections):
    subject = model(config_rules=tuple(rules), **collections)
    judgement = config_rule_watches_trail(subject, subject, {})
    return None if judgement is None else judgement.verdict


RULES = [
    ([rule(MULTI_REGION)], PASS),
    ([rule("CLOUD_TRAIL_ENABLED"), rule("CLOUDTRAIL_SECURITY_TRAIL_ENABLED")], PASS),
    ([rule("CLOUD_TRAIL_ENABLED")], FAIL),
    ([rule(None)], FAIL),
    ([rule(unknown())], UNKNOWN),
    ([rule(MULTI_REGION, exists=unknown())], UNKNOWN),
    ([], None),
]


@pytest.mark.parametrize(("rules", "expected"), RULES)
def test_a_config_rule_asks_for_a_trail(rules, expected):
    """Either of two managed rules does; without any rule there is nothing to judge."""
    assert expected is verdict(*rules)


RECORDERS = [
    ([recorder(True)], PASS),
    ([recorder(False)], FAIL),
    ([recorder(unknown())], UNKNOWN),
    ([recorder(False, exists=unknown())], UNKNOWN),
    ([recorder(Absent())], FAIL),
    ([], PASS),
]


@pytest.mark.parametrize(("recorders", "expected"), RECORDERS)
def test_a_rule_is_evaluated_while_the_recorder_is_on(recorders, expected):
    """AWS Config takes no rule without a recorder: one that is not declared is elsewhere."""
    assert expected is verdict(rule(MULTI_REGION), config_recorders=tuple(recorders))


def test_a_recorder_that_nothing_here_starts_may_be_started_elsewhere():
    """Where the scope is not all there is, another one may hold its status."""
    recorders = (recorder(Absent()),)

    judged = verdict(rule(MULTI_REGION), config_recorders=recorders, is_whole_account=False)

    assert UNKNOWN is judged


def place(region):
    return Place(Known("111122223333"), region)


HERE, THERE = place(Known("eu-west-1")), place(Known("us-east-1"))
IN_REGIONS = [
    ([recorder(False, place=THERE)], PASS),
    ([recorder(False, place=THERE), recorder(True, place=HERE)], PASS),
    ([recorder(True, place=THERE), recorder(False, place=HERE)], FAIL),
    ([recorder(False, place=place(unknown()))], UNKNOWN),
]


@pytest.mark.parametrize(("recorders", "expected"), IN_REGIONS)
def test_the_recorder_is_that_of_the_region_of_the_rule(recorders, expected):
    """A recorder in another region evaluates nothing here."""
    asked = rule(MULTI_REGION, place=HERE)

    assert expected is verdict(asked, config_recorders=tuple(recorders))


EXCLUDED = [
    ([], PASS),
    (["444455556666"], PASS),
    (["444455556666", "111122223333"], FAIL),
    ([unknown()], UNKNOWN),
]


@pytest.mark.parametrize(("accounts", "expected"), EXCLUDED)
def test_an_organizations_rule_may_leave_this_account_out(accounts, expected):
    """Where the account is known, so is whether it is on the list."""
    assert expected is verdict(rule(MULTI_REGION, *accounts, place=HERE))


def test_of_an_account_that_is_not_known_it_is_open_whether_it_is_left_out():
    """A list of accounts may hold any."""
    assert UNKNOWN is verdict(rule(MULTI_REGION, "111122223333"))


CONFIG = "arn:aws:securityhub:eu-west-1:111122223333:control/"
STANDARDS = [
    ([standard(BEST_PRACTICES)], [], PASS),
    ([standard("arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0")], [], PASS),
    ([standard("arn:aws:securityhub:us-east-1::standards/pci-dss/v/4.0.1")], [], FAIL),
    ([standard("")], [], FAIL),
    ([standard(unknown())], [], UNKNOWN),
    ([standard(BEST_PRACTICES, exists=unknown())], [], UNKNOWN),
    ([standard(BEST_PRACTICES)], [control("CloudTrail.1")], UNKNOWN),
    ([standard(BEST_PRACTICES)], [control("CloudTrail.1", is_enabled=True)], PASS),
    ([standard(BEST_PRACTICES)], [control("CloudTrail.11")], PASS),
    (
        [standard(BEST_PRACTICES)],
        [control(f"{CONFIG}cis-aws-foundations-benchmark/v/1.2.0/2.1")],
        UNKNOWN,
    ),
]


@pytest.mark.parametrize(("standards", "controls", "expected"), STANDARDS)
def test_a_standard_of_security_hub_asks_for_a_trail_as_well(standards, controls, expected):
    """Some standards hold the control on trails, unless it is switched off."""
    judged = verdict(
        rule("CLOUD_TRAIL_ENABLED"),
        security_hub_standards=tuple(standards),
        security_hub_controls=tuple(controls),
    )

    assert expected is judged


def test_a_standard_needs_the_recorder_too():
    """Security Hub asks AWS Config."""
    judged = verdict(
        rule("CLOUD_TRAIL_ENABLED"),
        security_hub_standards=(standard(BEST_PRACTICES),),
        config_recorders=(recorder(False),),
    )

    assert FAIL is judged


def test_a_recorder_that_is_off_is_told_with_what_to_do():
    """The rule is right, and the recorder is what has to change."""
    subject = model(
        config_rules=(rule(MULTI_REGION),),
        config_recorders=(recorder(Known(False, hops(7))),),
    )

    judgement = config_rule_watches_trail(subject, subject, {})

    said = "checks for a trail with AWS Config, but the recorder is off"
    assert Judgement(FAIL, (Reason(said, hops(7), "false", remedy="recorder"),)) == judgement
