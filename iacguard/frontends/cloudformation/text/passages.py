"""Where the lines of texts stand in a template: of block scalars and of quoted strings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ....core.source import Source
from ....core.text_location import Passage
from ....core.value import Absent, Value
from .document import Node, Scalar

_NEAR = 40
"""Characters in which a structure begins, if a text is one."""


def in_lines(value: Value[Any], node: Node, source: Source) -> Value[Any]:
    """Return the value of a scalar with the lines that it was written in, where it is JSON."""
    if isinstance(value, Absent) or not isinstance(node, Scalar) or "{" not in node.text[:_NEAR]:
        return value
    match source.text[node.start : node.start + 1]:
        case "|":
            start = source.text.find("\n", node.start) + 1
            return replace(value, passage=Passage(source, start, node.end)) if start else value
        case "'" | '"':
            return replace(value, passage=Passage(source, node.start + 1, node.end - 1))
        case _:
            return value
