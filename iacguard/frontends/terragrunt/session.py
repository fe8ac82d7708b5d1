"""What the evaluation of one unit shares: its budget, what it reads, and what it meets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ...core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ...core.source import Source, SourceSpan
from ...core.value import ERROR_PLACE
from ..protocol import Inputs
from ..terraform.expressions.environment import Budget, Environment, PlacedError
from ..terraform.expressions.evaluate import Evaluator
from ..terraform.expressions.template_files import refuse_nested_template, template_pieces
from ..terraform.syntax.nodes import Expression
from ..terraform.values.values import (
    CallContext,
    EvaluationError,
    Function,
    LimitError,
    TerraformValue,
    Trace,
    unknown,
    with_place,
)
from .checkout import Checkout
from .tree import TerragruntTree

MOST_NESTED = 12
"""How deep configurations read one another."""

_MOST_READ = 200
"""How many configurations are read for one unit, those aside that others read as well."""

_FULL_SHARES = 5


@dataclass(slots=True)
class Read:
    """What was read and met on the way to a value."""

    files: dict[str, None] = field(default_factory=dict)
    limits: dict[SourceSpan, Diagnostic] = field(default_factory=dict)

    is_shared: bool = True
    """Whether whoever reads the same configuration gets the same value."""

    def take_in(self, other: Read) -> None:
        """Add what another one was."""
        self.files.update(other.files)
        self.limits.update(other.limits)
        self.is_shared = self.is_shared and other.is_shared


@dataclass(slots=True)
class Shared:
    """What is kept from one unit to the next."""

    tree: TerragruntTree
    inputs: Inputs
    read: dict[tuple[str, str], tuple[TerraformValue, Read]] = field(default_factory=dict)
    """Values of configurations that are read, by checkout and path."""


class Session:
    """The evaluation of one unit in one checkout."""

    def __init__(self, shared: Shared, checkout: Checkout) -> None:
        self.shared = shared
        self.tree = shared.tree
        self.checkout = checkout
        self.read = Read()
        self.reading: list[str] = []
        """The configurations that are read right now, each by the one before it."""

        self._reads_left = _MOST_READ
        steps = shared.tree.loader.limits.evaluation_steps
        self._budget = Budget(steps, _FULL_SHARES * steps)

    def begin_reading(self, path: str) -> None:
        """Take note of a configuration that is read; raise LimitError for one too many."""
        self._reads_left -= 1
        reason = ""
        if path in self.reading:
            reason = f"{path} reads itself"
        elif len(self.reading) >= MOST_NESTED or self._reads_left < 0:
            reason = "too many configurations read one another"
        if reason:
            self.read.is_shared = False
            raise LimitError(reason)
        self.reading.append(path)

    def evaluator(self, functions: Mapping[str, Function]) -> Evaluator:
        """Return an evaluator with these functions, within the unit's budget."""
        return Evaluator(functions, self._budget, self._limit, self.tree.loader.traversals)

    def context(self, evaluator: Evaluator) -> CallContext:
        """Return what functions may look at; paths that they get are relative to the root."""
        limits = self.tree.loader.limits

        def render(source: Source, variables: Mapping[str, TerraformValue]) -> TerraformValue:
            pieces = template_pieces(source, limits)
            environment = Environment(source=source, names=None, bindings=variables)
            nested = replace(context, render=refuse_nested_template)
            return evaluator.template(pieces, environment, nested)

        context = CallContext(
            limits=limits,
            files=self.tree.files,
            module_directory="",
            root_directory="",
            render=render,
            spend=self._budget.spend,
        )
        return context

    def value(
        self,
        evaluator: Evaluator,
        expression: Expression,
        environment: Environment,
        context: CallContext,
    ) -> TerraformValue:
        """Return the value of an expression; where it is an error, an unknown one that says so."""
        self._budget.begin()
        try:
            return evaluator.evaluate(expression, environment, context)
        except EvaluationError as error:
            place = Trace(environment.source, expression.start, expression.end, ERROR_PLACE)
            if isinstance(error, PlacedError):
                place = Trace(error.source, error.start, error.end, ERROR_PLACE)
            summary = error.summary
        except RecursionError:
            place = Trace(environment.source, expression.start, expression.end, ERROR_PLACE)
            summary = "the expression is nested too deeply"
        self._limit(summary, place, Level.NOTE)
        return with_place(unknown(f"the expression cannot be evaluated: {summary}"), place)

    def _limit(self, reason: str, place: Trace, level: Level) -> None:
        span = place.source.span(place.start, place.end)
        self.read.limits.setdefault(
            span,
            Diagnostic(
                rule=NOT_EVALUATED,
                level=Level.NOTE,
                summary=reason,
                detail="What depends on it is unknown.",
                subject=span,
            ),
        )
