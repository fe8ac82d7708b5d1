"""Filter patterns from their text, without recursion.

``&&`` binds tighter than ``||``, and parentheses tightest.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from .match import as_number
from .pattern import (
    MAXIMUM_LENGTH,
    Compare,
    Condition,
    Every,
    EveryEvent,
    Expression,
    Is,
    JsonPattern,
    Malformed,
    NotExists,
    NumberOperand,
    Operand,
    Operator,
    Pattern,
    Regex,
    Selector,
    Some,
    TextOperand,
    Undecidable,
)
from .terms import parse_terms

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<selector>\$(?:\.[A-Za-z0-9_-]+|\[[0-9]{1,6}\])+(?![A-Za-z0-9_.\[$*-]))
  | (?P<symbol>\(|\)|&&|\|\|)
  | (?P<operator>!=|>=|<=|=|>|<)
  | (?P<quoted>"(?:[^"\\]|\\.)*")
  | (?P<regex>%(?:[^%\\]|\\.)*%)
  | (?P<word>[^\s()&|={}<>!"]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_STEP = re.compile(r"\.([A-Za-z0-9_-]+)|\[([0-9]+)\]")
_ESCAPE = re.compile(r'\\(["\\])')
_CONSTANTS = {"NULL": None, "TRUE": True, "FALSE": False}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int


class _Refused(Exception):
    """A text that is no pattern."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.malformed = Malformed(reason, offset)


@dataclass(slots=True)
class _Group:
    """What is read between two parentheses: alternatives, each a list of conditions."""

    offset: int
    alternatives: list[list[Expression]] = field(default_factory=lambda: [[]])

    def closed(self) -> Expression:
        every = [
            parts[0] if len(parts) == 1 else Every(tuple(parts)) for parts in self.alternatives
        ]
        return every[0] if len(every) == 1 else Some(tuple(every))


def parse(text: str) -> Pattern | Malformed:
    """Return the pattern that a text is, or why it is none."""
    if len(text) > MAXIMUM_LENGTH:
        reason = f"a filter pattern has at most {MAXIMUM_LENGTH} characters"
        return Malformed(reason, MAXIMUM_LENGTH)
    return _parse(text)


# The same patterns stand in template after template.
@lru_cache(maxsize=2_048)
def _parse(text: str) -> Pattern | Malformed:
    stripped = text.strip()
    if not stripped or stripped in ('""', '" "'):
        return EveryEvent()
    if stripped.startswith("["):
        if not stripped.endswith("]"):
            return Malformed("a pattern that starts with `[` must end with `]`", len(text))
        return Undecidable("a space-delimited pattern does not apply to JSON events")
    try:
        if stripped.startswith("{"):
            return JsonPattern(_json(text))
    except _Refused as refused:
        return refused.malformed
    return parse_terms(text)


def _json(text: str) -> Expression:
    start, end = text.index("{") + 1, len(text.rstrip())
    if text[end - 1] != "}":
        raise _Refused("a pattern that starts with `{` must end with `}`", end)
    tokens = list(_tokens(text, start, end - 1))
    groups = [_Group(start)]
    expects_operand = True
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if expects_operand and token.text == "(" and token.kind == "symbol":
            groups.append(_Group(token.offset))
            index += 1
        elif expects_operand:
            condition, index = _condition(tokens, index, end - 1)
            groups[-1].alternatives[-1].append(condition)
            expects_operand = False
        elif token.kind != "symbol" or token.text == "(":
            raise _Refused("expected `&&` or `||` here", token.offset)
        elif token.text == ")":
            if len(groups) == 1:
                raise _Refused("a closing parenthesis has no opening one", token.offset)
            closed = groups.pop().closed()
            groups[-1].alternatives[-1].append(closed)
            index += 1
        else:
            if token.text == "||":
                groups[-1].alternatives.append([])
            expects_operand = True
            index += 1
    if expects_operand:
        raise _Refused("expected a condition here", end - 1)
    if len(groups) > 1:
        raise _Refused("a parenthesis is not closed", groups[-1].offset)
    return groups[0].closed()


def _tokens(text: str, start: int, end: int) -> Iterator[_Token]:
    offset = start
    while text[offset:end].strip():
        found = _TOKEN.match(text, offset, end)
        if found is None or found.lastgroup is None:
            raise _Refused("this is not part of a filter pattern", offset)
        kind = found.lastgroup
        yield _Token(kind, found[kind], found.start(kind))
        offset = found.end()


def _condition(tokens: list[_Token], index: int, end: int) -> tuple[Condition, int]:
    """Return the condition that starts at a token, and the index behind it."""
    first, second, third = (
        tokens[at] if at < len(tokens) else _Token("end", "", end)
        for at in (index, index + 1, index + 2)
    )
    if first.kind != "selector":
        raise _Refused("expected a field such as `$.eventName` here", first.offset)
    selector = _selector(first.text)
    word = (second.text.upper(), third.text.upper())
    if second.kind == "word":
        if word == ("NOT", "EXISTS"):
            return NotExists(selector), index + 3
        if word[0] == "IS" and word[1] in _CONSTANTS:
            return Is(selector, _CONSTANTS[word[1]]), index + 3
    if second.kind != "operator":
        raise _Refused("expected a comparison, `IS` or `NOT EXISTS` here", second.offset)
    if third.kind == "operator" and second.text + third.text == "==":
        raise _Refused("filter patterns compare with `=`, not `==`", second.offset)
    if third.kind not in ("word", "quoted", "regex"):
        raise _Refused("expected a value here", third.offset)
    operator, operand = Operator(second.text), _operand(third)
    if operator not in (Operator.EQUAL, Operator.NOT_EQUAL) and not isinstance(
        operand, NumberOperand
    ):
        raise _Refused(f"`{operator.value}` compares numbers only", third.offset)
    return Compare(selector, operator, operand), index + 3


def _selector(text: str) -> Selector:
    steps = (int(found[2]) if found[1] is None else found[1] for found in _STEP.finditer(text))
    return Selector(tuple(steps))


def _operand(token: _Token) -> Operand:
    if token.kind == "quoted":
        return TextOperand(_ESCAPE.sub(r"\1", token.text[1:-1]))
    if token.kind == "regex":
        return Regex(token.text[1:-1])
    number = as_number(token.text)
    return TextOperand(token.text) if number is None else NumberOperand(number)
