"""Blocks of any language become the model; satellites join the entities that they configure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ...core.diagnostic import INVALID_RESOURCE, Diagnostic, Level
from ...core.source import SourceSpan
from ...core.value import Absent, Hop, Known, Unknown
from ...model.model import Model
from ...model.unread_parts import Reached, Unread
from .block import Block
from .derived_attributes import with_replaced
from .fields import Append, EntityTable, Satellite, Tables
from .ledger import AttributeClasses, unmodelled_of_entity
from .row_reading import at_path, read_rows
from .satellites import Loose, Members


class Lowered(NamedTuple):
    """What blocks become."""

    model: Model
    diagnostics: tuple[Diagnostic, ...]
    """What is invalid in them."""

    loose: tuple[Loose, ...]


def lower(
    blocks: Sequence[Block],
    tables: Tables,
    scope: str,
    span: SourceSpan,
    unread: tuple[Unread, ...] = (),
) -> Lowered:
    """Return the model of these blocks, whatever their order.

    `span` is where a finding on the whole scope points; `unread` is what is not among the
    blocks because it was not read.
    """
    entities: dict[str, list[Any]] = defaultdict(list)
    diagnostics: list[Diagnostic] = []
    classes = AttributeClasses(tables)
    ordered = [
        classes.examined(block)
        for block in sorted(blocks, key=lambda block: (block.address, block.type))
    ]
    for block in ordered:
        for table in tables.entities:
            if table.type != block.type:
                continue
            is_such = table.when(block)
            if is_such is False:
                continue
            for one in table.each(block):
                entity, missing = _entity(one, table, tables)
                if isinstance(is_such, Unknown) and isinstance(one.exists, Known):
                    entity = replace(entity, exists=is_such)
                entities[table.entity].append(entity)
                diagnostics += missing
    loose = _join(entities, ordered, tables, unread)
    collections: dict[str, Any] = {name: tuple(members) for name, members in entities.items()}
    model = Model(scope=scope, span=span, unread=unread, **collections)
    return Lowered(model, tuple(diagnostics), tuple(loose))


def _join(
    entities: Mapping[str, list[Any]],
    blocks: Sequence[Block],
    tables: Tables,
    unread: tuple[Unread, ...],
) -> list[Loose]:
    """Let satellites configure the entities that they name; return those that name none."""
    kinds = {name: Members(members) for name, members in entities.items()}
    loose = []
    for block in blocks:
        for satellite in tables.satellites:
            if satellite.type == block.type:
                members = kinds.get(satellite.entity)
                if members is None or not members.join(block, satellite, block.place):
                    loose.append(Loose(block, satellite, block.place))
    reached = Reached(unread)
    for name, members in kinds.items():
        satellites = [each for each in tables.satellites if each.entity == name]
        if satellites and unread:
            members.cast_doubt(satellites, reached)
    if tables.settings:
        callers = Reached(one for one in unread if one.only_calls)
        for setting in tables.settings:
            if setting.entity in kinds:
                kinds[setting.entity].doubt_setting(setting, callers)
    return loose


def _entity(block: Block, table: EntityTable, tables: Tables) -> tuple[Any, list[Diagnostic]]:
    here = (Hop(block.header, ""),)
    derived = {
        name: with_replaced(template, block.settled)
        for name, template in tables.attributes.get(block.type, {}).items()
    }
    values = read_rows(table.rows, block.attributes, here, block.address, derived)
    for name, append in table.appends.items():
        values[name] = append(block)  # type: ignore[assignment]  # a tuple field
    entity = table.build(
        address=block.address,
        type=block.type,
        span=block.header,
        exists=block.exists,
        callers=block.callers,
        place=block.place,
        order=block.order,
        unmodelled=unmodelled_of_entity(block, _appends(tables, table.entity))
        if block.unread
        else (),
        **values,
    )
    return entity, list(_missing(block, table, here))


def _appends(tables: Tables, entity: str) -> dict[str, Append]:
    """Return how the tuple fields of a kind of entity are filled, one way for each."""
    ways: tuple[EntityTable | Satellite, ...] = (*tables.satellites, *tables.entities)
    return {
        name: append for way in ways if way.entity == entity for name, append in way.appends.items()
    }


def _missing(block: Block, table: EntityTable, here: tuple[Hop, ...]) -> Iterable[Diagnostic]:
    for row in table.rows:
        if row.required and isinstance(row.path, str):
            if not isinstance(at_path(block.attributes, row.path, here), Absent):
                continue
            yield Diagnostic(
                rule=INVALID_RESOURCE,
                level=Level.NOTE,
                summary=f"{block.address} has no {row.path}, which is required",
                detail="The resource was judged anyway, but it cannot be deployed like this.",
                subject=block.header,
            )
