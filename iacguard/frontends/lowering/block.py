"""A resolved resource, the same for every input language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...core.source import SourceSpan
from ...core.text import ACCOUNT, REGION, text_value
from ...core.value import Hop, Known, Part, Symbol, Unknown, Value
from ...model.entity import HERE, Place
from ...model.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadAttribute:
    """An attribute that is written, that no row reads, and that may break what passes."""

    doubt: Unknown
    """Where it is written, and what it may do."""

    fields: frozenset[str]
    """The fields of the entity that it may change; every one where none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One instance of a resource, with its references resolved as far as the code tells."""

    type: str
    """``aws_cloudtrail``, ``AWS::CloudTrail::Trail``."""

    address: str
    """As the language's own tools write it: ``module.log["eu"].aws_cloudtrail.this[0]``,
    ``NestedStack/Trail``."""

    header: SourceSpan
    """Where a finding points when an attribute is absent: ``resource "aws_cloudtrail" "main"``,
    or the logical id."""

    attributes: Mapping[str, Value[Any]]
    """By the language's own names. A name that is not a key is not written.

    A known value is a scalar, a list of values or a map of values; null is `Absent`, at any depth.
    Nested blocks of Terraform are lists of maps, one map a block. The first hop of a value is the
    narrowest span it is written at; of a nested block, its header.
    """

    written: frozenset[str] | None = None
    """The attributes that the user wrote, where the others are what a provider made of them; None
    where all of them are written."""

    unread: tuple[UnreadAttribute, ...] = ()
    """What is written and not read."""

    exists: Value[bool] = field(default=Known(True))

    order: Order | None = None
    """What is deployed before it; None where nobody asks."""

    settled: Mapping[Symbol, Part] = field(default_factory=dict)
    """Symbols of the deployment that are something else for this resource: its region, known."""

    callers: tuple[Hop, ...] = ()
    """The module calls or nested stacks that lead here, outermost first."""

    @property
    def place(self) -> Place:
        """The account and the region that it is deployed to."""
        if not {ACCOUNT, REGION} & self.settled.keys():
            return HERE
        account, region = (
            text_value((self.settled.get(symbol, symbol),), (), f"its {what} is not known")
            for symbol, what in ((ACCOUNT, "account"), (REGION, "region"))
        )
        return Place(account, region)


class Anything(Mapping[str, Value[Any]]):
    """Attributes of which none is known."""

    def __init__(self, doubt: Unknown) -> None:
        """`doubt` is what each of them is."""
        self._doubt = doubt

    def __getitem__(self, name: str) -> Value[Any]:
        return self._doubt

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
