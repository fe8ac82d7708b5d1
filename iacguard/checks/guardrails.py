"""What keeps a trail from being switched off.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..core.text import ACCOUNT, PARTITION, Text, equal
from ..core.value import Hole, Hop, Known, Value, is_hidden
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, caused_by
from ..core.wording import listed
from ..iam.document import PolicyDocument
from ..iam.evaluate import allows, exposes
from ..iam.request import Holder, Request, carried
from ..model.guardrail import ServiceControlPolicy
from ..model.model import Model
from ..model.trail import Trail
from .administrators import Administrator, administrators
from .cloudtrail_requests import account as account_in
from .cloudtrail_requests import arn_of, region
from .links import is_deployed, may_be_in_any
from .organization_policies import (
    SERVICE_CONTROL,
    at_each_target,
    attachments,
    denials_of,
    said_of,
    type_is_enabled,
)

BLINDING_ACTIONS = (
    "cloudtrail:StopLogging",
    "cloudtrail:DeleteTrail",
    "cloudtrail:UpdateTrail",
    "cloudtrail:PutEventSelectors",
)
"""What switches a trail off, or lets it record less."""

_SOME_TRAIL: Text = (
    "arn:",
    PARTITION,
    ":cloudtrail:",
    Hole(excludes=":*/"),
    ":",
    Hole(excludes=":*/"),
    ":trail/",
    Hole(),
)

_DECLARES = "declares service control policies, but"

_ID_OF_ACCOUNT = 12
"""Digits of an account's id."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """Whether one action on one trail is denied to one administrator."""

    action: str
    trail: Trail | None
    administrator: Administrator
    judgement: Judgement


def scp_protects_trail(
    account: Model, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that service control policies deny everything that can blind a declared trail.

    Where no trail is declared, it is some trail. None where no policy is declared: an account may
    be guarded from elsewhere.
    """
    if not model.service_control_policies:
        return None
    otherwise = f"{_DECLARES} its organization has not enabled policies of this type"
    enabled = caused_by(type_is_enabled(model, SERVICE_CONTROL, otherwise), "not-enabled")
    return all_of((enabled, _protected(model, model.service_control_policies)))


def _protected(model: Model, policies: Sequence[ServiceControlPolicy]) -> Judgement:
    attached = tuple(attachments(policies))
    found = any_of(
        _at_target(target, denials, model) for target, denials in at_each_target(attached)
    )
    if found.verdict is not Verdict.FAIL:
        return found
    loose = [policy for policy in policies if not policy.targets]
    is_all = model.is_whole_account and not model.open_ends and not model.unscanned
    considered = [policy for policy in policies if policy.targets] if is_all else policies
    if not considered:
        said = f"{_DECLARES} attaches them to nothing"
        place = (Hop(policies[0].span, ""),)
        return Judgement(Verdict.FAIL, (Reason(said, place, remedy="unattached"),))
    denials = [one for each in considered if (one := denials_of(each, each.exists)) is not None]
    answers = _answers(denials, model)
    if all_of(answer.judgement for answer in answers).verdict is not Verdict.FAIL:
        return _not_together(loose, policies)
    if model.open_ends:
        return may_be_in_any(model.open_ends, "more service control policies")
    if not any(isinstance(policy.exists, Known) for policy in policies):
        return is_deployed(policies[0])
    return _left_open(answers, policies[0])


def _at_target(target: Value[str], denials: list[PolicyDocument], model: Model) -> Judgement:
    """Judge that what is attached to one target protects the declared trails."""
    protected = all_of(answer.judgement for answer in _answers(denials, model))
    bound = all_of(_is_bound(target, trail) for trail in model.trails)
    return all_of((bound, protected))


def _is_bound(target: Value[str], trail: Trail) -> Judgement:
    """Judge that a policy's target is not another account than the trail's.

    What lies below a root or an organizational unit is nowhere in the code.
    """
    if not isinstance(target, Known):
        return Judgement(Verdict.PASS)
    if not (len(target.value) == _ID_OF_ACCOUNT and target.value.isdigit()):
        return Judgement(Verdict.PASS)
    same = equal((target.value,), account_in(trail))
    said = f"whether that is the account of {trail.address} depends on the deployment"
    if same is Verdict.FAIL:
        said = f"{_DECLARES} attaches them to an account other than that of {trail.address}"
    return Judgement(same, (Reason(said, target.provenance),))


def _not_together(
    loose: Sequence[ServiceControlPolicy], policies: Sequence[ServiceControlPolicy]
) -> Judgement:
    """Leave open whether the policies, which protect trails together, bind the same account."""
    if loose:
        reasons = [said_of(policy, "is attached to nothing in this code") for policy in loose]
    else:
        said = "no single target has all of the policies that protect trails together"
        places = [target.provenance[:1] for policy in policies for target in policy.targets]
        reasons = [Reason(said, tuple(hop for place in places for hop in place))]
    return Judgement(Verdict.UNKNOWN, tuple(reasons))


def _left_open(answers: Sequence[_Answer], first: ServiceControlPolicy) -> Judgement:
    """Say which actions are not denied: on which trail, and to whom."""
    failing = [each for each in answers if each.judgement.verdict is Verdict.FAIL]
    nearest = failing[0]
    alike = [
        each
        for each in failing
        if each.trail is nearest.trail and each.administrator == nearest.administrator
    ]
    actions = listed([each.action for each in alike], len(alike), last="or")
    where = "" if nearest.trail is None else f" on {nearest.trail.address}"
    said = f"{_DECLARES} none denies {actions}{where}{nearest.administrator.called}"
    place = nearest.judgement.reasons[0].provenance
    return Judgement(Verdict.FAIL, (Reason(said, (Hop(first.span, ""), *place)),))


def _answers(denials: list[PolicyDocument], model: Model) -> list[_Answer]:
    """Return whether each action on each trail is denied to each administrator, to most first."""
    trails: Sequence[Trail | None] = model.trails or (None,)
    asked = [
        (administrator, trail)
        for trail in trails
        for administrator in administrators(
            denials, (ACCOUNT,) if trail is None else account_in(trail)
        )
    ]
    return [
        _Answer(action, trail, administrator, _is_denied(action, trail, administrator, denials))
        for administrator, trail in sorted(asked, key=lambda pair: len(pair[0].called))
        for action in BLINDING_ACTIONS
    ]


def _is_denied(
    action: str, trail: Trail | None, administrator: Administrator, denials: list[PolicyDocument]
) -> Judgement:
    """Judge that an action on a trail, or on some trail, is denied to an administrator."""
    if trail is None:
        request = Request(
            principal=Holder(),
            action=action,
            resource=_SOME_TRAIL,
            context=administrator.carried,
        )
        return exposes(denials, request)
    request = Request(
        principal=Holder(),
        action=action,
        resource=arn_of(trail),
        context={**administrator.carried, "aws:requestedregion": carried(region(trail))},
        is_hidden=is_hidden(trail.arn.provenance),
    )
    return allows(denials, request)
