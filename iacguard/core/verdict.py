"""Three-valued verdicts, and judgements that carry their reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from .severity import Severity
from .value import Hop


class Verdict(IntEnum):
    """What is known of a claim; ordered so that Kleene's *and* is `min` and *or* is `max`."""

    FAIL = 0
    UNKNOWN = 1
    PASS = 2

    def __bool__(self) -> bool:
        raise TypeError("a verdict has three values; compare it with `is`")

    @property
    def word(self) -> str:
        """The verdict in lower case, as reports write it."""
        return self.name.lower()

    @staticmethod
    def of(claim: bool | None) -> Verdict:
        """Return PASS for true, FAIL for false and UNKNOWN for None."""
        if claim is None:
            return Verdict.UNKNOWN
        return Verdict.PASS if claim else Verdict.FAIL


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a judgement came out as it did, in words and in places."""

    message: str
    """A clause without a subject: "records only its home region"."""

    provenance: tuple[Hop, ...] = ()
    """From the attribute that was read to the literal that decided it."""

    found: str = ""
    """What was found there, where that may be shown: booleans and numbers, never texts."""

    remedy: str = ""
    """What kind of cause it is, where a rule has a remedy of its own for it: ``denied``."""

    is_caveat: bool = False
    """Whether it is worth telling though the judgement passes."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on one claim, with the reasons that decided it."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()

    severity: Severity | None = None
    """Set where a failure weighs otherwise than its rule says."""

    is_optional: bool = False
    """Whether a failure is told only to those who asked for the rule."""

    def __bool__(self) -> bool:
        raise TypeError("a judgement has three values; look at its verdict")


def all_of(judgements: Iterable[Judgement]) -> Judgement:
    """Return the conjunction; its reasons are those of the judgements that decided it.

    Nothing to judge is a pass, as for any *and*.
    """
    return _decide(tuple(judgements), Verdict.PASS, min)


def any_of(judgements: Iterable[Judgement]) -> Judgement:
    """Return the disjunction; its reasons are those of the judgements that decided it.

    Nothing to judge is a fail, as for any *or*.
    """
    return _decide(tuple(judgements), Verdict.FAIL, max)


def not_(judgement: Judgement) -> Judgement:
    """Return the negation, with the same reasons."""
    return Judgement(Verdict(2 - judgement.verdict), judgement.reasons)


def caused_by(judgement: Judgement, remedy: str) -> Judgement:
    """Return a judgement whose reasons ask for this kind of remedy, or the one they have."""
    reasons = (replace(one, remedy=one.remedy or remedy) for one in judgement.reasons)
    return replace(judgement, reasons=tuple(reasons))


def _decide(
    judgements: tuple[Judgement, ...],
    neutral: Verdict,
    choose: Callable[[Iterable[Verdict]], Verdict],
) -> Judgement:
    if not judgements:
        return Judgement(neutral)
    verdict = Verdict(choose(judgement.verdict for judgement in judgements))
    deciding = [judgement for judgement in judgements if judgement.verdict is verdict]
    reasons = dict.fromkeys(reason for judgement in deciding for reason in judgement.reasons)
    severities = [judgement.severity for judgement in deciding]
    named = [severity for severity in severities if severity is not None]
    # One reason of the rule's own severity keeps the rule's severity for the whole.
    severity = max(named) if named and len(named) == len(severities) else None
    is_optional = all(judgement.is_optional for judgement in deciding)
    return Judgement(verdict, tuple(reasons), severity, is_optional)
