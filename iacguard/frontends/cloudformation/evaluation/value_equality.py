"""Whether two values are the same, wherever they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....core.value import Absent, Known, Value


def same(one: Value[Any], other: Value[Any]) -> bool:
    """Return whether two values are known and equal, wherever they are written."""
    if isinstance(one, Absent) or isinstance(other, Absent):
        return isinstance(one, Absent) and isinstance(other, Absent)
    if not isinstance(one, Known) or not isinstance(other, Known):
        return False
    left, right = one.value, other.value
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right))
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same(left[k], right[k]) for k in left)
    return type(left) is type(right) and bool(left == right)
