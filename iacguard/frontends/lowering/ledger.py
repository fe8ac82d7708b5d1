"""The ledger: whether everything that is written about a resource is read, or else harmless.

A row reads an attribute, or the ledger beside the tables says that it is harmless or what it
voids. An attribute that is in neither is newer than iacguard, and may do anything. Either way
what is not read is named, so that no pass rests on it in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, TypeAlias

from ...core.value import Absent, Hop, Known, Unknown, Value
from ...model.unmodelled import Unmodelled
from .block import Anything, Block, UnreadAttribute
from .fields import (
    EVERY_OTHER,
    Append,
    AttributeClass,
    Own,
    Row,
    Satellite,
    Structure,
    Tables,
    Voids,
)


class Read(Enum):
    """The class of an attribute that a row reads."""

    READ = "read"


READ = Read.READ

Classes: TypeAlias = "Mapping[str, AttributeClass | Read]"

_NOTHING = ((), "")
"""No blocks, and the text that a language takes for none."""

_UNHEARD_OF = Voids("iacguard does not know it")


class AttributeClasses:
    """The classes of all attributes of the types of some tables."""

    def __init__(self, tables: Tables) -> None:
        """Nothing is worked out before it is asked for."""
        self._tables = tables
        self._types: dict[str, tuple[Classes, frozenset[str]]] = {}

    def of(self, type: str) -> Classes:
        """Return the class of each attribute of a type that has one, by its dotted path."""
        return self._of(type)[0]

    def examined(self, block: Block) -> Block:
        """Return a block with what is written in it that is neither read nor harmless."""
        unread = tuple(self._unread(block))
        return replace(block, unread=unread) if unread else block

    def _unread(self, block: Block) -> Iterator[UnreadAttribute]:
        """Yield what is neither read nor harmless, looking at every attribute at any depth once."""
        classes, outer = self._of(block.type)
        other = classes.get(EVERY_OTHER)
        waiting: list[tuple[str, Value[Any], AttributeClass | Read | None]] = [
            (name, value, other)
            for name, value in block.attributes.items()
            if block.written is None or name in block.written
        ]
        while waiting:
            path, value, inherited = waiting.pop()
            found = classes.get(path, inherited)
            if path in outer:
                waiting += ((name, inner, found) for name, inner in _inner(path, value))
                continue
            if found is None:
                found = _UNHEARD_OF
            if isinstance(found, Voids) and _matters(value, found):
                yield UnreadAttribute(doubt=_doubt(block, path, value, found), fields=found.fields)

    def _of(self, type: str) -> tuple[Classes, frozenset[str]]:
        if type not in self._types:
            classes = {
                **dict.fromkeys(paths_read(self._tables, type), READ),
                **self._tables.ledger.get(type, {}),
            }
            self._types[type] = classes, frozenset(_outer(classes))
        return self._types[type]


def paths_read(tables: Tables, type: str) -> Iterator[str]:
    """Yield the dotted paths of the attributes of a type that some table reads."""
    for table in tables.entities:
        if table.type == type:
            yield from _paths(table.rows, "")
            yield from table.reads
            yield from _appended(table.appends)
    for satellite in tables.satellites:
        if satellite.type == type:
            yield satellite.joins
            yield from _paths(satellite.rows, "")
            yield from satellite.reads
            yield from _appended(satellite.appends)
    for template in tables.attributes.get(type, {}).values():
        yield from (part.attribute for part in template if isinstance(part, Own))


def _appended(appends: Mapping[str, Append]) -> Iterator[str]:
    for append in appends.values():
        yield from append.reads


def _paths(rows: Iterable[Row], before: str) -> Iterator[str]:
    """Yield the paths of rows, and of the rows of their structures, whose depth is the tables'."""
    for row in rows:
        others = (row.instead, row.unless)
        yield from _paths([other for other in others if other is not None], before)
        if not isinstance(row.path, str):
            continue
        path = f"{before}{row.path}"
        if isinstance(row.read, Structure):
            yield from _paths(row.read.rows, f"{path}." if row.path else before)
        elif row.path:
            yield path


def _outer(paths: Iterable[str]) -> Iterator[str]:
    """Yield every path that others lie below."""
    for path in paths:
        while "." in path:
            path = path.rpartition(".")[0]
            yield path


def _inner(path: str, value: Value[Any]) -> Iterator[tuple[str, Value[Any]]]:
    """Yield the attributes of a nested block, or of each in a list of blocks."""
    elements: tuple[Value[Any], ...]
    match value:
        case Known(value=tuple() as elements) | Unknown(elements=elements):
            pass
        case _:
            elements = (value,)
    for element in elements:
        if isinstance(element, Known) and isinstance(element.value, Mapping):
            for name, inner in element.value.items():
                yield f"{path}.{name}", inner


def unmodelled_of_entity(block: Block, appends: Mapping[str, Append]) -> tuple[Unmodelled, ...]:
    """Return what the unread attributes of a block may change of the entity that it declares.

    `appends` are those of its tuple fields, by whatever resource type they are filled.
    """
    return tuple(_unmodelled(block, one, one.fields, appends) for one in block.unread)


def unmodelled_of_satellite(block: Block, satellite: Satellite) -> tuple[Unmodelled, ...]:
    """Return what a satellite may change of an entity that it configures, unread."""
    own = frozenset([*(row.field for row in satellite.rows), *satellite.appends])
    if satellite.voids is None:
        return tuple(
            _unmodelled(block, one, one.fields or own, satellite.appends) for one in block.unread
        )
    doubt = Unknown((Hop(block.header, ""),), f"{block.address} {satellite.voids.because}")
    return (Unmodelled(doubt=doubt, fields=satellite.voids.fields),)


def _unmodelled(
    block: Block, one: UnreadAttribute, fields: frozenset[str], appends: Mapping[str, Append]
) -> Unmodelled:
    anything = replace(block, attributes=Anything(one.doubt), exists=one.doubt)
    instead = {name: append(anything) for name, append in appends.items()}
    return Unmodelled(doubt=one.doubt, fields=fields, instead=instead)


def _matters(value: Value[Any], voids: Voids) -> bool:
    """Return whether something is written that the service does not take by itself."""
    match value:
        case Absent():
            return False
        case Known(value=content):
            if voids.only:
                return content in voids.only
            return content not in (*voids.unless, *_NOTHING)
        case Unknown():
            return True


def _doubt(block: Block, path: str, value: Value[Any], voids: Voids) -> Unknown:
    place = value.provenance[:1] or (Hop(block.header, ""),)
    return Unknown(place, f"{block.address} sets `{path}`, and {voids.because}")
