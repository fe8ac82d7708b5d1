"""Functions whose result is known only when Terraform runs."""

from __future__ import annotations

from collections.abc import Mapping

from ..values.types import STRING
from ..values.values import CallContext, Function, TerraformValue, unknown

AT_RUN_TIME = ("timestamp", "plantimestamp", "uuid", "bcrypt")


def _always(reason: str) -> Function:
    def function(arguments: tuple[TerraformValue, ...], context: CallContext) -> TerraformValue:
        return unknown(reason, STRING, never_null=True)

    return function


def run_time_functions() -> Mapping[str, Function]:
    """Return these functions by name."""
    return {
        name: _always(f"the result of `{name}` is known only when it runs") for name in AT_RUN_TIME
    }
