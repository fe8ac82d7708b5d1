"""The values of literals."""

from __future__ import annotations

from dataclasses import replace

from ....core.source import Source
from ....core.text_location import Passage
from ..syntax.nodes import Literal
from ..values.values import EvaluationError, TerraformValue, boolean, null, number, string
from .environment import Environment, PlacedError


def with_passage(value: TerraformValue, source: Source, start: int, end: int) -> TerraformValue:
    """Return the text of an expression, with the lines that it was written in if it is a heredoc.

    What was made from a structure has better places of its own.
    """
    if not source.text.startswith("<<", start) or value.encodes is not None:
        return value
    body = source.text.find("\n", start) + 1
    closing = source.text.rfind("\n", body, end) + 1
    return replace(value, passage=Passage(source, body, closing)) if closing else value


def literal_value(node: Literal, environment: Environment) -> TerraformValue:
    """Return the value of a literal; raise PlacedError where it is none that can be."""
    value = node.value
    if isinstance(value, str):
        return with_passage(string(value), environment.source, node.start, node.end)
    if isinstance(value, bool):
        return boolean(value)
    if value is None:
        return null()
    try:
        return number(value)
    except EvaluationError as error:
        raise PlacedError(error.summary, environment.source, node.start, node.end) from error
