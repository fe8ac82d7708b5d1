"""What fails only when code is deployed otherwise than the scan's scopes are.

A directory that another one calls may be a root of its own, and a file that OpenTofu passes over
is read by Terraform. Both ways are judged, so that neither a made-up caller nor a file beside
another one hides anything. Of the second way only failures are told, and each once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..core.outcome import Outcome
from ..core.source import SourceSpan
from ..core.verdict import Verdict


def with_failures_of(
    outcomes: Iterable[Outcome], others: Iterable[Outcome], supposing: str
) -> list[Outcome]:
    """Return the outcomes, and those failures of another deployment that are none of theirs.

    As for any resource that may be deployed in several ways, one that fails in one of them fails:
    what the others say of it is not told. What is said of an account is said of the scopes.
    """
    outcomes = list(outcomes)
    known = {_place(one) for one in outcomes if one.verdict is Verdict.FAIL}
    failing = {
        _place(one): replace(one, message=f"{one.message} when {supposing}")
        for one in others
        if one.verdict is Verdict.FAIL and one.header is not None and _place(one) not in known
    }
    return [*(one for one in outcomes if _place(one) not in failing), *failing.values()]


def _place(outcome: Outcome) -> tuple[str, SourceSpan | None]:
    """Return the rule and the resource as it is written, however it is called."""
    return outcome.rule.id, outcome.header
