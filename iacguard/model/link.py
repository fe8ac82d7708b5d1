"""Following a name or an ARN to the entity that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from ..core.text import Text, equal, parts_of, starts_with
from ..core.value import Absent, Unknown, Value
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


def _named(
    wanted: Text | None, names: Sequence[Value[str]], place: Place, entity: Entity
) -> Verdict:
    """Decide whether a text is one of an entity's names, from where the text stands."""
    if wanted is None:
        return Verdict.FAIL
    answer = max((_same(wanted, name) for name in names), default=Verdict.FAIL)
    if answer is Verdict.FAIL or starts_with(wanted, "arn:") is Verdict.PASS:
        return answer
    return min(answer, together(place, entity.place, entity.name_reach))


def _same(wanted: Text, name: Value[str]) -> Verdict:
    answer = equal(wanted, parts_of(name) or ())
    if answer is Verdict.UNKNOWN and isinstance(name, Unknown) and name.choices:
        texts = [parts for one in name.choices if (parts := parts_of(one)) is not None]
        return min(max((equal(wanted, text) for text in texts), default=answer), answer)
    return answer


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
    choices = value.choices if isinstance(value, Unknown) else ()
    candidates: list[E] = []
    for entity in entities:
        own = [name for name in names(entity) if not isinstance(name, Absent)]
        answer = _named(wanted, own, place, entity)
        if answer is not Verdict.PASS and choices:
            # It is one of these, and which of them is not known.
            each = [_named(parts_of(one), own, place, entity) for one in choices]
            answer = min(max(each), Verdict.UNKNOWN)
        if answer is Verdict.PASS:
            return Here(entity)
        if answer is Verdict.UNKNOWN:
            candidates.append(entity)
    return Undecided(value, tuple(candidates)) if candidates else Elsewhere(value)
