"""What is deployed before a resource."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ..core.value import Absent, Known, Unknown, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which resources of a deployment one of them comes after.

    Thousands of resources may come after thousands of others, so each is one bit of a number.
    """

    positions: Mapping[str, int]
    """By address, the bit of each resource that is asked for."""

    before: int
    """The bits of those that are certainly deployed first."""

    perhaps: int = 0
    """The bits of those of which `doubt` says why it is not known."""

    doubt: Unknown | None = None

    def apart_from(self, addresses: Collection[str]) -> Order:
        """Return the order without resources that are not told apart from others."""
        kept = {name: bit for name, bit in self.positions.items() if name not in addresses}
        return replace(self, positions=kept)

    def is_after(self, address: str) -> Value[bool]:
        """Return whether the resource comes after another one.

        Absent where the two are not deployed together.
        """
        position = self.positions.get(address)
        if position is None:
            return Absent()
        if self.before >> position & 1:
            return Known(True)
        is_open = self.doubt is not None and self.perhaps >> position & 1
        return self.doubt if self.doubt is not None and is_open else Known(False)
