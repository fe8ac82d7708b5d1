"""Where ``try`` and ``can`` cannot be answered."""

from __future__ import annotations

from .environment import UndecidedError
from .types import DYNAMIC, ObjectType, Primitive
from .values import TerraformValue


def refuse_doubtful(value: TerraformValue) -> None:
    """Leave ``try`` and ``can`` open where an unknown value may lack what is asked of it."""
    certain = isinstance(value.type, ObjectType | Primitive) and value.type is not DYNAMIC
    if not certain:
        raise UndecidedError(value)
