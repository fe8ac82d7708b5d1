"""Values that scanned stacks share by Export and Fn::ImportValue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from ....core.limits import Limits
from ....core.text import ACCOUNT, PARTITION, REGION
from ....core.value import Hop, Known, Part, Symbol, Unknown, Value
from ...lowering.fields import Tables
from ..evaluation.evaluate import Budget, Evaluator
from ..evaluation.parameter_values import questions_of
from ..evaluation.questions import Inquiry
from ..evaluation.references import output_value
from ..stacks.exports import Export, Exports
from ..stacks.stack import Stack, stacks_below
from ..stacks.template import bound_name, text_of
from ..text.document import MapNode, followed

_MOST_IMPORTS = 3
"""How many scopes one imported value may come through."""


class Shared:
    """What the stacks of a scan export under a name that is written out."""

    def __init__(
        self, roots: Mapping[str, Sequence[Stack]], tables: Tables, limits: Limits
    ) -> None:
        """Look at every stack of these scopes."""
        self._tables = tables
        self._limits = limits
        self._budget = Budget(limits.evaluation_steps)
        self._exports: dict[str, list[tuple[str, Export]]] = {}
        self._roots = roots
        self._active: set[str] = set()
        for scope, stacks in roots.items():
            for root in stacks:
                for stack in stacks_below(root):
                    for output, name in _exported(stack):
                        found = self._exports.setdefault(name, [])
                        found.append((scope, Export(stack, output)))

    def exports_for(self, scope: str) -> Exports:
        """Return the exports as one scope sees them."""
        inside: dict[str, tuple[Export, ...]] = {}
        for name, found in self._exports.items():
            own = tuple(export for owner, export in found if owner == scope)
            if own:
                inside[name] = own
        return Exports(inside, partial(self.values, scope))

    def values(self, scope: str, name: str) -> list[Value[Any]]:
        """Return what the stacks of other scopes export under a name, with open questions open."""
        found = [(owner, each) for owner, each in self._exports.get(name, ()) if owner != scope]
        if len(found) != 1:
            return [Unknown((), f"several stacks export {name}")] * min(len(found), 2)
        if name in self._active or len(self._active) >= _MOST_IMPORTS:
            return [Unknown((), f"the export {name} is itself imported")]
        owner, export = found[0]
        evaluation = Evaluator(
            inquiry=Inquiry({}),
            tables=self._tables,
            questions=questions_of(self._roots[owner]),
            limits=self._limits,
            budget=self._budget,
            diagnostics={},
            exports=self.exports_for(owner),
        )
        self._active.add(name)
        try:
            hop = Hop(export.stack.outputs[export.output].header, "")
            value = output_value(evaluation, export.stack, export.output, hop)
        finally:
            self._active.discard(name)
        return [_foreign(value, owner)]


def _exported(stack: Stack) -> Iterator[tuple[str, str]]:
    """Yield the outputs that a stack exports under a name that is written out."""
    for output, written in stack.outputs.items():
        body = followed(written.node)
        export = followed(body.get("Export") or body) if isinstance(body, MapNode) else None
        name = text_of(export.get("Name")) if isinstance(export, MapNode) else None
        if name is not None:
            yield output, bound_name(name, written.bindings)


def _foreign(value: Value[Any], scope: str) -> Value[Any]:
    """Return a value as another scope sees it: its resources are not that scope's."""
    if isinstance(value, Known) and isinstance(value.value, str):
        return value
    if not isinstance(value, Unknown):
        return Unknown(value.provenance, "the exported value is not a string", never_null=True)
    parts: list[Part] = []
    for part in value.parts:
        if isinstance(part, Symbol) and part not in (ACCOUNT, PARTITION, REGION):
            part = replace(part, name=f"{scope}:{part.name}")
        parts.append(part)
    return replace(value, parts=tuple(parts), elements=(), encodes=None)
