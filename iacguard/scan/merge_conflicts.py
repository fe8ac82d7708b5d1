"""Errors at the marks that an unfinished merge leaves in a file, said in these words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..core.diagnostic import FILE_NOT_READ, Diagnostic
from ..core.source import Source

_MARK = re.compile(r"(?:<{7}|>{7}|\|{7}) |={7}$")


def with_conflicts_named(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]
) -> Iterator[Diagnostic]:
    """Yield diagnostics; what cannot be read at a mark of git's is called a merge conflict."""
    for diagnostic in diagnostics:
        source = sources.get(diagnostic.subject.path)
        if diagnostic.rule == FILE_NOT_READ and source is not None:
            line = diagnostic.subject.start.line
            if line <= source.line_count and _MARK.match(source.line(line)):
                summary = "an unresolved merge conflict"
                yield replace(diagnostic, summary=summary)
                continue
        yield diagnostic
