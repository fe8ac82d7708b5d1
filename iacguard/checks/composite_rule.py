"""The rules of composite alarms: read without recursion, and decided in three values.

``NOT`` binds tighter than ``AND``, and ``AND`` tighter than ``OR``.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from ..core.text import Text, normal
from ..core.value import Part
from ..core.verdict import Verdict

MAXIMUM_LENGTH = 10_240
"""Characters of a rule that the service accepts."""


class State(Enum):
    """The states of an alarm."""

    ALARM = "ALARM"
    OK = "OK"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"


@dataclass(frozen=True, slots=True)
class InState:
    """The claim that an alarm is in a state: ``ALARM("root-use")``."""

    state: State
    alarm: Text
    """Its name or its ARN."""


class _Operator(Enum):
    OR = 1
    AND = 2
    NOT = 3


Step: TypeAlias = "InState | Verdict | _Operator"

Rule: TypeAlias = "tuple[Step, ...]"
"""A rule in the order in which it is decided: an operator comes behind what it puts together."""

Claim: TypeAlias = "Callable[[InState], Verdict]"
"""Whether an alarm is in a state."""


class NotARule(Exception):
    """A text that is no rule; the message says why."""


# A name without quotation marks goes to the closing parenthesis.
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"\s*|(?P<plain>[^()"\s][^()"]*)?)\)
  | (?P<word>AND|OR|NOT|TRUE|FALSE)(?![\w-])
  | (?P<parenthesis>[()])
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r'\\(["\\])')
_CONSTANTS: Mapping[str, Verdict] = {"TRUE": Verdict.PASS, "FALSE": Verdict.FAIL}
_STANDING_IN = 0xF0000
"""The first of the characters that stand for the pieces of a text that are no literals."""


def parse(text: Text) -> Rule:
    """Return the rule that a text is; pieces that are no literals stand in names only."""
    flat, pieces = _flattened(text)
    if len(flat) > MAXIMUM_LENGTH:
        raise NotARule(f"a rule has at most {MAXIMUM_LENGTH} characters")
    steps: list[Step] = []
    waiting: list[_Operator | None] = []
    """Operators that wait for what follows; None for an opening parenthesis."""
    expects_claim = True
    for token in _tokens(flat):
        if isinstance(token, (InState, Verdict)):
            if not expects_claim:
                raise NotARule("expected `AND` or `OR` between two claims")
            steps.append(_with_pieces(token, pieces) if isinstance(token, InState) else token)
            expects_claim = False
        elif token is _Operator.NOT or token == "(":
            if not expects_claim:
                raise NotARule("expected `AND` or `OR` between two claims")
            waiting.append(None if token == "(" else _Operator.NOT)
        elif expects_claim:
            raise NotARule("expected a claim such as `ALARM(…)`")
        elif token == ")":
            _unwind(waiting, steps, 0)
            if not waiting:
                raise NotARule("a parenthesis is closed that was not opened")
            waiting.pop()
        elif isinstance(token, _Operator):
            _unwind(waiting, steps, token.value)
            waiting.append(token)
            expects_claim = True
    if expects_claim:
        raise NotARule("expected a claim such as `ALARM(…)`")
    _unwind(waiting, steps, 0)
    if waiting:
        raise NotARule("a parenthesis is not closed")
    return tuple(steps)


def decide(rule: Rule, claim: Claim) -> Verdict:
    """Decide a rule where each of its claims holds, does not, or may."""
    found: list[Verdict] = []
    for step in rule:
        match step:
            case InState():
                found.append(claim(step))
            case Verdict():
                found.append(step)
            case _Operator.NOT:
                found.append(Verdict(2 - found.pop()))
            case _Operator():
                right, left = found.pop(), found.pop()
                choose = min if step is _Operator.AND else max
                found.append(choose(left, right))
    return found.pop()


def claims_of(rule: Rule) -> Iterator[InState]:
    """Yield the claims of a rule."""
    return (step for step in rule if isinstance(step, InState))


def _unwind(waiting: list[_Operator | None], steps: list[Step], binding: int) -> None:
    """Move the operators that bind at least as tight behind what they put together."""
    while waiting and (operator := waiting[-1]) is not None and operator.value >= max(binding, 1):
        steps.append(operator)
        waiting.pop()


def _tokens(flat: str) -> Iterator[InState | Verdict | _Operator | str]:
    offset, end = 0, len(flat.rstrip())
    while offset < end:
        found = _TOKEN.match(flat, offset, end)
        if found is None:
            raise NotARule("expected `ALARM(…)`, `OK(…)`, `INSUFFICIENT_DATA(…)` or an operator")
        if found["state"]:
            quoted = found["quoted"]
            name = (found["plain"] or "").strip() if quoted is None else _ESCAPE.sub(r"\1", quoted)
            yield InState(State(found["state"]), (name,))
        elif found["word"]:
            word = found["word"]
            yield _CONSTANTS[word] if word in _CONSTANTS else _Operator[word]
        else:
            yield found["parenthesis"]
        offset = found.end()


def _flattened(text: Text) -> tuple[str, Mapping[str, Part]]:
    """Return a text with a character for each piece that is no literal."""
    pieces: dict[str, Part] = {}
    flat: list[str] = []
    for part in text:
        if isinstance(part, str):
            if any(ord(character) >= _STANDING_IN for character in part[: MAXIMUM_LENGTH + 1]):
                raise NotARule("it holds characters that stand for nothing")
            flat.append(part[: MAXIMUM_LENGTH + 1])
            continue
        character = chr(_STANDING_IN + len(pieces) % MAXIMUM_LENGTH)
        pieces[character] = part
        flat.append(character)
    return "".join(flat), pieces


def _with_pieces(claim: InState, pieces: Mapping[str, Part]) -> InState:
    (name,) = claim.alarm
    return InState(claim.state, normal(pieces.get(each, each) for each in str(name)))
