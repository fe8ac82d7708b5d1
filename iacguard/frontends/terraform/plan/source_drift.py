"""What a source does not write as it was planned, where the plan knows no value of it.

A plan tells of each argument which names it refers to, and the arguments of the policy documents
that are read during apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ....core.value import Absent, Known, Unknown, Value
from ..expressions.references import body_references
from ..modules.blocks import META_ARGUMENTS, META_BLOCKS
from ..modules.configuration import Declaration
from ..modules.instance import ModuleInstance
from ..syntax.nodes import BlockSyntax, Body
from ..values.core_values import core_value
from .configuration import PlanConfiguration
from .documents import POLICY_DOCUMENT
from .merge_with_source import text_of, without_keys
from .sections import PlanContents
from .values import Conversion

_SKIPPED = META_ARGUMENTS | META_BLOCKS
_NOT_NAMES = frozenset({"count", "each", "ephemeral", "path", "self", "terraform"})

_MOST_COMPARED = 20_000
"""Values of one document that are compared with each other; a large one has some hundreds."""


def rewritten_declarations(
    configuration: PlanConfiguration, instances: Iterable[ModuleInstance]
) -> Iterator[str]:
    """Yield the resources and data sources that refer to other names than was planned.

    They go by their addresses without the keys of instances.
    """
    for instance in instances:
        module = instance.path.rstrip(".")
        declared = {
            **instance.module.resources,
            **{f"data.{name}": each for name, each in instance.module.data_sources.items()},
        }
        for name, declaration in declared.items():
            written = configuration.expressions(module, instance.path + name)
            # Configurations of plans leave ``dynamic`` blocks out.
            if written and not _has_dynamic(declaration):
                names = map(declared_name, planned_references(written))
                if set(filter(None, names)) != set(_written_names(declaration)):
                    yield without_keys(instance.path + name)


def rewritten_documents(
    contents: PlanContents, configuration: PlanConfiguration, instances: Iterable[ModuleInstance]
) -> Iterator[str]:
    """Yield the addresses of the policy documents that do not say what was planned."""
    written = {
        copy.address: {name: core_value(value) for name, value in copy.attributes.items()}
        for instance in instances
        for (kind, name), found in instance.resources.items()
        if kind == "data" and name.startswith(f"{POLICY_DOCUMENT}.")
        for copy in found.copies
    }
    for address, resource in contents.data_sources.items():
        # One that was read while planning is known by its text.
        if resource.type == POLICY_DOCUMENT and resource.unknown is not None and address in written:
            arguments = configuration.expressions(resource.module, address)
            conversion = Conversion(contents.source, resource, limits=contents.limits)
            planned = conversion.attributes(arguments)
            if not _Comparison().say_the_same(planned, written[address]):
                yield address


def _has_dynamic(declaration: Declaration) -> bool:
    waiting: list[BlockSyntax] = [each.block for each in declaration.blocks]
    while waiting:
        block = waiting.pop()
        if block.type == "dynamic":
            return True
        waiting += block.body.blocks
    return False


def planned_references(written: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a declaration refers to, as the plan lists it."""
    waiting: list[object] = [written]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, Mapping):
            listed = node.get("references")
            yield from map(str, listed if isinstance(listed, list) else ())
            waiting += (
                inner
                for name, inner in node.items()
                if name not in _SKIPPED and name not in ("constant_value", "references")
            )


def declared_name(reference: str) -> str:
    """Return what is declared of a reference; empty where it is to nothing that is."""
    parts = without_keys(reference).split(".")
    if parts[0] in _NOT_NAMES:
        return ""
    count = 3 if parts[0] == "data" else 2
    return ".".join(parts[:count]) if len(parts) >= count else ""


def _written_names(declaration: Declaration) -> Iterator[str]:
    """Yield the names that a declaration refers to now."""
    attributes = {name: each.attribute for name, each in declaration.attributes.items()}
    body = Body(attributes=attributes, blocks=tuple(each.block for each in declaration.blocks))
    for reference in body_references(body, _SKIPPED):
        prefix = "" if reference.kind == "resource" else f"{reference.kind}."
        yield prefix + reference.name


class _Comparison:
    """Compares what was planned with what is written now, in so many steps."""

    def __init__(self) -> None:
        self._left = _MOST_COMPARED

    def say_the_same(
        self, planned: Mapping[str, Value[Any]], written: Mapping[str, Value[Any]]
    ) -> bool:
        """Return whether arguments may be those that were planned."""
        return all(
            self._may_be(planned.get(name, Absent()), written.get(name, Absent()))
            for name in {**planned, **written}
        )

    def _may_be(self, planned: Value[Any], written: Value[Any]) -> bool:
        """Return whether what is written may be what was planned; not where that takes long."""
        self._left -= 1
        if self._left < 0:
            return False
        if isinstance(planned, Unknown) or isinstance(written, Unknown):
            return True
        if isinstance(planned, Absent) or isinstance(written, Absent):
            return _is_nothing(planned) and _is_nothing(written)
        mine, other = planned.value, written.value
        if isinstance(mine, tuple):
            # JSON syntax may write a single block without the brackets.
            return self._are_elements(mine, other if isinstance(other, tuple) else (written,))
        if isinstance(mine, Mapping):
            return isinstance(other, Mapping) and self.say_the_same(mine, other)
        if isinstance(other, tuple | Mapping):
            return False
        return text_of(mine).strip() == text_of(other).strip()

    def _are_elements(
        self, planned: tuple[Value[Any], ...], written: tuple[Value[Any], ...]
    ) -> bool:
        """Return whether each element finds a partner of its own, for sets have no order."""
        if len(planned) != len(written):
            return False
        left = list(written)
        # What nothing is known of may be any of them, and chooses last.
        for element in sorted(planned, key=lambda each: isinstance(each, Unknown)):
            found = next((i for i, each in enumerate(left) if self._may_be(element, each)), None)
            if found is None:
                return False
            del left[found]
        return True


def _is_nothing(value: Value[Any]) -> bool:
    """Return whether nothing is written, or what says as much."""
    return isinstance(value, Absent) or (isinstance(value, Known) and value.value in ((), ""))
