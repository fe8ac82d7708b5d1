"""What a renderer is told besides the report itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from posixpath import relpath
from typing import TypeAlias

from ..core.report import Report
from ..core.source import SourceSpan
from ..core.verdict import Verdict
from ..rules.rule import Rule
from .display import display

INFORMATION_URI = (
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """The git repository that was scanned."""

    uri: str
    """Of its remote, as git prints it; a password in it is not shown."""

    revision: str
    """The full commit id."""

    branch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """How a report is shown. Equal reports and presentations give equal bytes."""

    tool_version: str
    information_uri: str = INFORMATION_URI
    """Where a reader of a report learns what iacguard is."""

    rules: tuple[Rule, ...] = ()
    """Every selected rule, those that found nothing included."""

    shows_statistics: bool = False
    """Whether the text ends with a count for each rule."""

    shown: frozenset[Verdict] = frozenset({Verdict.FAIL})
    """The verdicts that are listed; all are counted."""

    shows_accepted: bool = False
    """Whether what exceptions accept is listed, with who accepts it, until when and why."""

    shows_notes: bool = False
    """Whether notes that say the same are listed one by one."""

    marks_accepted: bool = False
    """Whether SARIF holds accepted failures, marked as suppressed."""

    colour: bool = False

    width: int = 100
    """Columns of the terminal."""

    quiet: bool = False
    """Nothing but findings and errors."""

    ending: str = ""
    """The exit code of the run and the reason for it; empty where no process ends."""

    path_prefix: str = ""
    """What leads from the reader's working directory to the scan's root: ``../other/``."""

    working_directory: str = ""
    """The reader's working directory below the scan's root; empty at the root, and elsewhere."""

    root_prefix: str = ""
    """The scan's root, relative to the repository's root: ``infra/live``; empty at the root."""

    repository: Repository | None = None

    category: str = "iacguard"
    """What tells this analysis from others of the same repository; no slash at the end."""


def place(span: SourceSpan, presentation: Presentation) -> str:
    """Return a place as editors and terminals open it."""
    path = shown_path(span.path, presentation)
    return f"{path}:{span.start.line}:{span.start.column}"


def shown_path(path: str, presentation: Presentation) -> str:
    """Return a path as it leads there from the reader's working directory."""
    if presentation.working_directory:
        return display(relpath(f"/{path}", f"/{presentation.working_directory}"))
    return display(presentation.path_prefix + path)


Renderer: TypeAlias = Callable[[Report, Presentation], str]
"""Turns a report into the text of one output."""
