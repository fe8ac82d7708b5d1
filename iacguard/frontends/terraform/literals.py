"""The values of literals."""

from __future__ import annotations

from .environment import Environment, PlacedError
from .syntax import Literal
from .values import EvaluationError, TerraformValue, boolean, null, number, string


def literal_value(node: Literal, environment: Environment) -> TerraformValue:
    """Return the value of a literal; raise PlacedError where it is none that can be."""
    value = node.value
    if isinstance(value, str):
        return string(value)
    if isinstance(value, bool):
        return boolean(value)
    if value is None:
        return null()
    try:
        return number(value)
    except EvaluationError as error:
        raise PlacedError(error.summary, environment.source, node.start, node.end) from error
