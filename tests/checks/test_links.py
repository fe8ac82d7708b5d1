"""What concerns only the buckets and keys that trails name."""

from __future__ import annotations

import pytest
from builders import hops, trail, unknown
from storage_builders import bucket, key, scope

from iacguard.checks.links import of_trail_bucket, of_trail_key
from iacguard.core.value import Unknown
from iacguard.core.verdict import Judgement, Reason, Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
FAILS, PASSES = Judgement(FAIL, (Reason("fails"),)), Judgement(PASS)


@pytest.mark.parametrize("named", ["elsewhere", None])
def test_a_bucket_that_no_trail_delivers_to_is_not_judged(named):
    """It is not even looked at."""
    logs = bucket()

    assert of_trail_bucket(logs, scope(trail(bucket=named), logs), pytest.fail) is None


@pytest.mark.parametrize("judgement", [FAILS, PASSES, Judgement(UNKNOWN), None])
def test_a_bucket_of_a_trail_is_judged(judgement):
    """What is said of it stands; a check may still say that it does not concern it."""
    logs = bucket()

    assert judgement is of_trail_bucket(logs, scope(trail(), logs), lambda: judgement)


def test_a_bucket_that_a_trail_may_use_is_unknown_where_it_fails():
    """What passes passes, whether a trail uses it or not."""
    logs = bucket()
    model = scope(trail(bucket=Unknown(hops(9), "var.bucket has no value")), logs)

    said = "whether aws_cloudtrail.main uses aws_s3_bucket.logs depends on the deployment"
    doubt = Judgement(UNKNOWN, (Reason(said, hops(9)),))
    assert doubt == of_trail_bucket(logs, model, lambda: FAILS)
    assert PASSES == of_trail_bucket(logs, model, lambda: PASSES)


@pytest.mark.parametrize(
    ("named", "expected"),
    [("0000-trail", FAIL), ("0000-other", None), (None, None), (unknown(), UNKNOWN)],
)
def test_only_the_keys_of_trails_are_judged(named, expected):
    """A trail names its key by its id, its ARN or an alias."""
    used = key()

    judgement = of_trail_key(used, scope(trail(kms_key=named), used), lambda: FAILS)

    assert expected is (None if judgement is None else judgement.verdict)
