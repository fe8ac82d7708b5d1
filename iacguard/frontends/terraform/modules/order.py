"""What Terraform deploys before a resource, as a configuration orders it.

A resource comes after whatever its expressions refer to, all their branches included, and what
`depends_on` names: its own, or that of a module call or an output on the way.
https://developer.hashicorp.com/terraform/internals/graph
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from ....core.diagnostic import FILE_NOT_READ
from ....core.value import Hop, Unknown
from ...lowering.block import Block
from ...lowering.precedence import Perhaps, Precedence
from ..expressions.references import Reference, body_references, references
from ..syntax.nodes import Body
from .configuration import Declaration, Module
from .root import Root
from .static_sources import local_source

_MOST_NODES = 200_000
"""Things of a configuration that are looked at, each module call's own ones."""

_NOTHING: frozenset[str] = frozenset()

_OF_CALLS = ("count", "for_each", "depends_on")
"""What a module call refers to before any part of the module is evaluated."""

Path = tuple[str, ...]


class Node(NamedTuple):
    """One thing of a configuration, whatever the number of its instances."""

    path: Path
    """The module calls that lead to its module, by name."""

    kind: str
    """``var``, ``local``, ``output``, ``resource``, ``data``; ``module`` for all that is in one,
    ``call`` for what the call of its own module waits for."""

    name: str = ""


Need: TypeAlias = "Node | Perhaps[Node] | Unknown"


def ordered(root: Root, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks of a root, those of which a rule asks it with what comes before them."""
    types = root.tables.ordered_types()
    if not any(block.type in types for block in blocks):
        return tuple(blocks)
    nodes = {
        copy.address: Node(_path(instance.key), "resource", name)
        for instance in root.instances
        for (kind, name), found in instance.resources.items()
        if kind == "resource"
        for copy in found.copies
    }
    holders = root.tables.policy_types()
    bits: dict[Node, int] = {}
    positions = {
        block.address: bits.setdefault(nodes[block.address], len(bits))
        for block in blocks
        if block.type in holders
    }
    precedence = Precedence(_Configuration(root).needs, bits.get)

    return tuple(
        replace(block, order=precedence.order(nodes[block.address], positions))
        if block.type in types
        else block
        for block in blocks
    )


def _path(key: str) -> Path:
    return tuple(key.split(".")) if key else ()


class _Configuration:
    """The modules of a root by the calls that lead to them, read as far as they are asked for."""

    def __init__(self, root: Root) -> None:
        self._root = root
        self._modules: dict[Path, Module | None] = {
            _path(instance.key): instance.module for instance in root.instances
        }
        self._references: dict[int, tuple[Reference, ...]] = {}
        self._left = _MOST_NODES

    def needs(self, node: Node) -> Iterator[Need]:
        """Yield what something waits for."""
        self._left -= 1
        if self._left < 0:
            yield Unknown((), "the configuration has too many parts to tell what comes first")
            return
        if node.kind == "call":
            yield from self._of_call(node)
            return
        if node.path:
            yield Node(node.path, "call")
        module = self._module(node.path)
        if module is None:
            yield from self._of_unread(node.path)
            return
        match node.kind:
            case "module":
                yield from _all_of(node.path, module)
            case "var":
                yield from self._of_variable(node)
            case "local":
                written = module.locals[node.name]
                yield from self._named(node.path, references(written.attribute.expression))
            case "output":
                yield from self._named(node.path, self._of(module.outputs[node.name]))
            case "data":
                yield from self._named(node.path, self._of(module.data_sources[node.name]))
            case _:
                yield from self._named(node.path, self._of(module.resources[node.name]))

    def _of_call(self, node: Node) -> Iterator[Need]:
        *outer, name = node.path
        if outer:
            yield Node(tuple(outer), "call")
        caller = self._module(tuple(outer))
        call = None if caller is None else caller.calls.get(name)
        for argument in _OF_CALLS if call is not None else ():
            written = call.attributes.get(argument) if call is not None else None
            if written is not None:
                yield from self._named(tuple(outer), references(written.attribute.expression))

    def _of_variable(self, node: Node) -> Iterator[Need]:
        if not node.path:
            return
        *outer, name = node.path
        caller = self._module(tuple(outer))
        call = None if caller is None else caller.calls.get(name)
        written = None if call is None else call.attributes.get(node.name)
        if written is not None:
            yield from self._named(tuple(outer), references(written.attribute.expression))

    def _of(self, declaration: Declaration) -> tuple[Reference, ...]:
        """Return what a block refers to anywhere in it."""
        key = id(declaration)
        if key not in self._references:
            found: list[Reference] = []
            for written in declaration.attributes.values():
                found.extend(references(written.attribute.expression))
            blocks = Body(blocks=tuple(each.block for each in declaration.blocks))
            found.extend(body_references(blocks, _NOTHING))
            self._references[key] = tuple(found)
        return self._references[key]

    def _named(self, path: Path, found: Iterable[Reference]) -> Iterator[Need]:
        """Yield what references of a module lead to."""
        module = self._module(path)
        if module is None:
            return
        declared: Mapping[str, Mapping[str, object]] = {
            "var": module.variables,
            "local": module.locals,
            "module": module.calls,
            "data": module.data_sources,
            "resource": module.resources,
        }
        for reference in found:
            if reference.name not in declared[reference.kind]:
                yield from _lost_parts(module)
            elif reference.kind == "module":
                yield from self._in_module((*path, reference.name), reference.output)
            else:
                yield Node(path, reference.kind, reference.name)

    def _in_module(self, path: Path, output: str | None) -> Iterator[Need]:
        module = self._module(path)
        if module is None or output is None:
            yield Node(path, "module")
        elif output in module.outputs:
            yield Node(path, "output", output)
        else:
            yield from _lost_parts(module)

    def _module(self, path: Path) -> Module | None:
        """Return the module that calls lead to; None where it was not read."""
        if path not in self._modules:
            self._modules[path] = self._called(path)
        return self._modules[path]

    def _called(self, path: Path) -> Module | None:
        """Return a module of local files that nothing has asked for so far."""
        *outer, name = path
        caller = self._module(tuple(outer))
        call = None if caller is None else caller.calls.get(name)
        if caller is None or call is None or len(path) > self._root.limits.module_depth:
            return None
        directory = local_source(caller, call)
        above = [self._module(path[:length]) for length in range(len(path))]
        if directory is None or any(one and one.directory == directory for one in above):
            return None
        return self._root.loader.module(directory)

    def _of_unread(self, path: Path) -> Iterator[Need]:
        """Yield what parts of a module may wait for that was not read: what it is given."""
        *outer, name = path
        caller = self._module(tuple(outer))
        call = None if caller is None else caller.calls.get(name)
        if call is None:
            return
        where = "".join(f"module.{one}." for one in path).rstrip(".")
        doubt = Unknown(
            (Hop(call.header, where),),
            f"whether it waits for all that {where} is given is not known: that was not read",
        )
        for written in call.attributes.values():
            for need in self._named(tuple(outer), references(written.attribute.expression)):
                yield Perhaps(need, doubt) if isinstance(need, Node) else need


def _all_of(path: Path, module: Module) -> Iterator[Node]:
    yield from (Node(path, "resource", name) for name in module.resources)
    yield from (Node(path, "data", name) for name in module.data_sources)
    yield from (Node(path, "output", name) for name in module.outputs)
    yield from (Node((*path, name), "module") for name in module.calls)


def _lost_parts(module: Module) -> Iterator[Unknown]:
    """Yield that a name may be declared in what could not be read of a module, if anything."""
    for diagnostic in module.diagnostics:
        if diagnostic.rule == FILE_NOT_READ:
            said = f"part of {diagnostic.subject.path} was not read: {diagnostic.summary}"
            yield Unknown((Hop(diagnostic.subject, "this part"),), said)
            return
