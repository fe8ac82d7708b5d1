"""One resource of a template as a block, under some answers to its open questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ....core.diagnostic import Level
from ....core.source import SourceSpan
from ....core.value import Absent, Hop, Known, Unknown, Value
from ....core.verdict import Verdict
from ...lowering.block import Block
from ...lowering.fields import Own, Tables
from ..evaluation.evaluating import Decision, Evaluation
from ..evaluation.foreach import expanded_entries
from ..stacks.stack import Frame, Stack
from ..stacks.template import INCLUDE, Resource, name_of_transform
from ..text.document import MapNode

_TEXT_ONLY = frozenset({"Description", "Tags"})
"""Properties that no field is read from; what they hang on makes no difference."""

_APPENDED = frozenset({"KeyPolicy", "ManagedPolicyArns", "Policies", "PolicyDocument"})
"""Properties that add to a field of several elements."""


def block_of(
    evaluation: Evaluation, stack: Stack, resource: Resource, labels: tuple[Hop, ...] = ()
) -> Block | None:
    """Return a resource as it is deployed; None where it is left out.

    `labels` name the program that wrote the template, where one did.
    """
    exists = existence(evaluation, stack, resource)
    if isinstance(exists, Known) and not exists.value:
        return None
    if isinstance(exists, Unknown):
        evaluation.inquiry.supposing += 1
    elif stack.rewriting is not None:
        reason = f"{stack.rewriting.name} may remove it"
        exists = Unknown((Hop(stack.rewriting.span, ""),), reason)
    return Block(
        type=resource.type,
        address=stack.prefix + resource.logical_id,
        header=resource.header,
        attributes=_attributes(evaluation, stack, resource),
        exists=exists,
        callers=(*stack.hops, *labels),
    )


def names_read(tables: Tables, type: str) -> frozenset[str] | None:
    """Return the properties of a type that decide something; None where any may."""
    names = _names_in_rows(tables, type)
    return None if "" in names or _has_appends(tables, type) else names


def _has_appends(tables: Tables, type: str) -> bool:
    return any(table.type == type and table.appends for table in tables.entities) or any(
        satellite.type == type and satellite.appends for satellite in tables.satellites
    )


def _names_in_rows(tables: Tables, type: str) -> frozenset[str]:
    names = {"Type"}
    for table in tables.entities:
        if table.type == type:
            names.update(_first(row.path) for row in table.rows if isinstance(row.path, str))
    for satellite in tables.satellites:
        if satellite.type == type:
            names.add(_first(satellite.joins))
            names.update(_first(row.path) for row in satellite.rows if isinstance(row.path, str))
    return frozenset(names) | _names_in_templates(tables, type)


def _first(path: str) -> str:
    return path.partition(".")[0]


def existence(evaluation: Evaluation, stack: Stack, resource: Resource) -> Value[bool]:
    """Decide the resource's condition, and those of the resources that nest its stack."""
    exists: Value[bool] = Known(True)
    for outer, conditional in _conditional(stack, resource):
        name, span = conditional.condition, conditional.condition_span or conditional.header
        frame = Frame(outer, conditional.bindings)
        # A condition whose name cannot be read has its diagnostic; it is open.
        found = evaluation.condition(name, frame, span) if name else Decision(Verdict.UNKNOWN)
        if found.verdict is Verdict.FAIL:
            return Known(False, (Hop(span, f"condition {name} is false"),))
        if found.verdict is Verdict.UNKNOWN:
            label = f"condition {outer.prefix}{name}"
            defined = () if found.place is None else (Hop(found.place, label),)
            hops = (Hop(span, "", found.question), *defined)
            exists = Unknown(hops, f"{label} depends on the deployment")
    return exists


def _conditional(stack: Stack, resource: Resource) -> Iterator[tuple[Stack, Resource]]:
    chain = [(stack, resource)]
    while stack.caller is not None:
        chain.append((stack.caller.frame.stack, stack.caller.resource))
        stack = stack.caller.frame.stack
    for outer, declared in reversed(chain):
        if declared.condition is not None:
            yield outer, declared


def _attributes(
    evaluation: Evaluation, stack: Stack, resource: Resource
) -> Mapping[str, Value[Any]]:
    properties = resource.properties
    if resource.lost is not None:
        reason = "its Properties could not be read"
        return _opened(_names(evaluation.tables, resource), resource.lost, reason)
    if properties is None:
        return {}
    function = next((name for name in properties.entries if _changes_all(name)), None)
    written = _evaluated(evaluation, stack, resource, properties)
    if function is None:
        return written
    argument = properties.entries[function].value
    span, is_macro = stack.span(argument), function == "Fn::Transform"
    level = Level.NOTE if is_macro else Level.ERROR
    evaluation.problem(span, f"{function} in Properties is not evaluated", level=level)
    reason = f"{function} may set it at deployment"
    opened = _opened(_names(evaluation.tables, resource), span, reason)
    if is_macro and name_of_transform(argument) != INCLUDE:
        # A macro may change what stands beside it. A name is what others know the resource by.
        kept = _names_in_templates(evaluation.tables, resource.type)
        opened.update(_opened(written.keys() - kept, span, reason))
        written = {name: value for name, value in written.items() if name in kept}
    return {**opened, **written}


def _names(tables: Tables, resource: Resource) -> frozenset[str]:
    names = _names_in_rows(tables, resource.type) - {""}
    return names | _APPENDED if _has_appends(tables, resource.type) else names


def _names_in_templates(tables: Tables, type: str) -> frozenset[str]:
    return frozenset(
        piece.attribute
        for template in tables.attributes.get(type, {}).values()
        for piece in template
        if isinstance(piece, Own)
    )


def _opened(names: Iterable[str], span: SourceSpan, reason: str) -> dict[str, Value[Any]]:
    return {name: Unknown((Hop(span, ""),), reason) for name in sorted(names)}


def _changes_all(name: str) -> bool:
    return name == "Ref" or (name.startswith("Fn::") and not name.startswith("Fn::ForEach::"))


def _evaluated(
    evaluation: Evaluation, stack: Stack, resource: Resource, properties: MapNode
) -> dict[str, Value[Any]]:
    read = names_read(evaluation.tables, resource.type)
    attributes: dict[str, Value[Any]] = {}
    frame = Frame(stack, resource.bindings)
    for name, node, inner in expanded_entries(evaluation, properties, frame):
        if _changes_all(name):
            continue
        decides = name not in _TEXT_ONLY if read is None else name in read
        if not decides:
            evaluation.inquiry.mute()
        entry = properties.entries.get(name)
        if entry is not None and entry.value is node:
            value = evaluation.property(stack, resource, entry)
        else:
            value = evaluation.value(node, inner)
        if not decides:
            evaluation.inquiry.unmute()
        if not isinstance(value, Absent):
            attributes[name] = value
    return attributes
