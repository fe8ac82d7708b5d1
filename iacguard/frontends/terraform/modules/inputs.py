"""The values of a module's variables: assigned, passed by the call, or their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ....core.source import Source
from ....core.value import Symbol
from ..expressions.constraints import Constraint, parse_constraint
from ..expressions.environment import Environment
from ..functions.json_text import json_parts
from ..functions.signature import text_of
from ..syntax.nodes import Expression
from ..values.convert import convert
from ..values.types import BOOL, DYNAMIC, NUMBER, STRING, Primitive
from ..values.values import (
    EvaluationError,
    TerraformValue,
    Trace,
    first_unknown,
    holds_sensitive,
    string,
    unknown,
    with_place,
    with_sensitive,
)
from .configuration import Declaration, WrittenAttribute
from .instance import ModuleInstance
from .root import Root
from .variables import Assignment


@dataclass(frozen=True, slots=True)
class _Given:
    """A value for a variable, before its type is applied."""

    value: TerraformValue
    place: Trace
    giver: str = ""
    """What gives it that no file holds: ``--var stage``, ``TF_VAR_stage``."""


def variable_value(root: Root, instance: ModuleInstance, name: str) -> TerraformValue:
    """Return the value of a declared variable."""
    declaration = instance.module.variables[name]
    constraint = _constraint(root, instance, declaration)
    nullable = _flag(root, instance, declaration, "nullable", otherwise=True)
    given = _given(root, instance, declaration, name, constraint)
    default = declaration.attributes.get("default")
    if given is not None and given.value.is_null and not nullable and default is not None:
        given = None
    unread = root.assigned.unread if instance.parent is None and given is None else ""
    is_own = instance.parent is not None or root.has_defaults
    is_sensitive = _flag(root, instance, declaration, "sensitive", otherwise=False)
    if given is not None:
        result = _applied(
            root, declaration, name, constraint, given, is_certain=instance.is_certain
        )
    elif default is not None and not unread and is_own:
        known = None if is_sensitive else root.loader.defaults.get(id(declaration))
        if known is not None:
            return known
        given = _default(root, instance, default, name)
        result = _applied(root, declaration, name, constraint, given)
        if first_unknown(result) is None and not holds_sensitive(result):
            root.loader.defaults[id(declaration)] = result
    else:
        reason = unread or _why_open(root, instance, name, has_default=default is not None)
        result = _without_value(instance, declaration, name, constraint, reason, nullable)
    if is_sensitive:
        if given is not None:
            root.hide(with_place(given.value, given.place))
        return with_sensitive(result)
    return result


def _why_open(root: Root, instance: ModuleInstance, name: str, *, has_default: bool) -> str:
    """Return why a variable has no value, and who may give it one."""
    state = "has only its default" if has_default else "has no value"
    if instance.parent is not None:
        hint = "its module call sets none"
    elif root.call is not None:
        hint = f"{root.call.caller.label} sets none"
    else:
        hint = "set it with --var or --var-file"
    return f"var.{name} {state} ({hint})"


def _default(root: Root, instance: ModuleInstance, default: WrittenAttribute, name: str) -> _Given:
    expression, source = default.attribute.expression, default.source
    environment = Environment(source=source, names=None)
    value = root.lenient(expression, environment, instance.context)
    place = Trace(source, expression.start, expression.end, f"default of var.{name}", value.place)
    return _Given(value, place)


def _given(
    root: Root, instance: ModuleInstance, declaration: Declaration, name: str, kind: Constraint
) -> _Given | None:
    """Return what the call or the user passes for a variable; None when that is nothing."""
    if instance.parent is None or instance.call is None:
        assigned = root.assigned.by_name.get(name)
        return None if assigned is None else _from_user(root, instance, declaration, assigned, kind)
    written = instance.call.attributes.get(name)
    if written is None:
        return None
    expression, source = written.attribute.expression, written.source
    environment = root.environment(instance.parent, source, instance.bindings)
    value = root.lenient(
        expression, environment, instance.parent.context, is_certain=instance.is_certain
    )
    label = f"argument of module.{instance.call.block.labels[0]}"
    return _Given(value, Trace(source, expression.start, expression.end, label, value.place))


def _from_user(
    root: Root,
    instance: ModuleInstance,
    declaration: Declaration,
    assigned: Assignment,
    kind: Constraint,
) -> _Given:
    if assigned.value is not None:
        return _from_call(root, instance, declaration, assigned, assigned.value, kind)
    source, attribute = assigned.source, assigned.attribute
    header = Trace(
        declaration.source, declaration.block.start, declaration.block.header_end, assigned.label
    )
    if attribute is None:
        untyped = "type" not in declaration.attributes
        if untyped or kind.type in (STRING, NUMBER, BOOL):
            return _Given(string(assigned.text), header, assigned.label)
        source = Source(assigned.label, f"value = {assigned.text}\n")
        file = root.loader.parse(source)
        attribute = file.body.attributes.get("value")
        if attribute is None or file.diagnostics:
            root.report(
                f"the value set by {assigned.label} is not a valid expression", declaration.header
            )
            return _Given(unknown("its value cannot be read"), header)
    expression = attribute.expression
    environment = Environment(source=source, names=None)
    value = root.lenient(expression, environment, instance.context)
    if assigned.attribute is None:
        return _Given(_without_places(value), header, assigned.label)
    place = Trace(source, expression.start, expression.end, assigned.label, value.place)
    return _Given(value, place)


def _from_call(
    root: Root,
    instance: ModuleInstance,
    declaration: Declaration,
    assigned: Assignment,
    value: TerraformValue,
    kind: Constraint,
) -> _Given:
    """Return a value that a file of another language gives."""
    written, block = value.place, declaration.block
    if written is None:
        place = Trace(declaration.source, block.start, block.header_end, assigned.label)
    else:
        # An input may be what a whole file says, and then its own place says more.
        place = Trace(written.source, written.start, written.end, assigned.label, written.behind)
    if root.call is not None and root.call.has_untyped_inputs:
        is_untyped = "type" not in declaration.attributes
        if is_untyped or kind.type is STRING:
            value = _as_text(value)
        elif value.type is STRING and kind.type not in (NUMBER, BOOL):
            value = _of_text(root, instance, value)
    return _Given(value, place)


def _of_text(root: Root, instance: ModuleInstance, value: TerraformValue) -> TerraformValue:
    """Return what a text says that reaches a variable of a list, an object or the like.

    Terraform reads it as an expression without names.
    """
    if value.is_null:
        return value
    if value.unknown is not None or not isinstance(value.content, str):
        return with_place(unknown("it is given as a text that is not known"), value.place)
    file = root.loader.parse(Source("input", f"value = {value.content}\n"))
    attribute = file.body.attributes.get("value")
    if attribute is None or file.diagnostics:
        return value
    environment = Environment(source=file.source, names=None)
    found = root.lenient(attribute.expression, environment, instance.context, is_certain=False)
    return with_place(_without_places(found), value.place)


def _as_text(value: TerraformValue) -> TerraformValue:
    """Return a value as the text that an environment variable has of it; null stays null."""
    if value.is_null or (value.unknown is not None and value.type is DYNAMIC):
        return value
    if isinstance(value.type, Primitive):
        return convert(value, STRING)
    parts, cause = json_parts(value)
    return with_place(text_of(parts, cause), value.place)


def _without_places(value: TerraformValue) -> TerraformValue:
    """Return a value from the command line: there is no file to point into."""
    content = value.content
    if isinstance(content, tuple):
        content = tuple(map(_without_places, content))
    elif isinstance(content, Mapping):
        content = {name: _without_places(entry) for name, entry in content.items()}
    return replace(value, content=content, place=None)


def _applied(
    root: Root,
    declaration: Declaration,
    name: str,
    constraint: Constraint,
    given: _Given,
    *,
    is_certain: bool = True,
) -> TerraformValue:
    try:
        return with_place(constraint.apply(given.value), given.place)
    except EvaluationError as error:
        place = given.place
        by = f", set by {given.giver}," if given.giver else ""
        summary = f"the value of var.{name}{by} does not match its type: {error.summary}"
        if is_certain:
            root.report(summary, place.source.span(place.start, place.end))
        return with_place(unknown(summary), place)


def _without_value(
    instance: ModuleInstance,
    declaration: Declaration,
    name: str,
    constraint: Constraint,
    reason: str,
    nullable: bool,
) -> TerraformValue:
    block = declaration.block
    place = Trace(declaration.source, block.start, block.header_end, f"var.{name}")
    symbol = Symbol(f"{instance.path}var.{name}")
    identified = constraint.type in (STRING, DYNAMIC) or not isinstance(constraint.type, Primitive)
    value = unknown(
        reason,
        constraint.type,
        never_null=not nullable,
        parts=(symbol,) if identified else (),
    )
    return with_place(value, place)


def _constraint(root: Root, instance: ModuleInstance, declaration: Declaration) -> Constraint:
    written = declaration.attributes.get("type")
    if written is None:
        return Constraint()
    shared = root.loader.constraints
    found = shared.get(id(declaration))
    if found is not None:
        return found
    source = written.source

    def evaluate(expression: Expression) -> TerraformValue:
        environment = Environment(source=source, names=None)
        return root.strict(expression, environment, instance.context)

    try:
        found = parse_constraint(written.attribute.expression, evaluate)
    except EvaluationError as error:
        root.failed(error, source, written.attribute.expression)
        return Constraint()
    if found.defaults is None:
        shared[id(declaration)] = found
    return found


def _flag(
    root: Root, instance: ModuleInstance, declaration: Declaration, name: str, *, otherwise: bool
) -> bool:
    written = declaration.attributes.get(name)
    if written is None:
        return otherwise
    environment = Environment(source=written.source, names=None)
    value = root.lenient(written.attribute.expression, environment, instance.context)
    return value.content if isinstance(value.content, bool) else otherwise
