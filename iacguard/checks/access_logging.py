"""Whether requests to a bucket are logged, in a bucket that can take the logs.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.exhaustive import assert_never
from ..core.text import parts_of
from ..core.value import Absent, Hole, Hop, Known, Unknown, Value, is_hidden
from ..core.value_claims import is_absent, is_false, is_set, one_of, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, caused_by, not_
from ..iam.document import PolicyDocument
from ..iam.evaluate import allows
from ..iam.policy_kind import BUCKET
from ..iam.request import Context, Request, ServicePrincipal, carried, carried_list
from ..model.bucket import ITSELF, Bucket
from ..model.link import Elsewhere, Here, Nowhere, Undecided, follow
from ..model.model import Model
from .cloudtrail_requests import OF_EVERY_SERVICE, each_alone, in_force, worded
from .links import is_deployed
from .same_region import are_near

LOGGING = "logging.s3.amazonaws.com"

LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"
"""The group that ACLs name to let S3 deliver access logs."""

_GRANTED = ({"FULL_CONTROL"}, {"WRITE", "READ_ACP"})
"""Permissions of the group, any set of which is enough."""


def access_is_logged(bucket: Bucket, model: Model, options: Mapping[str, object]) -> Judgement:
    """Judge that a bucket names a bucket for its access logs, and that this takes them.

    One that is declared elsewhere is believed to.
    """
    value = bucket.access_log_bucket
    named = is_set(value, "does not log access to a trail's log files")
    if parts_of(value) == (ITSELF,):
        return _logs_to_itself(value)
    match follow(value, bucket.place, model.buckets, lambda one: (one.name,)):
        case Here(entity=target):
            return _takes_logs(bucket, target)
        case Nowhere() | Elsewhere():
            return named
        case Undecided(candidates=candidates):
            if named.verdict is not Verdict.PASS:
                return named
            if all(_takes_logs(bucket, one).verdict is Verdict.PASS for one in candidates):
                return named
            said = "which bucket its access logs go to depends on the deployment"
            return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),))
        case link:
            assert_never(link)


def _logs_to_itself(value: Value[str]) -> Judgement:
    # Each delivery is a request that is logged in turn, and who empties the bucket empties both.
    said = "sends its access logs to itself"
    return Judgement(Verdict.FAIL, (Reason(said, value.provenance, remedy="itself"),))


def _takes_logs(bucket: Bucket, target: Bucket) -> Judgement:
    """Judge that a bucket takes the access logs of another one."""
    way = bucket.access_log_bucket.provenance
    if target is bucket:
        return _logs_to_itself(bucket.access_log_bucket)
    said = f"sends its access logs to {target.address}, which cannot take them:"
    near = are_near(target, bucket.place, f"{said} it is in another account or region", way)
    unlocked = is_absent(target.default_retention, f"{said} it locks new objects by default")
    unpaid = is_false(target.is_requester_pays, f"{said} it has Requester Pays on")
    return all_of(
        (
            is_deployed(target),
            caused_by(near, "region"),
            caused_by(_encrypts_by_itself(target, said), "encryption"),
            caused_by(unlocked, "lock"),
            caused_by(unpaid, "requester-pays"),
            _is_let_in(bucket, target, said),
        )
    )


def _encrypts_by_itself(target: Bucket, said: str) -> Judgement:
    """Judge that a bucket encrypts with S3's own keys, as each does of which nothing is said."""
    if isinstance(target.default_encryption, Absent):
        return Judgement(Verdict.PASS)
    return one_of(target.default_encryption, ("AES256",), f"{said} it encrypts with KMS by default")


def _is_let_in(bucket: Bucket, target: Bucket, said: str) -> Judgement:
    """Judge that a bucket's policy or its ACL lets S3 deliver the access logs of another one."""
    by_acl = _acl_lets_in(target, f"{said} it has no bucket policy, and")
    if not in_force(target.policies):
        left_open = _is_left_open(target)
        return caused_by(by_acl, "policy") if left_open is None else left_open
    request = _delivery(bucket, target)

    def judged(documents: list[PolicyDocument]) -> Judgement:
        by_policy = allows(documents, request)
        is_denied = any(reason.remedy == "denied" for reason in by_policy.reasons)
        # What an ACL allows, a policy may still deny.
        is_missing = by_policy.verdict is Verdict.FAIL and not is_denied
        if is_missing and by_acl.verdict is not Verdict.FAIL:
            return by_acl
        lacking = f"{said} its policy does not allow {LOGGING} to perform s3:PutObject"
        return worded(by_policy, lacking, target)

    return caused_by(each_alone(target.policies, judged, BUCKET), "policy")


def _is_left_open(target: Bucket) -> Judgement | None:
    """Return the judgement on a bucket of which its name and all about access are left open."""
    said = (target.canned_acl, target.acl_grants, target.object_ownership)
    is_silent = all(isinstance(one, Absent) or _is_empty(one) for one in said)
    if isinstance(target.name, Known) or not is_silent:
        return None
    caveat = f"nothing in this code says whether {target.address} lets S3 deliver access logs"
    place = (Hop(target.span, target.address),)
    return Judgement(Verdict.PASS, (Reason(caveat, place, is_caveat=True),))


def _is_empty(value: Value[Any]) -> bool:
    return isinstance(value, Known) and value.value == ()


def _delivery(bucket: Bucket, target: Bucket) -> Request:
    """Return S3's request to write access logs of one bucket to another."""
    ways = (target.arn, bucket.arn, bucket.access_log_prefix)
    context: Context = {
        **OF_EVERY_SERVICE,
        "aws:principalservicename": carried(LOGGING),
        "aws:principalservicenameslist": carried_list(LOGGING),
        "aws:sourcearn": carried(parts_of(bucket.arn) or (Hole(),)),
        "aws:sourceaccount": carried(parts_of(bucket.place.account) or (Hole(),)),
    }
    below = ("/", *(parts_of(bucket.access_log_prefix) or ()), Hole())
    return Request(
        principal=ServicePrincipal(LOGGING),
        action="s3:PutObject",
        resource=(*(parts_of(target.arn) or (Hole(),)), *below),
        context=context,
        is_hidden=any(is_hidden(way.provenance) for way in ways),
    )


def _acl_lets_in(target: Bucket, said: str) -> Judgement:
    """Judge that a bucket's ACL is in force, and lets S3 deliver access logs."""
    closed = f"{said} its ACL does not let S3 deliver logs"
    enforced = one_of(
        target.object_ownership, ("BucketOwnerEnforced",), f"{said} its ACLs are turned off"
    )
    canned = one_of(target.canned_acl, ("log-delivery-write",), closed)
    granted = _grants_delivery(target, closed)
    if enforced.verdict is Verdict.PASS:
        return not_(enforced)
    let_in = any_of((canned, granted))
    if let_in.verdict is Verdict.FAIL:
        place = next((hops for one in (canned, granted) if (hops := _places(one))), ())
        place = place or (Hop(target.span, target.address),)
        return Judgement(Verdict.FAIL, (Reason(closed, place),))
    return all_of((not_(enforced), let_in))


def _places(judgement: Judgement) -> tuple[Hop, ...]:
    return judgement.reasons[0].provenance if judgement.reasons else ()


def _grants_delivery(target: Bucket, otherwise: str) -> Judgement:
    match target.acl_grants:
        case Absent(provenance=provenance):
            return Judgement(Verdict.FAIL, (Reason(otherwise, provenance),))
        case Unknown() as doubt:
            return undecided(doubt)
        case Known(value=grants, provenance=provenance):
            of_group = [one for one in grants if _may_be(one.grantee_uri, LOG_DELIVERY)]
            for open_ in (
                one for grant in of_group for one in (grant.grantee_uri, grant.permission)
            ):
                if isinstance(open_, Unknown):
                    return undecided(open_)
            found = {
                word
                for grant in of_group
                if isinstance(grant.permission, Known)
                for word in grant.permission.value.split(",")
            }
            enough = any(one <= found for one in _GRANTED)
            return Judgement(Verdict.of(enough), (Reason(otherwise, provenance),))
        case _:
            assert_never(target.acl_grants)


def _may_be(value: Value[str], wanted: str) -> bool:
    return isinstance(value, Unknown) or (isinstance(value, Known) and value.value == wanted)
