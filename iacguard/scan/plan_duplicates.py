"""What a plan and its source say alike, told once.

A plan beside its source is judged, and so is the source: the plan knows more, but it may be an old
one, and silences nothing. Where both come to the same verdict at the same place, the source's is
told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..core.outcome import Outcome
from ..core.source import SourceSpan
from ..core.verdict import Verdict
from ..frontends.protocol import AttributeName, Scope


def with_scanned_sources(
    scopes: Sequence[tuple[Scope, AttributeName]],
) -> list[tuple[Scope, AttributeName]]:
    """Return the scopes; a plan keeps its source only where that is a scope of the same scan."""
    names = {scope.name for scope, _ in scopes}
    return [
        (scope if scope.source in names else replace(scope, source=None), name_of)
        for scope, name_of in scopes
    ]


def told_once(outcomes: Iterable[Outcome], scopes: Iterable[Scope]) -> list[Outcome]:
    """Return the outcomes without those of plans that another scope has, too."""
    plans = {scope.name for scope in scopes if scope.source is not None}
    if not plans:
        return list(outcomes)
    told = sorted(outcomes, key=lambda one: (one.scope in plans, one.scope))
    seen: set[tuple[str, str, Verdict, SourceSpan]] = set()
    kept = []
    for one in told:
        key = _key(one)
        if one.scope not in plans or key not in seen:
            kept.append(one)
        seen.add(key)
    return kept


def _key(outcome: Outcome) -> tuple[str, str, Verdict, SourceSpan]:
    """Return what makes two outcomes the same; what is said of an account is said of its scope."""
    is_account = outcome.header is None
    subject = "" if is_account else outcome.subject
    return (outcome.rule.id, subject, outcome.verdict, outcome.primary.span)
