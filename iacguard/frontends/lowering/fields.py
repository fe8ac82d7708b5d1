"""Field tables: which attribute of which resource is which field of the model.

One table per entity and language, read to lower a block, to name an attribute in a remedy, and
to document what iacguard reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

from ...core.value import Part, Unknown, Value
from .block import Block


class Missing(Enum):
    """The default of a field that has none."""

    NO_DEFAULT = "no default"


NO_DEFAULT = Missing.NO_DEFAULT


@dataclass(frozen=True, slots=True)
class NotExpressible:
    """A field that the language has no way to write; its value is unknown."""

    reason: str


@dataclass(frozen=True, slots=True)
class Never:
    """A field that the language has no way to change from what the service takes."""

    value: Any


@dataclass(frozen=True, slots=True)
class Derived:
    """A field that is the value of one of the type's derived attributes: its ARN, its name."""

    attribute: str


@dataclass(frozen=True, slots=True)
class Structure:
    """A nested structure: a dataclass of the model and the rows of its fields."""

    build: Callable[..., Any]
    rows: tuple[Row, ...]


class Kind(Enum):
    """How a written value becomes a field's value."""

    BOOL = "bool"
    """A boolean, or the words "true" and "false", in whatever case."""

    FLAG = "flag"
    """A boolean, or one of the texts "true", "false", "1" and "0"; any other is refused."""

    INT = "int"
    """A whole number, or its digits."""

    TEXT = "text"
    """A string; a number or a boolean becomes its text."""

    TEXTS = "texts"
    """A list of strings; one string becomes a list of one where the language allows it."""

    DATA = "data"
    """Whatever is written: a policy document."""


Transform: TypeAlias = "Callable[[Value[Any]], Value[Any]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How one field of an entity is written."""

    field: str
    """The field of the model's dataclass."""

    path: str | Derived | Never | NotExpressible
    """The attribute, dotted where it lies in nested blocks or maps, of which the first is read;
    empty for the block itself."""

    read: Kind | Structure = Kind.TEXT
    """How the value is read; a `Structure` reads a list of nested blocks."""

    default: Any = NO_DEFAULT
    """What the service or the provider takes when nothing is written."""

    transform: Transform | None = None
    """Applied to the value that was read: ``Enabled`` becomes true."""

    instead: Row | None = None
    """Read where nothing is written here: another way to write the same field."""

    unless: Row | None = None
    """Read first; where this is written, it is the field, and what stands here decides nothing."""

    required: bool = False
    """Whether the language refuses a resource without it; judged as absent all the same."""


@dataclass(frozen=True, slots=True)
class Append:
    """What one block adds to a tuple field of an entity."""

    elements: Callable[[Block], tuple[Any, ...]]

    reads: tuple[str, ...]
    """The attributes that it reads."""

    def __call__(self, block: Block) -> tuple[Any, ...]:
        """Return the elements that a block adds."""
        return self.elements(block)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityTable:
    """One resource type that becomes one entity."""

    type: str
    """``aws_cloudtrail``, ``AWS::CloudTrail::Trail``."""

    entity: str
    """The model's collection: ``trails``."""

    build: Callable[..., Any]
    rows: tuple[Row, ...]

    when: Callable[[Block], bool | Unknown] = field(default=lambda block: True)
    """Whether a block of this type is such an entity (a policy of the right kind); where that is
    unknown, so is whether the entity is deployed."""

    each: Callable[[Block], Sequence[Block]] = field(default=lambda block: (block,))
    """The blocks that a block stands for, where it declares several such entities or none."""

    appends: Mapping[str, Append] = field(default_factory=dict)
    """Tuple fields that the block's own attributes fill: inline policies."""

    reads: tuple[str, ...] = ()
    """The attributes that `when`, `each` and the transforms of whole blocks read."""

    is_neighbour: bool = False
    """Whether such an entity matters beside others only: a queue, where a topic delivers to it."""

    is_ordered: bool = False
    """Whether a rule asks what is deployed before such an entity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Satellite:
    """A resource type that configures an entity declared by another one."""

    type: str
    """``aws_s3_bucket_versioning``."""

    entity: str
    """The collection of the entity that it configures: ``buckets``."""

    joins: str
    """The attribute that names the entity, or the list of its names."""

    names: tuple[str, ...]
    """The entity's fields that the attribute may hold: its name, its ARN."""

    rows: tuple[Row, ...] = ()
    """Fields of the entity that this block decides."""

    appends: Mapping[str, Append] = field(default_factory=dict)
    """Tuple fields of the entity that this block adds to: ``policies``."""

    adds_up: bool = False
    """Whether several are in force together, as the policies of a role are."""

    is_neighbour: bool = False
    """Whether it matters beside others only, as its entity does."""

    reads: tuple[str, ...] = ()
    """The attributes that the transforms of whole blocks read."""

    voids: Voids | None = None
    """Set where the type is not supported at all: what it may change of the entity."""


@dataclass(frozen=True, slots=True)
class Harmless:
    """An attribute that breaks no pass, whatever it holds."""

    reason: str
    """In a few words: "a label", "speed"."""


@dataclass(frozen=True, slots=True)
class Voids:
    """An attribute that is not supported and may break a pass."""

    because: str
    """What it may do, as a clause: "the filter may see another text"."""

    fields: frozenset[str] = frozenset()
    """The fields of the entity that it may change; every one where none is named."""

    unless: tuple[object, ...] = ()
    """Written values that change nothing: the service's own default."""

    only: tuple[object, ...] = ()
    """The written values that break it, where no others do."""


AttributeClass: TypeAlias = "Harmless | Voids"

Ledger: TypeAlias = "Mapping[str, Mapping[str, AttributeClass]]"
"""By resource type: the class of each attribute that no row reads, by its dotted path. The class
of an attribute is that of everything in it."""


EVERY_OTHER = "*"
"""The path that stands for every attribute of a type that is not named."""

LINK = "exists"
"""The field to name where an attribute may break what others make of an entity, and none of what
is asked of the entity itself."""


def harmless(reason: str, *paths: str) -> dict[str, AttributeClass]:
    """Return attributes that are harmless for one reason."""
    return dict.fromkeys(paths, Harmless(reason))


def voids(
    because: str,
    *paths: str,
    fields: tuple[str, ...] = (),
    unless: tuple[object, ...] = (),
    only: tuple[object, ...] = (),
) -> dict[str, AttributeClass]:
    """Return attributes that may break a pass in one way."""
    return dict.fromkeys(paths, Voids(because, frozenset(fields), unless, only))


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSetting:
    """What a call of a service's API sets, and no resource type but the entity's own."""

    entity: str
    """The collection of the entity: ``trails``."""

    names: tuple[str, ...]
    """The entity's fields that a caller may name it by."""

    fields: tuple[str, ...]
    """What the call sets, all of it at once."""


@dataclass(frozen=True, slots=True)
class Own:
    """An attribute of the same resource; generated by the service where nothing is written."""

    attribute: str

    excludes: str = ""
    """Characters that a generated text does not hold."""

    default: str | None = None
    """What stands there when nothing is written, where the service generates nothing."""


AttributeTemplate: TypeAlias = "tuple[Part | Own, ...]"
"""A derived attribute: ``("arn:", PARTITION, ":logs:", …, Own("name"))``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All that one language says about AWS."""

    entities: tuple[EntityTable, ...]
    satellites: tuple[Satellite, ...] = ()

    settings: tuple[ApiSetting, ...] = ()
    """What a custom resource may set later of the entities that it is given."""

    attributes: Mapping[str, Mapping[str, AttributeTemplate]] = field(default_factory=dict)
    """By type: the attributes that a reference may read and that follow from what is written.
    An attribute without a template is what is written, or a symbol of its own."""

    ledger: Ledger = field(default_factory=dict)

    def types(self) -> frozenset[str]:
        """Return every resource type that the model can use."""
        return frozenset(
            [table.type for table in self.entities] + [table.type for table in self.satellites]
        )

    def ordered_types(self) -> frozenset[str]:
        """Return the resource types of which is asked what is deployed before them."""
        return frozenset(table.type for table in self.entities if table.is_ordered)

    def policy_types(self) -> frozenset[str]:
        """Return the resource types that add policies, or the like, to something."""
        own = (table.type for table in self.entities if table.appends)
        added = (table.type for table in self.satellites if table.appends)
        return frozenset((*own, *added))

    def wanted_types(self) -> frozenset[str]:
        """Return every resource type that makes a file worth reading."""
        entities = [table.type for table in self.entities if not table.is_neighbour]
        satellites = [table.type for table in self.satellites if not table.is_neighbour]
        return frozenset(entities + satellites)

    def attribute_name(self, type: str, field: str) -> str | None:
        """Return what the language calls a field of the entity of this type."""
        for table in self.entities:
            if table.type == type:
                for row in table.rows:
                    if row.field == field and isinstance(row.path, str):
                        return row.path
        return None
