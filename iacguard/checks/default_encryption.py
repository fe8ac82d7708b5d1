"""Whether a bucket's default encryption may keep out the log files of a trail without a key.

Nobody documents whether such a trail asks for encryption with S3's own keys, and then the bucket's
default counts for nothing, or leaves it to the bucket.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
"""

from __future__ import annotations

from ..core.exhaustive import assert_never
from ..core.value import Absent, Hop, Unknown
from ..core.value_claims import is_set, one_of, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of
from ..iam.evaluate import allows
from ..iam.policy_kind import of_key
from ..iam.request import Context, NotCarried, carried_list
from ..model.bucket import Bucket
from ..model.key import Key
from ..model.link import Elsewhere, Here, Nowhere, Undecided
from ..model.model import Model
from ..model.trail import Trail
from .cloudtrail_requests import CLOUDTRAIL, asked, each_alone, in_force
from .keys import is_usable
from .links import is_deployed, key_named


def default_encryption_lets_deliver(trail: Trail, bucket: Bucket, model: Model) -> Judgement:
    """Judge that CloudTrail can use the key that a bucket encrypts with by default.

    Never a failure: whether CloudTrail needs that key is not known.
    """
    own_key = is_set(trail.kms_key, "")
    if own_key.verdict is Verdict.PASS or isinstance(bucket.default_encryption, Absent):
        return Judgement(Verdict.PASS)
    with_kms = one_of(bucket.default_encryption, ("aws:kms", "aws:kms:dsse"), "")
    if with_kms.verdict is Verdict.FAIL:
        return Judgement(Verdict.PASS)
    if with_kms.verdict is Verdict.UNKNOWN:
        return with_kms
    usable = _default_key_is_usable(trail, bucket, model)
    return usable if usable.verdict is Verdict.PASS else Judgement(Verdict.UNKNOWN, usable.reasons)


def _default_key_is_usable(trail: Trail, bucket: Bucket, model: Model) -> Judgement:
    value = bucket.default_key
    way = value.provenance or bucket.default_encryption.provenance
    match key_named(value, bucket.place, model):
        case Here(entity=key):
            return all_of((is_deployed(key), _lets_in(key, trail, bucket)))
        case Nowhere():
            return _open(bucket, "the key that AWS manages for S3", way)
        case Elsewhere() | Undecided() if isinstance(value, Unknown) and not value.parts:
            return undecided(value)
        case Elsewhere():
            return _open(bucket, "a key that is declared elsewhere", way)
        case Undecided():
            return _open(bucket, "a key that depends on the deployment", way)
        case link:
            assert_never(link)


def _open(bucket: Bucket, key: str, way: tuple[Hop, ...]) -> Judgement:
    said = (
        f"give the trail a KMS key of its own to decide whether log files arrive: {bucket.address} "
        f"encrypts by default with {key}"
    )
    return Judgement(Verdict.UNKNOWN, (Reason(said, way),))


def _lets_in(key: Key, trail: Trail, bucket: Bucket) -> Judgement:
    way = bucket.default_key.provenance
    otherwise = _open(bucket, f"{key.address}, which {CLOUDTRAIL} may not use", way)
    usable = is_usable(key, "its bucket's default key")
    if usable.verdict is not Verdict.PASS:
        return usable if usable.verdict is Verdict.UNKNOWN else otherwise
    if not in_force(key.policies):
        return otherwise
    # S3 asks in CloudTrail's name, with a context of its own.
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
    context: Context = {
        "kms:encryptioncontext:aws:cloudtrail:arn": NotCarried.MISSING,
        "kms:encryptioncontextkeys": carried_list("aws:s3:arn"),
    }
    request = asked(trail, "kms:GenerateDataKey", key.arn, context)
    kind = of_key(key.skips_lockout_check)
    allowed = each_alone(key.policies, lambda ones: allows(ones, request), kind)
    return otherwise if allowed.verdict is Verdict.FAIL else allowed
