"""Calls of functions: their results, what these take over, and the limits that they meet."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.diagnostic import Level
from ..functions.run_time import AT_RUN_TIME
from ..values.values import (
    HANDLES_SENSITIVE,
    CallContext,
    EvaluationError,
    Function,
    LimitError,
    TerraformValue,
    first_unknown,
    holds_sensitive,
    unknown,
    with_place,
    with_sensitive,
)
from .environment import BudgetError, PlacedError


def called(
    name: str, function: Function, arguments: Sequence[TerraformValue], context: CallContext
) -> tuple[TerraformValue, Level | None]:
    """Return what a function makes of its arguments.

    With it stands how a limit is told that left the result open although Terraform supports it.
    Neither an error nor a reason quotes an argument that is sensitive.
    """
    is_sensitive = any(map(holds_sensitive, arguments))
    try:
        result = function(tuple(arguments), context)
    except (BudgetError, PlacedError):
        raise
    except LimitError as error:
        return unknown(error.summary, never_null=True), Level.ERROR
    except EvaluationError as error:
        if is_sensitive:
            raise EvaluationError(f"`{name}` fails on a sensitive argument") from error
        raise
    if not _is_limit(name, result, arguments):
        return _finished(name, result, arguments, is_sensitive), None
    if is_sensitive:
        result = unknown(f"`{name}` of a sensitive value cannot be evaluated", never_null=True)
    return result, Level.NOTE


def _finished(
    name: str, result: TerraformValue, arguments: Sequence[TerraformValue], is_sensitive: bool
) -> TerraformValue:
    if result.place is None:
        cause = None
        if result.unknown is not None:
            cause = next((value for value in arguments if first_unknown(value)), None)
        cause = cause or next((value for value in arguments if value.place is not None), None)
        if cause is not None and cause.place is not None:
            result = with_place(result, cause.place)
    if is_sensitive and name not in HANDLES_SENSITIVE:
        result = with_sensitive(result)
    return result


def _is_limit(name: str, result: TerraformValue, arguments: Sequence[TerraformValue]) -> bool:
    """Return whether iacguard leaves a result open that Terraform would know."""
    if result.unknown is None or result.place is not None or name in AT_RUN_TIME:
        return False
    return not any(map(first_unknown, arguments))
