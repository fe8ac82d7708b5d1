"""A model as text, without places: what two languages must agree on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from iacguard.core.value import Absent, Hole, Known, Symbol, Unknown
from iacguard.model.entity import Entity, Part
from iacguard.model.model import Model

_PLACES = {field.name for field in (*fields(Entity), *fields(Part))} - {"exists"}
_MODULE = re.compile(r"^(module\.[^.]+\.)*")


def model_text(model: Model) -> str:
    """Return every entity, in order of kind and label, one field a line."""
    lines: list[str] = []
    for collection in fields(Model):
        members = getattr(model, collection.name)
        if isinstance(members, tuple):
            for entity in sorted(members, key=_label):
                lines.append(f"{collection.name} {_label(entity)}")
                lines += [f"  {line}" for line in _fields(entity)]
    return "".join(f"{line}\n" for line in lines)


def _label(entity: object) -> str:
    """Return the name that both languages share: ``aws_cloudtrail.main`` and ``Main``."""
    address = getattr(entity, "address", "account")
    return re.split(r"[./]", address)[-1].lower()


def _fields(part: object) -> Iterator[str]:
    for field in fields(part):
        if field.name in _PLACES or (field.name == "address" and isinstance(part, Part)):
            continue
        yield from _lines(field.name, getattr(part, field.name))


def _lines(name: str, value: object) -> Iterator[str]:
    match value:
        case Absent():
            return
        case Known(value=tuple() as elements):
            yield f"{name}:"
            for element in elements:
                yield from (f"  {line}" for line in _lines("-", element))
        case Known(value=Mapping() as entries):
            yield f"{name}:"
            for key in sorted(entries):
                yield from (f"  {line}" for line in _lines(key, entries[key]))
        case Known(value=inner) if is_dataclass(inner):
            yield f"{name}:"
            yield from (f"  {line}" for line in _fields(inner))
        case Known(value=scalar):
            yield f"{name} = {scalar!r}"
        case Unknown(parts=parts, elements=elements):
            text = "".join(map(_part, parts)) or "?"
            yield f"{name} = unknown {text}"
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
            return "input " + name.removeprefix(prefix).replace("_", "").lower()
    steps = _MODULE.sub("", name).split(".")
    label = steps[1] if steps[0].startswith(("aws_", "random_")) else steps[0]
    return label.split("/")[-1].lower()
