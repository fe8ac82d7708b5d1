"""Policy variables: ``${aws:SourceArn}`` in a policy's own text, and its ``${*}`` escapes.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..core.value import Hole, Part
from .match import Pattern, Token, pattern_of
from .request import Carried, Context

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_ESCAPES = frozenset("*?$")


def pattern_with_variables(parts: Sequence[Part], context: Context) -> Pattern:
    """Return the pattern of a text, with what the request carries in place of its variables.

    A variable that the request does not certainly carry once is a hole.
    """
    tokens: list[Token] = []
    for part in parts:
        if not isinstance(part, str):
            tokens.append(part)
            continue
        pieces = _VARIABLE.split(part)
        if any("${" in piece for piece in pieces[::2]):
            # It begins in one piece and ends in another.
            return (Hole(),)
        for index, piece in enumerate(pieces):
            tokens.extend(_value(piece, context) if index % 2 else pattern_of((piece,)))
    return tuple(tokens)


def _value(variable: str, context: Context) -> Iterable[Token]:
    if variable in _ESCAPES:
        return (variable,)
    match context.get(variable.strip().lower()):
        case Carried(values=(text,), is_list=False):
            return text
        case _:
            return (Hole(),)
