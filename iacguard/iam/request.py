"""Who asks to do what to which resource, and what the request carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from ..core.text import Text

OUTSIDER = "(somebody else)"
"""Marks the account or the ARN of somebody whom no policy of this scope can name exactly."""

UNNAMED = " "
"""A character of a name that no policy writes out; names of AWS hold no such character."""


@dataclass(frozen=True, slots=True)
class ServicePrincipal:
    """An AWS service."""

    name: str
    """What reports call it: ``cloudtrail.amazonaws.com``."""

    regional: tuple[Text, ...] = ()
    """Where policies have to name its region: what they call it, and then other ways to spell that.
    Empty, they call it by its name."""


@dataclass(frozen=True, slots=True)
class Anyone:
    """Somebody of whom nothing is known: an anonymous caller, or another AWS account."""


@dataclass(frozen=True, slots=True)
class AccountPrincipal:
    """An AWS account, whoever in it asks."""

    id: str


@dataclass(frozen=True, slots=True)
class Holder:
    """The role or user that an identity's own policies are attached to."""


Principal: TypeAlias = "ServicePrincipal | AccountPrincipal | Anyone | Holder"


@dataclass(frozen=True, slots=True)
class Carried:
    """A request carries a condition key with these values."""

    values: tuple[Text, ...]

    is_list: bool = False
    """Whether requests may carry several: only a quantifier says then how they are compared."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A request carries a condition key with one of these values, and nobody says which."""

    values: tuple[str, ...]

    or_missing: bool = False
    """Whether it may not carry the key at all."""


class NotCarried(Enum):
    """Condition keys whose value is not a text."""

    MISSING = "missing"
    """No such request carries the key."""

    CHOSEN = "chosen"
    """Whoever asks sets it as they like."""

    NOW = "now"
    """The time of the request."""


ContextValue: TypeAlias = "Carried | OneOf | NotCarried"
Context: TypeAlias = "Mapping[str, ContextValue]"
"""By lower-case condition key. Of a key that is not in it nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request."""

    principal: Principal

    action: str
    """``s3:PutObject``."""

    resource: Text | None
    """An ARN; None for a role's trust policy, which names no resource."""

    context: Context = field(default_factory=dict)

    is_hidden: bool = False
    """Whether what it names came by something sensitive, so that no reason shows it."""


def carried(value: Text | str) -> Carried:
    """Return what a request carries of a condition key that has one value."""
    return Carried((_text(value),))


def carried_list(*values: Text | str) -> Carried:
    """Return what a request carries of a condition key that may have several values."""
    return Carried(tuple(map(_text, values)), is_list=True)


def _text(value: Text | str) -> Text:
    return (value,) if isinstance(value, str) else value
