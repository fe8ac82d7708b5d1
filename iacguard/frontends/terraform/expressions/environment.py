"""What an expression is evaluated in: its names, its budget, and the errors that end it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from ....core.source import Source
from ..syntax.nodes import Variable
from ..values.values import EvaluationError, LimitError, TerraformValue
from .references import Step


class PlacedError(EvaluationError):
    """An error of the evaluated code with the place of the narrowest expression."""

    def __init__(self, summary: str, source: Source, start: int, end: int) -> None:
        super().__init__(summary)
        self.source = source
        self.start = start
        self.end = end


class UndecidedError(Exception):
    """Whether an argument of ``try`` or ``can`` is an error is not known."""

    def __init__(self, cause: TerraformValue) -> None:
        super().__init__(cause.reason)
        self.cause = cause


class BudgetError(LimitError):
    """The evaluated code takes more steps than it is given."""


class Names(Protocol):
    """What the names of a module stand for."""

    def resolve(
        self, root: Variable, steps: Sequence[Step], environment: Environment
    ) -> tuple[TerraformValue, int]:
        """Return the value of a reference, and how many of its steps that takes up."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What names mean at a place."""

    source: Source
    names: Names | None
    """None in a template file, which sees its variables only."""

    bindings: Mapping[str, TerraformValue] = field(default_factory=dict)
    """``each``, ``count``, iterators of dynamic blocks and of for-expressions."""

    element: TerraformValue | None = None
    """The element that the innermost splat is at."""

    may_fail: bool = False
    """Whether an error here is answered by ``try`` or ``can``."""

    def bound(self, bindings: Mapping[str, TerraformValue]) -> Environment:
        """Return the environment with more bindings."""
        return replace(self, bindings={**self.bindings, **bindings})


_ROOM = 600_000
"""What the values of a configuration may count for together, by `TerraformValue.size`."""


class Budget:
    """What evaluation may take: steps, of one name and of all names together, and room."""

    def __init__(self, per_name: int, total: int) -> None:
        self._per_name = per_name
        self._total = total
        self._given = self._left = per_name
        self._room = _ROOM

    def begin(self) -> None:
        """Start on the next name; when all is used up, each still gets a little."""
        self._total -= self._given - max(self._left, 0)
        self._given = self._left = self._per_name if self._total > 0 else self._per_name // 200

    def spend(self, steps: int) -> None:
        """Take steps; raise BudgetError when they are used up."""
        self._left -= steps
        if self._left < 0:
            raise BudgetError("evaluating this takes too many steps")

    def keep(self, value: TerraformValue) -> None:
        """Take room for a value that is made anew; raise BudgetError when it is used up.

        Steps alone would let many names hold a long text each. Small values are free: what is
        judged always has room.
        """
        if value.size > 1:
            if self._room < value.size:
                raise BudgetError("the values of the configuration take too much memory")
            self._room -= value.size
