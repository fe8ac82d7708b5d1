"""The values of a planned resource: known, absent, or known only after apply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from ....core.limits import Limits
from ....core.never import assert_never
from ....core.source import Source
from ....core.value import Absent, Hop, Known, Origin, Symbol, Unknown, Value
from ..json_values import JsonArray, JsonObject, JsonScalar, JsonText, JsonValue
from .contents import PlannedResource
from .schema import COMPUTED_BLOCKS, SHADOWED, block_names
from .shapes import entries

AFTER_APPLY = "it is known only after apply"

Resolve: TypeAlias = "Callable[[tuple[str, ...], Mapping[str, Any]], Value[Any] | None]"
"""What is known of an unknown value, by the names that lead to it and its references."""


def unresolved(path: tuple[str, ...], written: Mapping[str, Any]) -> None:
    """Know nothing of any unknown value."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """A piece of a resource with what the plan says of it elsewhere."""

    path: tuple[str, ...]
    """The names that lead to it."""

    after: JsonValue | None
    unknown: JsonValue | None
    sensitive: JsonValue | None

    written: Any
    """How the configuration writes it: what an attribute refers to, or the expressions inside
    blocks; None where the plan does not tell."""

    @property
    def is_unknown(self) -> bool:
        """Whether nothing of it is known before apply."""
        return isinstance(self.unknown, JsonScalar) and self.unknown.value is True

    @property
    def is_sensitive(self) -> bool:
        """Whether it is not to be shown."""
        return isinstance(self.sensitive, JsonScalar) and self.sensitive.value is True

    def members(self) -> dict[str, _Planned]:
        """Return the members of an object by name."""
        parts = [_members(each) for each in (self.after, self.unknown, self.sensitive)]
        after, unknown, sensitive = parts
        around = self.written if _is_block(self.written) else {}
        return {
            name: _Planned(
                (*self.path, name),
                after.get(name),
                unknown.get(name),
                self.sensitive if self.is_sensitive else sensitive.get(name),
                around.get(name),
            )
            for name in {**after, **unknown}
        }

    def elements(self) -> list[_Planned]:
        """Return the elements of an array."""
        parts = [_elements(each) for each in (self.after, self.unknown, self.sensitive)]
        after, unknown, sensitive = parts
        blocks = _blocks(self.written, len(after))
        return [
            _Planned(
                self.path,
                element,
                unknown[index] if index < len(unknown) else None,
                self.sensitive if index >= len(sensitive) else sensitive[index],
                blocks[index],
            )
            for index, element in enumerate(after)
        ]


@dataclass(frozen=True, slots=True)
class Conversion:
    """Turns the JSON of one resource into values."""

    source: Source
    resource: PlannedResource

    changed: frozenset[str]
    """The types that the plan speaks of, deleted ones included."""

    resolve: Resolve = unresolved
    limits: Limits = field(default_factory=Limits)

    def attributes(self, written: Mapping[str, Any] | None) -> dict[str, Value[Any]]:
        """Return the attributes; one that neither the code nor the provider sets is left out.

        `written` maps what the code sets to how it sets it; None where the plan does not tell.
        """
        resource = self.resource
        whole = _Planned((), resource.after, resource.unknown, resource.sensitive, written)
        found = {name: self._attribute(each, written) for name, each in whole.members().items()}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def here(self) -> Hop:
        """The place of the resource in the plan."""
        place = self.resource.place
        return Hop(self.source.span(place.start, place.end), "")

    def _attribute(self, planned: _Planned, written: Mapping[str, Any] | None) -> Value[Any] | None:
        kind, (name,) = self.resource.type, planned.path
        if written is None or name in written:
            return self._member(planned, written)
        if self.changed & SHADOWED.get((kind, name), frozenset()):
            return None
        is_block = name in block_names(kind)
        if planned.is_unknown:
            if not is_block or name in COMPUTED_BLOCKS.get(kind, ()):
                return None
            return Unknown((self.here,), AFTER_APPLY, never_null=True)
        # Configurations of plans leave ``dynamic`` blocks out.
        return self._member(planned, None if is_block else written)

    def _member(self, planned: _Planned, around: Mapping[str, Any] | None) -> Value[Any] | None:
        """Return a member of an object; None where nobody sets it."""
        value = self._value(planned)
        is_written = around is None or planned.path[-1] in around
        match value:
            case Known(value=()):
                return value if isinstance(planned.written, Mapping) else None
            case Known(value=content) if not is_written:
                # What no code sets, the provider plans as null or as the zero of the type.
                if content == "" or (content == 0 and not isinstance(content, bool)):
                    return None
                return Known(content, value.provenance, Origin.DEFAULT)
            case Absent() | Unknown() if not is_written:
                return None
            case Absent() if around is None:
                return None
            case _:
                return value

    def _value(self, planned: _Planned) -> Value[Any]:
        after = planned.after
        if planned.is_unknown:
            return self._unknown(planned)
        if after is None:
            return Absent((self.here,))
        hops = (self._place(planned, after),)
        match after:
            case JsonObject():
                around = planned.written if _is_block(planned.written) else None
                found = {n: self._member(each, around) for n, each in planned.members().items()}
                return Known({n: value for n, value in found.items() if value is not None}, hops)
            case JsonArray(elements=elements):
                most = self.limits.collection_length
                if len(elements) > most:
                    return Unknown(hops, f"the list has more than {most} elements", True)
                return Known(tuple(map(self._value, planned.elements())), hops)
            case JsonText(written=text):
                most = self.limits.text_length
                if len(text) > most:
                    return Unknown(hops, f"the text has more than {most} characters", True)
                return Known(after.text, hops)
            case JsonScalar(number=""):
                return Absent(hops) if after.value is None else Known(after.value, hops)
            case JsonScalar(number=number):
                return Known(_number(number), hops)
            case _:
                assert_never(after)

    def _place(self, planned: _Planned, after: JsonValue) -> Hop:
        """Return where a value is; reports quote the line, so a sensitive one is at its owner."""
        if planned.is_sensitive:
            return replace(self.here, is_sensitive=True)
        return Hop(self.source.span(after.start, after.end), "")

    def _unknown(self, planned: _Planned) -> Unknown:
        """Return an unknown value with what its references tell."""
        path, written = planned.path, planned.written
        found = self.resolve(path, written) if isinstance(written, Mapping) else None
        if isinstance(found, Unknown):
            return found
        symbol = (Symbol(f"{self.resource.address}.{path[0]}"),) if len(path) == 1 else ()
        return Unknown((self.here,), AFTER_APPLY, parts=symbol)


def _members(node: JsonValue | None) -> dict[str, JsonValue]:
    return entries(node) if isinstance(node, JsonObject) else {}


def _elements(node: JsonValue | None) -> tuple[JsonValue, ...]:
    return node.elements if isinstance(node, JsonArray) else ()


def _is_block(written: object) -> bool:
    """Return whether an expression is the body of a block and not an attribute's."""
    return isinstance(written, Mapping) and not written.keys() & {"references", "constant_value"}


def _blocks(written: object, count: int) -> list[Any]:
    """Return how each element of a list is written.

    Sets of blocks stand in an order of their own; where the blocks are not written alike, it is
    not certain which is which.
    """
    if not isinstance(written, list):
        return [written] * count
    bodies = [block for block in written if isinstance(block, Mapping)]
    if len(bodies) == count and all(body.keys() == bodies[0].keys() for body in bodies):
        return bodies
    return [None] * count


def _number(written: str) -> int | float:
    if written.lstrip("-").isdecimal() and len(written) < 20:
        return int(written)
    return float(written)
