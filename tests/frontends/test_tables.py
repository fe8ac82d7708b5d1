"""The field tables: both languages say how every field of every entity is written."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest

from iacguard.frontends.cloudformation.tables.all import TABLES as CLOUDFORMATION
from iacguard.frontends.lowering.fields import Derived, EntityTable, Structure, Tables
from iacguard.frontends.terraform.tables.all import TABLES as TERRAFORM
from iacguard.model.entity import Entity, NestedStructure
from iacguard.model.model import Model

LANGUAGES = {"terraform": TERRAFORM, "cloudformation": CLOUDFORMATION}
COMMON = {field.name for field in fields(Entity)}
PLACE = {field.name for field in fields(NestedStructure)}
TABLE_CASES = [
    pytest.param(tables, table, id=f"{language}-{table.type}-{table.entity}")
    for language, tables in LANGUAGES.items()
    for table in tables.entities
    # The account's own public access block is a part, built by a function.
    if isinstance(table.build, type)
]


@pytest.mark.parametrize(("tables", "table"), TABLE_CASES)
def test_every_field_of_an_entity_has_a_row(tables: Tables, table: EntityTable) -> None:
    """A field without a row, an append or a reason would be a silent hole."""
    wanted = {field.name for field in fields(table.build)} - COMMON
    optional = {f.name for f in fields(table.build) if f.default is not MISSING} - COMMON
    given = {row.field for row in table.rows} | set(table.appends)
    given |= {
        name
        for satellite in tables.satellites
        if satellite.entity == table.entity
        for name in satellite.appends
    }

    assert wanted - optional <= given <= wanted


@pytest.mark.parametrize(("tables", "table"), TABLE_CASES)
def test_a_derived_field_has_its_template(tables: Tables, table: EntityTable) -> None:
    """A name or an ARN is composed by the table of the type's attributes."""
    derived = {row.path.attribute for row in table.rows if isinstance(row.path, Derived)}

    assert derived <= set(tables.attributes.get(table.type, {}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_collection_of_the_model_is_filled(language: str) -> None:
    """Both languages can declare every kind of entity that the model knows."""
    collections = {field.name for field in fields(Model) if not field.name.startswith("_")}
    collections -= {"scope", "environment", "span", "unread", "account_id"}
    # These are put in when scopes become accounts.
    collections -= {"organization_trails", "is_whole_account", "paths", "unscanned"}
    collections -= {"stack_set_trails"}
    # What is not deployed is no entity.
    collections -= {"left_out"}
    filled = {table.entity for table in LANGUAGES[language].entities}

    # CloudFormation has no resource for these.
    of_terraform = {"account_public_access_blocks", "trusted_services"}
    missing = of_terraform if language == "cloudformation" else set()
    assert collections - missing == filled


@pytest.mark.parametrize("language", LANGUAGES)
def test_nested_structures_have_a_row_for_every_field(language: str) -> None:
    """As for entities, at any depth."""
    waiting = [row.read for table in LANGUAGES[language].entities for row in table.rows]
    waiting += [row.read for table in LANGUAGES[language].satellites for row in table.rows]
    while waiting:
        read = waiting.pop()
        if isinstance(read, Structure):
            assert {field.name for field in fields(read.build)} - PLACE == {
                row.field for row in read.rows
            }
            waiting += [row.read for row in read.rows]
