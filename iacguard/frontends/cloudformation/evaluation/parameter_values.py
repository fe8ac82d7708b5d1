"""The values that a parameter may take in different deployments of a template.

A parameter with AllowedValues takes each of them. Without AllowedValues it takes its Default,
as a plain deployment does, unless the template itself tells deployments apart by it: a parameter
that conditions, rules or mappings look at takes its Default, each constant that it is compared
with, and "anything else". A parameter without Default and AllowedValues is anything. A parameter
file settles all of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from ..stacks.parameters import Parameter
from ..stacks.stack import Owned, Stack, origin_of, reference_of, stacks_below
from ..stacks.substitution import names_in
from ..stacks.template import text_of
from ..text.document import ListNode, MapNode, Node, Scalar, followed, walk
from .questions import Question, Questions

PSEUDO_PARAMETERS = (
    "AWS::AccountId",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
)

_Constants: TypeAlias = "dict[tuple[str, str], dict[str, None]]"


def questions_of(roots: Sequence[Stack]) -> Questions:
    """Return the open questions of a scope: its parameters and pseudo-parameters."""
    constants: _Constants = {("", name): {} for name in PSEUDO_PARAMETERS}
    owners: dict[tuple[str, str], Parameter] = {}
    for root in roots:
        for stack in stacks_below(root):
            for name in stack.parameters:
                origin = origin_of(stack, name)
                if isinstance(origin, Owned):
                    key = (origin.stack.prefix, origin.parameter.name)
                    owners[key] = origin.parameter
            for key, texts in _compared(stack):
                constants.setdefault(key, {}).update(dict.fromkeys(texts))
    found: dict[tuple[str, str], Question] = {}
    for key, parameter in owners.items():
        found[key] = _question(key[0], parameter, constants.get(key))
    for name in PSEUDO_PARAMETERS:
        found["", name] = Question(name, (*constants["", name], None))
    return found


def _question(prefix: str, parameter: Parameter, compared: Iterable[str] | None) -> Question:
    name = prefix + parameter.name
    if parameter.is_looked_up:
        return Question(name, (None,), (parameter.header,), parameter.is_secret)
    if parameter.allowed and not parameter.is_list:
        texts = tuple(given.text for given in parameter.allowed)
        places = tuple(given.span for given in parameter.allowed)
        return Question(name, texts, places, parameter.is_secret)
    default = () if parameter.default is None else (parameter.default.text,)
    places = () if parameter.default is None else (parameter.default.span,)
    if default and compared is None and not parameter.allowed:
        return Question(name, default, places, parameter.is_secret)
    # A list is not one of the constants that its elements are compared with.
    others = [] if parameter.is_list else [text for text in compared or () if text not in default]
    filled = (*places, *(parameter.header for _ in others), parameter.header)
    return Question(name, (*default, *others, None), filled, parameter.is_secret)


def _compared(stack: Stack) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """Yield what conditions, rules and mappings look at, with the constants they compare with."""
    deciding = [*stack.conditions.values(), *stack.template.rules.values()]
    for named in deciding:
        for node in walk(named.node):
            if isinstance(node, MapNode):
                yield from _in_function(stack, node)
    if not stack.template.mappings:
        return
    bodies: list[Node] = [resource.body for resource in stack.resources.values()]
    bodies += [named.node for named in (*deciding, *stack.outputs.values())]
    for body in bodies:
        for node in walk(body):
            if isinstance(node, MapNode) and "Fn::FindInMap" in node.entries:
                yield from _in_mapping(stack, node.entries["Fn::FindInMap"].value)


def _in_function(stack: Stack, node: MapNode) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for name in (reference_of(node), *_substituted(node)):
        if name is not None and (key := _owner(stack, name)) is not None:
            yield key, ()
    for function in ("Fn::Equals", "Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn"):
        operands = node.get(function)
        listed = followed(operands) if operands is not None else None
        if not isinstance(listed, ListNode) or len(listed.elements) != 2:
            continue
        for one, other in (listed.elements, listed.elements[::-1]):
            name = reference_of(one)
            if name is not None and (key := _owner(stack, name)) is not None:
                yield key, tuple(_texts(stack, other))


def _substituted(node: MapNode) -> Iterator[str]:
    template = node.get("Fn::Sub")
    if template is None:
        return
    written = followed(template)
    if isinstance(written, ListNode) and written.elements:
        written = followed(written.elements[0])
    if isinstance(written, Scalar) and isinstance(written.value, str):
        yield from names_in(written.value)


def _texts(stack: Stack, node: Node) -> Iterator[str]:
    """Yield the texts on the other side of a comparison."""
    name = reference_of(node)
    origin = origin_of(stack, name) if name is not None else None
    if isinstance(origin, Owned):
        yield from (given.text for given in origin.parameter.allowed)
        if origin.parameter.default is not None:
            yield origin.parameter.default.text
    written = followed(node)
    for element in written.elements if isinstance(written, ListNode) else (written,):
        text = text_of(element)
        if text is not None:
            yield text


def _in_mapping(stack: Stack, node: Node) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    listed = followed(node)
    if not isinstance(listed, ListNode) or len(listed.elements) < 3:
        return
    mapping = stack.template.mappings.get(text_of(listed.elements[0]) or "")
    top = followed(mapping.node) if mapping is not None else None
    if not isinstance(top, MapNode):
        return
    inner: dict[str, None] = {}
    for entry in top.entries.values():
        second = followed(entry.value)
        if isinstance(second, MapNode):
            inner.update(dict.fromkeys(second.entries))
    for key_node, texts in ((listed.elements[1], top.entries), (listed.elements[2], inner)):
        name = reference_of(key_node)
        if name is not None and (key := _owner(stack, name)) is not None:
            yield key, tuple(texts)


def _owner(stack: Stack, name: str) -> tuple[str, str] | None:
    """Return the key of what a name stands for, when it is a parameter of its own."""
    if name in PSEUDO_PARAMETERS:
        return ("", name)
    origin = origin_of(stack, name)
    if isinstance(origin, Owned):
        return (origin.stack.prefix, origin.parameter.name)
    return None
