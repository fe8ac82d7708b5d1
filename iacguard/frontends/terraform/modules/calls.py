"""Module calls: which module they mean, and the instances that they make."""

from __future__ import annotations

from collections.abc import Callable

from ....core.diagnostic import FILE_NOT_READ, Level
from ....core.value import Hop, Known, Unknown
from ..values.core_values import core_value
from .blocks import META_ARGUMENTS
from .configuration import Declaration, Module
from .expansion import SINGLE
from .instance import Called, ModuleInstance
from .loader import Unreachable
from .root import Root

_OF_CALLS = META_ARGUMENTS | {"source", "version"}
"""Arguments of a module call that Terraform itself takes."""


def instantiate(
    root: Root,
    parent: ModuleInstance,
    call: Declaration,
    add: Callable[[ModuleInstance], None],
) -> Called:
    """Return the instances of a module call, each taken in by `add`."""
    name = call.block.labels[0]
    module = _module(root, parent, call)
    if isinstance(module, Unreachable):
        return Called(SINGLE, (), f"module.{name} was not read: {module.reason}")
    _check_arguments(root, parent, call, module)
    expansion = root.expand(call, parent)
    if len(root.instances) + len(expansion.copies) > root.limits.instances:
        root.report(
            f"the configuration has more than {root.limits.instances} module instances",
            call.header,
            detail="This module call was not evaluated; what depends on it is unknown.",
        )
        return Called(SINGLE, (), f"there are too many module instances to evaluate module.{name}")
    instances = []
    for copy in expansion.copies:
        step = f"module.{name}{copy.suffix}"
        instance = ModuleInstance(
            number=len(root.instances),
            module=module,
            path=f"{parent.path}{step}.",
            key=f"{parent.key}.{name}" if parent.key else name,
            context=root.context(module),
            parent=parent,
            call=call,
            bindings=copy.bindings,
            cause=expansion.cause or parent.cause,
            callers=(*parent.callers, Hop(call.header, step)),
            depth=parent.depth + 1,
        )
        add(instance)
        instances.append(instance)
    return Called(expansion, tuple(instances))


def _check_arguments(root: Root, parent: ModuleInstance, call: Declaration, module: Module) -> None:
    """Report arguments that a module does not declare, and those that it asks for in vain.

    Where a part of the module could not be read, it may declare more.
    """
    if any(each.rule == FILE_NOT_READ for each in module.diagnostics):
        return
    if root.is_of_components and parent.parent is None:
        # What a component gives beyond its module's variables is passed over.
        return
    name = call.block.labels[0]
    for argument, written in call.attributes.items():
        if argument not in module.variables and argument not in _OF_CALLS:
            start, end = written.attribute.start, written.attribute.end
            summary = f"module.{name} has no variable named `{argument}`"
            root.report(summary, written.source.span(start, end), detail="Terraform refuses it.")
    for variable, declared in module.variables.items():
        if "default" not in declared.attributes and variable not in call.attributes:
            summary = f"module.{name} has no value for its variable `{variable}`"
            root.report(summary, call.header, detail="It has no default, so Terraform refuses it.")


def _module(root: Root, parent: ModuleInstance, call: Declaration) -> Module | Unreachable:
    """Return the module that a call means; what stands in the way is reported."""
    name = call.block.labels[0]
    written = call.attributes.get("source")
    if written is None:
        root.report(f"module.{name} has no `source`", call.header)
        return Unreachable("it has no source")
    environment = root.environment(parent, written.source)
    value = core_value(root.lenient(written.attribute.expression, environment, parent.context))
    if isinstance(value, Unknown):
        reason = f"its source is not known ({value.reason})"
        return _reported(root, call, Unreachable(reason), Level.NOTE)
    if not isinstance(value, Known) or not isinstance(value.value, str):
        return _reported(root, call, Unreachable("its source is not a string"))
    key = f"{parent.key}.{name}" if parent.key else name
    target = root.loader.target(root.directory, parent.module.directory, key, value.value)
    if isinstance(target, Unreachable):
        return _reported(root, call, target, Level.NOTE)
    above: ModuleInstance | None = parent
    while above is not None:
        if above.module.directory == target:
            return _reported(root, call, Unreachable("it calls itself"))
        above = above.parent
    if parent.depth >= root.limits.module_depth:
        reason = f"modules are nested more than {root.limits.module_depth} levels deep"
        return _reported(root, call, Unreachable(reason))
    module = root.loader.module(target)
    if module is None:
        reason = "its source directory has no Terraform files"
        return _reported(root, call, Unreachable(reason))
    return module


def _reported(
    root: Root, call: Declaration, why: Unreachable, level: Level = Level.ERROR
) -> Unreachable:
    name = call.block.labels[0]
    root.report(f"module.{name} was not read: {why.reason}", call.header, level, why.detail)
    return why
