"""Policy documents as they are attached, not yet parsed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from ..core.value import Absent, Known, Value
from .entity import Entity, NestedStructure, Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedPolicy(NestedStructure):
    """A policy document in the place where it takes effect."""

    address: str
    """The resource that holds it: the bucket itself, or its policy resource."""

    exists: Value[bool]
    """Whether the attachment is deployed."""

    document: Value[Any]
    """JSON text (with `encodes` where it was made from a structure), or a mapping of values."""

    name: Value[str] = field(default_factory=Absent)
    """What an inline policy of a role is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedAttachment(NestedStructure):
    """A managed policy as it is attached to a role."""

    address: str
    """The resource that attaches it: the role itself, or one of its own."""

    exists: Value[bool] = field(default=Known(True))
    """Whether the attachment is deployed."""

    arn: Value[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyList(NestedStructure):
    """All policies of one kind that a role is to have; any other one is removed."""

    address: str
    """The resource that lists them."""

    exists: Value[bool]
    """Whether that resource is deployed."""

    policies: Value[tuple[Value[str], ...]]
    """The names of inline policies, or the ARNs of managed ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedPolicy(Entity):
    """A customer managed policy."""

    name_reach: ClassVar[Reach] = Reach.ACCOUNT

    name: Value[str]
    arn: Value[str]
    document: Value[Any]
