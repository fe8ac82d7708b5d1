"""Errors that only the defaults of a root's variables bring about.

Terraform refuses such a root while these have no other values, so wherever it is deployed they do:
no error of the code, but values that are not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from ....core.diagnostic import Diagnostic, Level
from ....core.source import SourceSpan
from .configuration import Declaration

Failure: TypeAlias = "tuple[str, SourceSpan]"
"""The summary and the place of an error that hangs on values."""

_DETAIL = (
    "Terraform refuses it with the defaults of the root's variables. What depends on it is unknown:"
    " give the values that are deployed with --var or --var-file."
)


def with_refused_defaults(
    found: Iterable[Diagnostic],
    failures: Collection[Failure],
    without_defaults: Callable[[], Collection[Failure]],
    variables: Mapping[str, Declaration],
) -> tuple[Diagnostic, ...]:
    """Return what was found; of each failure that is gone `without_defaults`, a note.

    A default of the root's `variables` that is wrong by itself stays an error.
    """
    refused = set(failures) - set(without_defaults()) if failures else set()
    places = list(_defaults(variables)) if refused else []
    refused = {one for one in refused if not any(_lies_in(one[1], place) for place in places)}
    return tuple(
        replace(each, level=Level.NOTE, detail=_DETAIL)
        if (each.summary, each.subject) in refused
        else each
        for each in found
    )


def _defaults(variables: Mapping[str, Declaration]) -> Iterator[SourceSpan]:
    for declaration in variables.values():
        default = declaration.attributes.get("default")
        if default is not None:
            expression = default.attribute.expression
            yield default.source.span(expression.start, expression.end)


def _lies_in(inner: SourceSpan, outer: SourceSpan) -> bool:
    return inner.path == outer.path and outer.start <= inner.start and inner.end <= outer.end
