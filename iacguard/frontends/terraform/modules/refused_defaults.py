"""Errors that only the defaults of a root's variables bring about.

Terraform refuses such a root while these have no other values, so wherever it is deployed they do:
no error of the code, but values that are not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import TypeAlias

from ....core.diagnostic import Diagnostic, Level
from ....core.source import SourceSpan

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
) -> tuple[Diagnostic, ...]:
    """Return what was found; of each failure that is gone `without_defaults`, a note."""
    refused = set(failures) - set(without_defaults()) if failures else set()
    return tuple(
        replace(each, level=Level.NOTE, detail=_DETAIL)
        if (each.summary, each.subject) in refused
        else each
        for each in found
    )
