"""The keys that trails encrypt with.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from ..core.text import equal, parts_of
from ..core.value import Hole, Hop, Known, Unknown
from ..core.value_claims import equals, is_true, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, caused_by
from ..iam.document import PolicyDocument
from ..iam.evaluate import allows
from ..iam.policy_kind import of_key
from ..iam.request import carried, carried_list
from ..model.key import Key
from ..model.link import Here
from ..model.model import Model
from ..model.trail import Trail
from .cloudtrail_requests import CLOUDTRAIL, arn_of, asked, each_alone, in_force, worded
from .links import bucket_of, judge_linked, key_of
from .management_account import or_of_management_account

SYMMETRIC = "SYMMETRIC_DEFAULT"


def key_policy_lets_cloudtrail_encrypt(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that the key of a trail lets CloudTrail encrypt that trail's log files.

    None where the trail names no key.
    """
    return judge_linked(key_of(trail, model), "key", partial(_encrypts, trail, model))


def _encrypts(trail: Trail, model: Model, key: Key) -> Judgement:
    called = "cannot encrypt its log files: its key"
    return all_of(
        (is_usable(key, called), _is_near_bucket(trail, model, key), _is_allowed(trail, key))
    )


def is_usable(key: Key, called: str) -> Judgement:
    """Judge that a key can make data keys at all, whoever asks; messages call it `called`."""
    # AWS refuses every use of a disabled key, whatever its policy allows.
    enabled = is_true(key.is_enabled, f"{called} is disabled")
    # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-kms-works-with-cloudtrail.html
    symmetric = equals(key.key_spec, SYMMETRIC, f"{called} is not a symmetric encryption key")
    return all_of((caused_by(enabled, "disabled"), caused_by(symmetric, "kind")))


def _is_near_bucket(trail: Trail, model: Model, key: Key) -> Judgement:
    """Judge that a key is in the region of the trail's bucket, where that is declared here.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
    """
    link = bucket_of(trail, model)
    if not isinstance(link, Here):
        return Judgement(Verdict.PASS)
    bucket = link.entity
    regions = [parts_of(one.place.region) or (Hole(),) for one in (key, bucket)]
    verdict = equal(*regions)
    said = "cannot encrypt its log files: its key and its bucket are in different regions"
    if verdict is Verdict.UNKNOWN:
        said = "whether its key and its bucket are in the same region depends on the deployment"
    places = (Hop(key.span, key.address), Hop(bucket.span, bucket.address))
    return Judgement(verdict, (Reason(said, places, remedy="region"),))


def _is_allowed(trail: Trail, key: Key) -> Judgement:
    """Judge that a key's policy lets CloudTrail make data keys for a trail."""
    said = (
        f"cannot encrypt its log files: the key policy does not allow {CLOUDTRAIL} "
        "to perform kms:GenerateDataKey* for this trail"
    )
    if not in_force(key.policies):
        # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
        said = (
            "cannot encrypt its log files: the key has the default key policy, "
            "which allows no AWS service"
        )
        return Judgement(Verdict.FAIL, (Reason(said, (Hop(key.span, key.address),)),))

    def of(owner: Trail, documents: Sequence[PolicyDocument]) -> Judgement:
        context = {
            "kms:encryptioncontext:aws:cloudtrail:arn": carried(arn_of(owner)),
            "kms:encryptioncontextkeys": carried_list("aws:cloudtrail:arn", "aws:s3:arn"),
        }
        request = asked(owner, "kms:GenerateDataKey", key.arn, context)
        return worded(allows(documents, request), said, key)

    def judged(documents: list[PolicyDocument]) -> Judgement:
        return or_of_management_account(of(trail, documents), trail, documents, of)

    return each_alone(key.policies, judged, of_key(key.skips_lockout_check))


def trail_key_rotates(key: Key, model: Model, options: Mapping[str, object]) -> Judgement | None:
    """Judge that a key rotates; None for one of a kind that cannot rotate by itself."""
    # https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
    for value, rotating in ((key.key_spec, SYMMETRIC), (key.origin, "AWS_KMS")):
        if isinstance(value, Known) and value.value != rotating:
            return None
    judgement = is_true(key.rotates, "is not rotated automatically")
    doubt = next((one for one in (key.key_spec, key.origin) if isinstance(one, Unknown)), None)
    if doubt is not None and judgement.verdict is Verdict.FAIL:
        return undecided(doubt)
    return judgement
