"""Errors in code that holds nothing to audit: no verdict depends on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ..core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ..core.spelling import spellings
from ..frontends.protocol import Files

_AUDIT = (b"cloudtrail", b"metric_filter", b"metricfilter", b"metric_alarm", b"cloudwatch::alarm")
"""What a file mentions that may declare what rules are about, in any letter case."""


def split(
    diagnostics: Iterable[Diagnostic], files: Files, named: Collection[str]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Return what is told of a scope in which nothing is judged, and the errors that are idle.

    An error counts where its file, which was not read as a whole, may declare an audit resource,
    and where the user `named` the file.
    """
    told: list[Diagnostic] = []
    idle: list[Diagnostic] = []
    for one in diagnostics:
        path = one.subject.path
        is_idle = one.level is Level.ERROR and path not in named and not _may_hold(files, path)
        (idle if is_idle else told).append(one)
    return told, idle


def _may_hold(files: Files, path: str) -> bool:
    content = files.find_bytes(path)
    if content is None:
        return True
    return any(word in text.lower() for text in spellings(content) for word in _AUDIT)


def note_on_idle(idle: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield one note that counts the errors that are idle."""
    found = sorted(set(idle), key=lambda one: (one.subject, one.summary))
    if not found:
        return
    paths = {one.subject.path for one in found}
    errors = "1 error is" if len(found) == 1 else f"{len(found):,} errors are"
    where = "1 file" if len(paths) == 1 else f"{len(paths):,} files"
    yield Diagnostic(
        rule=NOT_EVALUATED,
        level=Level.NOTE,
        summary=f"{errors} in {where} without audit resources; no verdict depends on that",
        detail=f"First: {found[0].summary}. --strict reports each as an error.",
        subject=found[0].subject,
    )
