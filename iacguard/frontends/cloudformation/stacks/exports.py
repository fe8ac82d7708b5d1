"""The outputs that stacks export, for Fn::ImportValue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ....core.value import Value
from .stack import Stack


@dataclass(frozen=True, slots=True)
class Export:
    """An output that a stack exports."""

    stack: Stack
    output: str


@dataclass(frozen=True, slots=True)
class Exports:
    """What the scanned stacks export under a known name."""

    inside: Mapping[str, tuple[Export, ...]] = field(default_factory=dict)
    """Of the stacks of the same scope."""

    outside: Callable[[str], Sequence[Value[Any]]] = lambda name: ()
    """The values that stacks of other scopes export under a name."""


NO_EXPORTS = Exports()
