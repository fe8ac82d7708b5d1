"""Where and how a source says that findings are accepted."""

from __future__ import annotations

from dataclasses import dataclass

from .source import SourceSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenException:
    """A comment that speaks of an exception, or metadata that does; not yet read."""

    span: SourceSpan
    """Where it is written."""

    block: SourceSpan | None
    """The whole of the block that it stands at, which may be a resource, a data source or a module
    call; None where it stands at none."""

    text: str = ""
    """A comment's line from ``iacguard:`` on; empty of metadata."""

    fields: tuple[tuple[str, str], ...] = ()
    """What metadata says, by name: ``rules``, ``owner``, ``exp``, ``reason``; rules are joined by
    commas."""

    problem: str = ""
    """Why it accepts nothing, where its shape is wrong: "its owner is not a text"."""
