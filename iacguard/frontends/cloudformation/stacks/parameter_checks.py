"""What the user gives to the parameters of a scope: what they refuse, and what is none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.wording import listed
from ...protocol import Surplus
from .parameters import Given, Parameter, number_of
from .stack import Stack

# Characters and classes of them, one behind the other, each repeated or not.
_SEQUENCE = re.compile(
    r"\^?(?:(?:\[\^?(?:\\[\w.\-/\\]|[^\[\]\\])+\]|\\[dws.\-/:*+?$]|[\w .:/@=,-])"
    r"(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})?)*\$?",
    re.ASCII,
)
_REPETITION = re.compile(r"[*+?}]")
_MOST_REPETITIONS = 3
_LONGEST_MATCHED = 200
"""Characters of a text that is held against a pattern."""

_LISTED = 5
"""Allowed values that a message names."""


def declared(roots: Sequence[Stack]) -> tuple[str, ...]:
    """Return the names of the parameters of a scope, sorted."""
    return tuple(sorted({name for stack in roots for name in stack.parameters}))


def surplus(roots: Sequence[Stack], given: Mapping[str, Given]) -> tuple[Surplus, ...]:
    """Return what is given to parameters that are not declared."""
    names = declared(roots)
    return tuple(Surplus(name, one.span) for name, one in given.items() if name not in names)


def refused(roots: Sequence[Stack]) -> Iterator[Diagnostic]:
    """Yield the values that CloudFormation refuses for what the parameters are declared to take."""
    for stack in roots:
        for name, given in stack.given.items():
            parameter = stack.parameters.get(name)
            said = _what_is_wrong(parameter, given.text) if parameter is not None else ""
            if said:
                yield Diagnostic(
                    rule=NOT_EVALUATED,
                    level=Level.ERROR,
                    summary=f"parameter {name} of {stack.template.source.path} {said}",
                    detail="CloudFormation rejects this value; it was judged with it anyway.",
                    subject=given.span,
                )


def _what_is_wrong(parameter: Parameter, text: str) -> str:
    """Return how a value does not fit a parameter, as a clause; nothing where it does."""
    if parameter.is_looked_up:
        # What is written is the name of an entry that holds the value.
        return ""
    elements = [one.strip() for one in text.split(",")] if parameter.is_list else [text]
    allowed = [given.text for given in parameter.allowed]
    if allowed and any(one not in allowed for one in elements):
        if parameter.is_secret:
            return "is not in AllowedValues"
        return f"must be one of {listed(allowed, _LISTED, last='or')}"
    if parameter.is_number:
        return _what_is_wrong_with(parameter, [number_of(one) for one in elements])
    fewest, most = parameter.lengths
    if fewest is not None and len(text) < fewest:
        return f"must have at least {fewest} characters"
    if most is not None and len(text) > most:
        return f"must have at most {most} characters"
    if parameter.pattern and not all(_may_match(parameter.pattern, one) for one in elements):
        return f"does not match AllowedPattern {parameter.pattern}"
    return ""


def _may_match(pattern: str, text: str) -> bool:
    """Return whether a text is what a pattern allows, or the pattern is none that is run.

    It is a pattern of Java, written by anybody: only a plain sequence is run, which means the same
    in Python, and whose matching takes no longer than a power of the text's length.
    """
    if len(text) > _LONGEST_MATCHED or not _SEQUENCE.fullmatch(pattern) or "&&" in pattern:
        return True
    if len(_REPETITION.findall(pattern)) > _MOST_REPETITIONS:
        return True
    try:
        return re.fullmatch(pattern, text, re.ASCII) is not None
    except (re.error, OverflowError):
        return True


def _what_is_wrong_with(parameter: Parameter, numbers: Sequence[Fraction | None]) -> str:
    least, greatest = parameter.values
    for number in numbers:
        if number is None:
            return "must be a number"
        if least is not None and number < least:
            return f"must be at least {least}"
        if greatest is not None and number > greatest:
            return f"must be at most {greatest}"
    return ""
