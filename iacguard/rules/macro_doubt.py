"""Verdicts that rest on files which something unread may rewrite."""

from __future__ import annotations

from typing import Any

from ..core.verdict import Judgement, Reason, Verdict
from ..model.model import Model


def in_doubt(judgement: Judgement, subject: Any, model: Model) -> Judgement:  # noqa: ANN401
    """Return the judgement, or that nothing is certain where a macro may rewrite what it rests on.

    It rests on the file of its subject, an entity or the model, and on those of its reasons.
    """
    for unread in model.unread:
        if unread.rewrites:
            hops = (hop for reason in judgement.reasons for hop in reason.provenance)
            spans = (subject.span, *(hop.span for hop in hops))
            if any(span.path in unread.rewrites for span in spans):
                said = f"{unread.name} may change the template: {unread.reason}"
                return Judgement(Verdict.UNKNOWN, (Reason(said, (unread.hop,)),))
    return judgement
