"""What the result of a function takes over from its arguments."""

from __future__ import annotations

from collections.abc import Sequence

from .functions.run_time import AT_RUN_TIME
from .values import (
    HANDLES_SENSITIVE,
    TerraformValue,
    first_unknown,
    holds_sensitive,
    with_place,
    with_sensitive,
)


def finished(
    name: str, result: TerraformValue, arguments: Sequence[TerraformValue]
) -> TerraformValue:
    """Return a function's result with the marks and the place that it takes over."""
    if result.place is None:
        cause = None
        if result.unknown is not None:
            cause = next((value for value in arguments if first_unknown(value)), None)
        cause = cause or next((value for value in arguments if value.place is not None), None)
        if cause is not None and cause.place is not None:
            result = with_place(result, cause.place)
    if name not in HANDLES_SENSITIVE and any(map(holds_sensitive, arguments)):
        result = with_sensitive(result)
    return result


def is_limit(name: str, result: TerraformValue, arguments: Sequence[TerraformValue]) -> bool:
    """Return whether iacguard leaves a result open that Terraform would know."""
    if result.unknown is None or result.place is not None or name in AT_RUN_TIME:
        return False
    return not any(map(first_unknown, arguments))
