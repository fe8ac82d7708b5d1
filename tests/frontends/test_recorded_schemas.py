"""The field tables name what the resource types' own schemas have."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from recorded_schemas import Recorded, recorded_schemas

from iacguard.frontends.cloudformation.tables.all import TABLES as CLOUDFORMATION
from iacguard.frontends.lowering.fields import EntityTable, Row, Satellite, Structure
from iacguard.frontends.terraform.tables.all import TABLES as TERRAFORM

RECORDED = {
    "terraform": recorded_schemas("terraform.txt", "awscc.txt"),
    "cloudformation": recorded_schemas("cloudformation.txt"),
}
LANGUAGES = {"terraform": TERRAFORM, "cloudformation": CLOUDFORMATION}

# The CDK's own resources: what they are given is told by no schema.
WITHOUT_SCHEMA = {"Custom::LogRetention", "Custom::S3AutoDeleteObjects"}

# Fields that only another resource sets; the path is never written.
OF_SATELLITES = {
    ("aws_s3_bucket", "object_ownership"),
    ("aws_s3_bucket", "public_access_block"),
}
# CloudWatch Logs has them, and no version of the provider yet.
NOT_YET = {
    ("aws_cloudwatch_log_metric_filter", "field_selection_criteria"),
    ("aws_cloudwatch_log_metric_filter", "emit_system_field_dimensions"),
}
# A topic's own list of subscriptions takes an endpoint and a protocol; the rows are shared with
# the resource that takes more.
OF_WHOLE_SUBSCRIPTIONS = {
    ("AWS::SNS::Topic", f"Subscription.{name}")
    for name in ("FilterPolicy", "FilterPolicyScope", "SubscriptionRoleArn")
}
# The kind of a replica of imported material follows from its primary key.
OF_PRIMARY_KEYS = {("aws_kms_replica_external_key", "key_spec")}
EXPECTED = OF_SATELLITES | OF_PRIMARY_KEYS | NOT_YET | OF_WHOLE_SUBSCRIPTIONS


def _paths(rows: tuple[Row, ...]) -> Iterator[str]:
    """Yield the paths that rows read, and those of the structures in them."""
    open_ = [("", row) for row in rows]
    while open_:
        before, row = open_.pop()
        if row.instead is not None:
            open_.append((before, row.instead))
        if isinstance(row.path, str):
            path = ".".join(name for name in (before, row.path) if name)
            if isinstance(row.read, Structure):
                open_ += [(path, inner) for inner in row.read.rows]
            if path:
                yield path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_schema_of_every_type_that_a_table_reads_is_recorded(language: str) -> None:
    """A type without a recorded schema could grow attributes that nobody sees."""
    assert set() == LANGUAGES[language].types() - RECORDED[language].keys() - WITHOUT_SCHEMA


CASES = [
    pytest.param(RECORDED[language][table.type], table, id=f"{table.type}-{table.entity}")
    for language, tables in LANGUAGES.items()
    for table in (*tables.entities, *tables.satellites)
    if table.type not in WITHOUT_SCHEMA
]


@pytest.mark.parametrize(("recorded", "table"), CASES)
def test_every_path_of_a_table_is_in_the_schema(
    recorded: Recorded, table: EntityTable | Satellite
) -> None:
    """A row for an attribute that the type does not have would read nothing, silently."""
    joins = [table.joins] if isinstance(table, Satellite) else []

    unknown = {
        (table.type, path) for path in (*_paths(table.rows), *joins) if not recorded.has(path)
    }

    assert set() == unknown - EXPECTED


def test_a_path_that_no_provider_knows_is_told_from_one_that_some_did() -> None:
    trail = RECORDED["terraform"]["aws_cloudtrail"]

    assert [True, True, True, False, False] == [
        trail.has(path)
        for path in (
            "is_multi_region_trail",
            "event_selector",
            "event_selector.data_resource",
            "event_selector.data",
            "multi_region",
        )
    ]


def test_what_only_the_service_sets_is_apart_from_what_is_written() -> None:
    trail = RECORDED["terraform"]["aws_cloudtrail"]

    assert {"arn", "home_region", "sns_topic_arn"} == trail.computed
    assert set() == trail.computed & trail.writable
