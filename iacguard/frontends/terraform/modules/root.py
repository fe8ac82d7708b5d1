"""A Terraform root with all modules that it calls, evaluated as far as something needs it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.source import Source, SourceSpan
from ....core.value import ERROR_PLACE
from ...lowering.fields import Tables
from ...protocol import Inputs
from ..expressions.environment import Budget, Environment, Names, PlacedError
from ..expressions.evaluate import Evaluator
from ..expressions.template_files import refuse_nested_template, template_pieces
from ..syntax.nodes import Conditional, Expression
from ..values.convert import convert
from ..values.types import BOOL
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    LimitError,
    TerraformValue,
    Trace,
    unknown,
    walk,
    with_place,
)
from .configuration import Declaration, Module, WrittenAttribute
from .expansion import (
    SINGLE,
    Expansion,
    all_or_none,
    at_most_one,
    by_count,
    by_for_each,
    enabled_argument,
    is_at_most_one,
    undecided_instance,
)
from .file_writers import FileWriters
from .instance import ModuleInstance
from .loader import Loader
from .outside_calls import OpenCall, OutsideCall, files_of
from .refused_defaults import Failure
from .variables import assignments

# A way to a value may lead over the header of a block, which holds no value.
_HEADER = re.compile(r'(?:resource|data|module|variable)[ \t]+["A-Za-z_]')

_CONSEQUENCE = "What depends on it is unknown."

_FULL_SHARES = 5
"""How many names may take a name's full share of steps before the others get little."""

_BLOCKS_OF_MOST_INSTANCES = 4
"""How many blocks of a root may have as many instances as one block can."""


class Root:
    """One root while it is evaluated: its module instances, budget and diagnostics."""

    def __init__(
        self,
        loader: Loader,
        directory: str,
        inputs: Inputs,
        tables: Tables,
        functions: Mapping[str, Function],
        caller: OutsideCall | OpenCall | None = None,
    ) -> None:
        """`caller` is what deploys the root with values of its own, or may do so."""
        self.loader = loader
        self.limits = loader.limits
        self.directory = directory
        self.tables = tables
        self.call = caller if isinstance(caller, OutsideCall) else None
        """What deploys the root with values of its own."""

        self.tree = loader.files if self.call is None else files_of(self.call, loader.files)
        """The tree as the root finds it."""

        self.assigned = assignments(directory, self.tree, inputs, loader.parse, caller)
        self.has_defaults = inputs.has_defaults or self.call is not None
        """Whether a variable of the root that is given no value takes its default."""

        self.workspace = inputs.workspace
        """The workspace that the root is deployed in, when the user names it."""

        self.known_at_run_time: frozenset[str] = frozenset()
        """What references begin with whose values only a deployment knows."""

        self.account_id = inputs.account_id
        """The account that the root is deployed to, when the user names it."""
        self.instances: list[ModuleInstance] = []
        self._scopes: list[Names] = []
        self._copies_left = _BLOCKS_OF_MOST_INSTANCES * self.limits.instances
        steps = self.limits.evaluation_steps
        self.budget = Budget(steps, _FULL_SHARES * steps)
        self._evaluator = Evaluator(functions, self.budget, self._limit, loader.traversals)
        self.limits_met: dict[SourceSpan, Diagnostic] = dict(self.call.limits) if self.call else {}
        """What cannot be evaluated though Terraform can, by its place."""

        self.failures: set[Failure] = set()
        """The errors among the diagnostics that hang on values."""

        self.sensitive: set[SourceSpan] = set()
        """Where sensitive values are written."""

        self._writers = FileWriters(directory, self.instances, self._written)
        self._reported: dict[Diagnostic, None] = dict.fromkeys(self.assigned.diagnostics)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What could not be read or evaluated, in order of place, each once."""
        every = dict(self._reported)
        for instance in self.instances:
            every.update(dict.fromkeys(instance.module.diagnostics))
        return tuple(sorted(every, key=lambda each: (each.subject, each.summary)))

    @property
    def files(self) -> tuple[str, ...]:
        """Every configuration file that was read, sorted."""
        read = {
            file.source.span(0, 0).path for each in self.instances for file in each.module.files
        }
        return tuple(sorted(read | set(self.assigned.files)))

    @property
    def is_of_components(self) -> bool:
        """Whether its module calls are the components of a stack."""
        return self.call is not None and self.call.module is not None

    def context(self, module: Module) -> CallContext:
        """Return what functions that are called in a module may look at."""

        def render(source: Source, variables: Mapping[str, TerraformValue]) -> TerraformValue:
            pieces = template_pieces(source, self.limits)
            environment = Environment(source=source, names=None, bindings=variables)
            nested = replace(context, render=refuse_nested_template)
            return self._evaluator.template(pieces, environment, nested)

        context = CallContext(
            limits=self.limits,
            files=self.tree,
            module_directory=module.directory,
            root_directory=self.directory,
            render=render,
            spend=self.budget.spend,
            hide=self.hide,
            may_write=self._writers.may_write,
        )
        return context

    def add(self, instance: ModuleInstance, names: Names) -> None:
        """Take in a module instance whose number is the next one."""
        self.instances.append(instance)
        self._scopes.append(names)

    def environment(
        self,
        instance: ModuleInstance,
        source: Source,
        bindings: Mapping[str, TerraformValue] | None = None,
    ) -> Environment:
        """Return what names mean in a file of a module instance."""
        names = self._scopes[instance.number]
        return Environment(source=source, names=names, bindings=bindings or {})

    def strict(
        self, expression: Expression, environment: Environment, context: CallContext
    ) -> TerraformValue:
        """Return the value of an expression; raise EvaluationError where it is an error."""
        try:
            return self._evaluator.evaluate(expression, environment, context)
        except RecursionError as error:
            summary = "the expression is nested too deeply"
            raise PlacedError(
                summary, environment.source, expression.start, expression.end
            ) from error

    def _written(self, instance: ModuleInstance, written: WrittenAttribute) -> TerraformValue:
        """Return the value of an argument outside of any instance of its block."""
        environment = self.environment(instance, written.source)
        return self.strict(written.attribute.expression, environment, instance.context)

    def lenient(
        self,
        expression: Expression,
        environment: Environment,
        context: CallContext,
        *,
        is_certain: bool = True,
    ) -> TerraformValue:
        """Return the value of an expression; an error is reported and makes it unknown.

        Unless it `is_certain` that Terraform evaluates it, an error is only the reason.
        """
        try:
            return self.strict(expression, environment, context)
        except EvaluationError as error:
            return self.failed(error, environment.source, expression, is_certain=is_certain)

    def failed(
        self,
        error: EvaluationError,
        source: Source,
        expression: Expression,
        *,
        is_certain: bool = True,
    ) -> TerraformValue:
        """Report an error of the evaluated code; return the unknown value that it leaves."""
        start, end = expression.start, expression.end
        if isinstance(error, PlacedError):
            source, start, end = error.source, error.start, error.end
        place = Trace(source, start, end, ERROR_PLACE)
        if isinstance(error, LimitError):
            self._limit(error.summary, place, Level.ERROR)
        elif is_certain:
            self.report_failure(error.summary, source.span(start, end))
        return with_place(unknown(f"the expression cannot be evaluated: {error.summary}"), place)

    def hide(self, value: TerraformValue) -> None:
        """Take note of where a sensitive value and all in it is written."""
        for inner in walk(value):
            place = inner.place
            while place is not None:
                if not _HEADER.match(place.source.text, place.start):
                    self.sensitive.add(place.source.span(place.start, place.end))
                place = place.behind

    def _limit(self, reason: str, place: Trace, level: Level) -> None:
        span = place.source.span(place.start, place.end)
        self.limits_met.setdefault(span, _diagnostic(reason, span, level))

    def report(
        self,
        summary: str,
        subject: SourceSpan,
        level: Level = Level.ERROR,
        detail: str = _CONSEQUENCE,
    ) -> None:
        """Report what could not be evaluated."""
        self._reported.setdefault(_diagnostic(summary, subject, level, detail))

    def report_failure(self, summary: str, subject: SourceSpan) -> None:
        """Report an error that values bring about, and other values may not."""
        self.report(summary, subject)
        self.failures.add((summary, subject))

    def expand(self, declaration: Declaration, instance: ModuleInstance) -> Expansion:
        """Return the instances of a resource, data source or module call."""
        enabled = enabled_argument(declaration)
        if enabled is not None:
            return self._switched(enabled, instance)
        for name, make in (("count", by_count), ("for_each", by_for_each)):
            written = declaration.attributes.get(name)
            if written is None:
                continue
            expression, source = written.attribute.expression, written.source
            environment = self.environment(instance, source)
            try:
                value = self.strict(expression, environment, instance.context)
                value = _at(value, source, expression)
                expansion = make(value, min(self.limits.instances, self._copies_left))
                self._copies_left -= len(expansion.copies)
            except EvaluationError as error:
                failed = self.failed(error, source, expression, is_certain=instance.is_certain)
                return undecided_instance(name, failed)
            cause = expansion.cause
            if cause is not None and name == "count" and is_at_most_one(expression):
                return at_most_one(cause)
            if cause is not None and name == "for_each" and isinstance(expression, Conditional):
                return self._either(expression, environment, instance, cause) or expansion
            return expansion
        return SINGLE

    def _switched(self, enabled: WrittenAttribute, instance: ModuleInstance) -> Expansion:
        """Return the one instance that ``lifecycle { enabled }`` makes, leaves out or leaves open.

        https://opentofu.org/docs/language/meta-arguments/enabled/
        """
        expression, source = enabled.attribute.expression, enabled.source
        environment = self.environment(instance, source)
        try:
            value = convert(self.strict(expression, environment, instance.context), BOOL)
            if value.is_null:
                raise EvaluationError("`enabled` must not be null")
        except EvaluationError as error:
            value = self.failed(error, source, expression, is_certain=instance.is_certain)
        if value.unknown is not None:
            return replace(SINGLE, cause=_at(value, source, expression))
        return SINGLE if value.truth else replace(SINGLE, copies=())

    def _either(
        self,
        written: Conditional,
        environment: Environment,
        instance: ModuleInstance,
        cause: TerraformValue,
    ) -> Expansion | None:
        """Return the keyed instances of a ``for_each`` whose other branch is empty."""
        found = []
        for branch in (written.then, written.otherwise):
            try:
                value = self.strict(branch, environment, instance.context)
                empty = value.unknown is None and value.content == ()
                limit = min(self.limits.instances, self._copies_left)
                found.append(Expansion((), "for_each") if empty else by_for_each(value, limit))
            except EvaluationError:
                return None
        expansion = all_or_none(found[0], found[1], cause)
        if expansion is not None:
            self._copies_left -= len(expansion.copies)
        return expansion


def _diagnostic(
    summary: str, subject: SourceSpan, level: Level, detail: str = _CONSEQUENCE
) -> Diagnostic:
    return Diagnostic(
        rule=NOT_EVALUATED, level=level, summary=summary, detail=detail, subject=subject
    )


def _at(value: TerraformValue, source: Source, expression: Expression) -> TerraformValue:
    place = Trace(source, expression.start, expression.end, "", value.place)
    return with_place(value, place)
