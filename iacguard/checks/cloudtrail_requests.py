"""What CloudTrail asks of buckets, keys, topics and roles, and what its requests carry.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from string import ascii_letters, ascii_uppercase

from ..core.text import ACCOUNT, ORGANIZATION, REGION, Text, parts_of
from ..core.value import Hole, Hop, Known, Part, Value, is_hidden
from ..core.value_claims import is_set
from ..core.verdict import Judgement, Reason, Verdict
from ..iam.arn import account_of, region_of
from ..iam.document import PolicyDocument, read_document
from ..iam.policy_kind import OTHER, PolicyKind
from ..iam.request import (
    UNNAMED,
    Context,
    NotCarried,
    OneOf,
    Request,
    ServicePrincipal,
    carried,
    carried_list,
)
from ..model.entity import Entity
from ..model.policy import AttachedPolicy
from ..model.trail import Trail

CLOUDTRAIL = "cloudtrail.amazonaws.com"
SERVICE = ServicePrincipal(CLOUDTRAIL)

REST: Text = (Hole(),)
"""The rest of a name: every name of that form is meant."""

_NO_LETTER = ascii_letters + ":*/"
DIGITS: Part = Hole(excludes=_NO_LETTER)
"""An account, or a part of a date, of which nothing more is known."""

LOG_FILES, DIGEST_FILES, INSIGHTS_FILES = "CloudTrail", "CloudTrail-Digest", "CloudTrail-Insight"
"""The kinds of files that CloudTrail writes, as their paths call them."""

_ENCRYPTION = "s3:x-amz-server-side-encryption"

LOG_FILE: Text = (
    Hole(excludes=ascii_uppercase + ":*/"),
    "/",
    DIGITS,
    "/",
    DIGITS,
    "/",
    DIGITS,
    "/",
    Hole(excludes=":*/"),
    ".json.gz",
)
"""The name of a log file below its account: the region, the day, and the rest.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
"""

# Keys of a caller with an account; a service has none.
_OF_CALLERS = (
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:userid",
    "aws:username",
    "aws:MultiFactorAuthPresent",
    "aws:MultiFactorAuthAge",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:VpcSourceIp",
    "aws:FederatedProvider",
    "aws:SourceIdentity",
    "sts:ExternalId",
)

OF_EVERY_SERVICE: Context = {
    **{key.lower(): NotCarried.MISSING for key in _OF_CALLERS},
    "aws:securetransport": carried("true"),
    # AWS's endpoints refuse anything older.
    # https://aws.amazon.com/blogs/security/tls-1-2-required-for-aws-endpoints/
    "s3:tlsversion": OneOf(("1.2", "1.3")),
    # An address of AWS, which no policy lists; one that takes every address takes it, too.
    "aws:sourceip": carried(UNNAMED),
    "aws:principalisawsservice": carried("true"),
    "aws:viaawsservice": carried("false"),
    "aws:principalservicename": carried(CLOUDTRAIL),
    "aws:principalservicenameslist": carried_list(CLOUDTRAIL),
}


def asked(
    trail: Trail, action: str, arn: Value[str], more: Context, *, below: Text = ()
) -> Request:
    """Return CloudTrail's request on behalf of a trail; `more` is what else it carries.

    It is on what has this ARN, or on what lies below it.
    """
    ways = (arn.provenance, trail.arn.provenance, trail.key_prefix.provenance)
    context: Context = {
        **OF_EVERY_SERVICE,
        "aws:sourcearn": carried(arn_of(trail)),
        "aws:sourceaccount": carried(account(trail)),
        # Of an account without an organization no policy names one that is known to be its own.
        "aws:sourceorgid": carried(ORGANIZATION),
        **more,
    }
    return Request(
        principal=SERVICE,
        action=action,
        resource=(*(parts_of(arn) or (Hole(),)), *below),
        context=context,
        is_hidden=any(map(is_hidden, ways)),
    )


def encryption(trail: Trail, kind: str) -> Context:
    """Return what a request to write a file of this kind says of its encryption.

    The trail's key is nothing that the bucket would choose by itself, so log files carry the header
    that asks for it. Whatever else is encrypted by S3's own keys, as S3 does without a header, too;
    of digest files AWS's own pages say both.
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
    """
    has_key = is_set(trail.kms_key, "").verdict
    if has_key is Verdict.PASS and kind == LOG_FILES:
        return {_ENCRYPTION: carried("aws:kms")}
    if has_key is Verdict.FAIL:
        return {_ENCRYPTION: OneOf(("AES256",), or_missing=True)}
    return {_ENCRYPTION: OneOf(("aws:kms", "AES256"), or_missing=True)}


def arn_of(trail: Trail) -> Text:
    """Return a trail's ARN."""
    return parts_of(trail.arn) or (Hole(),)


def account(trail: Trail) -> Text:
    """Return the account that a trail is in."""
    return account_of(arn_of(trail)) or (ACCOUNT,)


def region(trail: Trail) -> Text:
    """Return a trail's home region."""
    return region_of(arn_of(trail)) or (REGION,)


def in_force(policies: Iterable[AttachedPolicy], kind: PolicyKind = OTHER) -> list[PolicyDocument]:
    """Return the documents of the policies that may be attached."""
    documents = [
        read_document(policy.document, policy.exists, kind)
        for policy in policies
        if not _is_left_out(policy)
    ]
    return [document for document in documents if document is not None]


def each_alone(
    policies: Iterable[AttachedPolicy],
    judge: Callable[[list[PolicyDocument]], Judgement],
    kind: PolicyKind = OTHER,
) -> Judgement:
    """Judge the policy of what has only one; of several, which is in force is not known.

    Each is judged as if it were the only one, and a verdict holds where all agree.
    """
    documents = in_force(policies, kind)
    if len(documents) < 2:
        return judge(documents)
    judged = [judge([document]) for document in documents]
    if len({judgement.verdict for judgement in judged}) == 1:
        return judged[0]
    said = "several policies are declared, but only one of them can be in force"
    places = tuple(hop for document in documents for hop in document.provenance[:1])
    return Judgement(Verdict.UNKNOWN, (Reason(said, places),))


def _is_left_out(policy: AttachedPolicy) -> bool:
    return isinstance(policy.exists, Known) and not policy.exists.value


def because(cause: Value[bool], judgement: Judgement) -> Judgement:
    """Return a judgement whose failure also shows the setting that asks for so much."""
    if judgement.verdict is not Verdict.FAIL:
        return judgement
    reasons = (
        replace(reason, provenance=(*reason.provenance, *cause.provenance))
        for reason in judgement.reasons
    )
    return replace(judgement, reasons=tuple(reasons))


def worded(judgement: Judgement, otherwise: str, holder: Entity) -> Judgement:
    """Return a judgement on policies in words about what cannot be done without them.

    `holder` is what the policies belong to: the place of a failure that has no other.
    """
    if judgement.verdict is not Verdict.FAIL:
        return judgement
    first, *rest = judgement.reasons
    place = first.provenance or (Hop(holder.span, holder.address),)
    said = f"{otherwise} ({first.message})"
    return Judgement(Verdict.FAIL, (replace(first, message=said, provenance=place), *rest))
