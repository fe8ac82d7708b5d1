"""Arguments that fill a line of their own and need no grammar: ``name = "text"``, ``a = var.b``.

Most arguments are written so, and reading one at once takes a third of the time that its tokens
would take. Whatever looks different is left to the tokens and the grammar.
"""

from __future__ import annotations

import re

from .nodes import Attribute, Expression, GetAttribute, Literal, Variable

MOST_STEPS = 8
"""Accesses in a reference that is read at once, each of which nests the tree one level deeper."""

# Digits stay short enough for every limit of numbers, and names are ASCII: what Unicode takes for
# a name is decided elsewhere.
_ARGUMENT = re.compile(
    r"""[ \t]*(?P<name>[A-Za-z_][A-Za-z0-9_-]*)[ \t]*=[ \t]*
    (?:
      (?P<text>"[^"\\$%\r\n]*")
    | (?P<constant>true|false|null)
    | (?P<reference>[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*){0,8})
    | (?P<digits>[0-9]{1,15})
    )
    (?=[ \t]*\r?\n)""",
    re.VERBOSE,
)

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def line_argument(text: str, position: int) -> Attribute | None:
    """Return the argument that the line from an offset on holds; None where it needs more."""
    found = _ARGUMENT.match(text, position)
    if found is None:
        return None
    name_start, name_end = found.span(1)
    kind = found.lastgroup
    assert kind is not None
    start, end = found.span(kind)
    expression: Expression
    if kind == "text":
        expression = Literal(start=start, end=end, value=text[start + 1 : end - 1])
    elif kind == "reference":
        root, *names = text[start:end].split(".")
        if root in _CONSTANTS:
            return None
        stop = start + len(root)
        expression = Variable(start=start, end=stop, name=root)
        for name in names:
            stop += 1 + len(name)
            expression = GetAttribute(start=start, end=stop, source=expression, name=name)
    elif kind == "digits":
        expression = Literal(start=start, end=end, value=int(text[start:end]))
    else:
        expression = Literal(start=start, end=end, value=_CONSTANTS[text[start:end]])
    name = text[name_start:name_end]
    return Attribute(start=name_start, end=end, name=name, expression=expression)
