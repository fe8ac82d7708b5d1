"""What could not be read or evaluated, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .source import SourceSpan

FILE_NOT_READ = "IG001"
NOT_EVALUATED = "IG002"
EXCEPTION_EXPIRED = "IG003"
EXCEPTION_UNUSED = "IG004"
EXCEPTION_MALFORMED = "IG005"
INVALID_RESOURCE = "IG006"


class Level(Enum):
    """What a diagnostic means for the run."""

    ERROR = "error"
    """Something that had to be read or evaluated was not; the run is incomplete (exit 3). Of an
    exception: it accepts nothing (exit 4)."""

    NOTE = "note"
    """A limit of reading code without deploying it; what depends on it is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One thing that was not read or not evaluated, and what follows."""

    rule: str
    """The IG0xx id that it is reported under."""

    level: Level

    summary: str
    """One line, no full stop: "expected a value after `=`"."""

    detail: str = ""
    """Sentences: what was not judged and what to do."""

    subject: SourceSpan
    """The tight place."""

    context: SourceSpan | None = None
    """The wider place that is lost, where that is more than the subject."""
