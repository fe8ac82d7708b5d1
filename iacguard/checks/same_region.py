"""Whether two resources that share a name are in the same account and region."""

from __future__ import annotations

from ..core.value import Hop
from ..core.verdict import Judgement, Reason, Verdict
from ..model.entity import Entity, Place, Reach, together


def is_near(entity: Entity, place: Place, otherwise: str) -> Judgement:
    """Judge that a regional resource is where something that names it is.

    `otherwise` is what a reader is told where it certainly is not.
    """
    return are_near(entity, place, otherwise, (Hop(entity.span, entity.address),))


def are_near(
    entity: Entity, place: Place, otherwise: str, provenance: tuple[Hop, ...]
) -> Judgement:
    """Judge that a resource and a place are in one region; `provenance` tells of the place."""
    verdict = together(place, entity.place, Reach.REGION)
    if verdict is Verdict.PASS:
        return Judgement(verdict)
    said = otherwise
    if verdict is Verdict.UNKNOWN:
        said = f"{entity.address} may be in another account or region"
    return Judgement(verdict, (Reason(said, provenance),))
