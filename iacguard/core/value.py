"""Values that are known, absent or unknown, and the way each came about.

Nothing here has a truth value, so ``if trail.is_logging:`` cannot be written by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

from .source import SourceSpan
from .text_location import Passage

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


ERROR_PLACE = "the error is here"
"""The label of a step to an expression that cannot be evaluated."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step from an attribute to the literal that decides it."""

    span: SourceSpan

    label: str
    """What the step is: ``""`` for the value itself, else "default of var.multi_region"."""

    question: str = ""
    """For a step that a deployment decides: the question whose answer would settle it."""

    is_sensitive: bool = False
    """Whether the value is sensitive, so that no report shows it."""


class Origin(Enum):
    """Who chose a known value."""

    WRITTEN = "written"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A text that only a deployment knows, but that equals itself wherever it is reached.

    Its name is its identity; what else is known of it may differ from place to place.

    The deployment's account, region and partition are symbols, and so is what the service
    generates for a resource (its id, its random name).
    """

    name: str
    """Unique within a scope: ``aws:account`` or ``module.a.aws_kms_key.trail.key_id``."""

    excludes: str = field(default="", compare=False)
    """Characters that the text certainly does not hold, such as ``:*/`` in an account id."""

    never_empty: bool = field(default=False, compare=False)
    """Whether the text has at least one character in every deployment."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A piece of a text of which nothing is known; two holes are never certainly equal."""

    excludes: str = ""
    """Characters that the text certainly does not hold."""


Part: TypeAlias = "str | Symbol | Hole"


@dataclass(frozen=True, slots=True)
class Known(Generic[T_co]):
    """A value that every deployment shares."""

    value: T_co

    provenance: tuple[Hop, ...] = ()
    """From the attribute's value to the literal that decides it; for a default, the header."""

    origin: Origin = Origin.WRITTEN

    encodes: Value[Any] | None = None
    """For JSON text made from a structure (``jsonencode``, a policy document data source,
    ``Fn::ToJsonString``): that structure, whose values keep their own places."""

    passage: Passage | None = field(default=None, compare=False, repr=False)
    """For a text that was written line by line: where."""

    def __bool__(self) -> NoReturn:
        _refuse_truth(self)


@dataclass(frozen=True, slots=True)
class Absent:
    """Nothing is written, and the service has no default."""

    provenance: tuple[Hop, ...] = ()
    """Where it could have been written: the header of the enclosing block."""

    def __bool__(self) -> NoReturn:
        _refuse_truth(self)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something is written, but only a deployment tells what."""

    provenance: tuple[Hop, ...]

    reason: str
    """Why it is not known, as a clause: "var.region has no value"."""

    never_null: bool = False
    """Whether the deployed value is certainly not null."""

    parts: tuple[Part, ...] = ()
    """For a text of which something is known: its pieces in order; never one literal alone."""

    elements: tuple[Value[Any], ...] = ()
    """For a list of which something is known: elements that it certainly holds, in order; the
    deployed list may hold more."""

    encodes: Value[Any] | None = None
    """As for `Known`."""

    passage: Passage | None = field(default=None, compare=False, repr=False)
    """As for `Known`."""

    choices: tuple[Value[Any], ...] = ()
    """Where a deployment decides between values: these, one of which it certainly is."""

    def __bool__(self) -> NoReturn:
        _refuse_truth(self)


Value: TypeAlias = Known[T] | Absent | Unknown


def is_hidden(provenance: Iterable[Hop]) -> bool:
    """Return whether a value came by something sensitive, so that no report shows it."""
    return any(hop.is_sensitive for hop in provenance)


def _refuse_truth(value: object) -> NoReturn:
    raise TypeError(f"{type(value).__name__} has no truth value; take the value apart with `match`")
