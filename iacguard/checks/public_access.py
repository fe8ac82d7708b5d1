"""Who else reaches a trail's bucket: by its ACL, its policy, or as a website.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..core.exhaustive import assert_never
from ..core.severity import Severity
from ..core.text import equal, parts_of
from ..core.value import Absent, Hole, Hop, Known, Unknown
from ..core.value_claims import is_true, one_of, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, not_
from ..core.wording import listed
from ..iam.document import PolicyDocument
from ..iam.evaluate import exposes_to_some
from ..iam.policy_kind import BUCKET
from ..iam.request import Anyone, Request
from ..iam.wildcard_principals import Strangers
from ..model.bucket import AccountPublicAccessBlock, AclGrant, Bucket
from ..model.model import Model
from .cloudtrail_requests import REST, each_alone
from .links import is_deployed
from .outside_callers import everybody

_ACTIONS_NAMED = 3
"""Actions that a message names; the others are counted."""

PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read")
PUBLIC_GROUPS = (
    "http://acs.amazonaws.com/groups/global/AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
)

# Every action that lists or reads log files, changes or deletes them, or changes what guards them.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
_ON_BUCKET = (
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "s3:ListBucketVersions",
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:DeleteBucketWebsite",
    "s3:PutAccelerateConfiguration",
    "s3:PutAnalyticsConfiguration",
    "s3:PutBucketAcl",
    "s3:PutBucketCORS",
    "s3:PutBucketLogging",
    "s3:PutBucketNotification",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketRequestPayment",
    "s3:PutBucketTagging",
    "s3:PutBucketVersioning",
    "s3:PutBucketWebsite",
    "s3:PutEncryptionConfiguration",
    "s3:PutIntelligentTieringConfiguration",
    "s3:PutInventoryConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutMetricsConfiguration",
    "s3:PutReplicationConfiguration",
)
_ON_OBJECTS = (
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:GetObjectVersionForReplication",
    "s3:AbortMultipartUpload",
    "s3:BypassGovernanceRetention",
    "s3:DeleteObject",
    "s3:DeleteObjectTagging",
    "s3:DeleteObjectVersion",
    "s3:DeleteObjectVersionTagging",
    "s3:ObjectOwnerOverrideToBucketOwner",
    "s3:PutObject",
    "s3:PutObjectAcl",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
    "s3:PutObjectTagging",
    "s3:PutObjectVersionAcl",
    "s3:PutObjectVersionTagging",
    "s3:ReplicateDelete",
    "s3:ReplicateObject",
    "s3:ReplicateTags",
    "s3:RestoreObject",
)


def bucket_is_private(bucket: Bucket, model: Model, options: Mapping[str, object]) -> Judgement:
    """Judge that nobody outside reads or writes a bucket.

    Public access blocks of the bucket and of the account are considered.
    """
    return all_of(
        claim(bucket, model) for claim in (has_private_acl, has_private_policy, is_no_website)
    )


def has_private_acl(bucket: Bucket, model: Model) -> Judgement:
    """Judge that a bucket's ACL lets nobody in but the owner and named accounts."""
    said = "is open to everyone through its ACL"
    canned = bucket.canned_acl
    claims = [not_(one_of(canned, PUBLIC_ACLS, said))]
    match bucket.acl_grants:
        case Known(value=grants):
            claims += [_is_private_grant(grant) for grant in grants]
        case Absent():
            pass
        case Unknown() as doubt:
            claims.append(undecided(doubt))
        case _:
            assert_never(bucket.acl_grants)
    switched_off = one_of(bucket.object_ownership, ("BucketOwnerEnforced",), "")
    ignored = any_of([switched_off, *_switches(bucket, model, "ignores_public_acls")])
    refused = any_of(_switches(bucket, model, "blocks_public_acls"))
    return _unless(all_of(claims), ignored, refused)


def _is_private_grant(grant: AclGrant) -> Judgement:
    said = "is open to everyone through a grant in its ACL"
    return not_(one_of(grant.grantee_uri, PUBLIC_GROUPS, said))


def has_private_policy(bucket: Bucket, model: Model) -> Judgement:
    """Judge that a bucket's policy lets no stranger read or write it."""
    claim = model.once(_policy_is_private, bucket)
    restricted = any_of(_switches(bucket, model, "restricts_public_buckets"))
    refused = any_of(_switches(bucket, model, "blocks_public_policy"))
    return _unless(claim, restricted, refused)


def keeps_its_policy(bucket: Bucket, model: Model) -> Judgement:
    """Judge that S3 takes a bucket's policy while public policies are blocked; never a failure.

    A policy that was set before the block stays.
    """
    refused = any_of(_switches(bucket, model, "blocks_public_policy"))
    if refused.verdict is Verdict.FAIL or not bucket.policies:
        return Judgement(Verdict.PASS)
    claim = model.once(_policy_is_private, bucket)
    if claim.verdict is not Verdict.FAIL:
        return claim
    said = (
        "its policy is public, which its public access block refuses unless the policy was set "
        "before"
    )
    return Judgement(Verdict.UNKNOWN, (Reason(said, claim.reasons[0].provenance),))


def _policy_is_private(bucket: Bucket, model: Model) -> Judgement:
    return each_alone(bucket.policies, lambda documents: _is_private(documents, bucket), BUCKET)


def _is_private(documents: list[PolicyDocument], bucket: Bucket) -> Judgement:
    claims = []
    opened: dict[Reason, list[str]] = {}
    callers = everybody(documents, bucket) if documents else Strangers(())
    for request in _requests(bucket):
        judgement = exposes_to_some(documents, request, callers)
        if judgement.verdict is Verdict.PASS:
            opened.setdefault(judgement.reasons[0], []).append(request.action)
        elif judgement.verdict is Verdict.UNKNOWN:
            claims.append(judgement)
    for reason, actions in opened.items():
        allows = reason.message.removesuffix("it") + listed(
            tuple(dict.fromkeys(actions)), _ACTIONS_NAMED, more="more actions"
        )
        said = f"is open to everyone through its policy ({allows})"
        claims.append(Judgement(Verdict.FAIL, (replace(reason, message=said, remedy="policy"),)))
    return all_of(claims)


def is_no_website(bucket: Bucket, model: Model) -> Judgement:
    """Judge that a bucket is not served as a website."""
    said = "is served as a website"
    match bucket.website:
        case Known(value=False) | Absent():
            claim = Judgement(Verdict.PASS)
        case Known():
            # A website alone opens nothing: each object still needs a policy or an ACL.
            # https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteAccessPermissionsReqd.html
            reason = Reason(said, bucket.website.provenance, remedy="website")
            claim = Judgement(Verdict.FAIL, (reason,), Severity.LOW)
        case Unknown():
            claim = undecided(bucket.website)
        case _:
            assert_never(bucket.website)
    restricted = any_of(_switches(bucket, model, "restricts_public_buckets"))
    return _unless(claim, restricted, Judgement(Verdict.FAIL))


def _requests(bucket: Bucket) -> Iterator[Request]:
    arn = parts_of(bucket.arn) or (Hole(),)
    for action in _ON_BUCKET:
        yield Request(principal=Anyone(), action=action, resource=arn)
    for action in _ON_OBJECTS:
        yield Request(principal=Anyone(), action=action, resource=(*arn, "/", *REST))


def _switches(bucket: Bucket, model: Model, name: str) -> Iterator[Judgement]:
    """Yield whether a switch is on, for the bucket and for the account; one is enough."""
    block = bucket.public_access_block
    match block:
        case Known(value=switches):
            yield is_true(getattr(switches, name), "")
        case Absent():
            yield Judgement(Verdict.FAIL)
        case Unknown():
            yield undecided(block)
        case _:
            assert_never(block)
    for of_account in model.account_public_access_blocks:
        switch = is_true(getattr(of_account, name), "")
        yield all_of((is_deployed(of_account), _is_of(of_account, bucket), switch))


def _is_of(block: AccountPublicAccessBlock, bucket: Bucket) -> Judgement:
    """Judge that the switches of an account are those of a bucket's account."""
    named = block.place.account if isinstance(block.account, Absent) else block.account
    verdict = equal(parts_of(named) or (Hole(),), parts_of(bucket.place.account) or (Hole(),))
    said = f"{block.address} may belong to another account"
    return Judgement(verdict, (Reason(said, (Hop(block.span, block.address),)),))


def _unless(claim: Judgement, overruled: Judgement, refused: Judgement) -> Judgement:
    """Return the claim, which holds as well where a switch overrules what it forbids.

    A switch that only refuses to set what is public leaves alone what is there already.
    """
    if claim.verdict is Verdict.PASS or overruled.verdict is Verdict.PASS:
        return Judgement(Verdict.PASS, claim.reasons)
    if claim.verdict is Verdict.UNKNOWN:
        return claim
    if overruled.verdict is Verdict.UNKNOWN:
        return overruled
    if refused.verdict is Verdict.FAIL:
        return claim
    said = "its public access block prevents this but does not undo it where it was set before"
    places = claim.reasons[0].provenance if claim.reasons else ()
    return Judgement(Verdict.UNKNOWN, (Reason(said, places),))
