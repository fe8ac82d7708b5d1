from __future__ import annotations

import pytest
from builders import (
    advanced,
    condition,
    hops,
    insight,
    management,
    model,
    selector,
    trail,
    unknown,
    value,
)

from iacguard.checks.selectors import (
    excludes_no_management_event_source,
    records_all_management_events,
    records_insights,
)
from iacguard.core.value import Known
from iacguard.core.verdict import Judgement, Reason, Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
KMS = "kms.amazonaws.com"
RDS = "rdsdata.amazonaws.com"
DATA = advanced(
    condition("eventCategory", equals=["Data"]),
    condition("resources.type", equals=["AWS::S3::Object"]),
)
READS = condition("readOnly", equals=["true"])
WRITES = condition("readOnly", equals=["false"])


def without(*sources: object) -> object:
    return condition("eventSource", not_equals=sources)


def verdict(check, **fields) -> tuple[Verdict, tuple[str, ...]]:
    """Return the verdict and the messages of a check on a trail of these fields."""
    judgement = check(trail(**fields), model(), {})
    passed = judgement.verdict is PASS
    return judgement.verdict, () if passed else tuple(r.message for r in judgement.reasons)


RECORDED = [
    ("no selectors", {}, PASS, ()),
    ("an empty list", {"event_selectors": []}, PASS, ()),
    ("one plain selector", {"event_selectors": [selector()]}, PASS, ()),
    (
        "write only",
        {"event_selectors": [selector(read_write_type="WriteOnly")]},
        FAIL,
        ("records only write management events",),
    ),
    (
        "two halves",
        {
            "event_selectors": [
                selector(read_write_type="WriteOnly"),
                selector(read_write_type="ReadOnly"),
            ]
        },
        PASS,
        (),
    ),
    (
        "data only",
        {"event_selectors": [selector(include_management_events=False)]},
        FAIL,
        ("records no management events",),
    ),
    (
        "data only beside a management one",
        {"event_selectors": [selector(include_management_events=False), selector()]},
        PASS,
        (),
    ),
    (
        "unknown half",
        {"event_selectors": [selector(read_write_type=unknown())]},
        UNKNOWN,
        ("var.open has no value",),
    ),
    (
        "unknown half beside all",
        {"event_selectors": [selector(read_write_type=unknown()), selector()]},
        PASS,
        (),
    ),
    (
        "an exclusion that is not known is not every service",
        {"event_selectors": [selector(exclude=unknown())]},
        PASS,
        (),
    ),
    ("unknown list", {"event_selectors": unknown()}, UNKNOWN, ("var.open has no value",)),
    (
        "unknown list that certainly holds enough",
        {"event_selectors": unknown(elements=(Known(selector()),))},
        PASS,
        (),
    ),
    (
        "unknown list that holds half",
        {"event_selectors": unknown(elements=(Known(selector(read_write_type="ReadOnly")),))},
        UNKNOWN,
        ("var.open has no value",),
    ),
    ("advanced", {"advanced_event_selectors": [management()]}, PASS, ()),
    (
        "advanced reads",
        {"advanced_event_selectors": [management(READS)]},
        FAIL,
        ("records only read management events",),
    ),
    (
        "advanced halves",
        {"advanced_event_selectors": [management(READS), management(WRITES)]},
        PASS,
        (),
    ),
    (
        "advanced data only",
        {"advanced_event_selectors": [DATA]},
        FAIL,
        ("records no management events",),
    ),
    (
        "advanced data beside management",
        {"advanced_event_selectors": [DATA, management()]},
        PASS,
        (),
    ),
    (
        "advanced with an exclusion",
        {"advanced_event_selectors": [management(without(KMS))]},
        PASS,
        (),
    ),
    (
        "advanced with an exclusion that is not known",
        {"advanced_event_selectors": [management(without(unknown()))]},
        PASS,
        (),
    ),
    (
        "advanced for one service",
        {
            "advanced_event_selectors": [
                management(condition("eventSource", equals=["iam.amazonaws.com"]))
            ]
        },
        FAIL,
        ("records only some management events",),
    ),
    (
        "advanced without any service of AWS",
        {
            "advanced_event_selectors": [
                management(condition("eventSource", not_ends_with=["amazonaws.com"]))
            ]
        },
        FAIL,
        ("records only some management events",),
    ),
    (
        "advanced by event name",
        {"advanced_event_selectors": [management(condition("eventName", equals=["CreateUser"]))]},
        FAIL,
        ("records only some management events",),
    ),
    (
        "advanced without a category",
        {"advanced_event_selectors": [advanced(READS)]},
        FAIL,
        ("records no management events",),
    ),
    (
        "advanced with an unknown category",
        {"advanced_event_selectors": [advanced(condition("eventCategory", equals=[unknown()]))]},
        UNKNOWN,
        ("var.open has no value",),
    ),
    (
        "advanced with an unknown field",
        {"advanced_event_selectors": [management(condition(unknown(), equals=["true"]))]},
        UNKNOWN,
        ("var.open has no value",),
    ),
]


@pytest.mark.parametrize(
    ("fields", "expected", "messages"),
    [row[1:] for row in RECORDED],
    ids=[row[0] for row in RECORDED],
)
def test_a_trail_records_the_union_of_its_selectors(fields, expected, messages):
    """Read and write management events count, wherever they are recorded."""
    actual = verdict(records_all_management_events, **fields)

    assert (expected, messages) == actual


def test_the_place_of_a_missing_half_is_the_word_that_narrows_it():
    """A data-only selector beside the narrow one is not to blame."""
    narrow = selector(read_write_type=value("WriteOnly", 7))
    beside = selector(include_management_events=value(False, 3))
    subject = trail(event_selectors=[beside, narrow])

    judgement = records_all_management_events(subject, model(), {})

    reason = Reason("records only write management events", hops(7))
    assert Judgement(FAIL, (reason,)) == judgement


EXCLUDED = [
    ("no selectors", {}, PASS, ()),
    ("no exclusion", {"event_selectors": [selector()]}, PASS, ()),
    (
        "one service",
        {"event_selectors": [selector(exclude=[KMS])]},
        FAIL,
        (f"excludes management events from {KMS}",),
    ),
    (
        "two services",
        {"event_selectors": [selector(exclude=[KMS, RDS])]},
        FAIL,
        (f"excludes management events from {KMS}", f"excludes management events from {RDS}"),
    ),
    (
        "restored by another selector",
        {"event_selectors": [selector(exclude=[KMS]), selector()]},
        PASS,
        (),
    ),
    (
        "restored by half",
        {"event_selectors": [selector(exclude=[KMS]), selector(read_write_type="ReadOnly")]},
        FAIL,
        (f"excludes management events from {KMS}",),
    ),
    (
        "each restores the other",
        {"event_selectors": [selector(exclude=[KMS]), selector(exclude=[RDS])]},
        PASS,
        (),
    ),
    (
        "by a selector without management events",
        {"event_selectors": [selector(exclude=[KMS], include_management_events=False)]},
        PASS,
        (),
    ),
    (
        "unknown exclusion",
        {"event_selectors": [selector(exclude=unknown())]},
        UNKNOWN,
        ("var.open has no value",),
    ),
    (
        "unknown service",
        {"event_selectors": [selector(exclude=[unknown()])]},
        UNKNOWN,
        ("var.open has no value",),
    ),
    (
        "unknown service, restored",
        {"event_selectors": [selector(exclude=[unknown()]), selector()]},
        PASS,
        (),
    ),
    (
        "unknown list of selectors",
        {"event_selectors": unknown(elements=(Known(selector(exclude=[KMS])),))},
        UNKNOWN,
        ("var.open has no value",),
    ),
    (
        "advanced",
        {"advanced_event_selectors": [management(without(KMS))]},
        FAIL,
        (f"excludes management events from {KMS}",),
    ),
    (
        "advanced, restored by the halves",
        {
            "advanced_event_selectors": [
                management(without(KMS)),
                management(READS),
                management(WRITES),
            ]
        },
        PASS,
        (),
    ),
    (
        "advanced, data events of one service left out",
        {"advanced_event_selectors": [management(), DATA]},
        PASS,
        (),
    ),
    (
        "advanced, unknown service restored",
        {"advanced_event_selectors": [management(without(unknown())), management()]},
        PASS,
        (),
    ),
    (
        "advanced by prefix",
        {
            "advanced_event_selectors": [
                management(condition("eventSource", not_starts_with=["kms."]))
            ]
        },
        FAIL,
        ("excludes management events from kms.",),
    ),
]


@pytest.mark.parametrize(
    ("fields", "expected", "messages"),
    [row[1:] for row in EXCLUDED],
    ids=[row[0] for row in EXCLUDED],
)
def test_an_exclusion_counts_unless_another_selector_restores_it(fields, expected, messages):
    """A service that one selector leaves out may be recorded by another."""
    actual = verdict(excludes_no_management_event_source, **fields)

    assert (expected, messages) == actual


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        (None, FAIL),
        ([], FAIL),
        ([insight("ApiCallRateInsight")], PASS),
        ([insight("ApiErrorRateInsight")], PASS),
        ([insight("Other")], FAIL),
        ([insight(unknown())], UNKNOWN),
        (unknown(), UNKNOWN),
    ],
)
def test_insights_of_either_kind_are_enough(selectors, expected):
    """One selector of call rates or of error rates passes."""
    judgement = records_insights(trail(insight_selectors=selectors), model(), {})

    assert expected is judgement.verdict
