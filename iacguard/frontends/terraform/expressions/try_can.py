"""Where ``try`` and ``can`` cannot be answered."""

from __future__ import annotations

from ..values.types import DYNAMIC, ObjectType, Primitive
from ..values.values import TerraformValue
from .environment import UndecidedError


def refuse_doubtful(value: TerraformValue) -> None:
    """Leave ``try`` and ``can`` open where an unknown value may lack what is asked of it."""
    certain = isinstance(value.type, ObjectType | Primitive) and value.type is not DYNAMIC
    if not certain:
        raise UndecidedError(value)
