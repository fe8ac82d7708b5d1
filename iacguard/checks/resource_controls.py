"""Whether resource control policies let CloudTrail deliver, whatever the bucket's policy says.

They bind services, too, unless they say otherwise, and no resource of the organization's management
account.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..core.text import Text, equal, parts_of
from ..core.value import Hop, Known, Unknown, Value
from ..core.verdict import Judgement, Verdict, all_of
from ..iam.document import PolicyDocument
from ..iam.evaluate import allows
from ..iam.request import NotCarried, Request, carried
from ..model.bucket import Bucket
from ..model.guardrail import PolicyTarget, ResourceControlPolicy
from ..model.model import Model
from ..model.trail import Trail
from .cloudtrail_requests import (
    LOG_FILE,
    LOG_FILES,
    account,
    asked,
    encryption,
)
from .organization_policies import RESOURCE_CONTROL, both, denials_of, type_is_enabled


def resource_controls_let_deliver(
    trail: Trail, bucket: Bucket, model: Model, prefix: Text
) -> Judgement:
    """Judge that no resource control policy keeps CloudTrail out of the bucket of a trail.

    `prefix` is what comes before ``AWSLogs/`` in the names of its log files.
    """
    if type_is_enabled(model, RESOURCE_CONTROL, "").verdict is Verdict.FAIL:
        return Judgement(Verdict.PASS)
    return all_of(
        _lets(policy, denials, request)
        for policy in model.resource_control_policies
        if (denials := _in_force(policy, bucket, model)) is not None
        for request in _requests(trail, bucket, prefix)
    )


def _requests(trail: Trail, bucket: Bucket, prefix: Text) -> Iterator[Request]:
    yield asked(trail, "s3:GetBucketAcl", bucket.arn, {"s3:x-amz-acl": NotCarried.MISSING})
    more = {"s3:x-amz-acl": carried("bucket-owner-full-control"), **encryption(trail, LOG_FILES)}
    below = ("/", *prefix, "AWSLogs/", *account(trail), f"/{LOG_FILES}/", *LOG_FILE)
    yield asked(trail, "s3:PutObject", bucket.arn, more, below=below)


def _lets(policy: ResourceControlPolicy, denials: PolicyDocument, request: Request) -> Judgement:
    denied = allows([denials], request)
    if denied.verdict is Verdict.FAIL:
        return Judgement(Verdict.PASS)
    if denied.verdict is Verdict.UNKNOWN:
        return denied
    said = (
        f"cannot deliver to its bucket: {policy.address}, a resource control policy, denies "
        f"{request.action}"
    )
    reasons = tuple(replace(one, message=said) for one in denied.reasons)
    return Judgement(Verdict.FAIL, reasons)


def _in_force(policy: ResourceControlPolicy, bucket: Bucket, model: Model) -> PolicyDocument | None:
    """Return what a policy denies, existing where it binds the bucket; None where it does not."""
    bound = [_binds(policy, target, bucket) for target in policy.targets]
    if any(isinstance(one, Known) and one.value for one in bound):
        return denials_of(policy, policy.exists)
    open_ = [one for one in bound if isinstance(one, Unknown)]
    is_all = model.is_whole_account and not model.open_ends and not model.unscanned
    if not policy.targets and not is_all:
        said = f"{policy.address} is attached to nothing in this code"
        open_ = [Unknown((Hop(policy.span, ""),), said)]
    return denials_of(policy, both(policy.exists, open_[0])) if open_ else None


def _binds(policy: ResourceControlPolicy, target: PolicyTarget, bucket: Bucket) -> Value[bool]:
    """Return whether what a policy is attached to is the account of a bucket, or is above it."""
    wanted = parts_of(target.target) or ()
    same = equal(wanted, parts_of(bucket.place.account) or ())
    is_account = len(wanted) == 1 and isinstance(wanted[0], str) and wanted[0].isdigit()
    if same is Verdict.FAIL and is_account:
        return Known(False, target.provenance)
    if same is Verdict.PASS:
        return target.exists
    said = f"whether {policy.address} binds the account of {bucket.address} is not in this code"
    return both(target.exists, Unknown(target.provenance, said))
