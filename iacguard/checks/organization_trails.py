"""Whether a trail records its whole organization.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-an-organizational-trail-prepare.html
"""

from __future__ import annotations

from collections.abc import Mapping

from ..core.value_claims import equals, is_true
from ..core.verdict import Judgement, Verdict, all_of, any_of, not_
from ..model.guardrail import Organization, TrustedService
from ..model.model import Model
from ..model.trail import Trail
from .links import is_deployed
from .organization_policies import as_far_as_it_exists
from .partial_lists import any_text, judged_text, same_text

CLOUDTRAIL = "cloudtrail.amazonaws.com"


def is_organization_trail(trail: Trail, model: Model, options: Mapping[str, object]) -> Judgement:
    """Judge that a trail records every account of its organization."""
    own = is_true(trail.is_organization_trail, "records only its own account")
    return own if own.verdict is Verdict.FAIL else all_of((own, *_can_be_made(model)))


def can_be_made(trail: Trail, model: Model) -> Judgement:
    """Judge that CloudTrail does not refuse a trail for what its organization lacks."""
    own = not_(is_true(trail.is_organization_trail, ""))
    return any_of((own, all_of(_can_be_made(model))))


def _can_be_made(model: Model) -> tuple[Judgement, ...]:
    return tuple(_takes_trails(organization, model) for organization in model.organizations)


def _takes_trails(organization: Organization, model: Model) -> Judgement:
    """Judge that an organization has all features and trusts CloudTrail."""
    limited = f"cannot be created: {organization.address} does not have all features"
    untrusted = f"cannot be created: {organization.address} does not trust {CLOUDTRAIL}"
    trusts = any_of(
        (
            any_text(
                organization.trusted_services,
                lambda text: same_text(text, CLOUDTRAIL),
                untrusted,
            ),
            *(_is_cloudtrail(service, untrusted) for service in model.trusted_services),
        )
    )
    takes = all_of((equals(organization.feature_set, "ALL", limited), trusts))
    return as_far_as_it_exists(organization, takes)


def _is_cloudtrail(service: TrustedService, otherwise: str) -> Judgement:
    named = service.service_principal
    return all_of(
        (is_deployed(service), judged_text(named, same_text(named, CLOUDTRAIL), otherwise))
    )
