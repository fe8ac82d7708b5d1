"""What a rule says of one subject."""

from __future__ import annotations

from dataclasses import dataclass

from .severity import Severity
from .source import SourceSpan
from .verdict import Verdict


@dataclass(frozen=True, slots=True)
class RuleRef:
    """The identity of a rule, as every report shows it."""

    id: str
    name: str

    severity: Severity
    """As configured for this scan; an outcome may weigh otherwise."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a source with what is to be said of it."""

    span: SourceSpan
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The verdict of one rule on one subject, over all deployments of its scope."""

    rule: RuleRef

    subject: str
    """The address: ``module.a.aws_cloudtrail.main``, a logical id, or an account's name."""

    scope: str
    """The name of the scope that the subject belongs to."""

    verdict: Verdict
    severity: Severity

    message: str
    """One sentence without its full stop, subject included."""

    reason: str = ""
    """The clause of its message that says why: of an unknown, and of what goes unnoticed."""

    primary: Mark
    """The narrowest place: the attribute's value, or the block's header when it is absent."""

    header: SourceSpan | None = None
    """The header of the subject's block; None of an account, which is no block."""

    related: tuple[Mark, ...] = ()
    """The way to the literal that decided, then the places of further reasons."""

    callers: tuple[Mark, ...] = ()
    """The module calls or nested stacks that lead to the subject, outermost first."""

    remedy: str = ""
    """One line that says what to change, in the subject's language."""

    caveat: str = ""
    """What a reader should know of a subject that passes; most have none."""

    stands_for: tuple[str, ...] = ()
    """The rules that say no more of the scope than this one, and of which no outcome is told."""

    suppression: str | None = None
    """Who accepts it, until when and why, when somebody does; of what is not known, too."""

    fingerprint: str = ""
    """Stable under edits elsewhere: rule, scope and subject, hashed; no line numbers."""
