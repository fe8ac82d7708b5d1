"""Notes on what a scan of Terragrunt's files leaves out."""

from __future__ import annotations

from ...core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ...core.source import SourceSpan


def note(
    summary: str, subject: SourceSpan, detail: str = "What it deploys is unknown."
) -> Diagnostic:
    """Return a note on what could not be followed."""
    return Diagnostic(
        rule=NOT_EVALUATED, level=Level.NOTE, summary=summary, detail=detail, subject=subject
    )
