"""What CloudFormation deploys before a resource, as a template orders it.

A resource comes after what its properties refer to and what `DependsOn` names. A nested stack waits
for what its resource waits for, and whatever comes after that resource waits for all of the stack.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from ....core.value import Hop, Unknown
from ....model.order import Order
from ...lowering.block import Block
from ...lowering.fields import Tables
from ...lowering.precedence import Perhaps, Precedence
from ..evaluation.references import MODULE
from ..stacks.stack import Stack, stacks_below
from ..stacks.substitution import names_in
from ..stacks.template import Resource, bound_name, text_of
from ..text.document import ListNode, MapNode, Node, Scalar, Tagged, followed

_IF = "Fn::If"

_CONDITION = "a condition decides what it waits for"
"""Which branch is deployed, and waited for, a condition tells."""

_READ_APART = frozenset({"Type", "Condition", "DependsOn", "Properties"})
"""What of a resource refers to nothing, or is read by itself."""


class _Wait(NamedTuple):
    """One thing to wait for, told apart by the identity of its stack."""

    stack: int
    logical_id: str

    is_done: bool
    """Whether it is waited for that the resource is there, nested stack and all; otherwise for what
    the resource itself waits for."""


_Need: TypeAlias = "_Wait | Perhaps[_Wait] | Unknown"


class TemplateOrder:
    """The order of the resources of some stacks that are deployed by themselves."""

    def __init__(self, roots: Sequence[Stack], tables: Tables) -> None:
        """Look at nothing yet."""
        self._tables = tables
        self._members: dict[str, tuple[Stack, Resource]] = {}
        self._stacks: dict[int, Stack] = {}
        self._positions: dict[int, dict[str, int]] = {}
        """By the identity of a root: nobody says here in which order several are deployed."""

        self._root_of: dict[int, int] = {}
        self._modules: dict[int, tuple[Resource, ...]] = {}
        """What was not read of each stack, and takes resources in."""

        self._bits: dict[_Wait, int] = {}
        holders = tables.policy_types()
        for root in roots:
            positions = self._positions.setdefault(id(root), {})
            for stack in stacks_below(root):
                self._stacks[id(stack)] = stack
                self._root_of[id(stack)] = id(root)
                declared = stack.resources.values()
                self._modules[id(stack)] = tuple(
                    one for one in declared if one.type.endswith(MODULE)
                )
                for resource in stack.resources.values():
                    address = stack.prefix + resource.logical_id
                    self._members[address] = (stack, resource)
                    if resource.type in holders:
                        done = _Wait(id(stack), resource.logical_id, is_done=True)
                        positions[address] = self._bits.setdefault(done, len(self._bits))
        self._precedence = Precedence(self._needs, self._bits.get)

    def ordered(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return blocks, those of which a rule asks it with what comes before them."""
        types = self._tables.ordered_types()
        return tuple(
            replace(block, order=self._order_of(block.address)) if block.type in types else block
            for block in blocks
        )

    def _order_of(self, address: str) -> Order | None:
        member = self._members.get(address)
        if member is None:
            return None
        stack, resource = member
        wait = _Wait(id(stack), resource.logical_id, is_done=False)
        return self._precedence.order(wait, self._positions[self._root_of[id(stack)]])

    def _needs(self, wait: _Wait) -> Iterator[_Need]:
        stack = self._stacks[wait.stack]
        resource = stack.resources[wait.logical_id]
        if wait.is_done:
            yield wait._replace(is_done=False)
            child = stack.children.get(wait.logical_id)
            for inner in () if child is None else child.resources:
                yield _Wait(id(child), inner, is_done=True)
            return
        if stack.caller is not None:
            outer = stack.caller.frame.stack
            yield _Wait(id(outer), stack.caller.resource.logical_id, is_done=False)
        if stack.rewriting is not None:
            yield _rewritten(stack)
        yield from self._written(stack, resource)

    def _written(self, stack: Stack, resource: Resource) -> Iterator[_Need]:
        depends = resource.body.get("DependsOn")
        for name in () if depends is None else _names_of_list(depends):
            yield from self._of(stack, resource, name)
        if resource.properties is not None:
            yield from self._of_references(stack, resource, resource.properties)
        for key, entry in resource.body.entries.items():
            if key not in _READ_APART:
                doubt = f"whether a reference in its {key} is waited for is not documented"
                yield from self._of_references(stack, resource, entry.value, doubt)

    def _of_references(
        self, stack: Stack, resource: Resource, written: Node, doubt: str = ""
    ) -> Iterator[_Need]:
        """Yield what the functions in a node refer to; `doubt` where that may not be waited for."""
        waiting: list[tuple[Node, str]] = [(written, doubt)]
        seen: set[tuple[int, str]] = set()
        while waiting:
            written, doubt = waiting.pop()
            node = followed(written)
            if (id(node), doubt) in seen:
                continue
            seen.add((id(node), doubt))
            if isinstance(node, ListNode):
                waiting.extend((element, doubt) for element in node.elements)
            elif isinstance(node, Tagged):
                waiting.append((node.content, f"the tag {node.tag[:64]} is unknown"))
            elif isinstance(node, MapNode):
                for name in _referred(node):
                    needs = self._of(stack, resource, name)
                    yield from _doubted(needs, stack, node, doubt) if doubt else needs
                for key, entry in node.entries.items():
                    waiting.append((entry.value, doubt or (_CONDITION if key == _IF else "")))

    def _of(self, stack: Stack, resource: Resource, name: str) -> Iterator[_Need]:
        """Yield what a name stands for in a resource."""
        name = bound_name(name, resource.bindings) if resource.bindings else name
        if name in stack.resources:
            yield _Wait(id(stack), name, is_done=True)
            return
        if "${" in name or "&{" in name:
            hop = Hop(resource.header, "")
            yield Unknown((hop,), f"the names that a loop makes in {resource.logical_id} are open")
        for holder in self._modules[id(stack)]:
            if name.startswith(holder.logical_id):
                said = f"what {holder.logical_id} waits for is not known: it was not read"
                doubt = Unknown((Hop(holder.header, ""),), said)
                yield Perhaps(_Wait(id(stack), holder.logical_id, is_done=True), doubt)


def _rewritten(stack: Stack) -> Unknown:
    lost = stack.rewriting
    assert lost is not None
    return Unknown((Hop(lost.span, ""),), f"{lost.name} may change what it waits for")


def _doubted(needs: Iterable[_Need], stack: Stack, node: Node, reason: str) -> Iterator[_Need]:
    """Yield what may be waited for."""
    doubt = Unknown((Hop(stack.span(node), ""),), reason)
    for need in needs:
        yield Perhaps(need, doubt) if isinstance(need, _Wait) else need


def _names_of_list(node: Node) -> Iterator[str]:
    listed = followed(node)
    for element in listed.elements if isinstance(listed, ListNode) else (node,):
        name = text_of(element)
        if name is not None:
            yield name


def _referred(node: MapNode) -> Iterator[str]:
    """Yield the names that a function refers to; of attributes the resource's name."""
    if "Ref" in node.entries:
        name = text_of(node.entries["Ref"].value)
        if name is not None:
            yield name
    if "Fn::GetAtt" in node.entries:
        argument = followed(node.entries["Fn::GetAtt"].value)
        if isinstance(argument, ListNode):
            yield from (text_of(first) or "" for first in argument.elements[:1])
        else:
            yield (text_of(argument) or "").partition(".")[0]
    if "Fn::Sub" in node.entries:
        argument = followed(node.entries["Fn::Sub"].value)
        own: frozenset[str] = frozenset()
        if isinstance(argument, ListNode) and argument.elements:
            given = followed(argument.elements[-1])
            own = frozenset(given.entries) if isinstance(given, MapNode) else own
            argument = followed(argument.elements[0])
        if isinstance(argument, Scalar) and isinstance(argument.value, str):
            for found in names_in(argument.value):
                if found not in own:
                    yield found.partition(".")[0]
