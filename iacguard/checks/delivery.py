"""Whether what a trail sends arrives: in its bucket, and at its topic.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from ..core.text import ORGANIZATION, Text, parts_of
from ..core.value import Absent, Hole, Hop, Known, Unknown, Value, is_hidden
from ..core.value_claims import is_false, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, caused_by, not_
from ..iam.document import PolicyDocument
from ..iam.evaluate import allows, exposes_to_some
from ..iam.policy_kind import BUCKET
from ..iam.policy_text import shown_text
from ..iam.request import AccountPrincipal, NotCarried, Principal, Request, carried
from ..model.bucket import Bucket
from ..model.model import Model
from ..model.topic import Topic
from ..model.trail import Trail
from .cloudtrail_requests import (
    CLOUDTRAIL,
    DIGEST_FILES,
    DIGITS,
    INSIGHTS_FILES,
    LOG_FILE,
    LOG_FILES,
    REST,
    SERVICE,
    account,
    asked,
    because,
    each_alone,
    encryption,
    in_force,
    worded,
)
from .default_encryption import default_encryption_lets_deliver
from .links import bucket_of, judge_linked, topic_of
from .log_file_regions import or_of_every_region
from .management_account import or_of_management_account
from .outside_callers import delivery_for_others
from .public_access import keeps_its_policy
from .regional_accounts import (
    accounts_named,
    or_by_regional_accounts,
    unknown_by_regional_accounts,
    words_for,
)
from .resource_controls import resource_controls_let_deliver
from .topic_access import Publisher, Words, can_publish


def bucket_policy_lets_cloudtrail_deliver(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that the bucket of a trail lets CloudTrail look at its ACL and write log files."""
    return judge_linked(bucket_of(trail, model), "bucket", partial(_delivers, trail, model))


def _delivers(trail: Trail, model: Model, bucket: Bucket) -> Judgement:
    if not in_force(bucket.policies):
        said = "cannot deliver to its bucket: the bucket has no policy"
        return Judgement(Verdict.FAIL, (Reason(said, (Hop(bucket.span, bucket.address),)),))
    said = "cannot deliver to its bucket: Requester Pays is on, which CloudTrail does not support"
    refused = caused_by(is_false(bucket.is_requester_pays, said), "requester-pays")

    def of(owner: Trail, documents: Sequence[PolicyDocument]) -> Judgement:
        return _lets_deliver(owner, bucket, documents)

    def judged(documents: list[PolicyDocument]) -> Judgement:
        return or_of_management_account(of(trail, documents), trail, documents, of)

    allowed = each_alone(bucket.policies, judged, BUCKET)
    controlled = resource_controls_let_deliver(trail, bucket, model, prefix(trail))
    by_default = default_encryption_lets_deliver(trail, bucket, model)
    return all_of((refused, allowed, keeps_its_policy(bucket, model), controlled, by_default))


def _lets_deliver(trail: Trail, bucket: Bucket, documents: Sequence[PolicyDocument]) -> Judgement:
    def judged(request: Request, under: str) -> Judgement:
        said = (
            f"cannot deliver to its bucket: the bucket policy does not allow "
            f"{CLOUDTRAIL} to perform {request.action}{under}"
        )
        return worded(allows(documents, request), said, bucket)

    look = asked(trail, "s3:GetBucketAcl", bucket.arn, {"s3:x-amz-acl": NotCarried.MISSING})

    def written(owner: Text, member: Text = ()) -> Judgement:
        before = (Hole(),) if is_hidden(trail.key_prefix.provenance) else prefix(trail)
        under = f" under {shown_text((*before, 'AWSLogs/', *owner, '/'))}"

        def of(file: Text) -> Judgement:
            writes = _writes(trail, bucket, (*owner, *member), file)
            judgement, *of_digests = [judged(one, under) for one in writes]
            # What keeps log files out most often keeps out their digests, which needs no words.
            if judgement.verdict is Verdict.FAIL:
                return judgement
            return all_of((judgement, *of_digests))

        return or_of_every_region(of(LOG_FILE), trail, documents, of)

    of_organization = caused_by(written(ORGANIZATION, ("/", DIGITS)), "organization")
    paths = _written_to(trail.is_organization_trail, written(account(trail)), of_organization)
    delivers = all_of((judged(look, ""), paths))
    return or_by_regional_accounts(delivers, trail, documents)


def _written_to(
    is_of_organization: Value[bool], of_account: Judgement, of_organization: Judgement
) -> Judgement:
    """Judge the path that a trail writes to: its organization's, or else its account's.

    AWS documents both for an organization's trail, the account's for the day that it stops being
    one.
    """
    match is_of_organization:
        case Known(value=True):
            return because(is_of_organization, of_organization)
        case Unknown():
            doubt = undecided(is_of_organization)
            if of_account.verdict is of_organization.verdict is Verdict.FAIL:
                return of_account
            return all_of(any_of((one, doubt)) for one in (of_account, of_organization))
        case _:
            return of_account


def _writes(trail: Trail, bucket: Bucket, owner: Text, file: Text) -> Iterable[Request]:
    """Yield CloudTrail's requests to write log files, and files for digests and Insights if any.

    `owner` is an account, or an organization and any account of it.
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
    `file` is a file's name below its account and its kind.
    """
    kinds = [LOG_FILES]
    validates = trail.validates_log_files
    if isinstance(validates, Known) and validates.value is True:
        kinds.append(DIGEST_FILES)
    insights = trail.insight_selectors
    if isinstance(insights, Known) and insights.value:
        kinds.append(INSIGHTS_FILES)
    more = {"s3:x-amz-acl": carried("bucket-owner-full-control")}
    for kind in kinds:
        below = ("/", *prefix(trail), "AWSLogs/", *owner, f"/{kind}/", *file)
        carries = {**more, **encryption(trail, kind)}
        yield asked(trail, "s3:PutObject", bucket.arn, carries, below=below)


def prefix(trail: Trail) -> Text:
    """Return what comes before ``AWSLogs/`` in the names of a trail's log files."""
    match trail.key_prefix:
        case Absent():
            return ()
        case Known(value=text):
            return (f"{text.strip('/')}/",) if text.strip("/") else ()
        case Unknown(never_null=True, parts=(_, *_) as parts):
            return (*parts, "/")
        case Unknown():
            # It may be empty, and then no slash follows.
            return (Hole(),)


def bucket_policy_names_its_source(
    bucket: Bucket, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that CloudTrail may write to a bucket only for a trail or account that it names.

    None for a bucket without a policy.
    """
    if not in_force(bucket.policies):
        return None
    return each_alone(bucket.policies, lambda ones: _guards_its_source(bucket, ones), BUCKET)


def _guards_its_source(bucket: Bucket, documents: list[PolicyDocument]) -> Judgement:
    """Judge that CloudTrail writes for nobody else, by its own name or by old accounts of its."""
    resource = (*(parts_of(bucket.arn) or (Hole(),)), "/", *REST)
    said = (
        "lets CloudTrail write to it on behalf of any account: {}{}, and no condition on "
        "aws:SourceArn or aws:SourceAccount names an account"
    )

    def judged(principal: Principal, to: str = "") -> Judgement:
        theirs = exposes_to_some(documents, *delivery_for_others(documents, resource, principal))
        if theirs.verdict is not Verdict.PASS:
            return not_(theirs)
        reasons = (replace(one, message=said.format(one.message, to)) for one in theirs.reasons)
        return Judgement(Verdict.FAIL, tuple(reasons))

    named = accounts_named(documents)
    by_name = judged(SERVICE)
    if by_name.verdict is Verdict.FAIL or not named:
        return by_name
    # These write for every customer of AWS, and nobody documents that they say for whom.
    to = f" to {words_for(named)}"
    by_account = all_of(judged(AccountPrincipal(account), to) for account in sorted(named))
    return all_of((by_name, caused_by(by_account, "accounts")))


def topic_policy_lets_cloudtrail_publish(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that the topic of a trail lets CloudTrail publish; None where it names no topic."""
    return judge_linked(topic_of(trail, model), "topic", partial(_publishes, trail, model))


def _publishes(trail: Trail, model: Model, topic: Topic) -> Judgement:
    said = "cannot notify its topic: the topic"

    def default(topic: Topic) -> Judgement:
        message = f"{said} has the default policy, which allows only the topic's owner"
        return Judgement(Verdict.FAIL, (Reason(message, (Hop(topic.span, topic.address),)),))

    publisher = Publisher(
        service=CLOUDTRAIL,
        words=lambda topic: Words(topic=said, policy=f"{said} policy", key=f"{said}'s key"),
        asked=lambda action, arn: asked(trail, action, arn, {}),
        under_default_policy=default,
        by_other_names=unknown_by_regional_accounts,
    )
    return can_publish(topic, model, publisher)
