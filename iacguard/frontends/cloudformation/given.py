"""What the user gives to the parameters of a scope: what they refuse, and what is none of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ...core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ..protocol import Surplus
from .parameters import Given, Parameter, number_of
from .stack import Stack

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
    """Yield the values that CloudFormation refuses, for what the parameters are declared to take.

    AllowedPattern is not held against them: it is a pattern of Java, written by anybody.
    """
    for stack in roots:
        for name, given in stack.given.items():
            parameter = stack.parameters.get(name)
            said = _what_is_wrong(parameter, given.text) if parameter is not None else ""
            if said:
                yield Diagnostic(
                    rule=NOT_EVALUATED,
                    level=Level.ERROR,
                    summary=f"parameter {name} of {stack.template.source.path} {said}",
                    detail="CloudFormation refuses to deploy it; it was judged with this value.",
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
        more = len(allowed) - _LISTED
        listed = ", ".join(allowed[:_LISTED]) + (f" and {more:,} more" if more > 0 else "")
        return f"takes one of {listed}" if not parameter.is_secret else "takes another value"
    if parameter.is_number:
        return _what_is_wrong_with(parameter, [number_of(one) for one in elements])
    fewest, most = parameter.lengths
    if fewest is not None and len(text) < fewest:
        return f"takes at least {fewest} characters"
    if most is not None and len(text) > most:
        return f"takes at most {most} characters"
    return ""


def _what_is_wrong_with(parameter: Parameter, numbers: Sequence[Fraction | None]) -> str:
    least, greatest = parameter.values
    for number in numbers:
        if number is None:
            return "takes a number"
        if least is not None and number < least:
            return f"takes a number from {least} on"
        if greatest is not None and number > greatest:
            return f"takes a number up to {greatest}"
    return ""
