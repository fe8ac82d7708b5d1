"""Lowering blocks to the model by field tables, apart from any language."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st
from searches import searched

from iacguard.core.diagnostic import Diagnostic, Level
from iacguard.core.source import Position, SourceSpan
from iacguard.core.text import REGION, equal, normal, text_value
from iacguard.core.value import Absent, Hole, Hop, Known, Origin, Symbol, Unknown
from iacguard.core.verdict import Verdict
from iacguard.frontends.lowering.block import Block
from iacguard.frontends.lowering.fields import EntityTable, Kind, Row
from iacguard.frontends.lowering.lower import lower
from iacguard.frontends.lowering.satellites import Members
from iacguard.frontends.terraform.tables.all import TABLES
from iacguard.model.bucket import PublicAccessBlock
from iacguard.model.entity import HERE
from iacguard.model.key import Key
from iacguard.model.model import Model
from iacguard.model.policy import AttachedPolicy
from iacguard.model.trail import EventSelector


def span(line: int) -> SourceSpan:
    start = Position(line, 1, line * 100)
    return SourceSpan("main.tf", start, Position(line, 9, line * 100 + 8))


def known(value, line: int = 1) -> Known:
    return Known(value, (Hop(span(line), ""),))


def block(type_: str, label: str, line: int = 1, /, exists=Known(True), **attributes) -> Block:  # noqa: B008
    return Block(
        type=type_,
        address=f"{type_}.{label}",
        header=span(line),
        attributes=attributes,
        exists=exists,
    )


def model_of(*blocks: Block) -> Model:
    return lower(blocks, TABLES, ".", span(1))[0]


def test_what_is_not_written_is_the_default_at_the_header():
    """A provider's default is known, marked as a default, and placed at the block's header."""
    (trail,) = model_of(block("aws_cloudtrail", "main", 3, name=known("main"))).trails

    here = (Hop(span(3), ""),)
    assert Known(True, here, Origin.DEFAULT) == trail.is_logging
    assert Known(False, here, Origin.DEFAULT) == trail.is_multi_region
    assert Absent(here) == trail.kms_key


def test_words_and_digits_are_booleans_and_numbers():
    """Both languages pass scalars through strings; what is neither is unknown, never false."""
    (trail,) = model_of(
        block(
            "aws_cloudtrail",
            "main",
            is_multi_region_trail=known("true", 2),
            enable_logging=known("perhaps", 3),
        )
    ).trails
    (group,) = model_of(
        block("aws_cloudwatch_log_group", "a", retention_in_days=known("90", 2))
    ).log_groups

    assert known(True, 2) == trail.is_multi_region
    reason = "the value is neither `true` nor `false`"
    assert Unknown((Hop(span(3), ""),), reason) == trail.is_logging
    assert known(90, 2) == group.retention_days


def test_nested_blocks_become_structures_with_places_of_their_own():
    """What a selector leaves out is placed at the selector, not at the trail."""
    selector = known({"read_write_type": known("ReadOnly", 6)}, 5)

    (trail,) = model_of(block("aws_cloudtrail", "main", event_selector=known((selector,)))).trails

    here = (Hop(span(5), ""),)
    expected = EventSelector(
        provenance=here,
        read_write_type=known("ReadOnly", 6),
        include_management_events=Known(True, here, Origin.DEFAULT),
        exclude_management_event_sources=Absent(here),
        data_resources=Absent(here),
    )
    assert known((expected,)) == trail.event_selectors


def test_an_unknown_list_keeps_the_structures_that_it_certainly_holds():
    """A dynamic block beside a written one leaves the written one standing."""
    written = known({"read_write_type": known("All", 6)}, 5)
    partly = Unknown((Hop(span(4), ""),), "var.more has no value", elements=(written,))

    (trail,) = model_of(block("aws_cloudtrail", "main", event_selector=partly)).trails

    assert isinstance(trail.event_selectors, Unknown)
    (element,) = trail.event_selectors.elements
    assert known("All", 6) == element.value.read_write_type


def test_names_and_arns_follow_from_what_is_written():
    """A name that the service will generate is a symbol that equals itself."""
    (named,) = model_of(block("aws_s3_bucket", "a", bucket=known("logs", 2))).buckets
    (generated,) = model_of(block("aws_s3_bucket", "b")).buckets

    symbol = Symbol("aws_s3_bucket.b.bucket", excludes=":*/ ", never_empty=True)
    assert ("logs", (symbol,)) == (named.name.value, generated.name.parts)
    assert ("arn:", ":s3:::", symbol) == (
        generated.arn.parts[0],
        generated.arn.parts[2],
        generated.arn.parts[3],
    )


SATELLITES = (
    block("aws_s3_bucket", "a", 1, bucket=known("a", 1)),
    block("aws_s3_bucket", "b", 2, bucket=known("b", 2)),
    block(
        "aws_s3_bucket_versioning",
        "a",
        3,
        bucket=known("a", 3),
        versioning_configuration=known((known({"status": known("Enabled", 4)}, 4),), 4),
    ),
    block("aws_s3_bucket_policy", "b", 5, bucket=known("b", 5), policy=known("{}", 6)),
    block(
        "aws_s3_bucket_public_access_block",
        "b",
        7,
        bucket=known("b", 7),
        block_public_acls=known(True, 8),
    ),
)


def test_satellites_configure_the_bucket_that_they_name():
    """Versioning, policy and access block join by name, and no other bucket has them."""
    a, b = model_of(*SATELLITES).buckets

    assert (known(True, 4), ()) == (a.is_versioned, a.policies)
    assert Known(False, (Hop(span(2), ""),), Origin.DEFAULT) == b.is_versioned
    assert (
        AttachedPolicy(
            address="aws_s3_bucket_policy.b",
            exists=Known(True),
            document=known("{}", 6),
            provenance=(Hop(span(6), ""),),
        ),
    ) == b.policies
    here = (Hop(span(7), ""),)
    off = Known(False, here, Origin.DEFAULT)
    assert (
        Known(
            PublicAccessBlock(
                provenance=here,
                blocks_public_acls=known(True, 8),
                ignores_public_acls=off,
                blocks_public_policy=off,
                restricts_public_buckets=off,
            ),
            here,
        )
        == b.public_access_block
    )


def test_the_order_of_blocks_does_not_matter():
    """Every order of files and blocks gives the same model."""
    expected = model_of(*SATELLITES)

    assert all(expected == model_of(*order) for order in permutations(SATELLITES))


def test_a_satellite_that_may_not_exist_leaves_a_default_open():
    """What may be configured is not claimed to be off."""
    doubt = Unknown((Hop(span(9), ""),), "var.versioned has no value")
    versioning = block(
        "aws_s3_bucket_versioning",
        "a",
        3,
        exists=doubt,
        bucket=known("a", 3),
        versioning_configuration=known((known({"status": known("Enabled", 4)}, 4),), 4),
    )

    (bucket,) = model_of(SATELLITES[0], versioning).buckets

    assert doubt == bucket.is_versioned


def test_a_missing_required_argument_is_named_and_the_rest_is_judged():
    """A trail without a bucket cannot be deployed; what it says is judged all the same."""
    model, diagnostics, _ = lower(
        [block("aws_cloudtrail", "main", 3, name=known("main"))], TABLES, ".", span(1)
    )

    assert len(model.trails) == 1
    assert (
        Diagnostic(
            rule="IG006",
            level=Level.NOTE,
            summary="aws_cloudtrail.main has no s3_bucket_name, which is required",
            detail="The resource was judged anyway, but it cannot be deployed like this.",
            subject=span(3),
        ),
    ) == diagnostics


def test_a_website_of_an_unknown_bucket_may_be_this_ones():
    """That no website is written in the bucket itself does not overrule a resource of its own."""
    elsewhere = Unknown((Hop(span(2), ""),), "var.bucket has no value")
    bucket = block("aws_s3_bucket", "logs", bucket=known("logs"))
    website = block("aws_s3_bucket_website_configuration", "site", 2, bucket=elsewhere)

    (found,) = model_of(bucket, website).buckets

    reason = "aws_s3_bucket_website_configuration.site may configure aws_s3_bucket.logs"
    assert Unknown((Hop(span(2), ""),), reason) == found.website


# Texts that are equal, different, or of which only a deployment tells.
NAMES = st.lists(
    st.sampled_from(["a", "b", "ab", Symbol("one"), Symbol("two", excludes="ab"), Hole()]),
    min_size=1,
    max_size=2,
).map(tuple)
REGIONS = st.sampled_from([None, "eu-west-1", "us-east-1", Symbol("aws:region:aws.eu")])


def named(parts):
    return text_value(parts, (), "it is not known")


def key(number: int, name, region) -> Block:
    settled = {} if region is None else {REGION: region}
    attributes = {"key_id": named(name)}
    made = block("aws_kms_key", str(number), number, **attributes)
    return replace(made, settled=settled)


def policy(name, region) -> Block:
    settled = {} if region is None else {REGION: region}
    made = block("aws_kms_key_policy", "p", 99, key_id=named(name), policy=known("{}", 99))
    return replace(made, settled=settled)


@searched(400)
@given(st.lists(st.tuples(NAMES, REGIONS), max_size=5), NAMES, REGIONS)
def test_a_satellite_finds_what_a_search_through_all_entities_finds(keys, name, region):
    """The index answers as comparing with every entity does."""
    tables = replace(TABLES, entities=(KEYS,), attributes={})
    blocks = [key(number, *one) for number, one in enumerate(keys)]
    satellite = policy(name, region)
    model, _, _ = lower([*blocks, satellite], tables, ".", span(1))

    matches = [
        min(
            equal(normal(name), normal(its_name)),
            equal((region or REGION,), (its_region or REGION,)),
        )
        for its_name, its_region in keys
    ]
    best = max(matches, default=Verdict.FAIL)
    expected = [match if match is best else Verdict.FAIL for match in matches]
    found = {
        (): Verdict.FAIL,
        (True,): Verdict.PASS,
        (False,): Verdict.UNKNOWN,
    }
    assert expected == [
        found[tuple(isinstance(each.exists, Known) for each in one.policies)]
        for one in sorted(model.keys, key=lambda one: one.span.start.line)
    ]


KEYS = EntityTable(
    type="aws_kms_key",
    entity="keys",
    build=Key,
    rows=(
        Row(field="key_id", path="key_id"),
        Row(field="arn", path="arn"),
        Row(field="is_enabled", path="is_enabled", read=Kind.BOOL),
        Row(field="rotates", path="rotates", read=Kind.BOOL),
        Row(field="skips_lockout_check", path="skips_lockout_check", read=Kind.BOOL),
        Row(field="key_spec", path="key_spec"),
        Row(field="origin", path="origin"),
    ),
)


def test_many_policies_of_buckets_unknown_are_one_doubt():
    """A thousand of them beside a thousand buckets would be a million."""
    bucket = block("aws_s3_bucket", "logs", bucket=known("logs"))
    policies = [
        block("aws_s3_bucket_policy", f"p{n:02}", bucket=Unknown((), "?"), policy=known("{}"))
        for n in range(40)
    ]

    (found,) = model_of(bucket, *policies).buckets

    assert [isinstance(each.document, Known) for each in found.policies] == [True] * 16 + [False]
    assert all(isinstance(each.exists, Unknown) for each in found.policies)


def test_enough_doubt_about_others_is_not_enough_about_oneself():
    """What one scope leaves open of the others says nothing of its own entities."""
    buckets = model_of(
        block("aws_s3_bucket", "a", bucket=known("a")),
        block("aws_s3_bucket", "b", bucket=known("b")),
    ).buckets
    members = Members(found := list(buckets))
    satellite = next(one for one in TABLES.satellites if one.type == "aws_s3_bucket_policy")
    policy = block("aws_s3_bucket_policy", "p", bucket=Unknown((), "?"), policy=known("{}"))

    for _ in range(20):
        members.join(policy, satellite, HERE, range(0, 1))
    members.join(policy, satellite, HERE, range(1, 2))

    assert [1, 17] == [len(bucket.policies) for bucket in found]


def test_an_argument_that_decides_alone_is_read_before_another() -> None:
    """A log group's class may keep events for a day, whatever its retention says."""
    by_class = {
        name: model_of(
            block("aws_cloudwatch_log_group", "g", retention_in_days=known(400), **classes)
        ).log_groups[0]
        for name, classes in (
            ("none", {}),
            ("standard", {"log_group_class": known("STANDARD")}),
            ("delivery", {"log_group_class": known("DELIVERY", 2)}),
        )
    }

    assert {"none": known(400), "standard": known(400), "delivery": known(1, 2)} == {
        name: group.retention_days for name, group in by_class.items()
    }


def test_types_that_matter_beside_others_make_no_file_worth_reading() -> None:
    """A directory of functions and queues alone says nothing about trails."""
    idle = TABLES.types() - TABLES.wanted_types()

    assert {
        "aws_cloudwatch_event_rule",
        "aws_cloudwatch_event_target",
        "aws_cloudwatch_log_account_policy",
        "aws_cloudwatch_log_data_protection_policy",
        "aws_lambda_function",
        "aws_lambda_permission",
        "aws_lambda_resource_policy",
        "aws_observabilityadmin_telemetry_rule",
        "aws_observabilityadmin_telemetry_rule_for_organization",
        "aws_sns_topic_data_protection_policy",
        "aws_sqs_queue",
        "aws_sqs_queue_policy",
        "awscc_cloudwatch_log_alarm",
    } == idle
