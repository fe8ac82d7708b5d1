"""What of a configuration was not read: modules out of reach, and lost parts of files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ....core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ....core.text import parts_of
from ....core.value import Hop, Known, Symbol, Unknown, Value
from ....core.value_walk import values_in
from ....model.unread_parts import Unread
from ...lowering.fields import Tables
from ..syntax.nodes import BlockSyntax
from ..values.core_values import core_value
from ..values.values import TerraformValue
from .blocks import META_ARGUMENTS
from .configuration import Declaration, Module, WrittenAttribute
from .instance import ModuleInstance
from .name_evaluation import NameWork
from .other_providers import FOREIGN, ForeignResource, foreign_resource
from .root import Root

_COMMANDS = (("local-exec",), ("remote-exec",))
_OF_COMMANDS = ("command", "environment", "inline")
_NOT_GIVEN = META_ARGUMENTS | {"source", "version", "providers"}


# fmt: off
_IDENTITY = frozenset({
    "alarm", "alarms", "arn", "arns", "bucket", "buckets", "function", "functions", "group",
    "groups", "id", "ids", "key", "keys", "kms", "lambda", "log", "logs", "metric", "metrics",
    "queue", "queues", "role", "roles", "rule", "rules", "sns", "sqs", "s3", "topic", "topics",
    "trail", "trails",
})
# fmt: on
"""Words of an argument's name that say that a resource is given, be it by a name of its own."""

_RESOURCE = re.compile(r"(?:^|\.)(?:aws|awscc)_[a-z0-9_]+\.[\w-]+")
"""What the address of a resource, or of a part of one, holds."""


def identities(given: Value[object]) -> Iterator[Value[object]]:
    """Yield what in a value can only mean a resource: references, and ARNs.

    A name or a tag that happens to be written with the same letters means nothing.
    """
    for value in values_in(given):
        parts = parts_of(value) if isinstance(value, Known | Unknown) and _is_text(value) else None
        if not parts:
            continue
        by_reference = any(_RESOURCE.search(hop.label) for hop in value.provenance)
        by_symbol = any(isinstance(part, Symbol) and _RESOURCE.search(part.name) for part in parts)
        if by_reference or by_symbol or any(isinstance(p, str) and "arn:" in p for p in parts):
            yield value


def _is_text(value: Known[object] | Unknown) -> bool:
    return isinstance(value, Unknown) or isinstance(value.value, str)


def unread_parts(root: Root, work: NameWork) -> tuple[Unread, ...]:
    """Return what belongs to an evaluated root and was not read."""
    # Calls are evaluated as they are needed; a report names them as they are written.
    calls = sorted(_calls(root, work), key=lambda one: one.hop.span)
    return (*calls, *_provisioners(root, work), *_lost(root))


def _calls(root: Root, work: NameWork) -> Iterator[Unread]:
    position = 0
    # What an argument needs may be a module that nothing else needed.
    while position < len(root.instances):
        instance = root.instances[position]
        position += 1
        for name, called in list(instance.called.items()):
            if called.reason:
                call = instance.module.calls[name]
                yield Unread(
                    name=f"{instance.path}module.{name}",
                    reason=called.reason.removeprefix(f"module.{name} was not read: "),
                    hop=Hop(call.header, f"module.{name}"),
                    given=tuple(_given(root, work, instance, call)),
                )


def _provisioners(root: Root, work: NameWork) -> Iterator[Unread]:
    """Yield the commands that resources run, which may configure whatever they name."""
    for instance in list(root.instances):
        for name, declaration in instance.module.resources.items():
            commands = [
                WrittenAttribute(each.block.body.attributes[argument], each.source)
                for each in declaration.blocks
                if each.block.type == "provisioner" and each.block.labels in _COMMANDS
                for argument in _OF_COMMANDS
                if argument in each.block.body.attributes
            ]
            if not commands:
                continue
            for each in META_ARGUMENTS & {"count", "for_each"} & declaration.attributes.keys():
                work.argument(instance, declaration.attributes[each], {})
            copies = root.expand(declaration, instance).copies
            given = [
                core_value(work.argument(instance, command, copy.bindings))
                for copy in copies
                for command in commands
            ]
            if copies:
                yield Unread(
                    name=f"{instance.path}{name}",
                    reason="the commands of its provisioner are not evaluated",
                    hop=Hop(declaration.header, name),
                    given=tuple(given),
                    declares=False,
                )


def foreign_resources(root: Root, work: NameWork) -> Iterator[ForeignResource]:
    """Yield the resources that declare others by means that are not read."""
    position = 0
    while position < len(root.instances):
        instance = root.instances[position]
        position += 1
        for name, declaration in instance.module.resources.items():
            type_ = declaration.block.labels[0]
            if type_ not in FOREIGN:
                continue
            # Only what it is given counts; a mistake elsewhere in it is no reader's concern.
            for each in META_ARGUMENTS & {"count", "for_each"} & declaration.attributes.keys():
                work.argument(instance, declaration.attributes[each], {})
            copies = root.expand(declaration, instance).copies
            given = [
                _named(work, instance, declaration, copy.bindings, FOREIGN[type_])
                for copy in copies
            ]
            if copies:
                address = f"{instance.path}{name}"
                found = foreign_resource(type_, address, declaration.header, given)
                if found is not None:
                    yield found


def _named(
    work: NameWork,
    instance: ModuleInstance,
    declaration: Declaration,
    bindings: Mapping[str, TerraformValue],
    named: tuple[str, ...],
) -> dict[str, Value[object]]:
    """Return of an instance of a resource what these attributes and nested blocks are."""
    written = declaration.attributes
    found = {
        name: work.argument(instance, written[name], bindings) for name in named if name in written
    }
    blocks = [each for each in declaration.blocks if _kind_of(each.block) in named]
    found.update(work.nested(instance, blocks, bindings))
    return {name: core_value(value) for name, value in found.items()}


def _kind_of(block: BlockSyntax) -> str:
    """Return the type of a nested block, of a ``dynamic`` one that of those it generates."""
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


def _given(
    root: Root, work: NameWork, instance: ModuleInstance, call: Declaration
) -> Iterator[Value[object]]:
    """Yield the arguments of a call, of each of its instances."""
    arguments = [(name, each) for name, each in call.attributes.items() if name not in _NOT_GIVEN]
    for copy in root.expand(call, instance).copies:
        for name, written in arguments:
            value = core_value(work.argument(instance, written, copy.bindings))
            if _IDENTITY.isdisjoint(name.lower().split("_")):
                yield from identities(value)
            else:
                yield value


def _lost(root: Root) -> Iterator[Unread]:
    """Yield the parts of files that could not be parsed, where a block may have stood that matters.

    Of a file that was not read at all nothing is known.
    """
    found = {
        diagnostic
        for instance in root.instances
        for diagnostic in instance.module.diagnostics
        if diagnostic.rule == FILE_NOT_READ
        and diagnostic.level is Level.ERROR
        and _matters(diagnostic, instance.module, root.tables)
    }
    for diagnostic in sorted(found, key=lambda each: (each.subject, each.summary)):
        yield Unread(
            name=f"part of {diagnostic.subject.path}",
            reason=diagnostic.summary,
            hop=Hop(diagnostic.subject, "this part"),
            given=None,
        )


def _matters(lost: Diagnostic, module: Module, tables: Tables) -> bool:
    """Return whether the lost part names a type that the model can use, or may call a module."""
    span = lost.context
    texts = [file.source.text for file in module.files if file.source.path == lost.subject.path]
    if span is None or not texts:
        return True
    text = texts[0][span.start.offset : span.end.offset]
    return "module" in text or any(name in text for name in tables.types() | FOREIGN.keys())
