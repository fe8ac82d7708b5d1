"""The trails that a configuration declares and leaves out: by a ``count`` of zero and the like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.value import Hop
from ....model.left_out import LeftOut
from ....model.model import Model
from ....model.trail import Trail
from ..values.core_values import hops_of
from .configuration import Declaration, Module
from .expansion import enabled_argument
from .instance import ModuleInstance
from .loader import Loader
from .root import Root
from .static_sources import local_source

_DEFAULT = "default of "
_MOST_MODULES = 100
"""Modules below one that is left out in which trails are looked for."""


def left_out_trails(root: Root) -> tuple[LeftOut, ...]:
    """Return the trails of an evaluated root, and the modules with trails, that it leaves out."""
    types = frozenset(table.type for table in root.tables.entities if table.build is Trail)
    return tuple(_left_out(root, types))


def _left_out(root: Root, types: frozenset[str]) -> Iterator[LeftOut]:
    for instance in list(root.instances):
        module = instance.module
        for name, declaration in module.resources.items():
            if declaration.block.labels[0] in types:
                yield from _if_empty(root, instance, declaration, name)
        for name, called in instance.called.items():
            call = module.calls[name]
            if (
                not called.reason
                and not called.instances
                and _has(root.loader, module, call, types)
            ):
                yield from _if_empty(root, instance, call, f"module.{name}")


def _if_empty(
    root: Root, instance: ModuleInstance, declaration: Declaration, name: str
) -> Iterator[LeftOut]:
    expansion = root.expand(declaration, instance)
    if not expansion.copies and expansion.cause is None:
        by, provenance = _cause(root, instance, declaration)
        yield LeftOut(f"{instance.path}{name}", by, provenance)


def _cause(
    root: Root, instance: ModuleInstance, declaration: Declaration
) -> tuple[str, tuple[Hop, ...]]:
    """Return what leaves a block out, in words, and the way to the literal that does."""
    arguments = {
        "enabled": enabled_argument(declaration),
        "count": declaration.attributes.get("count"),
        "for_each": declaration.attributes.get("for_each"),
    }
    name, written = next((n, one) for n, one in arguments.items() if one is not None)
    environment = root.environment(instance, written.source)
    value = root.lenient(written.attribute.expression, environment, instance.context)
    span = written.source.span(written.attribute.expression.start, written.attribute.expression.end)
    way = (Hop(span, name), *hops_of(value.place))
    labels = [hop.label for hop in way if hop.label.startswith(_DEFAULT)]
    return f"the {labels[-1]}" if labels else f"its `{name}`", way


def _has(loader: Loader, module: Module, call: Declaration, types: frozenset[str]) -> bool:
    """Return whether a module that is called declares a trail, or one that it calls does."""
    waiting = list(_called(loader, module, (call,)))
    seen: set[str] = set()
    while waiting and len(seen) < _MOST_MODULES:
        found = waiting.pop()
        if found.directory in seen:
            continue
        seen.add(found.directory)
        if any(one.block.labels[0] in types for one in found.resources.values()):
            return True
        waiting += _called(loader, found, found.calls.values())
    return False


def _called(loader: Loader, module: Module, calls: Iterable[Declaration]) -> Iterator[Module]:
    for call in calls:
        directory = local_source(module, call)
        found = None if directory is None else loader.module(directory)
        if found is not None:
            yield found


def notes_on_left_out(model: Model) -> Iterator[Diagnostic]:
    """Yield a note on each trail that is left out where no other is declared."""
    for one in () if model.trails else model.left_out:
        yield Diagnostic(
            rule=NOT_EVALUATED,
            level=Level.NOTE,
            summary=f"no trail is deployed: {one.name} is left out by {one.by}",
            detail="Nothing of it is judged.",
            subject=one.provenance[0].span,
        )
