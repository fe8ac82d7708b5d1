from __future__ import annotations

from dataclasses import replace

import pytest
from builders import (
    advanced,
    condition,
    data_resource,
    hops,
    model,
    selector,
    trail,
    unknown,
    value,
)

from iacguard.checks.account import (
    account_is_covered,
    includes_global_service_events_or_account_is_covered,
    is_multi_region_or_account_is_covered,
    records_all_management_events_or_account_is_covered,
    s3_object_reads_are_recorded,
    s3_object_writes_are_recorded,
)
from iacguard.core.text import ACCOUNT, PARTITION
from iacguard.core.value import Symbol, Unknown
from iacguard.core.verdict import Judgement, Reason, Verdict

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN

REGIONAL = trail("regional", is_multi_region=value(False, 4))
COVERING = trail("covering")


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ((), FAIL),
        ((COVERING,), PASS),
        ((trail("idle", is_logging=False),), FAIL),
        ((trail("maybe", exists=unknown()),), UNKNOWN),
        ((trail("maybe", is_logging=unknown()),), UNKNOWN),
        ((trail("maybe", is_logging=unknown()), COVERING), PASS),
        ((trail("half", event_selectors=[selector(read_write_type="ReadOnly")]),), FAIL),
    ],
)
def test_a_single_region_trail_passes_beside_one_that_covers_the_account(others, expected):
    """A second trail is a choice, not a defect."""
    judgement = is_multi_region_or_account_is_covered(REGIONAL, model(REGIONAL, *others), {})

    assert expected is judgement.verdict


def test_a_single_region_trail_fails_at_its_own_setting():
    """What other trails lack is not said of this one."""
    idle = trail("idle", is_logging=value(False, 9))

    judgement = is_multi_region_or_account_is_covered(REGIONAL, model(REGIONAL, idle), {})

    reason = Reason("records only its home region", hops(4), "false")
    assert Judgement(FAIL, (reason,)) == judgement


DATA_ONLY = trail("data", event_selectors=[selector(include_management_events=value(False, 5))])


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ((), FAIL),
        ((COVERING,), PASS),
        ((REGIONAL,), FAIL),
        ((trail("idle", is_logging=False),), FAIL),
        ((trail("maybe", exists=unknown()),), UNKNOWN),
        ((trail("half", event_selectors=[selector(read_write_type="ReadOnly")]),), FAIL),
    ],
)
def test_a_trail_for_data_events_passes_beside_one_that_covers_the_account(others, expected):
    """It leaves the management events to that one; two halves make no whole."""
    subject = model(DATA_ONLY, *others)

    judgement = records_all_management_events_or_account_is_covered(DATA_ONLY, subject, {})

    assert expected is judgement.verdict


@pytest.mark.parametrize(
    ("selectors", "is_multi_region", "expected"),
    [
        ([selector(include_management_events=value(False, 5))], False, None),
        ([selector(include_management_events=value(False, 5))], True, PASS),
        ([selector(include_management_events=value(True, 5))], False, FAIL),
        ([selector(include_management_events=unknown())], False, FAIL),
    ],
)
def test_one_region_is_no_fault_of_a_trail_for_data_events(selectors, is_multi_region, expected):
    """That it is no trail of the account is said once, by CT104."""
    main = trail(event_selectors=selectors, is_multi_region=is_multi_region)
    found = is_multi_region_or_account_is_covered(main, model(main), {})

    assert expected is (found if found is None else found.verdict)


@pytest.mark.parametrize("paths", [("live",), ("a", "b", "c", "d", "e", "f", "g")])
def test_a_named_account_without_trails_says_where_none_is_declared(paths):
    """Long lists are cut short."""
    subject = replace(model(), paths=paths)
    listed = "live" if paths == ("live",) else "a, b, c, d, e and 2 more"

    said = [
        claim(subject, subject, {}).reasons[0].message
        for claim in (account_is_covered, s3_object_reads_are_recorded)
    ]

    assert said == [
        f"is not covered: no trail is declared in {listed}",
        f"has no trail that records all S3 object read events: no trail is declared in {listed}",
    ]


@pytest.mark.parametrize("trails", [(), (REGIONAL,)])
def test_what_was_not_scanned_leaves_the_account_open(trails):
    """It may declare a trail that covers the account."""
    subject = replace(model(*trails), paths=("a", "b"), unscanned=("b", "account audit"))

    judgement = account_is_covered(subject, subject, {})
    of_trails = [is_multi_region_or_account_is_covered(trail, subject, {}) for trail in trails]

    reason = Reason("b and account audit were not scanned, or only in part (scan all of them)")
    assert Judgement(UNKNOWN, (reason,)) == judgement
    assert [UNKNOWN for _ in trails] == [one.verdict for one in of_trails]


def test_an_account_without_trails_says_so():
    """There is no trail to say anything of."""
    subject = model()

    judgement = account_is_covered(subject, subject, {})

    assert Judgement(FAIL, (Reason("has no trail"),)) == judgement


def test_code_without_trails_leaves_the_account_open():
    """The trail may be declared in another repository, or be an organization's."""
    subject = model(is_whole_account=False)

    judgement = account_is_covered(subject, subject, {})

    assert (
        Judgement(
            UNKNOWN,
            (Reason("no trail is declared in this code (--require-trail makes that a failure)"),),
        )
        == judgement
    )


def test_an_uncovered_account_says_what_each_trail_lacks():
    """The trail that lacks least comes first, each lack with its place."""
    idle = trail("idle", is_logging=value(False, 9), is_multi_region=value(False, 8))
    subject = model(idle, REGIONAL)

    judgement = account_is_covered(subject, subject, {})

    first = "is not covered by any trail: aws_cloudtrail.regional records only its home region"
    assert (
        Judgement(
            FAIL,
            (
                Reason(first, hops(4), "false"),
                Reason("aws_cloudtrail.idle is not logging", hops(9), "false"),
                Reason("aws_cloudtrail.idle records only its home region", hops(8), "false"),
            ),
        )
        == judgement
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, PASS),
        ({"is_organization_trail": True}, PASS),
        ({"exists": unknown()}, UNKNOWN),
        ({"is_logging": False}, FAIL),
        ({"is_logging": None}, FAIL),
        ({"is_multi_region": False}, FAIL),
        ({"is_multi_region": unknown()}, UNKNOWN),
        ({"is_multi_region": unknown(), "is_logging": False}, FAIL),
        ({"includes_global_service_events": False}, FAIL),
        ({"event_selectors": [selector(include_management_events=False)]}, FAIL),
        ({"event_selectors": [selector(exclude=["kms.amazonaws.com"])]}, FAIL),
        ({"event_selectors": unknown()}, UNKNOWN),
    ],
)
def test_one_trail_covers_the_account_alone(fields, expected):
    """CIS 3.1: deployed, logging, everywhere, and every management event."""
    subject = model(trail(**fields))

    judgement = account_is_covered(subject, subject, {})

    assert expected is judgement.verdict


def test_only_the_nearest_trails_are_named():
    """A message stays readable, however many trails there are."""
    subject = model(*(trail(f"t{n}", is_logging=False) for n in range(7)))

    judgement = account_is_covered(subject, subject, {})

    assert tuple(reason.message for reason in judgement.reasons) == (
        "is not covered by any trail: aws_cloudtrail.t0 is not logging",
        "aws_cloudtrail.t1 is not logging",
        "aws_cloudtrail.t2 is not logging",
        "aws_cloudtrail.t3 is not logging",
        "aws_cloudtrail.t4 is not logging",
        "2 more trails do not either",
    )


def test_two_trails_do_not_cover_the_account_together():
    """CIS 3.1 asks for one trail that does everything."""
    reads = trail("reads", event_selectors=[selector(read_write_type="ReadOnly")])
    writes = trail("writes", event_selectors=[selector(read_write_type="WriteOnly")])
    subject = model(reads, writes)

    judgement = account_is_covered(subject, subject, {})

    assert FAIL is judgement.verdict


S3 = "AWS::S3::Object"
DATA = condition("eventCategory", equals=["Data"])
OBJECTS = condition("resources.type", equals=[S3])
WRITES = condition("readOnly", equals=["false"])


def basic(*values, type=S3, **fields):
    return {"event_selectors": [selector(data=[data_resource(type, *values)], **fields)]}


def by_conditions(*conditions):
    return {"advanced_event_selectors": [advanced(*conditions)]}


OBJECT_EVENTS = [
    ("no selectors", {}, FAIL, FAIL),
    ("every bucket", basic("arn:aws:s3"), PASS, PASS),
    ("every bucket by prefix", basic("arn:aws:s3:::"), PASS, PASS),
    ("every bucket in China", basic("arn:aws-cn:s3"), PASS, PASS),
    (
        "every bucket of the partition",
        basic(unknown(parts=("arn:", PARTITION, ":s3:::"))),
        PASS,
        PASS,
    ),
    ("one bucket", basic("arn:aws:s3:::logs/"), FAIL, FAIL),
    ("an unknown bucket", basic(unknown()), UNKNOWN, UNKNOWN),
    (
        "a bucket of unknown name",
        basic(unknown(parts=("arn:aws:s3:::b-", PARTITION, "/"))),
        FAIL,
        FAIL,
    ),
    ("functions", basic("arn:aws:lambda", type="AWS::Lambda::Function"), FAIL, FAIL),
    ("writes", basic("arn:aws:s3", read_write_type="WriteOnly"), PASS, FAIL),
    ("without management events", basic("arn:aws:s3", include_management_events=False), PASS, PASS),
    ("advanced", by_conditions(DATA, OBJECTS), PASS, PASS),
    ("advanced writes", by_conditions(DATA, OBJECTS, WRITES), PASS, FAIL),
    ("advanced without a type", by_conditions(DATA), FAIL, FAIL),
    ("management", by_conditions(condition("eventCategory", equals=["Management"])), FAIL, FAIL),
    (
        "advanced, every bucket spelt out",
        by_conditions(DATA, OBJECTS, condition("resources.ARN", starts_with=["arn:aws:s3:::"])),
        PASS,
        PASS,
    ),
    (
        "advanced, one bucket",
        by_conditions(DATA, OBJECTS, condition("resources.ARN", starts_with=["arn:aws:s3:::a/"])),
        FAIL,
        FAIL,
    ),
    (
        "advanced, all but one bucket",
        by_conditions(
            DATA, OBJECTS, condition("resources.ARN", not_starts_with=["arn:aws:s3:::a/"])
        ),
        FAIL,
        FAIL,
    ),
    (
        "advanced, some calls",
        by_conditions(DATA, OBJECTS, condition("eventName", equals=["PutObject"])),
        FAIL,
        FAIL,
    ),
    ("not logging", {**basic("arn:aws:s3"), "is_logging": False}, FAIL, FAIL),
    ("one region", {**basic("arn:aws:s3"), "is_multi_region": False}, FAIL, FAIL),
    ("unknown selectors", {"event_selectors": unknown()}, UNKNOWN, UNKNOWN),
]


@pytest.mark.parametrize(
    ("fields", "writes", "reads"),
    [row[1:] for row in OBJECT_EVENTS],
    ids=[row[0] for row in OBJECT_EVENTS],
)
def test_object_events_of_every_bucket_are_recorded(fields, writes, reads):
    """CIS 3.8 and 3.9: a selector without a narrowing field, or for every bucket."""
    subject = model(trail(**fields))

    judged = (
        s3_object_writes_are_recorded(subject, subject, {}).verdict,
        s3_object_reads_are_recorded(subject, subject, {}).verdict,
    )

    assert (writes, reads) == judged


def test_reads_and_writes_may_come_from_different_trails():
    """Each control asks for some trail, not for the same one."""
    subject = model(
        trail("reads", **basic("arn:aws:s3", read_write_type="ReadOnly")),
        trail("writes", **basic("arn:aws:s3", read_write_type="WriteOnly")),
    )

    judged = (
        s3_object_writes_are_recorded(subject, subject, {}).verdict,
        s3_object_reads_are_recorded(subject, subject, {}).verdict,
    )

    assert judged == (PASS, PASS)


def in_account(account, name, **settings):
    part = account if isinstance(account, str) else Symbol("aws:account:aws.prod", excludes=":")
    parts = ("arn:aws:cloudtrail:eu-west-1:", part, f":trail/{name}")
    return trail(name, arn=Unknown((), "deployed", parts=parts), **settings)


@pytest.mark.parametrize(
    ("other", "organization", "expected"),
    [
        ("111122223333", False, PASS),
        ("444455556666", False, FAIL),
        ("444455556666", True, PASS),
        (None, False, UNKNOWN),
        (None, True, PASS),
    ],
)
def test_a_trail_of_another_account_covers_nothing_here(other, organization, expected):
    """Unless it is an organization's; where the account is not known, that stays open."""
    regional = in_account("111122223333", "regional", is_multi_region=value(False))
    covering = in_account(other, "covering", is_organization_trail=value(organization))
    subject = model(regional, covering)

    assert expected is is_multi_region_or_account_is_covered(regional, subject, {}).verdict
    assert expected is account_is_covered(subject, subject, {}).verdict


def in_partition(partition, region, name, **settings):
    parts = ("arn:", partition, f":cloudtrail:{region}:", ACCOUNT, f":trail/{name}")
    return trail(name, arn=Unknown((), "deployed", parts=parts), **settings)


@pytest.mark.parametrize(
    ("partition", "organization", "expected"),
    [
        ("aws", False, PASS),
        ("aws-cn", False, FAIL),
        ("aws-us-gov", False, FAIL),
        ("aws-cn", True, FAIL),
        (PARTITION, False, PASS),
    ],
)
def test_a_trail_of_another_partition_covers_nothing_here(partition, organization, expected):
    """Another partition is another account and another organization."""
    regional = in_partition("aws", "us-east-1", "regional", is_multi_region=value(False))
    is_organization_trail = value(organization)
    covering = in_partition(
        partition, "eu-west-1", "covering", is_organization_trail=is_organization_trail
    )
    subject = model(regional, covering)

    assert expected is is_multi_region_or_account_is_covered(regional, subject, {}).verdict
    assert expected is account_is_covered(subject, subject, {}).verdict


@pytest.mark.parametrize(
    ("subject", "others", "expected"),
    [
        ({}, (), PASS),
        ({"includes_global_service_events": False}, (), FAIL),
        ({"includes_global_service_events": False}, (COVERING,), PASS),
        ({"includes_global_service_events": False}, (REGIONAL,), FAIL),
        (
            {"includes_global_service_events": False},
            (trail("maybe", is_logging=unknown()),),
            UNKNOWN,
        ),
        ({"includes_global_service_events": unknown()}, (), UNKNOWN),
        ({"includes_global_service_events": unknown()}, (COVERING,), PASS),
        (
            {
                "includes_global_service_events": False,
                "event_selectors": [selector(include_management_events=False)],
            },
            (),
            PASS,
        ),
        (
            {
                "includes_global_service_events": False,
                "event_selectors": [selector(include_management_events=unknown())],
            },
            (),
            UNKNOWN,
        ),
        (
            {
                "includes_global_service_events": False,
                "event_selectors": [selector(include_management_events=False), selector()],
            },
            (),
            FAIL,
        ),
        (
            {
                "includes_global_service_events": False,
                "advanced_event_selectors": (
                    advanced(condition("eventCategory", equals=["Data"])),
                ),
            },
            (),
            PASS,
        ),
    ],
)
def test_global_service_events_are_recorded_by_some_trail(subject, others, expected):
    """By the trail itself or by one that covers the account; a trail for data events has none."""
    own = trail("own", **subject)

    judgement = includes_global_service_events_or_account_is_covered(own, model(own, *others), {})

    assert expected is judgement.verdict


def test_a_trail_that_has_global_service_events_to_include_is_told_so() -> None:
    """One sentence says it; that it records management events goes without saying."""
    lax = trail(
        "lax",
        includes_global_service_events=False,
        event_selectors=[selector(include_management_events=False), selector()],
    )
    judged = includes_global_service_events_or_account_is_covered(lax, model(lax), {})

    assert ["excludes global service events (IAM, STS, CloudFront)"] == [
        reason.message for reason in judged.reasons
    ]
