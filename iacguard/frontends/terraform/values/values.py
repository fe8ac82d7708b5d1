"""Values as Terraform computes with them, before apply.

A `TerraformValue` is known, null or unknown. Structure is kept where Terraform keeps it: an
object with an unknown attribute is a known object. Every value is at most `MAXIMUM_DEPTH` deep
and `MAXIMUM_SIZE` nodes large, so functions may walk one recursively; the constructors below
raise `LimitError` for larger ones.

Functions of the language are `Function`s: they get values and a `CallContext`, and raise
`EvaluationError`. The evaluator itself takes care of

* ``try`` and ``can``, whose arguments may fail;
* expanding a last argument followed by ``...``;
* marking a result sensitive when an argument holds something sensitive, except for the functions
  in `HANDLES_SENSITIVE`, whose results stay as they are;
* giving a result a place when the function gave it none: that of the first argument with one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeAlias
from unicodedata import normalize

from ....core.limits import Limits
from ....core.source import Source
from ....core.text_location import Passage
from ....core.value import Part, Symbol, Value
from ...protocol import Files
from .bounds import MAXIMUM_DEPTH, MAXIMUM_SIZE, check_length, size_of_parts
from .numbers import EvaluationError as EvaluationError
from .numbers import LimitError as LimitError
from .numbers import Number as Number
from .numbers import rounded as rounded
from .types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    TupleType,
    Type,
)
from .value_places import Trace as Trace

HANDLES_SENSITIVE = frozenset(
    {"sensitive", "nonsensitive", "issensitive", "length", "keys", "merge"}
)

# fmt: off
NEVER_FAILS = frozenset({
    "base64encode", "chomp", "concat", "flatten", "jsonencode", "length", "lower", "merge",
    "sensitive", "split", "startswith", "strrev", "title", "tostring", "trimprefix",
    "trimspace", "trimsuffix", "upper", "yamlencode",
})
# fmt: on
"""Functions that no unknown argument of a right type makes fail, so ``try`` can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknownness:
    """What is known of a value that only a deployment knows."""

    reason: str
    """Why it is not known, as a clause: "var.region has no value"."""

    never_null: bool = False

    parts: tuple[Part, ...] = ()
    """Of a string: its pieces, literals, symbols and holes, in order; empty: nothing known. Of a
    value of another or unknown type, one symbol is its identity."""

    minimum_length: int = 0
    """Of a collection; of a number that counts one, its least value."""

    maximum_length: int | None = None

    elements: tuple[TerraformValue, ...] = ()
    """Of a list or set: elements that it certainly holds, in order; it may hold more."""

    choices: tuple[TerraformValue, ...] = ()
    """Of a text that a condition decides: the texts, or null, that it may be."""


Content: TypeAlias = (
    "str | int | Fraction | bool | tuple[TerraformValue, ...] | Mapping[str, TerraformValue] | None"
)


# Not frozen, which would make it take three times as long to make the many that there are; nothing
# changes one.
@dataclass(slots=True, eq=False)
class TerraformValue:
    """One value with its type, its marks and where it came from."""

    type: Type

    content: Content
    """By type: str, bool, int or Fraction; a tuple for list, set (sorted, without repetitions)
    and tuple; a mapping for map (keys sorted) and object. None when null or unknown."""

    unknown: Unknownness | None = None
    """Set exactly when the value is unknown."""

    sensitive: bool = False
    """Whether the value itself is marked; an unmarked container may hold marked values."""

    place: Trace | None = None
    """Where it was written, and on from there."""

    encodes: Value[Any] | None = None
    """Of a JSON text made from a structure: that structure (see `Known.encodes`)."""

    passage: Passage | None = None
    """Of a text that was written line by line: where (see `Known.passage`)."""

    address: str = ""
    """Of a resource's object: its address. Attributes that are not among its entries are known
    only after it is deployed."""

    depth: int = 0
    """Containers on the way to the deepest value."""

    size: int = 1
    """Values in it, itself counted; a long text counts for more."""

    @property
    def is_known(self) -> bool:
        """Whether it is not unknown itself; null is known."""
        return self.unknown is None

    @property
    def is_null(self) -> bool:
        """Whether it is certainly null."""
        return self.content is None and self.unknown is None

    @property
    def elements(self) -> tuple[TerraformValue, ...]:
        """The elements of a known list, set or tuple."""
        assert isinstance(self.content, tuple)
        return self.content

    @property
    def entries(self) -> Mapping[str, TerraformValue]:
        """The entries of a known map or object."""
        assert isinstance(self.content, Mapping)
        return self.content

    @property
    def text(self) -> str:
        """The content of a known string."""
        assert isinstance(self.content, str)
        return self.content

    @property
    def number(self) -> Number:
        """The content of a known number."""
        assert isinstance(self.content, int | Fraction)
        return self.content

    @property
    def truth(self) -> bool:
        """The content of a known boolean."""
        assert isinstance(self.content, bool)
        return self.content

    @property
    def reason(self) -> str:
        """Why an unknown value is unknown; empty for others."""
        return self.unknown.reason if self.unknown else ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The pieces of a string: of a known one its text; empty when nothing is known."""
        if self.unknown is not None:
            return self.unknown.parts
        return (self.content,) if isinstance(self.content, str) else ()


def string(text: str) -> TerraformValue:
    """Return a known string, in Unicode's composed form as all of Terraform's are."""
    if not text.isascii():
        text = normalize("NFC", text)
    if len(text) < 256:
        return TerraformValue(STRING, text)
    check_length(len(text))
    return TerraformValue(STRING, text, size=1 + len(text) // 256)


def number(value: int | float | Fraction) -> TerraformValue:
    """Return a known number, rounded to 512 bits as Terraform's numbers are."""
    return TerraformValue(NUMBER, rounded(value))


def boolean(truth: bool) -> TerraformValue:
    """Return a known boolean."""
    return TRUE if truth else FALSE


def null(kind: Type = DYNAMIC) -> TerraformValue:
    """Return a null of a type."""
    return TerraformValue(kind, None)


def unknown(
    reason: str,
    kind: Type = DYNAMIC,
    *,
    never_null: bool = False,
    parts: tuple[Part, ...] = (),
    like: TerraformValue | None = None,
) -> TerraformValue:
    """Return an unknown value; `like` is the value whose place it takes over."""
    place = like.place if like is not None else None
    details = Unknownness(reason=reason, never_null=never_null, parts=parts)
    return TerraformValue(kind, None, details, place=place, size=size_of_parts(len(parts)))


def unknown_like(cause: TerraformValue, kind: Type = DYNAMIC) -> TerraformValue:
    """Return an unknown result, for the reason and with the place of an unknown argument."""
    return unknown(cause.reason, kind, like=cause)


def tuple_value(elements: Iterable[TerraformValue]) -> TerraformValue:
    """Return a tuple."""
    content = tuple(elements)
    kind = TupleType(tuple([element.type for element in content]))
    return collection(kind, content, content)


def list_value(element_type: Type, elements: Iterable[TerraformValue]) -> TerraformValue:
    """Return a list; every element is of the element type already."""
    content = tuple(elements)
    return collection(ListType(element_type), content, content)


def map_value(element_type: Type, entries: Mapping[str, TerraformValue]) -> TerraformValue:
    """Return a map; every entry is of the element type already."""
    content = {key: entries[key] for key in sorted(entries)}
    return collection(MapType(element_type), content, content.values())


def object_value(entries: Mapping[str, TerraformValue]) -> TerraformValue:
    """Return an object."""
    content = {key: entries[key] for key in sorted(entries)}
    kind = ObjectType({key: value.type for key, value in content.items()})
    return collection(kind, content, content.values())


def resource_value(
    entries: Mapping[str, TerraformValue], address: str, place: Trace | None
) -> TerraformValue:
    """Return the object of a resource or of a block in one; no address: an ordinary object."""
    value = object_value(entries)
    if address and isinstance(value.type, ObjectType):
        value = replace(value, type=ObjectType(value.type.attributes, open=True), address=address)
    return with_place(value, place)


def with_place(value: TerraformValue, place: Trace | None) -> TerraformValue:
    """Return the same value with another place."""
    # This runs for every element and attribute; `replace` takes five times as long.
    return TerraformValue(
        value.type,
        value.content,
        value.unknown,
        value.sensitive,
        place,
        value.encodes,
        value.passage,
        value.address,
        value.depth,
        value.size,
    )


def with_marks(
    value: TerraformValue,
    place: Trace | None,
    sensitive: bool,
    encodes: Value[Any] | None = None,
) -> TerraformValue:
    """Return the same value with another place and structure, marked or not."""
    return TerraformValue(
        value.type,
        value.content,
        value.unknown,
        sensitive,
        place,
        encodes,
        value.passage,
        value.address,
        value.depth,
        value.size,
    )


def with_sensitive(value: TerraformValue, sensitive: bool = True) -> TerraformValue:
    """Return the same value marked, or without its own mark."""
    return value if value.sensitive is sensitive else replace(value, sensitive=sensitive)


def deployment_reason(address: str) -> str:
    """Return why an attribute of a resource or data source is not known."""
    is_data = address.startswith("data.") or ".data." in address
    return f"{address} is {'read only at deployment' if is_data else 'not deployed yet'}"


def generated(value: TerraformValue, name: str) -> TerraformValue:
    """Return an attribute of a resource that is known only once it is deployed."""
    # Every provider's ids are texts; of other attributes only its schema tells the type.
    is_id = name in ("id", "arn")
    symbol = Symbol(f"{value.address}.{name}", never_empty=is_id)
    reason = deployment_reason(value.address)
    kind = STRING if is_id else DYNAMIC
    return unknown(reason, kind, never_null=is_id, parts=(symbol,), like=value)


def walk(value: TerraformValue) -> Iterator[TerraformValue]:
    """Yield the value and every value in it."""
    yield value
    if isinstance(value.content, tuple):
        for element in value.content:
            yield from walk(element)
    elif isinstance(value.content, Mapping):
        for entry in value.content.values():
            yield from walk(entry)


def holds_sensitive(value: TerraformValue) -> bool:
    """Return whether the value or anything in it is marked sensitive."""
    return any(inner.sensitive for inner in walk(value))


def first_unknown(value: TerraformValue) -> TerraformValue | None:
    """Return the first unknown value in a value, itself included; None when wholly known."""
    return next((inner for inner in walk(value) if inner.unknown is not None), None)


def collection(kind: Type, content: Content, inner: Iterable[TerraformValue]) -> TerraformValue:
    """Return a value that holds others, within the limits of depth and size."""
    depth, size = 0, 1
    for value in inner:
        size += value.size
        if value.depth > depth:
            depth = value.depth
    if depth >= MAXIMUM_DEPTH:
        raise LimitError(f"the value is nested more than {MAXIMUM_DEPTH} deep")
    if size > MAXIMUM_SIZE:
        raise LimitError(f"the value has more than {MAXIMUM_SIZE} elements")
    return TerraformValue(kind, content, depth=depth + 1, size=size)


TRUE = TerraformValue(BOOL, True)
FALSE = TerraformValue(BOOL, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """What a function may look at besides its arguments."""

    limits: Limits
    files: Files
    """Confined to the scan's root; nothing else is ever read."""

    module_directory: str
    """``path.module``, relative to the scan's root; ``""`` is that root."""

    root_directory: str
    """The Terraform root's directory (``path.root``, and where relative paths start)."""

    render: Callable[[Source, Mapping[str, TerraformValue]], TerraformValue]
    """Render a template file with these variables (``templatefile``)."""

    spend: Callable[[int], None] = field(default=lambda steps: None)
    """Take steps from the budget before work that grows faster than the arguments."""

    may_write: Callable[[str], bool] = field(default=lambda path: False)
    """Whether the configuration itself may write a file, relative to the scan's root."""

    hide: Callable[[TerraformValue], None] = field(default=lambda value: None)
    """Take note that no report may quote where a value is written."""


Function: TypeAlias = "Callable[[tuple[TerraformValue, ...], CallContext], TerraformValue]"
"""A function of the language: called with evaluated arguments, nulls and unknowns among them.

It checks their number and types, raises `EvaluationError` for what Terraform refuses, and
returns an unknown value (`unknown_like`) where Terraform would, or where it cannot tell.
`functions/__init__.py` holds ``FUNCTIONS: Mapping[str, Function]``, by name without namespace.
"""
