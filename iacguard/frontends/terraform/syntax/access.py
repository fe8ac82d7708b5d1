"""What follows an operand: ``.name``, ``[key]``, ``.*`` and ``[*]``."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .nodes import Expression, GetAttribute, Index, Splat, SplatElement
from .rejection import RejectionError


@dataclass(frozen=True, slots=True)
class Step:
    """One access, without the operand."""

    start: int
    end: int
    name: str = ""
    key: Expression | None = None
    splat: str = ""
    """The kind of its token, when it is a splat."""


def apply_step(source: Expression, step: Step) -> Expression:
    """Return the operand with one access behind it.

    Everything behind ``[*]`` is taken of each element; behind ``.*`` only names are.
    """
    splats: list[Splat] = []
    while isinstance(source, Splat) and (source.full or step.name):
        splats.append(source)
        source = source.each
    if isinstance(source, Splat) and step.splat == "ATTR_SPLAT":
        raise RejectionError(step.start, step.end, "a splat cannot be nested in another `.*` splat")
    result = _accessed(source, step)
    for splat in reversed(splats):
        result = replace(splat, each=result, end=step.end)
    return result


def _accessed(source: Expression, step: Step) -> Expression:
    if step.splat:
        element = SplatElement(start=step.start, end=step.end)
        return Splat(
            start=source.start,
            end=step.end,
            source=source,
            each=element,
            full=step.splat == "FULL_SPLAT_START",
        )
    if step.key is not None:
        return Index(start=source.start, end=step.end, source=source, key=step.key)
    return GetAttribute(start=source.start, end=step.end, source=source, name=step.name)
