"""Which directory holds the source that a plan was made of.

A plan does not say where it was made. Its configuration names every resource, data source and
module call of the root, and so does the source.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ....core.wording import listed
from ..modules.configuration import Module
from ..modules.loader import Loader

_MOST_NAMED = 3
"""Names that a message lists."""


@dataclass(frozen=True, slots=True)
class PlanSource:
    """The root module that a plan was made of, as it is now."""

    module: Module

    only_planned: tuple[str, ...] = ()
    """What the plan's configuration declares and the source does not, sorted."""

    only_written: tuple[str, ...] = ()
    """What the source declares and the plan's configuration does not, sorted."""

    @property
    def difference(self) -> str:
        """How the source differs from what was planned; empty where it does not."""
        clauses = []
        if self.only_planned:
            clauses.append(f"{with_verb(self.only_planned)} only in the plan")
        if self.only_written:
            clauses.append(f"{with_verb(self.only_written)} only in the source")
        return ", ".join(clauses)


def find_source(
    plan: str, declared: Collection[str] | None, given: Collection[str], loader: Loader
) -> PlanSource | None:
    """Return the source of a plan; None where no directory declares any of what it has.

    The plan's own directory comes first, then the `given` ones, then those above the plan. One
    that declares just what the plan does wins over one that declares a part of it; above the plan,
    no other counts. `declared` is None where the plan has no configuration.
    """
    own = posixpath.dirname(plan)
    near = [module for each in (own, *given) if (module := loader.module(each)) is not None]
    if not declared:
        return PlanSource(near[0]) if near else None
    above = (m for each in _above(own) if (m := loader.module(each)) is not None)
    for module in (*near, *above):
        if _names(module) == set(declared):
            return PlanSource(module)
    best = max(near, key=lambda module: len(_names(module) & set(declared)), default=None)
    if best is None or not _names(best) & set(declared):
        return None
    names = _names(best)
    return PlanSource(
        best, tuple(sorted(set(declared) - names)), tuple(sorted(names - set(declared)))
    )


def with_verb(names: Collection[str]) -> str:
    """Return a few names as a message lists them, and the verb that goes with as many."""
    verb = "is" if len(names) == 1 else "are"
    return f"{listed([name[:200] for name in names], _MOST_NAMED)} {verb}"


def _names(module: Module) -> set[str]:
    return {
        *module.resources,
        *(f"data.{name}" for name in module.data_sources),
        *(f"module.{name}" for name in module.calls),
        *_read_by_checks(module),
    }


def _read_by_checks(module: Module) -> Iterator[str]:
    """Yield the data sources inside ``check`` blocks, which a plan lists with all others."""
    for file in module.files:
        for block in file.body.blocks:
            if block.type == "check":
                for inner in block.body.blocks:
                    if inner.type == "data" and len(inner.labels) == 2:
                        yield f"data.{'.'.join(inner.labels)}"


def _above(directory: str) -> Iterator[str]:
    """Yield the directories that hold a directory, the nearest one first."""
    while directory:
        directory = posixpath.dirname(directory)
        yield directory
