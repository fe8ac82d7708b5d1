"""Absolute paths in a tree of which nobody knows where it is checked out.

Terragrunt's functions return absolute paths. They are computed below a directory that is made up;
what differs below another one is not known.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...core.value import Symbol
from ..terraform.modules.loader import inside
from ..terraform.values.types import STRING
from ..terraform.values.values import (
    TerraformValue,
    object_value,
    tuple_value,
    unknown,
    with_place,
)

_REASON = "it depends on where the repository is checked out"
_ROOT = Symbol("the repository's directory", never_empty=True)


@dataclass(frozen=True, slots=True)
class Checkout:
    """A made-up directory that the scanned tree lies in."""

    root: str

    def absolute(self, path: str) -> str:
        """Return the absolute path of one that is relative to the scan's root."""
        return f"{self.root}/{path}" if path else self.root

    def relative(self, path: str, directory: str) -> str | None:
        """Return a path relative to the scan's root; None for one that leads out of it.

        What is written may be absolute, or relative to `directory`.
        """
        if not path.startswith("/"):
            return inside(posixpath.join(directory, path))
        normal = posixpath.normpath(path)
        if normal != self.root and not normal.startswith(f"{self.root}/"):
            return None
        return inside(normal[len(self.root) + 1 :] or ".")


CHECKOUTS = (Checkout("/home/user/iacguard"), Checkout("/srv/work/1/iacguard-tree"))
"""Two places, so different that what agrees in both holds in any."""


def agreed(one: TerraformValue, other: TerraformValue) -> TerraformValue:
    """Return what a value is wherever the tree lies, from what it is in each of `CHECKOUTS`.

    A value is not deep, and so is this recursion.
    """
    first, second = one.content, other.content
    if one.unknown is not None or other.unknown is not None:
        open_one = one if one.unknown is not None else other
        same = one.parts == other.parts
        return open_one if same else unknown(_REASON, open_one.type, like=open_one)
    if isinstance(first, tuple) and isinstance(second, tuple) and len(first) == len(second):
        inner = [agreed(a, b) for a, b in zip(first, second)]
        return one if _unchanged(inner, first) else with_place(tuple_value(inner), one.place)
    if isinstance(first, Mapping) and isinstance(second, Mapping) and first.keys() == second.keys():
        entries = {name: agreed(first[name], second[name]) for name in first}
        if _unchanged(entries.values(), first.values()):
            return one
        return with_place(object_value(entries), one.place)
    if type(first) is type(second) and first == second:
        return one
    roots = [checkout.root for checkout in CHECKOUTS]
    if isinstance(first, str) and isinstance(second, str) and first.startswith(roots[0]):
        rest = first[len(roots[0]) :]
        if second == roots[1] + rest and not any(root in rest for root in roots):
            parts = (_ROOT, rest) if rest else (_ROOT,)
            return unknown(_REASON, STRING, never_null=True, parts=parts, like=one)
    return unknown(_REASON, like=one)


def _unchanged(values: Iterable[TerraformValue], before: Iterable[TerraformValue]) -> bool:
    return all(value is old for value, old in zip(values, before))
