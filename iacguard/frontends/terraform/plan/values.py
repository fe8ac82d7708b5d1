"""The values of a planned resource: known, absent, or known only after apply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ....core.never import assert_never
from ....core.source import Source
from ....core.value import Absent, Hop, Known, Origin, Symbol, Unknown, Value
from ..json_values import JsonArray, JsonObject, JsonScalar, JsonText, JsonValue
from .contents import PlannedResource
from .schema import COMPUTED_BLOCKS, SHADOWED, block_names
from .shapes import entries

AFTER_APPLY = "it is known only after apply"

Written: TypeAlias = "Mapping[str, Any] | list[Any] | None"
"""How the configuration writes a value: what it refers to, or the expressions inside blocks;
None where the plan does not tell."""

Resolve: TypeAlias = "Callable[[tuple[str, ...], Mapping[str, Any]], Value[Any] | None]"
"""What is known of an unknown value, by the names that lead to it and its references."""


def unresolved(path: tuple[str, ...], written: Mapping[str, Any]) -> None:
    """Know nothing of any unknown value."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """Turns the JSON of one resource into values."""

    source: Source
    resource: PlannedResource
    changed: frozenset[str]
    """The types that the plan speaks of, deleted ones included."""

    resolve: Resolve = unresolved

    def attributes(self, written: Mapping[str, Any] | None) -> dict[str, Value[Any]]:
        """Return the attributes; one that neither the code nor the provider sets is left out.

        `written` maps what the code sets to how it sets it; None where the plan does not tell.
        """
        found: dict[str, Value[Any]] = {}
        after = entries(self.resource.after)
        open_parts = _parts(self.resource.unknown)
        for name in {**after, **open_parts}:
            value = self._attribute(name, after.get(name), open_parts.get(name), written)
            if value is not None:
                found[name] = value
        return found

    def _attribute(
        self,
        name: str,
        after: JsonValue | None,
        unknown: JsonValue | None,
        written: Mapping[str, Any] | None,
    ) -> Value[Any] | None:
        kind = self.resource.type
        if written is not None and name not in written:
            if self.changed & SHADOWED.get((kind, name), frozenset()):
                return None
            if _is_true(unknown):
                if name not in block_names(kind) or name in COMPUTED_BLOCKS.get(kind, ()):
                    return None
                return Unknown((self.here,), AFTER_APPLY, never_null=True)
            if name in block_names(kind):
                # Configurations of plans leave ``dynamic`` blocks out.
                return self._member((name,), after, unknown, None)
        return self._member((name,), after, unknown, written)

    @property
    def here(self) -> Hop:
        """The place of the resource in the plan."""
        place = self.resource.place
        return Hop(self.source.span(place.start, place.end), "")

    def _member(
        self,
        path: tuple[str, ...],
        after: JsonValue | None,
        unknown: JsonValue | None,
        around: Mapping[str, Any] | None,
    ) -> Value[Any] | None:
        """Return a member of an object; None where nobody sets it."""
        written = None if around is None else around.get(path[-1])
        value = self._value(path, after, unknown, written)
        is_written = around is None or path[-1] in around
        match value:
            case Known(value=tuple() as elements) if not elements:
                return value if isinstance(written, Mapping) else None
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

    def _value(
        self,
        path: tuple[str, ...],
        after: JsonValue | None,
        unknown: JsonValue | None,
        written: Any,  # noqa: ANN401 - any JSON
    ) -> Value[Any]:
        if _is_true(unknown):
            return self._unknown(path, written)
        if after is None:
            return Absent((self.here,))
        hops = (Hop(self.source.span(after.start, after.end), ""),)
        match after:
            case JsonObject():
                return Known(self._object(path, after, unknown, written), hops)
            case JsonArray(elements=elements):
                inside = unknown.elements if isinstance(unknown, JsonArray) else ()
                blocks = _blocks(written, len(elements))
                return Known(
                    tuple(
                        self._value(
                            path,
                            element,
                            inside[index] if index < len(inside) else None,
                            blocks[index] if blocks else written,
                        )
                        for index, element in enumerate(elements)
                    ),
                    hops,
                )
            case JsonText(text=text):
                return Known(text, hops)
            case JsonScalar(number=""):
                return Absent(hops) if after.value is None else Known(after.value, hops)
            case JsonScalar(number=number):
                return Known(_number(number), hops)
            case _:
                assert_never(after)

    def _object(
        self,
        path: tuple[str, ...],
        after: JsonObject,
        unknown: JsonValue | None,
        written: Any,  # noqa: ANN401 - any JSON
    ) -> dict[str, Value[Any]]:
        around = written if _is_block(written) else None
        known, open_parts = entries(after), _parts(unknown)
        found = {}
        for name in {**known, **open_parts}:
            value = self._member((*path, name), known.get(name), open_parts.get(name), around)
            if value is not None:
                found[name] = value
        return found

    def _unknown(self, path: tuple[str, ...], written: Any) -> Unknown:  # noqa: ANN401
        """Return an unknown value with what its references tell."""
        found = self.resolve(path, written) if isinstance(written, Mapping) else None
        if isinstance(found, Unknown):
            return found
        symbol = (Symbol(f"{self.resource.address}.{path[0]}"),) if len(path) == 1 else ()
        return Unknown((self.here,), AFTER_APPLY, parts=symbol)


def _parts(unknown: JsonValue | None) -> dict[str, JsonValue]:
    return entries(unknown) if isinstance(unknown, JsonObject) else {}


def _is_true(unknown: JsonValue | None) -> bool:
    return isinstance(unknown, JsonScalar) and unknown.value is True


def _is_block(written: Any) -> bool:  # noqa: ANN401 - any JSON
    """Return whether an expression is the body of a block and not an attribute's."""
    return isinstance(written, Mapping) and not written.keys() & {"references", "constant_value"}


def _blocks(written: Any, count: int) -> list[Any] | None:  # noqa: ANN401 - any JSON
    """Return how each block of a list is written.

    Sets of blocks stand in an order of their own; where the blocks are not written alike, it is
    not certain which is which.
    """
    if _is_block(written):
        return [written] * count
    if not isinstance(written, list) or len(written) != count:
        return None if not isinstance(written, list) else [None] * count
    bodies = [block for block in written if isinstance(block, Mapping)]
    if len(bodies) == count and all(body.keys() == bodies[0].keys() for body in bodies):
        return bodies
    return [None] * count


def _number(written: str) -> int | float:
    if written.lstrip("-").isdecimal() and len(written) < 20:
        return int(written)
    return float(written)
