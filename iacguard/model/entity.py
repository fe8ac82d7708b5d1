"""What every entity of the model has in common."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..core.source import SourceSpan
from ..core.value import Hop, Known, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A resource that the code declares."""

    address: str
    """``module.a.aws_cloudtrail.main[0]``, or a logical id: ``Nested/Trail``."""

    type: str
    """The resource type in its language: ``aws_cloudtrail``, ``AWS::CloudTrail::Trail``."""

    span: SourceSpan
    """The header of its block: where a finding points when an attribute is absent."""

    exists: Value[bool] = field(default=Known(True))
    """Not a plain true under a `count`, a `for_each` or a Condition that is not known."""

    callers: tuple[Hop, ...] = ()
    """The module calls or nested stacks that lead here, outermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A nested structure of an entity: an event selector, a lifecycle rule."""

    provenance: tuple[Hop, ...] = ()
    """Where it is written; the header of its block, or its list item."""
