"""RE2 patterns read for what they cost to match, and written as Python means them.

https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..values.values import EvaluationError
from .unmodelled import UndecidedResult

_LONGEST = 1_000
_REPETITION = re.compile(r"(?:[*+?]|\{(\d+)(,)?(\d*)\})\??")
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "digit": "0-9",
    "lower": "a-z",
    "upper": "A-Z",
    "space": "\\t\\n\\v\\f\\r ",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_PUNCTUATION = frozenset("\\.+*?()|[]{}^$-/&#~!@%:;,<>='\"`_ ")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that is cheap enough to run."""

    translated: str
    open_repetitions: int
    """How many of its repetitions have no upper bound; matching is that power of the text."""


@dataclass(slots=True)
class _Group:
    """A group that is being read."""

    repeats: bool = False
    """Whether something in it is repeated or there are alternatives."""


def read_pattern(pattern: str) -> Pattern:
    """Return a pattern in Python's syntax; raise Undecided for one outside the safe subset."""
    if len(pattern) > _LONGEST:
        raise UndecidedResult("the regular expression is too long to evaluate")
    return _Reader(pattern).read()


class _Reader:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._position = 0
        self._written: list[str] = []
        self._groups = [_Group()]
        self._open = 0

    def read(self) -> Pattern:
        """Return the pattern that was read."""
        while self._position < len(self._pattern):
            self._one()
        if len(self._groups) != 1:
            raise EvaluationError("the regular expression lacks a closing parenthesis")
        return Pattern("".join(self._written), self._open)

    def _one(self) -> None:
        character = self._pattern[self._position]
        closed: _Group | None = None
        self._position += 1
        if character == "(":
            self._group()
            return
        if character == ")":
            if len(self._groups) == 1:
                raise EvaluationError("the regular expression has an unexpected `)`")
            closed = self._groups.pop()
            self._groups[-1].repeats |= closed.repeats
            self._written.append(")")
        elif character == "|":
            self._groups[-1].repeats = True
            self._written.append("|")
            return
        elif character == "[":
            self._written.append(self._class())
        elif character == "\\":
            self._written.append(self._escape(in_class=False))
        elif character == "$":
            self._written.append(r"\Z")
        elif character in "*+?":
            raise EvaluationError("the regular expression has nothing to repeat")
        else:
            self._written.append(re.escape(character) if character not in ".^" else character)
        self._repetition(closed)

    def _group(self) -> None:
        rest = self._pattern[self._position :]
        opening = re.match(r"\?(?::|P?<([A-Za-z_][A-Za-z0-9_]*)>)", rest)
        if rest.startswith("?") and opening is None:
            if re.match(r"\?<?[=!]", rest):
                raise EvaluationError(
                    "the regular expression uses lookaround, which RE2 does not support"
                )
            flags = re.match(r"\?([is]+)\)", rest)
            if flags and self._position == 1:
                self._written.append(f"(?{flags[1]})")
                self._position += flags.end()
                return
            raise UndecidedResult("the regular expression uses flags that are not supported")
        if opening is None:
            self._written.append("(")
        else:
            self._written.append(f"(?P<{opening[1]}>" if opening[1] else "(?:")
            self._position += opening.end()
        self._groups.append(_Group())
        if self._position < len(self._pattern) and self._pattern[self._position] in "*+":
            raise EvaluationError("the regular expression has nothing to repeat")

    def _class(self) -> str:
        written = ["["]
        if self._pattern.startswith("^", self._position):
            written.append("^")
            self._position += 1
        first = True
        while True:
            if self._position >= len(self._pattern):
                raise EvaluationError("the regular expression lacks a closing bracket")
            character = self._pattern[self._position]
            self._position += 1
            if character == "]" and not first:
                return "".join(written) + "]"
            first = False
            if character == "[" and self._pattern.startswith(":", self._position):
                end = self._pattern.find(":]", self._position)
                name = self._pattern[self._position + 1 : end] if end > 0 else ""
                if name not in _CLASSES:
                    raise UndecidedResult(
                        "the regular expression uses a class that is not supported"
                    )
                written.append(_CLASSES[name])
                self._position = end + 2
            elif character == "\\":
                written.append(self._escape(in_class=True))
            else:
                written.append("\\" + character if character in "[&~|]^" else character)

    def _escape(self, *, in_class: bool) -> str:
        if self._position >= len(self._pattern):
            raise EvaluationError("the regular expression ends in a backslash")
        character = self._pattern[self._position]
        self._position += 1
        if character in "dDwWtnrfv":
            return "\\" + character
        if character in "sS":
            inner = r"\t\n\f\r "
            if in_class:
                if character == "S":
                    raise UndecidedResult(
                        "the regular expression uses a class that is not supported"
                    )
                return inner
            return f"[{'^' if character == 'S' else ''}{inner}]"
        if character in "bB" and not in_class:
            return "\\" + character
        if character == "A" and not in_class:
            return r"\A"
        if character == "z" and not in_class:
            return r"\Z"
        if character in _PUNCTUATION:
            return re.escape(character)
        if character in "123456789":
            raise EvaluationError(
                "the regular expression uses a backreference, which RE2 does not support"
            )
        if character in "0pPxQECG":
            raise UndecidedResult("the regular expression uses an escape that is not supported")
        raise EvaluationError("the regular expression has an invalid escape")

    def _repetition(self, closed: _Group | None) -> None:
        found = _REPETITION.match(self._pattern, self._position)
        if found is None:
            return
        written = found[0]
        self._position = found.end()
        if _REPETITION.match(self._pattern, self._position):
            raise EvaluationError("the regular expression has a nested repetition")
        highest = int(found[3] or found[1]) if found[1] else 0
        if max(highest, int(found[1] or 0)) > 1_000:
            raise EvaluationError("the regular expression repeats more than 1000 times")
        is_open = written[0] in "*+" or (found[2] is not None and not found[3])
        many = is_open or highest > 1
        if closed is not None and closed.repeats and many:
            raise UndecidedResult(
                "the regular expression has a nested repetition; it is not evaluated"
            )
        if highest > 1 and found[3] != found[1]:
            is_open = is_open or found[2] is not None
        self._open += is_open
        self._groups[-1].repeats = True
        self._written.append(written)
