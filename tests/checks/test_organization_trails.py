"""Which trails record their whole organization."""

from __future__ import annotations

import pytest
from builders import entity, hops, model, trail, unknown, value

from iacguard.checks.account import account_is_covered
from iacguard.checks.organization_trails import is_organization_trail
from iacguard.core.value import Known
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.model.guardrail import Organization, TrustedService

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
CLOUDTRAIL = "cloudtrail.amazonaws.com"


def organization(*services, feature_set="ALL", **fields):
    values = {
        "feature_set": feature_set,
        "enabled_policy_types": Known(()),
        "trusted_services": Known(tuple(map(value, services))),
        **fields,
    }
    return Organization(**entity("whole", "aws_organizations_organization", values))


def trusted(service, **fields):
    values = {"service_principal": service, **fields}
    return TrustedService(**entity("it", "aws_organizations_aws_service_access", values))


@pytest.mark.parametrize(
    ("organizations", "services", "expected"),
    [
        ((), (), PASS),
        ((organization(CLOUDTRAIL),), (), PASS),
        ((organization("config.amazonaws.com", CLOUDTRAIL),), (), PASS),
        ((organization(),), (), FAIL),
        ((organization("config.amazonaws.com"),), (), FAIL),
        ((organization(),), (trusted(CLOUDTRAIL),), PASS),
        ((organization(),), (trusted("config.amazonaws.com"),), FAIL),
        ((organization(),), (trusted(unknown()),), UNKNOWN),
        ((organization(),), (trusted(CLOUDTRAIL, exists=unknown()),), UNKNOWN),
        ((organization(trusted_services=unknown()),), (), UNKNOWN),
        ((organization(CLOUDTRAIL, feature_set="CONSOLIDATED_BILLING"),), (), FAIL),
        ((organization(CLOUDTRAIL, feature_set=unknown()),), (), UNKNOWN),
        ((organization(exists=unknown()),), (), UNKNOWN),
    ],
)
def test_an_organization_takes_trails_where_it_trusts_cloudtrail(organizations, services, expected):
    """And has all features; an organization that is not declared here may have all that."""
    own = trail("own", is_organization_trail=True)
    subject = model(own, organizations=organizations, trusted_services=services)

    assert expected is is_organization_trail(own, subject, {}).verdict
    assert expected is account_is_covered(subject, subject, {}).verdict


def test_a_trail_of_its_account_alone_needs_no_trust():
    """It fails for what it is; the account is covered all the same."""
    own = trail("own", is_organization_trail=value(False, 3))
    subject = model(own, organizations=(organization(),))

    reason = Reason("records only its own account", hops(3), "false")
    assert Judgement(FAIL, (reason,)) == is_organization_trail(own, subject, {})
    assert PASS is account_is_covered(subject, subject, {}).verdict
