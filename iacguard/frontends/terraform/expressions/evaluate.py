"""Evaluation of expressions: the syntax tree in, a value out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from ....core.diagnostic import Level
from ....core.exhaustive import assert_never
from ..syntax.nodes import (
    Binary,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    GetAttribute,
    Index,
    Interpolation,
    Literal,
    ObjectConstructor,
    Parenthesized,
    Splat,
    SplatElement,
    Template,
    TemplateFor,
    TemplateIf,
    TemplatePiece,
    TextPiece,
    TupleConstructor,
    Unary,
    Variable,
)
from ..values.convert import convert
from ..values.types import BOOL, STRING
from ..values.values import (
    NEVER_FAILS,
    CallContext,
    EvaluationError,
    Function,
    LimitError,
    TerraformValue,
    Trace,
    first_unknown,
    object_value,
    string,
    tuple_value,
    unknown,
    unknown_like,
    with_marks,
    with_place,
    with_sensitive,
)
from . import operators, templates, traverse
from .environment import Budget, Environment, PlacedError, UndecidedError
from .function_calls import called
from .literals import literal_value, with_passage
from .loops import for_object, for_text, for_tuple
from .references import Traversals
from .unevaluated import UNEVALUATED, doubtful, refuse_doubtful

OnLimit: TypeAlias = "Callable[[str, Trace, Level], None]"


class Evaluator:
    """Evaluates the expressions of one root, within a budget."""

    def __init__(
        self,
        functions: Mapping[str, Function],
        budget: Budget,
        on_limit: OnLimit = lambda reason, place, level: None,
        traversals: Traversals | None = None,
    ) -> None:
        """`on_limit` is told of calls that iacguard cannot evaluate though Terraform can.

        It gets why, where, and how that is told.
        """
        self.functions = functions
        self.budget = budget
        self.on_limit = on_limit
        self.traversals = traversals or Traversals()
        self._last: _Evaluation | None = None

    def evaluate(
        self, expression: Expression, environment: Environment, context: CallContext
    ) -> TerraformValue:
        """Return the value of an expression; raise PlacedError where it is an error."""
        return self._in(context).value(expression, environment)

    def template(
        self, pieces: tuple[TemplatePiece, ...], environment: Environment, context: CallContext
    ) -> TerraformValue:
        """Return the text of a template's pieces."""
        return self._in(context).text(pieces, environment)

    def _in(self, context: CallContext) -> _Evaluation:
        # Most of what is evaluated in a row belongs to one module.
        if self._last is None or self._last.context is not context:
            self._last = _Evaluation(self, context)
        return self._last


class _Evaluation:
    """Evaluation in one module, for whose functions the context stands."""

    def __init__(self, evaluator: Evaluator, context: CallContext) -> None:
        self.context = context
        self._functions = evaluator.functions
        self._spend = evaluator.budget.spend
        self._keep = evaluator.budget.keep
        self._on_limit = evaluator.on_limit
        self._traversals = evaluator.traversals

    def value(self, expression: Expression, environment: Environment) -> TerraformValue:
        """Return the value of an expression."""
        if isinstance(expression, Literal):
            return literal_value(expression, environment)
        self._spend(1)
        try:
            return self._value(expression, environment)
        except (PlacedError, LimitError):
            raise
        except EvaluationError as error:
            raise PlacedError(
                error.summary, environment.source, expression.start, expression.end
            ) from error

    def text(self, pieces: tuple[TemplatePiece, ...], environment: Environment) -> TerraformValue:
        """Return the text of a template's pieces, joined."""
        result = templates.joined([self._piece(piece, environment) for piece in pieces])
        self._keep(result)
        return result

    def _value(self, expression: Expression, environment: Environment) -> TerraformValue:
        match expression:
            case Literal():
                return literal_value(expression, environment)
            case GetAttribute() | Index() | Variable():
                return self._traversal(expression, environment)
            case Template():
                if len(expression.pieces) == 1 and isinstance(expression.pieces[0], Interpolation):
                    return self.value(expression.pieces[0].expression, environment)
                text = self.text(expression.pieces, environment)
                return with_passage(text, environment.source, expression.start, expression.end)
            case Call():
                return self._call(expression, environment)
            case TupleConstructor():
                return tuple_value(
                    [self._placed(element, environment) for element in expression.elements]
                )
            case ObjectConstructor():
                return self._object(expression, environment)
            case Conditional():
                return self._conditional(expression, environment)
            case Parenthesized():
                return self.value(expression.inner, environment)
            case Binary():
                return self._binary(expression, environment)
            case Unary():
                operand = self.value(expression.operand, environment)
                return operators.unary(expression.operator, operand)
            case Splat():
                return self._splat(expression, environment)
            case SplatElement():
                assert environment.element is not None
                return environment.element
            case ForTuple():
                return for_tuple(expression, environment, self.value)
            case ForObject():
                return for_object(expression, environment, self.value)
            case _:
                assert_never(expression)

    def _traversal(
        self, expression: GetAttribute | Index | Variable, environment: Environment
    ) -> TerraformValue:
        root, steps = self._traversals.of(expression)
        taken = 0
        if not isinstance(root, Variable):
            value = self.value(root, environment)
        elif root.name in environment.bindings:
            value = environment.bindings[root.name]
        elif environment.names is None:
            raise EvaluationError(f"there is no variable named `{root.name}` here")
        else:
            value, taken = environment.names.resolve(root, steps, environment)
        for step in steps[taken:]:
            self._spend(1)
            node = step.node
            if environment.may_fail and value.unknown is not None:
                refuse_doubtful(value)
            if isinstance(node, Index):
                key = self.value(node.key, environment)
                if environment.may_fail and key.unknown is not None:
                    raise UndecidedError(key)
                value = traverse.index(value, key)
            else:
                value = traverse.attribute(value, node.name)
        return value

    def _placed(self, expression: Expression, environment: Environment) -> TerraformValue:
        """Return an element's value with its own place in front."""
        value = self.value(expression, environment)
        start, end = expression.start, expression.end
        return with_place(value, Trace(environment.source, start, end, "", value.place))

    def _object(self, node: ObjectConstructor, environment: Environment) -> TerraformValue:
        entries: dict[str, TerraformValue] = {}
        undecided = None
        sensitive = False
        for key_expression, value_expression in node.entries:
            key = convert(self.value(key_expression, environment), STRING)
            value = self._placed(value_expression, environment)
            sensitive = sensitive or key.sensitive
            if key.unknown is not None:
                undecided = undecided or key
            elif key.content is None:
                raise EvaluationError("a null value cannot be used as a key")
            else:
                # A key that is written twice is the last one's.
                entries[key.text] = value
        result = unknown_like(undecided) if undecided is not None else object_value(entries)
        return with_sensitive(result) if sensitive else result

    def _conditional(self, node: Conditional, environment: Environment) -> TerraformValue:
        branches: list[TerraformValue | None] = []
        errors: list[EvaluationError | None] = []
        for branch in (node.then, node.otherwise):
            try:
                branches.append(self.value(branch, environment))
                errors.append(None)
            except LimitError:
                raise
            except EvaluationError as error:
                branches.append(None)
                errors.append(error)
        condition = self.value(node.condition, environment)
        test = convert(condition, BOOL)
        if test.unknown is None and test.content is not None:
            # An error counts only in the branch that is taken.
            failure = errors[0] if test.truth else errors[1]
            if failure is not None:
                raise failure
        return operators.choose(condition, branches[0], branches[1])

    def _binary(self, node: Binary, environment: Environment) -> TerraformValue:
        # Long chains such as a + b + c lean to the left; they are walked without recursion.
        chain: list[Binary] = []
        left_most: Expression = node
        while isinstance(left_most, Binary):
            chain.append(left_most)
            left_most = left_most.left
        value = self.value(left_most, environment)
        for link in reversed(chain):
            self._spend(1 + value.size // 16)
            try:
                if link.operator in ("&&", "||") and operators.short_circuit(link.operator, value):
                    self._check_unasked(link, environment)
                    value = convert(value, BOOL)
                    continue
                value = operators.binary(link.operator, value, self.value(link.right, environment))
            except (PlacedError, LimitError):
                raise
            except EvaluationError as error:
                raise PlacedError(
                    error.summary, environment.source, link.start, link.end
                ) from error
        return value

    def _check_unasked(self, link: Binary, environment: Environment) -> None:
        """Refuse a right operand that is no boolean although the left one decides."""
        try:
            right = self.value(link.right, environment)
        except LimitError:
            raise
        except EvaluationError:
            return
        convert(right, BOOL)

    def _splat(self, node: Splat, environment: Environment) -> TerraformValue:
        source = self.value(node.source, environment)
        elements = traverse.splat_elements(source)
        if isinstance(elements, TerraformValue):
            known = elements.unknown
            assert known is not None
            inner = [
                self.value(node.each, replace(environment, element=element))
                for element in known.elements
            ]
            result = unknown_like(elements)
            assert result.unknown is not None
            return replace(
                result,
                unknown=replace(result.unknown, never_null=True, elements=tuple(inner)),
                sensitive=elements.sensitive,
            )
        taken = []
        for element in elements:
            value = self.value(node.each, replace(environment, element=element))
            taken.append(value if value.place is not None else with_place(value, element.place))
        result = tuple_value(taken)
        return with_marks(result, source.place, source.sensitive)

    def _call(self, node: Call, environment: Environment) -> TerraformValue:
        name = node.name.removeprefix("core::")
        if name in UNEVALUATED:
            return UNEVALUATED[name](node, environment, self.value)
        function = self._functions.get(name)
        value = self._placed if name == "sensitive" else self.value
        arguments = [value(argument, environment) for argument in node.arguments]
        if node.expands_last and arguments:
            last = arguments.pop()
            if last.unknown is not None:
                return unknown_like(last)
            if not isinstance(last.content, tuple):
                raise EvaluationError("the expanded argument must be a list, a set or a tuple")
            arguments.extend(last.content)
        if function is None:
            limit = unknown(f"function `{node.name}` is not supported")
            return self._limited(limit, node, environment, Level.NOTE)
        self._spend(1 + sum(argument.size for argument in arguments) // 4)
        open_one = None
        if environment.may_fail and name not in NEVER_FAILS:
            open_one = next(filter(None, map(first_unknown, arguments)), None)
        result, level = doubtful(open_one, lambda: called(name, function, arguments, self.context))
        self._keep(result)
        return result if level is None else self._limited(result, node, environment, level)

    def _limited(
        self, value: TerraformValue, node: Call, environment: Environment, level: Level
    ) -> TerraformValue:
        """Return what a call is worth that iacguard cannot evaluate, and tell of it."""
        place = Trace(environment.source, node.start, node.end, "the limit is here")
        self._on_limit(value.reason, place, level)
        value = with_place(value, place)
        if environment.may_fail:
            raise UndecidedError(value)
        return value

    def _piece(self, node: TemplatePiece, environment: Environment) -> TerraformValue:
        self._spend(1)
        match node:
            case TextPiece():
                return string(node.text)
            case Interpolation():
                try:
                    return templates.piece(self.value(node.expression, environment))
                except (PlacedError, LimitError):
                    raise
                except EvaluationError as error:
                    raise PlacedError(
                        error.summary, environment.source, node.start, node.end
                    ) from error
            case TemplateIf():
                condition = self.value(node.condition, environment)
                test = convert(condition, BOOL)
                if test.is_null:
                    raise EvaluationError("the condition value is null")
                if test.unknown is not None:
                    return unknown_like(test, STRING)
                return self.text(node.then if test.truth else node.otherwise, environment)
            case TemplateFor():
                return for_text(node, environment, self.value, self.text)
            case _:
                assert_never(node)
