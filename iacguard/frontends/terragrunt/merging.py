"""What Terragrunt's merge strategies make of inputs.

https://docs.terragrunt.com/reference/hcl/blocks#include
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..terraform.values.values import (
    TerraformValue,
    object_value,
    tuple_value,
    unknown_like,
    with_place,
)


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of an object of which not all may be known."""

    known: Mapping[str, TerraformValue] = field(default_factory=dict)
    rest: TerraformValue | None = None
    """What is not known and may set any entry that `known` leaves out."""

    def over(self, weaker: Entries, *, is_deep: bool = False) -> Entries:
        """Return these entries put over weaker ones, as ``merge`` does, or deeply."""
        known = dict(self.known)
        if self.rest is None:
            for name, value in weaker.known.items():
                if name not in known:
                    known[name] = value
                elif is_deep:
                    known[name] = deeply_merged(value, known[name])
        if is_deep and weaker.rest is not None:
            for name, value in self.known.items():
                if name not in weaker.known and isinstance(value.content, tuple | Mapping):
                    known[name] = unknown_like(weaker.rest)
        if is_deep and self.rest is not None:
            known = {
                name: unknown_like(self.rest)
                if isinstance(value.content, tuple | Mapping) and name in weaker.known
                else value
                for name, value in known.items()
            }
        return Entries(known, self.rest or weaker.rest)

    def value(self) -> TerraformValue:
        """Return the object."""
        return object_value(self.known) if self.rest is None else unknown_like(self.rest)


def entries_of(value: TerraformValue) -> Entries:
    """Return the entries of a value that is an object, a map or null, or of one not known."""
    if value.unknown is not None:
        return Entries(rest=value)
    return Entries(value.content if isinstance(value.content, Mapping) else {})


def deeply_merged(weaker: TerraformValue, stronger: TerraformValue) -> TerraformValue:
    """Return two values as one: maps by their entries, lists one behind the other.

    Of anything else the stronger one remains. A value is not deep, and so is this recursion.
    """
    if stronger.unknown is not None:
        return stronger
    first, second = weaker.content, stronger.content
    if isinstance(second, tuple | Mapping) and weaker.unknown is not None:
        return unknown_like(weaker)
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        merged = dict(first)
        for name, value in second.items():
            merged[name] = deeply_merged(first[name], value) if name in first else value
        return with_place(object_value(merged), stronger.place)
    if isinstance(first, tuple) and isinstance(second, tuple):
        return with_place(tuple_value((*first, *second)), stronger.place)
    return stronger
