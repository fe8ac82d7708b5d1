"""What a Terraform file's reader says about what it could not read."""

from __future__ import annotations

from ....core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ....core.limits import Limits
from ....core.source import Source
from .rejection import RejectionError

_MOST = 100
"""Diagnostics of one file that are told apart."""


class Losses:
    """Collects the stretches of a file that were not read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._diagnostics: list[Diagnostic] = []
        self._further: list[tuple[int, int]] = []

    def add(self, error: RejectionError, start: int, end: int, lost: str) -> None:
        """Note why a stretch was not read; `lost` names it: "the block"."""
        if len(self._diagnostics) >= _MOST:
            self._further.append((start, end))
            return
        self._diagnostics.append(loss(self._source, error, start, end, lost))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return a diagnostic for each stretch; one for all that are too many."""
        if not self._further:
            return tuple(self._diagnostics)
        (start, _), (_, end) = self._further[0], self._further[-1]
        number = len(self._further)
        summary = f"{number} more error{'' if number == 1 else 's'} from here on"
        error = RejectionError(start, start, summary)
        last = loss(self._source, error, start, end, "the code around them")
        return (*self._diagnostics, last)


def loss(source: Source, error: RejectionError, start: int, end: int, lost: str) -> Diagnostic:
    """Return the diagnostic of one stretch that was not read."""
    detail = f"{lost[:1].upper()}{lost[1:]} was not judged."
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary=error.summary,
        detail=f"{error.detail} {detail}".strip(),
        subject=source.span(error.start, error.end),
        context=source.span(start, end),
    )


def too_large(source: Source, limits: Limits) -> Diagnostic | None:
    """Return why a file is too large to be read, if it is."""
    most = limits.module_file_bytes
    if len(source.text) <= most // 4 or len(source.text.encode("utf-8", "replace")) <= most:
        return None
    error = RejectionError(0, 0, f"the file is larger than {most} bytes")
    return loss(source, error, 0, len(source.text), "the file")
