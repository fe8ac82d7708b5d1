"""The result of one scan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .diagnostic import Diagnostic
from .notation import Notation
from .outcome import Outcome
from .source import Source, SourceSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What a scan looked at, in numbers."""

    files: int
    """Files that were read and evaluated, wholly or in part."""

    scopes: int
    """Modules, stacks and plans that were judged as one."""

    subjects: int
    """Entities that some selected rule judged."""

    not_read: tuple[str, ...] = ()
    """Paths of files of which something was not read, in order."""

    incomplete: bool = False
    """Whether something that had to be read or evaluated was not, and the rule that says so is not
    ignored."""

    void_exceptions: tuple[SourceSpan, ...] = ()
    """Where exceptions have expired or are malformed, shown or ignored; in order."""

    @property
    def has_void_exceptions(self) -> bool:
        """Whether an exception has expired or is malformed."""
        return bool(self.void_exceptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Outcomes and diagnostics in a total order: the same input gives the same bytes."""

    outcomes: tuple[Outcome, ...]
    diagnostics: tuple[Diagnostic, ...]
    scanned: Scanned

    sources: Mapping[str, Source] = field(default_factory=dict, repr=False)
    """The texts that outcomes and diagnostics point into, by path."""

    sensitive: tuple[SourceSpan, ...] = ()
    """Places of sensitive values, which are never quoted; sorted."""

    notations: tuple[Notation, ...] = field(default=(), repr=False)
    """The syntaxes of sources that are neither YAML nor JSON, by which lines are quoted."""

    downloads: frozenset[str] = frozenset()
    """Names of directories that hold what was downloaded, and is not committed."""
