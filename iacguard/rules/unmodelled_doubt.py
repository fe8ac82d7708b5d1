"""Passes that rest on something with attributes that the model does not hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..core.verdict import Judgement, Reason, Verdict
from ..model.model import Doubted, Model

JudgeAgain = Callable[[Any, Model], "Judgement | None"]


def proven(judgement: Judgement, again: JudgeAgain, subject: Any, model: Model) -> Judgement:  # noqa: ANN401
    """Return a judgement, or why a pass is no proof.

    What passes is judged `again` where nothing is known that an unmodelled attribute may change.
    """
    if judgement.verdict is not Verdict.PASS:
        return judgement
    doubted = model.doubted
    if doubted is None:
        return judgement
    second = again(doubted.subject(subject, model), doubted.model)
    if second is not None and second.verdict is Verdict.PASS:
        return judgement
    if second is not None and second.verdict is Verdict.UNKNOWN and second.reasons:
        return second
    return Judgement(Verdict.UNKNOWN, _reasons(doubted))


def _reasons(doubted: Doubted) -> tuple[Reason, ...]:
    return tuple(Reason(one.reason, one.provenance) for one in doubted.doubts)
