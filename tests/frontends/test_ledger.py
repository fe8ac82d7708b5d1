"""Every attribute of a modelled resource type is read, harmless, or breaks what passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
from recorded_schemas import recorded_schemas

from iacguard.core.source import Position, SourceSpan
from iacguard.core.value import Absent, Hop, Known, Unknown
from iacguard.frontends.cloudformation.tables.all import TABLES as CLOUDFORMATION
from iacguard.frontends.lowering.block import Block
from iacguard.frontends.lowering.fields import (
    EVERY_OTHER,
    LINK,
    EntityTable,
    Row,
    Satellite,
    Tables,
    Voids,
    harmless,
    voids,
)
from iacguard.frontends.lowering.ledger import AttributeClasses, paths_read
from iacguard.frontends.terraform.tables.all import TABLES as TERRAFORM
from iacguard.model.model import Model
from iacguard.model.topic import Topic

LANGUAGES = {"terraform": TERRAFORM, "cloudformation": CLOUDFORMATION}
RECORDED = {
    "terraform": recorded_schemas("terraform.txt", "awscc.txt"),
    "cloudformation": recorded_schemas("cloudformation.txt"),
}
TYPES = [
    pytest.param(language, type_, id=type_)
    for language, tables in LANGUAGES.items()
    for type_ in sorted(tables.types() & RECORDED[language].keys())
]
# What many types have, whether or not this one does.
EVERYWHERE = {
    *("tags", "tags_all", "description", "id", "region", "timeouts"),
    *("name_prefix", "bucket_prefix"),
    *("Tags", "Description"),
}


def without_class(tables: Tables, language: str, type_: str) -> set[str]:
    """Return the recorded attributes of a type that have no class in these tables."""
    classes = AttributeClasses(tables).of(type_)
    recorded = () if EVERY_OTHER in classes else RECORDED[language][type_].writable
    return {path for path in recorded if not any(each in classes for each in ways_to(path))}


def ways_to(path: str) -> Iterator[str]:
    """Yield a path and those that it lies below."""
    while path:
        yield path
        path = path.rpartition(".")[0]


@pytest.mark.parametrize(("language", "type_"), TYPES)
def test_every_attribute_of_the_schema_has_a_class(language: str, type_: str) -> None:
    """A new attribute of AWS's is a failing test, and no silent pass."""
    assert set() == without_class(LANGUAGES[language], language, type_)


@pytest.mark.parametrize(
    ("language", "type_", "path"),
    [
        ("terraform", "aws_cloudwatch_metric_alarm", "warm_up_configuration"),
        ("cloudformation", "AWS::SNS::Topic", "MaximumMessageSize"),
    ],
)
def test_an_attribute_that_is_taken_from_the_ledger_is_missed(
    language: str, type_: str, path: str
) -> None:
    """The test above can fail."""
    tables = LANGUAGES[language]
    rest = {name: one for name, one in tables.ledger[type_].items() if name != path}
    tables = replace(tables, ledger={**tables.ledger, type_: rest})

    missed = without_class(tables, language, type_)

    assert {path} == {each.partition(".")[0] for each in missed}


@pytest.mark.parametrize(("language", "type_"), TYPES)
def test_the_ledger_names_attributes_that_exist_and_are_not_read(language: str, type_: str) -> None:
    """A misspelt entry, or one for what a row reads, says nothing."""
    tables = LANGUAGES[language]
    entries = set(tables.ledger.get(type_, {})) - EVERYWHERE - {EVERY_OTHER}
    # The name that the tables derive is read as it is written, whatever else makes up a name.
    read = set(paths_read(tables, type_))

    assert set() == {path for path in entries if not RECORDED[language][type_].has(path)}
    assert set() == entries & read


@pytest.mark.parametrize(("language", "type_"), TYPES)
def test_what_the_ledger_voids_are_fields_of_the_entity(language: str, type_: str) -> None:
    """An entry that names no field of any entity would void nothing."""
    tables = LANGUAGES[language]
    known = {LINK}
    for table in tables.entities:
        if table.type == type_:
            assert isinstance(table.build, type)
            known |= {field.name for field in fields(table.build)}
    for satellite in tables.satellites:
        if satellite.type == type_:
            known |= {row.field for row in satellite.rows} | set(satellite.appends)
    named = {
        field
        for one in tables.ledger.get(type_, {}).values()
        if isinstance(one, Voids)
        for field in one.fields
    }

    assert set() == named - known


SPAN = SourceSpan("main.tf", Position(1, 1, 0), Position(1, 5, 4))
SMALL = Tables(
    entities=(
        EntityTable(
            type="aws_sns_topic",
            entity="topics",
            build=Topic,
            rows=(Row(field="name", path="name"), Row(field="arn", path="nested.arn")),
        ),
    ),
    satellites=(
        Satellite(
            type="aws_sns_topic_display", entity="topics", joins="topic", names=("name",), rows=()
        ),
    ),
    ledger={
        "aws_sns_topic": {
            **harmless("a label", "tags", "nested.label"),
            **voids("it may be mute", "mute", fields=(LINK,), unless=(False,)),
        }
    },
)


def unread(**attributes) -> list[tuple[str, frozenset[str]]]:
    """Return what is found in a block of these attributes: the reasons and the fields."""
    block = Block(
        type="aws_sns_topic", address="aws_sns_topic.t", header=SPAN, attributes=attributes
    )
    return [
        (one.doubt.reason, one.fields) for one in AttributeClasses(SMALL).examined(block).unread
    ]


def known(value) -> Known:
    return Known(value, (Hop(SPAN, ""),))


def nested(**attributes) -> Known:
    """One nested block."""
    return known((known(attributes),))


MUTE = ("aws_sns_topic.t sets `mute`, and it may be mute", frozenset({LINK}))


def new(path: str) -> tuple[str, frozenset[str]]:
    return (f"aws_sns_topic.t sets `{path}`, and iacguard does not know it", frozenset())


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"name": known("t"), "tags": known({"a": known("b")})}, []),
        ({"mute": known(True)}, [MUTE]),
        ({"mute": known(False)}, []),
        ({"mute": Absent()}, []),
        ({"mute": Unknown((), "var.mute has no value")}, [MUTE]),
        ({"invented": known("x")}, [new("invented")]),
        ({"invented": Absent()}, []),
        ({"invented": known(())}, []),
        ({"nested": nested(arn=known("a"), label=known("b"))}, []),
        ({"nested": nested(arn=known("a"), invented=known("b"))}, [new("nested.invented")]),
        (
            {"nested": Unknown((), "dynamic", elements=(known({"invented": known("b")}),))},
            [new("nested.invented")],
        ),
    ],
)
def test_what_is_written_is_read_harmless_or_named(attributes, expected) -> None:
    """An attribute counts where it is written, and not where it says what the service takes."""
    assert expected == unread(**attributes)


def test_of_a_plan_only_what_the_code_writes_counts() -> None:
    """A plan holds every attribute of a resource; the provider computes most of them."""
    block = Block(
        type="aws_sns_topic",
        address="aws_sns_topic.t",
        header=SPAN,
        attributes={"invented": known("x"), "computed": known("y")},
        written=frozenset({"invented"}),
    )

    found = AttributeClasses(SMALL).examined(block).unread

    assert [new("invented")[0]] == [one.doubt.reason for one in found]


def test_a_model_without_doubts_has_no_second_model() -> None:
    """Nothing is judged twice where everything is read."""
    assert Model(scope=".", span=SPAN).doubted is None
