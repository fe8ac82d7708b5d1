"""The roles that CloudTrail writes to log groups with.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from ..core.text import ORGANIZATION, Text, ends_with, equal, parts_of, starts_with
from ..core.value import Absent, Hole, Hop, Known, Unknown, Value, is_hidden
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, caused_by
from ..iam.arn import account_of
from ..iam.aws_managed import aws_managed_policy
from ..iam.document import (
    PolicyDocument,
    least_characters,
    read_document,
    unread_document,
)
from ..iam.evaluate import allows
from ..iam.policy_kind import INLINE, MANAGED, TRUST
from ..iam.policy_text import shown_text
from ..iam.request import Holder, Request
from ..model.link import Here, follow
from ..model.model import Model
from ..model.policy import AttachedPolicy
from ..model.role import Role
from ..model.trail import Trail
from .cloudtrail_requests import (
    CLOUDTRAIL,
    OF_EVERY_SERVICE,
    SERVICE,
    account,
    because,
    in_force,
    region,
    worded,
)
from .links import judge_linked, role_of
from .logs import log_group_of
from .removed_policies import inline_policies, removal

WRITES = ("logs:CreateLogStream", "logs:PutLogEvents")


def role_is_assumable_by_cloudtrail(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that the role of a trail trusts CloudTrail; None where it names no role."""
    named = _is_named_by_its_arn(trail)
    if named.verdict is Verdict.FAIL:
        return named
    return judge_linked(role_of(trail, model), "role", _is_assumable)


def _is_named_by_its_arn(trail: Trail) -> Judgement:
    """Judge that a role may be named by its ARN, the one way that CloudTrail takes.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
    """
    value = trail.log_group_role_arn
    is_named = not isinstance(value, Absent) and value != Known("", value.provenance)
    if not is_named or starts_with(parts_of(value) or (), "arn:") is not Verdict.FAIL:
        return Judgement(Verdict.PASS)
    said = "cannot write to its log group: it does not name the role by an ARN"
    return Judgement(Verdict.FAIL, (Reason(said, value.provenance, remedy="not-an-arn"),))


def _is_assumable(role: Role) -> Judgement:
    said = (
        f"cannot write to its log group: the trust policy of its role does not allow "
        f"{CLOUDTRAIL} to perform sts:AssumeRole"
    )
    document = read_document(role.trust_policy, kind=TRUST)
    documents = [] if document is None else [document]
    # No document says whether this request carries aws:SourceArn, so nothing is known of it.
    request = Request(
        principal=SERVICE, action="sts:AssumeRole", resource=None, context=OF_EVERY_SERVICE
    )
    return worded(allows(documents, request), said, role)


def role_can_write_to_log_group(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that the role of a trail may create streams in its log group and write events.

    None where the trail names no log group or no role.
    """
    link = log_group_of(trail, model)
    arn = link.entity.arn if isinstance(link, Here) else trail.log_group_arn
    group = parts_of(arn)
    if not group:
        return None
    ways = (arn.provenance, trail.arn.provenance)
    streams = _Streams(_without_suffix(group), any(map(is_hidden, ways)))
    writes = judge_linked(role_of(trail, model), "role", partial(_can_write, trail, model, streams))
    near = _is_in_its_account(group, trail, arn)
    return writes if writes is None or near.verdict is Verdict.PASS else near


def _is_in_its_account(group: Text, trail: Trail, arn: Value[str]) -> Judgement:
    """Judge that a log group may be in the account of its trail, as CloudTrail asks for.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html
    """
    theirs, ours = account_of(group), parts_of(trail.place.account)
    if not theirs or not ours or equal(theirs, ours) is not Verdict.FAIL:
        return Judgement(Verdict.PASS)
    said = "cannot write to its log group: it is in another account"
    if not any(map(is_hidden, (arn.provenance, trail.log_group_arn.provenance))):
        said = (
            f"cannot write to its log group: it is in account {shown_text(theirs)}, and the trail "
            f"in {shown_text(ours)}"
        )
    reason = Reason(said, trail.log_group_arn.provenance, remedy="another-account")
    return Judgement(Verdict.FAIL, (reason,))


@dataclass(frozen=True, slots=True)
class _Streams:
    """The streams of a log group."""

    group: Text
    """The group's ARN without its suffix."""

    is_hidden: bool
    """Whether the ARN came by something sensitive."""


def _without_suffix(group: Text) -> Text:
    last = group[-1]
    if isinstance(last, str) and ends_with(group, ":*") is Verdict.PASS and last.endswith(":*"):
        return (*group[:-1], last[:-2])
    return group


def _can_write(trail: Trail, model: Model, streams: _Streams, role: Role) -> Judgement:
    documents = list(_documents(role, model))
    claims = [_can_write_by(documents, "policies of its role do", trail, streams, role)]
    boundary = role.boundary
    if not isinstance(boundary, Absent) and boundary != Known("", boundary.provenance):
        # What a role may do, both its policies and its boundary have to allow.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
        whose = "permissions boundary of its role does"
        bounded = _can_write_by([_managed(boundary, role, model)], whose, trail, streams, role)
        claims.append(caused_by(bounded, "boundary"))
    return all_of(claims)


def _can_write_by(
    documents: list[PolicyDocument], whose: str, trail: Trail, streams: _Streams, role: Role
) -> Judgement:
    """Judge that these documents let a role write what its trail sends; `whose` names them."""

    def judged(name: Text, shown: str) -> Judgement:
        said = f"cannot write to its log group: the {whose} not allow {{}} on the streams `{shown}`"
        named = (*streams.group, ":log-stream:", *name, Hole(excludes=":*"))
        return _judge_streams(documents, named, role, said, is_hidden=streams.is_hidden)

    own_name = (*account(trail), "_CloudTrail_", *region(trail))
    own = judged(own_name, "<account>_CloudTrail_<region>")
    of_organization = judged((*ORGANIZATION, "_"), "<organization>_…")
    match trail.is_organization_trail:
        case Known(value=True):
            return all_of((own, because(trail.is_organization_trail, of_organization)))
        case Unknown() as doubt:
            return all_of((own, any_of((of_organization, undecided(doubt)))))
        case _:
            return own


def _judge_streams(
    documents: list[PolicyDocument], streams: Text, role: Role, said: str, *, is_hidden: bool
) -> Judgement:
    def asked(action: str) -> Request:
        return Request(principal=Holder(), action=action, resource=streams, is_hidden=is_hidden)

    judged = [(action, allows(documents, asked(action))) for action in WRITES]
    if len({(judgement.verdict, _places(judgement)) for _, judgement in judged}) == 1:
        judged = [(" and ".join(WRITES), judged[0][1])]
    return all_of(worded(judgement, said.format(action), role) for action, judgement in judged)


def _places(judgement: Judgement) -> tuple[tuple[Hop, ...], ...]:
    return tuple(reason.provenance for reason in judgement.reasons)


def _documents(role: Role, model: Model) -> Iterator[PolicyDocument]:
    """Yield every policy of a role: inline, attached, customer managed and AWS managed."""
    inline = tuple(inline_policies(role))
    documents = in_force(inline, INLINE)
    yield from _together_small(documents, inline)
    for attachment in role.managed_policies:
        document = _managed(attachment.arn, role, model)
        doubt = removal(attachment.arn, role.managed_policy_lists)
        exists = attachment.exists if doubt is None else doubt
        is_there = isinstance(exists, Known) and exists.value
        yield document if is_there else replace(document, exists=exists)


def _together_small(
    documents: list[PolicyDocument], inline: Iterable[AttachedPolicy]
) -> Iterator[PolicyDocument]:
    """Yield the inline policies of a role; those that are too long together are not in force.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    """
    yield from documents
    certain = [policy for policy in inline if policy.exists == Known(True)]
    length = sum(least_characters(policy.document) for policy in certain)
    most = INLINE.most_characters or 0
    if length > most:
        said = f"its role's inline policies are longer than the {most:,} characters allowed in all"
        places = tuple(hop for policy in certain for hop in policy.provenance[:1])
        yield unread_document(places, said, may_allow=False, may_deny=True, is_refused=True)


def _managed(arn: Value[str], role: Role, model: Model) -> PolicyDocument:
    link = follow(arn, role.place, model.managed_policies, lambda policy: (policy.arn,))
    if isinstance(link, Here):
        policy = link.entity
        document = read_document(policy.document, policy.exists, MANAGED)
        return document or unread_document(
            (Hop(policy.span, policy.address),), "the policy has no document", may_deny=False
        )
    known = aws_managed_policy(arn)
    if known is not None:
        return known
    reason = (
        arn.reason if isinstance(arn, Unknown) else "a policy of its role is declared elsewhere"
    )
    return unread_document(arn.provenance, reason, may_deny=True)
