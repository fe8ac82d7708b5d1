"""What every entity of the model has in common."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import Enum
from typing import ClassVar

from ..core.source import SourceSpan
from ..core.text import ACCOUNT, REGION, equal, parts_of
from ..core.value import Hop, Known, Unknown, Value
from ..core.verdict import Verdict
from .order import Order
from .unmodelled import Unmodelled


class Reach(Enum):
    """Where a name means the same resource."""

    REGION = "region"
    """In one region of one account."""

    ACCOUNT = "account"
    """In every region of one account."""

    WORLD = "world"
    """In every account of a partition."""


@dataclass(frozen=True, slots=True)
class Place:
    """The account and the region that a resource is deployed to."""

    account: Value[str]
    region: Value[str]


HERE = Place(
    Unknown((), "the account depends on the deployment", never_null=True, parts=(ACCOUNT,)),
    Unknown((), "the region depends on the deployment", never_null=True, parts=(REGION,)),
)
"""Where everything is deployed that says nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A resource that the code declares."""

    name_reach: ClassVar[Reach] = Reach.REGION
    """Where the name of such a resource means it; an ARN means it everywhere."""

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

    place: Place = field(default=HERE)

    order: Order | None = None
    """What is deployed before it; given for the kinds of which a rule asks that."""

    unmodelled: tuple[Unmodelled, ...] = ()
    """What is written about it that none of its fields holds."""


COMMON_FIELDS = frozenset(each.name for each in fields(Entity))
"""The fields that every entity has."""

NAMES = frozenset({"name", "arn", "key_id"})
"""The fields that other resources know an entity by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedStructure:
    """A nested structure of an entity: an event selector, a lifecycle rule."""

    provenance: tuple[Hop, ...] = ()
    """Where it is written; the header of its block, or its list item."""


def together(one: Place, other: Place, reach: Reach) -> Verdict:
    """Decide whether a name at one place may mean a resource at the other one."""
    if reach is Reach.WORLD:
        return Verdict.PASS
    same_account = _same(one.account, other.account)
    if reach is Reach.ACCOUNT:
        return same_account
    return min(same_account, _same(one.region, other.region))


def _same(one: Value[str], other: Value[str]) -> Verdict:
    left, right = parts_of(one), parts_of(other)
    return Verdict.UNKNOWN if left is None or right is None else equal(left, right)
