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


def arn(**operators):
    return condition("resources.ARN", **operators)


LOGS = "arn:aws:s3:::logs/"


@pytest.mark.parametrize(
    ("selectors", "read", "write"),
    [
        # All but some, and these.
        ([(arn(not_starts_with=[LOGS]),), (arn(starts_with=[LOGS]),)], PASS, PASS),
        ([(arn(not_starts_with=[LOGS]),), (arn(starts_with=["arn:aws:s3:::logs"]),)], PASS, PASS),
        ([(arn(not_starts_with=[LOGS]),), (arn(starts_with=[LOGS + "a"]),)], FAIL, FAIL),
        ([(arn(not_ends_with=[".tmp"]),), (arn(ends_with=[".tmp"]),)], PASS, PASS),
        ([(arn(not_ends_with=[".tmp"]),), (arn(ends_with=[".log"]),)], FAIL, FAIL),
        ([(arn(not_equals=[LOGS + "a"]),), (arn(equals=[LOGS + "a"]),)], PASS, PASS),
        # No object has the ARN of a bucket, or of another service.
        ([(arn(not_equals=["arn:aws:s3:::logs"]),)], PASS, PASS),
        ([(arn(not_starts_with=["arn:aws:lambda:"]),)], PASS, PASS),
        ([(arn(not_starts_with=["arn:aws:s3"]),)], FAIL, FAIL),
        # Another field, and the service that records them.
        ([(condition("eventSource", equals=["s3.amazonaws.com"]),)], PASS, PASS),
        ([(condition("eventSource", not_equals=["kms.amazonaws.com"]),)], PASS, PASS),
        ([(condition("eventSource", starts_with=["s3."]),)], PASS, PASS),
        ([(condition("eventSource", not_equals=["s3.amazonaws.com"]),)], FAIL, FAIL),
        (
            [
                (condition("eventName", not_equals=["GetObject"]),),
                (condition("eventName", equals=["GetObject"]),),
            ],
            PASS,
            PASS,
        ),
        (
            [
                (condition("eventName", not_equals=["GetObject"]),),
                (
                    condition("eventName", equals=["GetObject"]),
                    condition("readOnly", equals=["true"]),
                ),
            ],
            PASS,
            FAIL,
        ),
        # What is left out of one field is recorded for half of another one.
        (
            [
                (arn(not_starts_with=[LOGS]),),
                (arn(starts_with=[LOGS]), condition("eventName", equals=["PutObject"])),
                (arn(starts_with=[LOGS]), condition("eventName", not_equals=["PutObject"])),
            ],
            PASS,
            PASS,
        ),
        ([(arn(not_starts_with=[unknown()]),), (arn(starts_with=[LOGS]),)], UNKNOWN, UNKNOWN),
        (
            [(arn(not_starts_with=[LOGS]),), (condition(unknown(), equals=["a"]),)],
            UNKNOWN,
            UNKNOWN,
        ),
        (
            [(arn(not_starts_with=[LOGS]),), (condition(unknown(), starts_with=[LOGS]),)],
            UNKNOWN,
            UNKNOWN,
        ),
    ],
)
def test_selectors_record_their_union(selectors, read, write):
    """What one leaves out another one may record."""
    together = tuple(advanced(*OBJECTS, *more) for more in selectors)
    recording = trail(advanced_event_selectors=together)

    assert (read, write) == tuple(records_s3_objects(recording, one).verdict for one in Access)


def test_a_selector_for_other_resources_adds_nothing():
    """The functions of Lambda are no objects."""
    functions = advanced(
        condition("eventCategory", equals=["Data"]),
        condition("resources.type", equals=["AWS::Lambda::Function"]),
    )
    some = advanced(*OBJECTS, arn(not_starts_with=[LOGS]))
    recording = trail(advanced_event_selectors=(functions, some))

    assert FAIL is records_s3_objects(recording, Access.READ).verdict


def test_more_combinations_than_are_tried_are_undecided():
    """The work is bounded, whatever is written."""
    many = [
        advanced(*OBJECTS, condition(f"userIdentity.arn{at}", not_equals=["a", "b", "c"]))
        for at in range(6)
    ]
    recording = trail(advanced_event_selectors=tuple(many))

    assert Judgement(
        UNKNOWN,
        (Reason("its selectors have too many combinations of conditions to try them all"),),
    ) == records_s3_objects(recording, Access.READ)


def numbered(many: int, start: str, end: str = "") -> list[str]:
    return [f"{start}{number}{end}" for number in range(many)]


PLENTY = 30_000


@pytest.mark.parametrize(
    "selectors",
    [
        # These would be 900,000,000 texts.
        [
            (
                condition(
                    "eventName",
                    not_starts_with=numbered(PLENTY, "a"),
                    not_ends_with=numbered(PLENTY, "b"),
                ),
            )
        ],
        [(arn(not_starts_with=[prefix]),) for prefix in numbered(3_000, "arn:aws:s3:::b", "/")],
        [tuple(condition(name, equals=["x"]) for name in numbered(PLENTY, "field"))],
    ],
)
def test_many_texts_are_counted_before_they_are_made(selectors):
    """What nobody could wait for is undecided at once."""
    together = tuple(advanced(*OBJECTS, *more) for more in selectors)
    recording = trail(advanced_event_selectors=together)

    assert UNKNOWN is records_s3_objects(recording, Access.READ).verdict
