"""Stacks of one scope: a template with the values it is given, and the stacks it nests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ....core.diagnostic import Diagnostic
from ....core.source import SourceSpan
from ....core.value import Hop
from ..text.document import MapNode, Node, followed
from .parameters import Given, Parameter
from .template import Lost, Named, Resource, Template, text_of

NESTED_TYPES = ("AWS::CloudFormation::Stack", "AWS::Serverless::Application")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Stack:
    """One stack of a scope."""

    template: Template
    parameters: Mapping[str, Parameter]

    resources: Mapping[str, Resource]
    """With loops expanded."""

    conditions: Mapping[str, Named]
    outputs: Mapping[str, Named]

    secret_conditions: frozenset[str] = frozenset()
    """The conditions that look at a secret parameter, and must not be quoted."""

    prefix: str = ""
    """Before logical ids in addresses: ``""`` or ``Network/``."""

    given: Mapping[str, Given] = field(default_factory=dict)
    """Parameters that parameter files settle."""

    regions: tuple[str, ...] = ()
    """Where it is deployed; empty where nothing says so."""

    caller: Caller | None = None
    """What nests it; None for a stack that is deployed by itself."""

    children: dict[str, Stack] = field(default_factory=dict)
    """Nested stacks by logical id; filled while a scope is put together, fixed afterwards."""

    problems: list[Diagnostic] = field(default_factory=list)
    """What could not be read of it; filled together with `children`."""

    lost: tuple[Lost, ...] = ()
    """What may declare resources of it, and was not read."""

    obstacles: dict[str, str] = field(default_factory=dict)
    """By logical id, why a nested stack was not read; filled like `problems`."""

    elsewhere: list[Diagnostic] = field(default_factory=list)
    """Which nested stacks have templates that are no local files; filled like `problems`. They
    are worth a note beside what they may matter to."""

    @property
    def hops(self) -> tuple[Hop, ...]:
        """The resources that nest the stack, outermost first."""
        if self.caller is None:
            return ()
        outer = self.caller.frame.stack
        label = f"nested stack {outer.prefix}{self.caller.resource.logical_id}"
        return (*outer.hops, Hop(self.caller.resource.header, label))

    @property
    def rewriting(self) -> Lost | None:
        """What may change the stack's resources, whatever is written.

        That is a macro of its own template, or of one that nests it.
        """
        stack: Stack | None = self
        while stack is not None:
            for lost in stack.lost:
                if lost.rewrites:
                    return lost
            stack = None if stack.caller is None else stack.caller.frame.stack
        return None

    def span(self, node: Node) -> SourceSpan:
        """Return where a node of its template is written."""
        return self.template.span(node)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Where names are looked up: a stack, and the variables of the loops around a node."""

    stack: Stack
    bindings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Caller:
    """The resource that nests a stack."""

    frame: Frame
    resource: Resource
    arguments: Mapping[str, Node]
    """What it passes for each parameter."""


def stacks_below(stack: Stack) -> Iterator[Stack]:
    """Yield a stack and every stack nested in it, outer ones first."""
    pending = [stack]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(current.children.values()))


@dataclass(frozen=True, slots=True)
class Owned:
    """A parameter that nothing passes a value for."""

    stack: Stack
    parameter: Parameter


@dataclass(frozen=True, slots=True)
class Passed:
    """A parameter whose value is an expression of the stack that nests it."""

    node: Node
    frame: Frame


def origin_of(stack: Stack, name: str) -> Owned | Passed | Given | None:
    """Return what decides a parameter, passed through plain Refs of nested stacks.

    None when there is no such parameter.
    """
    while name in stack.parameters:
        if name in stack.given:
            return stack.given[name]
        if stack.caller is None or name not in stack.caller.arguments:
            return Owned(stack, stack.parameters[name])
        node, frame = stack.caller.arguments[name], stack.caller.frame
        referred = reference_of(node)
        if referred is None or referred not in frame.stack.parameters:
            return Passed(node, frame)
        if referred in frame.bindings:
            return Passed(node, frame)
        stack, name = frame.stack, referred
    return None


def reference_of(node: Node) -> str | None:
    """Return the name in ``{"Ref": name}``; None for any other node."""
    node = followed(node)
    if isinstance(node, MapNode) and len(node.entries) == 1 and "Ref" in node.entries:
        return text_of(node.get("Ref"))
    return None


def secret_places(stack: Stack) -> Iterator[SourceSpan]:
    """Yield where values of the stack's secret parameters are written."""
    for name, parameter in stack.parameters.items():
        if not parameter.is_secret:
            continue
        written = (parameter.default, *parameter.allowed, stack.given.get(name))
        yield from (given.span for given in written if given is not None)
        if stack.caller is not None and name in stack.caller.arguments:
            yield stack.caller.frame.stack.span(stack.caller.arguments[name])
