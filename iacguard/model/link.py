"""Following a name or an ARN to the entity that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from ..core.text import equal, parts_of, starts_with
from ..core.value import Absent, Value
from ..core.verdict import Verdict
from .entity import Entity, Place, together

E_co = TypeVar("E_co", bound=Entity, covariant=True)
E = TypeVar("E", bound=Entity)


@dataclass(frozen=True, slots=True)
class Here(Generic[E_co]):
    """The entity is declared in the same scope."""

    entity: E_co


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something is named that this scope does not declare."""

    value: Value[str]


@dataclass(frozen=True, slots=True)
class Nowhere:
    """Nothing is named."""

    value: Absent


@dataclass(frozen=True, slots=True)
class Undecided(Generic[E_co]):
    """It may name one of these entities, or something else."""

    value: Value[str]
    candidates: tuple[E_co, ...]


Link: TypeAlias = "Here[E] | Elsewhere | Nowhere | Undecided[E]"


def follow(
    value: Value[str],
    place: Place,
    entities: Iterable[E],
    names: Callable[[E], Iterable[Value[str]]],
) -> Link[E]:
    """Return what `value` names; `names` gives all the texts that name an entity.

    `place` is where the value stands: a plain name means nothing in another account or region.
    """
    if isinstance(value, Absent):
        return Nowhere(value)
    wanted = parts_of(value) or ()
    is_arn = starts_with(wanted, "arn:") is Verdict.PASS
    candidates: list[E] = []
    for entity in entities:
        texts = [parts for name in names(entity) if (parts := parts_of(name)) is not None]
        answer = max((equal(wanted, text) for text in texts), default=Verdict.FAIL)
        if answer is not Verdict.FAIL and not is_arn:
            answer = min(answer, together(place, entity.place, entity.name_reach))
        if answer is Verdict.PASS:
            return Here(entity)
        if answer is Verdict.UNKNOWN:
            candidates.append(entity)
    return Undecided(value, tuple(candidates)) if candidates else Elsewhere(value)
