"""Blocks of any language become the model; satellites join the entities that they configure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ..core.diagnostic import INVALID_RESOURCE, Diagnostic, Level
from ..core.source import SourceSpan
from ..core.text import equal, parts_of
from ..core.value import Absent, Hop, Known, Origin, Unknown, Value
from ..core.verdict import Verdict
from ..model.model import Model
from ..model.unread import Unread
from .block import Block
from .derive import settled
from .fields import EntityTable, Satellite, Tables
from .read import as_text, at_path, elements_of, read_rows


def lower(
    blocks: Sequence[Block],
    tables: Tables,
    scope: str,
    span: SourceSpan,
    unread: tuple[Unread, ...] = (),
) -> tuple[Model, tuple[Diagnostic, ...]]:
    """Return the model of these blocks, whatever their order, and what is invalid in them.

    `span` is where a finding on the whole scope points; `unread` is what is not among the
    blocks because it was not read.
    """
    entities: dict[str, list[Any]] = defaultdict(list)
    diagnostics: list[Diagnostic] = []
    ordered = sorted(blocks, key=lambda block: (block.address, block.type))
    for block in ordered:
        for table in tables.entities:
            if table.type != block.type:
                continue
            is_such = table.when(block)
            if is_such is False:
                continue
            entity, missing = _entity(block, table, tables)
            if isinstance(is_such, Unknown) and isinstance(block.exists, Known):
                entity = replace(entity, exists=is_such)
            entities[table.entity].append(entity)
            diagnostics += missing
    for block in ordered:
        for satellite in tables.satellites:
            if satellite.type == block.type:
                entities[satellite.entity] = _join(entities[satellite.entity], block, satellite)
    collections = {name: tuple(members) for name, members in entities.items()}
    model = Model(scope=scope, span=span, unread=unread, **collections)  # type: ignore[arg-type]
    return model, tuple(diagnostics)


def _entity(block: Block, table: EntityTable, tables: Tables) -> tuple[Any, list[Diagnostic]]:
    here = (Hop(block.header, ""),)
    derived = {
        name: settled(template, block.settled)
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
        **values,
    )
    return entity, list(_missing(block, table, here))


def _missing(block: Block, table: EntityTable, here: tuple[Hop, ...]) -> Iterable[Diagnostic]:
    for row in table.rows:
        if row.required and isinstance(row.path, str):
            if not isinstance(at_path(block.attributes, row.path, here), Absent):
                continue
            yield Diagnostic(
                rule=INVALID_RESOURCE,
                level=Level.NOTE,
                summary=f"{block.address} has no {row.path}, which is required",
                detail="The resource is judged all the same; it cannot be deployed like this.",
                subject=block.header,
            )


def _join(entities: list[Any], block: Block, satellite: Satellite) -> list[Any]:
    """Return the entities with what a satellite says of the one that it names.

    A satellite that certainly names one entity configures no other: two resources are two.
    """
    matches = [_names(block, satellite, entity) for entity in entities]
    best = max(matches, default=Verdict.FAIL)
    if best is Verdict.FAIL:
        return entities
    doubt = _doubt(block, best)
    return [
        _configured(entity, block, satellite, doubt) if match is best else entity
        for entity, match in zip(entities, matches)
    ]


def _names(block: Block, satellite: Satellite, entity: Any) -> Verdict:  # noqa: ANN401
    """Decide whether a satellite's joining attribute names an entity."""
    joining = at_path(block.attributes, satellite.joins, (Hop(block.header, ""),))
    texts = (joining,) if isinstance(joining, Unknown) else elements_of(joining)
    verdict = Verdict.FAIL
    for text in texts:
        if verdict is Verdict.PASS:
            break
        wanted = parts_of(as_text(text))
        for field in satellite.names:
            named = parts_of(getattr(entity, field))
            if wanted is not None and named is not None:
                verdict = max(verdict, equal(wanted, named))
    return verdict


def _doubt(block: Block, names: Verdict) -> Unknown | None:
    """Return why it is not certain that a satellite takes effect, if it is not."""
    if names is Verdict.UNKNOWN:
        return Unknown((Hop(block.header, ""),), f"{block.address} may configure it")
    if isinstance(block.exists, Unknown):
        return block.exists
    if isinstance(block.exists, Known) and block.exists.value:
        return None
    return Unknown((Hop(block.header, ""),), f"{block.address} may not be deployed")


def _configured(
    entity: Any,  # noqa: ANN401 - any entity of the model
    block: Block,
    satellite: Satellite,
    doubt: Unknown | None,
) -> Any:  # noqa: ANN401
    changes: dict[str, Any] = {}
    for name, value in read_rows(
        satellite.rows, block.attributes, (Hop(block.header, ""),)
    ).items():
        if isinstance(value, Absent):
            continue
        if doubt is None:
            changes[name] = value
        elif _is_open(getattr(entity, name)):
            changes[name] = doubt
    as_deployed = block if doubt is None else replace(block, exists=doubt)
    for name, append in satellite.appends.items():
        changes[name] = (*getattr(entity, name), *append(as_deployed))
    return replace(entity, **changes)


def _is_open(value: Value[Any]) -> bool:
    """Return whether a field has no value of its own that a satellite would have to overrule."""
    return isinstance(value, Absent) or (
        isinstance(value, Known) and value.origin is Origin.DEFAULT
    )
