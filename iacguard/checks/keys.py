"""The keys that trails encrypt with.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ..core.claim import is_true, undecided
from ..core.value import Hop, Known, Unknown
from ..core.verdict import Judgement, Reason, Verdict, all_of, caused_by
from ..iam.evaluate import allows
from ..iam.request import carried
from ..model.key import Key
from ..model.model import Model
from ..model.trail import Trail
from .links import judge_linked, judge_used, key_of, named_by_some_trail
from .requests import CLOUDTRAIL, arn_of, asked, each_alone, in_force, worded

SYMMETRIC = "SYMMETRIC_DEFAULT"


def key_policy_lets_cloudtrail_encrypt(
    trail: Trail, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that the key of a trail lets CloudTrail encrypt that trail's log files.

    None where the trail names no key.
    """
    return judge_linked(key_of(trail, model), "key", partial(_encrypts, trail))


def _encrypts(trail: Trail, key: Key) -> Judgement:
    said = (
        f"cannot encrypt its log files: the key policy does not let {CLOUDTRAIL} "
        "do kms:GenerateDataKey* for this trail"
    )
    if not in_force(key.policies):
        # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
        said = (
            "cannot encrypt its log files: the key has the default policy, which is for no service"
        )
        return Judgement(Verdict.FAIL, (Reason(said, (Hop(key.span, key.address),)),))
    context = {
        "kms:encryptioncontext:aws:cloudtrail:arn": carried(arn_of(trail)),
        "kms:encryptioncontextkeys": carried("aws:cloudtrail:arn", "aws:s3:arn"),
    }
    request = asked(trail, "kms:GenerateDataKey", key.arn, context)
    allowed = each_alone(key.policies, lambda ones: worded(allows(ones, request), said, key))
    # AWS refuses every use of a disabled key, whatever its policy allows.
    enabled = is_true(key.is_enabled, "cannot encrypt its log files: its key is disabled")
    return all_of((caused_by(enabled, "disabled"), allowed))


def trail_key_rotates(key: Key, model: Model, options: Mapping[str, object]) -> Judgement | None:
    """Judge that a trail's key rotates.

    None for a key that no trail uses, and for one of a kind that cannot rotate by itself.
    """
    # https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
    for value, rotating in ((key.key_spec, SYMMETRIC), (key.origin, "AWS_KMS")):
        if isinstance(value, Known) and value.value != rotating:
            return None
    used = named_by_some_trail(key, model, key_of)
    return judge_used(used, partial(_rotates, key))


def _rotates(key: Key) -> Judgement:
    judgement = is_true(key.rotates, "does not rotate")
    doubt = next((one for one in (key.key_spec, key.origin) if isinstance(one, Unknown)), None)
    if doubt is not None and judgement.verdict is Verdict.FAIL:
        return undecided(doubt)
    return judgement
