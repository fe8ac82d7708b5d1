"""The regions whose log files a trail of every region delivers."""

from __future__ import annotations

import pytest
from builders import hops, trail, unknown, value
from storage_builders import attached, policy

from iacguard.checks.log_file_regions import or_of_every_region
from iacguard.core.verdict import Judgement, Reason, Verdict
from iacguard.iam.document import read_document

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
OPEN = Judgement(UNKNOWN, (Reason("depends on the region"),))
STATEMENT = {
    "Effect": "Allow",
    "Principal": {"Service": "cloudtrail.amazonaws.com"},
    "Action": "s3:PutObject",
    "Resource": "arn:aws:s3:::logs/*",
}
DOCUMENTS = [read_document(attached(policy(STATEMENT)).document)]


def judged(found, everywhere, kept_out):
    """Return a judgement with that on the log files of every region beside it."""

    def judge(file):
        if file[0] != kept_out:
            return Judgement(PASS)
        return Judgement(FAIL, (Reason(f"keeps {kept_out} out", hops(3)),))

    return or_of_every_region(found, trail(is_multi_region=everywhere), DOCUMENTS, judge)


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1", "sa-east-1", "ap-south-1"])
def test_a_trail_of_every_region_fails_where_one_is_kept_out(region):
    """Its setting is shown with the statement."""
    judgement = judged(OPEN, value(True, 5), region)

    reason = Reason(f"keeps {region} out", (*hops(3), *hops(5)))
    assert Judgement(FAIL, (reason,)) == judgement


@pytest.mark.parametrize(
    ("found", "everywhere", "kept_out"),
    [
        (OPEN, True, "me-south-1"),
        (OPEN, False, "us-east-1"),
        (OPEN, unknown(), "us-east-1"),
        (Judgement(PASS), True, "us-east-1"),
        (Judgement(FAIL), True, "us-east-1"),
    ],
)
def test_other_judgements_stand(found, everywhere, kept_out):
    """An account may switch newer regions off, and a single-region trail may be in another one."""
    assert found is judged(found, everywhere, kept_out)
