"""Calls whose arguments are not all evaluated first: ``try``, ``can`` and ``convert``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from ....core.diagnostic import Level
from ....core.value import Hole
from ..syntax.nodes import Call, Expression, Literal, Template
from ..values.types import BOOL, DYNAMIC, ObjectType, Primitive
from ..values.unification import convertible
from ..values.values import (
    EvaluationError,
    LimitError,
    TerraformValue,
    boolean,
    first_unknown,
    unknown_like,
)
from .constraints import parse_constraint
from .environment import Environment, UndecidedError

_Evaluate: TypeAlias = "Callable[[Expression, Environment], TerraformValue]"


def refuse_doubtful(value: TerraformValue) -> None:
    """Leave ``try`` and ``can`` open where an unknown value may lack what is asked of it."""
    certain = isinstance(value.type, ObjectType | Primitive) and value.type is not DYNAMIC
    if not certain:
        raise UndecidedError(value)


def doubtful(
    cause: TerraformValue | None, call: Callable[[], tuple[TerraformValue, Level | None]]
) -> tuple[TerraformValue, Level | None]:
    """Return what a call returns; `cause` is an unknown argument with which it may be an error.

    A result that is the same in every deployment is an error in none.
    """
    if cause is None:
        return call()
    try:
        result, level = call()
    except LimitError:
        raise
    except EvaluationError as error:
        raise UndecidedError(cause) from error
    if not _is_settled(result):
        raise UndecidedError(cause)
    return result, level


def _is_settled(result: TerraformValue) -> bool:
    open_one = first_unknown(result)
    if open_one is None or open_one is not result:
        return True
    parts = result.parts
    return bool(parts) and not any(isinstance(part, Hole) for part in parts)


def _try(node: Call, environment: Environment, evaluate: _Evaluate) -> TerraformValue:
    if not node.arguments:
        raise EvaluationError("at least one argument is required")
    tolerant = replace(environment, may_fail=True)
    for position, argument in enumerate(node.arguments):
        try:
            return evaluate(argument, tolerant)
        except UndecidedError as error:
            return unknown_like(error.cause)
        except LimitError:
            raise
        except EvaluationError:
            if position == len(node.arguments) - 1:
                raise
    raise AssertionError("every argument returns or raises")


def _can(node: Call, environment: Environment, evaluate: _Evaluate) -> TerraformValue:
    if len(node.arguments) != 1:
        raise EvaluationError("`can` takes one argument")
    try:
        evaluate(node.arguments[0], replace(environment, may_fail=True))
    except UndecidedError as error:
        return unknown_like(error.cause, BOOL)
    except LimitError:
        raise
    except EvaluationError:
        return boolean(False)
    return boolean(True)


def _convert(node: Call, environment: Environment, evaluate: _Evaluate) -> TerraformValue:
    if len(node.arguments) != 2 or node.expands_last:
        raise EvaluationError("`convert` takes a value and a type")
    value, written = node.arguments
    if isinstance(written, Literal | Template):
        raise EvaluationError("the type must not stand in quotes")
    found = evaluate(value, environment)
    constraint = parse_constraint(
        written, lambda default: evaluate(default, replace(environment, bindings={}))
    )
    if environment.may_fail and found.unknown is not None and found.type != constraint.type:
        raise UndecidedError(found)
    if found.is_null and not convertible(found.type, constraint.type):
        raise EvaluationError("the value does not convert to the type")
    return constraint.apply(found)


UNEVALUATED: Mapping[str, Callable[[Call, Environment, _Evaluate], TerraformValue]] = (
    MappingProxyType({"try": _try, "can": _can, "convert": _convert})
)
"""These calls by name; they get the call as it is written."""
