"""The values of a planned resource: known, absent, or known only after apply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from ....core.exhaustive import assert_never
from ....core.json_tree import JsonArray, JsonObject, JsonScalar, JsonText, JsonValue
from ....core.limits import Limits
from ....core.source import Source
from ....core.value import Absent, Hop, Known, Origin, Symbol, Unknown, Value
from .schema import ALWAYS_KNOWN, COMPUTED_BLOCKS, block_names
from .sections import PlannedResource
from .shapes import entries

AFTER_APPLY = "its value is known only after apply"

_MOST_PAIRS = 64
"""Blocks that are told apart by what they certainly hold."""

Resolve: TypeAlias = "Callable[[tuple[str, ...], Mapping[str, Any]], Unknown | None]"
"""What is known of an unknown value, by the names that lead to it and its references."""


def after_apply(written: object) -> str:
    """Return why a value is not known that is made of something known only after apply.

    `written` is what it is made of: a name, or how the configuration writes it.
    """
    name = written if isinstance(written, str) else _first_reference(written)
    if not name:
        return AFTER_APPLY
    return f"{AFTER_APPLY} and depends on {name[:200]} (name the plan's source with --plan-source)"


def partners(written: object, elements: tuple[JsonValue, ...]) -> list[Any]:
    """Return how each element of a list is written; None where that is not certain.

    Sets of blocks stand in an order of their own, and ``dynamic`` blocks are not in plans.
    """
    if not isinstance(written, list):
        return [written] * len(elements)
    blocks = [block for block in written if isinstance(block, Mapping)]
    if len(blocks) != len(elements) or len(blocks) > _MOST_PAIRS:
        return [None] * len(elements)
    found: list[Any] = []
    for element in elements:
        fitting = [block for block in blocks if _may_be(element, block)]
        is_certain = bool(fitting) and all(block == fitting[0] for block in fitting)
        found.append(fitting[0] if is_certain else None)
    return found


def unresolved(path: tuple[str, ...], written: Mapping[str, Any]) -> None:
    """Know nothing of any unknown value."""


@dataclass(frozen=True, slots=True)
class Planned:
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

    def members(self) -> dict[str, Planned]:
        """Return the members of an object by name."""
        parts = [_members(each) for each in (self.after, self.unknown, self.sensitive)]
        after, unknown, sensitive = parts
        around = self.written if _is_block(self.written) else {}
        return {
            name: Planned(
                (*self.path, name),
                after.get(name),
                unknown.get(name),
                self.sensitive if self.is_sensitive else sensitive.get(name),
                around.get(name),
            )
            for name in {**after, **unknown}
        }

    def elements(self) -> list[Planned]:
        """Return the elements of an array."""
        parts = [_elements(each) for each in (self.after, self.unknown, self.sensitive)]
        after, unknown, sensitive = parts
        blocks = partners(self.written, after)
        return [
            Planned(
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

    resolve: Resolve = unresolved
    limits: Limits = field(default_factory=Limits)

    def attributes(self, written: Mapping[str, Any] | None) -> dict[str, Value[Any]]:
        """Return the attributes; one that neither the code nor the provider sets is left out.

        `written` maps what the code sets to how it sets it; None where the plan does not tell.
        """
        resource = self.resource
        whole = Planned((), resource.after, resource.unknown, resource.sensitive, written)
        found = {name: self._attribute(each, written) for name, each in whole.members().items()}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def here(self) -> Hop:
        """The place of the resource in the plan."""
        place = self.resource.place
        return Hop(self.source.span(place.start, place.end), "")

    def _attribute(self, planned: Planned, written: Mapping[str, Any] | None) -> Value[Any] | None:
        kind, (name,) = self.resource.type, planned.path
        if written is None or name in written:
            return self._member(planned, written)
        is_block = name in block_names(kind)
        if planned.is_unknown:
            if not is_block or name in COMPUTED_BLOCKS.get(kind, ()):
                return None
            return Unknown((self.here,), AFTER_APPLY, never_null=True)
        # Configurations of plans leave ``dynamic`` blocks out.
        return self._member(planned, None if is_block else written)

    def _member(self, planned: Planned, around: Mapping[str, Any] | None) -> Value[Any] | None:
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

    def _value(self, planned: Planned) -> Value[Any]:
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

    def _place(self, planned: Planned, after: JsonValue) -> Hop:
        """Return where a value is; reports quote the line, so a sensitive one is at its owner."""
        if planned.is_sensitive:
            return replace(self.here, is_sensitive=True)
        return Hop(self.source.span(after.start, after.end), "")

    def _unknown(self, planned: Planned) -> Unknown:
        """Return an unknown value with what its references tell."""
        path, written = planned.path, planned.written
        found = self.resolve(path, written) if isinstance(written, Mapping) else None
        if found is not None:
            return found
        symbol = (Symbol(f"{self.resource.address}.{path[0]}"),) if len(path) == 1 else ()
        return Unknown((self.here,), after_apply(written), parts=symbol)


def _members(node: JsonValue | None) -> dict[str, JsonValue]:
    return entries(node) if isinstance(node, JsonObject) else {}


def _elements(node: JsonValue | None) -> tuple[JsonValue, ...]:
    return node.elements if isinstance(node, JsonArray) else ()


def _is_block(written: object) -> bool:
    """Return whether an expression is the body of a block and not an attribute's."""
    return isinstance(written, Mapping) and not written.keys() & {"references", "constant_value"}


def _may_be(element: JsonValue, block: Mapping[str, Any]) -> bool:
    """Return whether a planned block can be one that holds these constants."""
    planned = _members(element)
    for name, expression in block.items():
        if not isinstance(expression, Mapping) or "constant_value" not in expression:
            continue
        value = planned.get(name)
        if value is not None and _plain(value) != _plain_constant(expression["constant_value"]):
            return False
    return True


def _plain(value: JsonValue) -> object:
    """Return a planned scalar, or a list of such, as Terraform converts it to a text."""
    match value:
        case JsonText():
            return value.text
        case JsonScalar():
            return value.number or {True: "true", False: "false", None: None}[value.value]
        case JsonArray(elements=elements):
            # Sets have an order of their own.
            return sorted(str(_plain(each)) for each in elements)
        case JsonObject():
            return None
        case _:
            assert_never(value)


def _plain_constant(constant: object) -> object:
    if isinstance(constant, list):
        return sorted(str(_plain_constant(each)) for each in constant)
    if isinstance(constant, bool):
        return "true" if constant else "false"
    return None if constant is None or isinstance(constant, Mapping) else str(constant)


def _first_reference(written: object) -> str:
    """Return what an expression refers to first that may not be known."""
    listed = written.get("references") if isinstance(written, Mapping) else None
    names = [str(each) for each in listed] if isinstance(listed, list) else []
    return next((each for each in names if not each.startswith(ALWAYS_KNOWN)), "")


def _number(written: str) -> int | float:
    if written.lstrip("-").isdecimal() and len(written) < 20:
        return int(written)
    return float(written)
