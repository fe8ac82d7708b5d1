"""Which S3 object-level events a trail records."""

from __future__ import annotations

import pytest
from builders import advanced, condition, data_resource, hops, selector, trail, unknown, value

from iacguard.checks.data_events import records_s3_objects
from iacguard.checks.field_selectors import Access
from iacguard.core.text import PARTITION
from iacguard.core.verdict import Judgement, Reason, Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
OBJECTS = (
    condition("eventCategory", equals=["Data"]),
    condition("resources.type", equals=["AWS::S3::Object"]),
)


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        ("arn:aws:s3", PASS),
        ("arn:aws:s3:::", PASS),
        ("arn:aws-cn:s3", PASS),
        ("arn:aws:s3:::logs/", FAIL),
        ("arn:aws:lambda", FAIL),
        (unknown(parts=("arn:", PARTITION, ":s3")), PASS),
        (unknown(parts=("arn:", PARTITION, ":s3:::")), PASS),
        (unknown(), UNKNOWN),
    ],
)
def test_a_basic_selector_names_every_bucket(arn, expected):
    """By the prefix of every bucket's ARN, in any partition."""
    named = selector(data=(data_resource("AWS::S3::Object", arn),))

    judgement = records_s3_objects(trail(event_selectors=(named,)), Access.READ)

    assert expected is judgement.verdict


@pytest.mark.parametrize(
    ("more", "read", "write"),
    [
        ((), PASS, PASS),
        ((condition("readOnly", equals=["true"]),), PASS, FAIL),
        ((condition("readOnly", equals=["false"]),), FAIL, PASS),
        ((condition("eventName", equals=["PutObject"]),), FAIL, FAIL),
        ((condition("resources.ARN", starts_with=["arn:aws:s3:::"]),), PASS, PASS),
        ((condition("resources.ARN", starts_with=["arn:aws:s3:::logs/"]),), FAIL, FAIL),
        ((condition("resources.ARN", not_starts_with=["arn:aws:s3:::logs/"]),), FAIL, FAIL),
        ((condition("resources.ARN", starts_with=[unknown()]),), UNKNOWN, UNKNOWN),
    ],
)
def test_an_advanced_selector_is_not_narrowed(more, read, write):
    """A condition on reads or writes halves it, any other leaves objects out."""
    recording = trail(advanced_event_selectors=(advanced(*OBJECTS, *more),))

    assert (read, write) == tuple(records_s3_objects(recording, one).verdict for one in Access)


def test_a_trail_without_selectors_records_none():
    """The place is where selectors could be written."""
    recording = trail(event_selectors=value((), 6))

    judgement = records_s3_objects(recording, Access.WRITE)

    said = "does not record S3 object write events for all buckets"
    assert Judgement(FAIL, (Reason(said, hops(6)),)) == judgement
