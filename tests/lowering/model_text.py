"""A model as text, without places: what two languages must agree on.

A field that one of the languages cannot write is shown only where the other one writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from iacguard.core.text import parts_of
from iacguard.core.value import Absent, Hole, Known, Origin, Symbol, Unknown
from iacguard.frontends.cloudformation.tables.all import TABLES as CLOUDFORMATION
from iacguard.frontends.lowering.fields import Never, NotExpressible, Tables
from iacguard.frontends.terraform.tables.all import TABLES as TERRAFORM
from iacguard.iam.json_text import read_json
from iacguard.model.entity import Entity, NestedStructure
from iacguard.model.model import Model

_PLACES_OF_ENTITIES = {field.name for field in fields(Entity)} - {"exists"}
_PLACES_OF_PARTS = {field.name for field in fields(NestedStructure)} | {"address"}
_ADDRESS = re.compile(r"([^./\[\]]+)(?:\[([^\[\]]*)\])?$")
_NOT_IN_A_LABEL = re.compile(r"[^a-z0-9]")


def not_expressible(tables: Tables) -> frozenset[tuple[type, str]]:
    """Return the fields that a language has no way to write, with the classes they belong to."""
    rows = [
        (table.build, row.field, isinstance(row.path, (Never, NotExpressible)))
        for table in tables.entities
        for row in table.rows
        if isinstance(table.build, type)
    ]
    ways = {(build, field) for build, field, is_fixed in rows if not is_fixed}
    return frozenset((build, field) for build, field, _ in rows) - ways


_OF_ONE_LANGUAGE = not_expressible(TERRAFORM) | not_expressible(CLOUDFORMATION)


def model_text(model: Model) -> str:
    """Return every entity, in order of kind and label, one field a line."""
    lines: list[str] = []
    for collection in fields(Model):
        members = getattr(model, collection.name)
        # What is not deployed is no entity.
        if isinstance(members, tuple) and collection.name != "left_out":
            for entity in sorted(members, key=_label):
                lines.append(f"{collection.name} {_label(entity)}")
                lines += [f"  {line}" for line in _fields(entity)]
    return "".join(f"{line}\n" for line in lines)


def written_fields(content: Any) -> Iterator[tuple[type, str]]:
    """Yield the fields of a model that somebody wrote, each with its class, at any depth."""
    match content:
        case Known(value=inner):
            yield from written_fields(inner)
        case Unknown(elements=elements):
            yield from written_fields(elements)
        case tuple():
            for element in content:
                yield from written_fields(element)
        case _ if is_dataclass(content) and not isinstance(content, (type, Absent)):
            for field in fields(content):
                value = getattr(content, field.name)
                if _is_written(value):
                    yield type(content), field.name
                    yield from written_fields(value)


def _is_written(value: Any) -> bool:
    match value:
        case Known(origin=origin):
            return origin is Origin.WRITTEN
        case Unknown(parts=parts, elements=elements, encodes=encodes):
            return bool(parts or elements or encodes)
        case Absent():
            return False
        case _:
            return bool(value)


def _label(entity: object) -> str:
    """Return the name that both languages share: ``aws_cloudtrail.main[0]`` and ``Main``."""
    return label_of(getattr(entity, "address", "account"))


def label_of(address: str) -> str:
    """Return the name that an address of either language ends with."""
    found = _ADDRESS.search(address)
    assert found is not None
    name, index = found[1], found[2] or ""
    return _NOT_IN_A_LABEL.sub("", name.lower() + ("" if index.isdecimal() else index.lower()))


def _fields(part: Any) -> Iterator[str]:
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name in (
            _PLACES_OF_PARTS if isinstance(part, NestedStructure) else _PLACES_OF_ENTITIES
        ):
            continue
        if field.name == "exists" and isinstance(value, Known) and value.value:
            continue
        if (type(part), field.name) in _OF_ONE_LANGUAGE and not _is_written(value):
            continue
        yield from _lines(field.name, _structure(value))


def _structure(value: Any) -> Any:
    """Return the tree that JSON text stands for; any other value as it is."""
    match value:
        case Known(encodes=tree) | Unknown(encodes=tree) if tree is not None:
            return tree
        case Known(value=str() as text) if text.startswith("{"):
            return read_json(parts_of(value) or (), value.provenance, "")
        case Unknown(parts=(str() as start, *_)) if start.startswith("{"):
            return read_json(parts_of(value) or (), value.provenance, "")
        case _:
            return value


def _lines(name: str, value: Any) -> Iterator[str]:
    match value:
        case Absent():
            return
        case Known(value=tuple() as elements):
            yield f"{name}:" if elements else f"{name}: none"
            for element in elements:
                yield from (f"  {line}" for line in _lines("-", element))
        case Known(value=Mapping() as entries):
            yield f"{name}:" if entries else f"{name}: empty"
            for key in sorted(entries):
                yield from (f"  {line}" for line in _lines(key, entries[key]))
        case Known(value=inner) if is_dataclass(inner):
            yield from _lines(name, inner)
        case Known(value=scalar, origin=origin):
            default = " by default" if origin is Origin.DEFAULT else ""
            yield f"{_assigned(name)}{scalar!r}{default}"
        case Unknown(parts=parts, elements=elements):
            text = "".join(map(_part, parts))
            yield f"{_assigned(name)}unknown {text}".rstrip()
            for element in elements:
                yield from (f"  {line}" for line in _lines("-", element))
        case tuple():
            for element in value:
                yield from _lines(name, element)
        case _ if is_dataclass(value):
            yield f"{name}:"
            yield from (f"  {line}" for line in _fields(value))
        case _:
            raise AssertionError(f"{name}: {value!r}")


def _assigned(name: str) -> str:
    return "- " if name == "-" else f"{name} = "


def _part(part: str | Symbol | Hole) -> str:
    match part:
        case str():
            return part
        case Hole():
            return "<?>"
        case Symbol(name=name):
            return f"<{_symbol(name)}>"


def _symbol(name: str) -> str:
    """Return the label that a symbol is named for, the same in both languages."""
    if name.startswith("aws:"):
        return name
    for prefix in ("var.", "parameter:"):
        if name.startswith(prefix):
            return "input " + _NOT_IN_A_LABEL.sub("", name.removeprefix(prefix).lower())
    return f"of {label_of(name.rpartition('.')[0])}"
