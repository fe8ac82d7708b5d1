"""Putting a scope together: a template, its parameters' values, and the stacks it nests."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ....core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ....core.limits import Limits
from ..text.document import LoadedDocument, MapNode, Node, Scalar, followed, walk
from .cdk import Assembly
from .library import Library, beside
from .loops import NotExpanded, Repeated, expand, literal_elements
from .parameters import Given, Parameter, read_parameters
from .stack import NESTED_TYPES, Caller, Frame, Stack, reference_of
from .stack_sets import STACK_SET, Instances, inner_documents
from .substitution import names_in
from .template import (
    Lost,
    Named,
    Resource,
    Template,
    lost_resource,
    read_resource,
    text_of,
)

_LOCATIONS = ("TemplateURL", "Location")
_LOOP = "a loop in Resources"
_NOT_EXPANDED = "it was not expanded"


def assemble(
    template: Template,
    library: Library,
    given: Mapping[str, Given],
    limits: Limits,
    prefix: str = "",
    made: Assembly | None = None,
    *,
    has_defaults: bool = True,
    instances: Instances | None = None,
) -> Stack:
    """Return a stack with everything that it nests; `made` is the assembly that it lies in.

    `has_defaults` says whether parameters that are not given take their default; `instances` how
    a stack set deploys it.
    """
    instances = instances or Instances()
    stack = _stack(
        template,
        {**given, **instances.given},
        limits,
        prefix=prefix,
        has_defaults=has_defaults,
        opened=instances.opened,
        regions=instances.regions,
    )
    pending: list[tuple[Stack, tuple[str, ...]]] = [(stack, (template.source.path,))]
    count = 1
    while pending:
        outer, trail = pending.pop()
        for resource in outer.resources.values():
            if resource.type not in NESTED_TYPES:
                continue
            path = nested_path(outer.template, resource, made)
            found = library.template(path) if path is not None else None
            reason = _obstacle(path, found, trail, count, limits)
            if reason is not None or not isinstance(found, Template):
                outer.obstacles[resource.logical_id] = reason or "it is not a template"
                problem = found if isinstance(found, Diagnostic) else None
                _report(outer, problem or _not_read(outer, resource), _is_remote(resource))
                continue
            count += 1
            caller = Caller(Frame(outer, resource.bindings), resource, _passed(resource))
            inner_prefix = f"{outer.prefix}{resource.logical_id}/"
            child = _stack(found, {}, limits, prefix=inner_prefix, caller=caller)
            outer.children[resource.logical_id] = child
            pending.append((child, (*trail, found.source.path)))
    return stack


def nested_path(template: Template, resource: Resource, made: Assembly | None = None) -> str | None:
    """Return the path of the local template that a resource nests; None where it is not local."""
    metadata = followed(resource.body.get("Metadata") or resource.body)
    asset = text_of(metadata.get("aws:asset:path")) if isinstance(metadata, MapNode) else None
    if asset is not None:
        return beside(template.source.path, asset)
    for name in _LOCATIONS:
        written = resource.properties.get(name) if resource.properties else None
        location = text_of(written)
        if location is not None:
            return beside(template.source.path, location)
        if written is not None and made is not None:
            return made.nested(written)
    return None


def nested_paths(template: Template, made: Assembly | None = None) -> Iterator[str]:
    """Yield the paths of the local templates that a template nests."""
    for resource in template.resources.values():
        if resource.type in NESTED_TYPES:
            path = nested_path(template, resource, made)
            if path is not None:
                yield path


def _report(stack: Stack, problem: Diagnostic, is_elsewhere: bool) -> None:
    (stack.elsewhere if is_elsewhere else stack.problems).append(problem)


def _is_remote(resource: Resource) -> bool:
    """Return whether no local file is named, and nothing says that it holds a trail."""
    locations = [resource.properties.get(name) for name in _LOCATIONS if resource.properties]
    written = [location for location in locations if location is not None]
    texts = [
        node.text for location in written for node in walk(location) if isinstance(node, Scalar)
    ]
    if any("trail" in text.lower() for text in (resource.logical_id, *texts)):
        return False
    return not any(":" not in (text_of(location) or ":") for location in written)


def _obstacle(
    path: str | None,
    found: Template | Diagnostic | None,
    trail: tuple[str, ...],
    count: int,
    limits: Limits,
) -> str | None:
    """Return why a nested stack is not judged, as a clause."""
    if isinstance(found, Diagnostic):
        return "its template could not be read"
    if path is None or found is None:
        return "its template is not in the scanned tree"
    if path in trail:
        return "its template nests itself"
    if len(trail) >= limits.module_depth:
        return f"stacks nest deeper than {limits.module_depth} levels"
    if count >= limits.instances:
        return f"more than {limits.instances} stacks are nested"
    return None


def _not_read(outer: Stack, resource: Resource) -> Diagnostic:
    reason = outer.obstacles[resource.logical_id]
    return Diagnostic(
        rule=NOT_EVALUATED,
        level=Level.NOTE,
        summary=f"nested stack {outer.prefix}{resource.logical_id} was not read: {reason}",
        detail="Its resources are not judged, and its outputs are unknown.",
        subject=resource.header,
    )


def _passed(resource: Resource) -> Mapping[str, Node]:
    written = resource.properties.get("Parameters") if resource.properties else None
    parameters = followed(written) if written is not None else None
    if not isinstance(parameters, MapNode):
        return {}
    return {name: entry.value for name, entry in parameters.entries.items()}


def _stack(
    template: Template,
    given: Mapping[str, Given],
    limits: Limits,
    *,
    prefix: str,
    caller: Caller | None = None,
    has_defaults: bool = True,
    opened: Collection[str] = (),
    regions: tuple[str, ...] = (),
) -> Stack:
    parameters, problems = read_parameters(template)
    parameters = {
        name: each if has_defaults and name not in opened else replace(each, default=None)
        for name, each in parameters.items()
    }
    loops = _Loops(template, parameters, given, limits)
    resources = dict(template.resources)
    for repeated in loops.expanded("Resources"):
        resource, wrong = read_resource(
            template.source, repeated.entry, repeated.name, repeated.bindings
        )
        loops.problems += wrong
        if resource is not None:
            resources[resource.logical_id] = resource
        else:
            loops.lost.append(lost_resource(template.source, repeated.entry))
    bodies = {found.logical_id: body for found, body in inner_documents(template, limits)}
    conditions = {**template.conditions, **loops.named("Conditions")}
    secrets = {name for name, parameter in parameters.items() if parameter.is_secret}
    return Stack(
        template=template,
        parameters=parameters,
        resources=resources,
        conditions=conditions,
        secret_conditions=frozenset(
            name for name, named in conditions.items() if secrets and _names(named.node, secrets)
        ),
        outputs={**template.outputs, **loops.named("Outputs")},
        prefix=prefix,
        given=given,
        regions=regions,
        caller=caller,
        lost=(*template.lost, *loops.lost),
        obstacles={
            name: "its template is not written inline"
            for name, resource in resources.items()
            if resource.type == STACK_SET and not isinstance(bodies.get(name), LoadedDocument)
        },
        problems=[
            *template.diagnostics,
            *problems,
            *loops.problems,
            *(found for found in bodies.values() if isinstance(found, Diagnostic)),
        ],
    )


def _names(root: Node, wanted: Collection[str]) -> bool:
    """Return whether something in a tree refers to one of these names."""
    for node in walk(root):
        if isinstance(node, Scalar):
            if any(name in wanted for name in names_in(node.text)):
                return True
        elif reference_of(node) in wanted:
            return True
    return False


class _Loops:
    """The loops of a template's sections."""

    def __init__(
        self,
        template: Template,
        parameters: Mapping[str, Parameter],
        given: Mapping[str, Given],
        limits: Limits,
    ) -> None:
        self._template = template
        self._parameters = parameters
        self._given = given
        self._limits = limits
        self.problems: list[Diagnostic] = []
        self.lost: list[Lost] = []
        """Loops in Resources that were not expanded, and what could not be read in others."""

    def expanded(self, section: str) -> Iterator[Repeated]:
        for entry in self._template.loops.get(section, ()):
            for found in expand(entry, {}, self._collection, self._limits):
                if isinstance(found, NotExpanded):
                    if section == "Resources":
                        span = self._template.span(found.node)
                        self.lost.append(Lost(name=_LOOP, reason=_NOT_EXPANDED, span=span))
                    self.problems.append(
                        Diagnostic(
                            rule=NOT_EVALUATED,
                            level=Level.NOTE,
                            summary=found.reason,
                            detail=f"The loop in {section} was not expanded.",
                            subject=self._template.span(found.node),
                        )
                    )
                else:
                    yield found

    def named(self, section: str) -> dict[str, Named]:
        source = self._template.source
        return {
            found.name: Named(
                source.span(found.entry.key.start, found.entry.key.end),
                found.entry.value,
                found.bindings,
            )
            for found in self.expanded(section)
        }

    def _collection(self, node: Node, bindings: Mapping[str, str]) -> list[str] | None:
        """Return the elements of a list, or of a list parameter that is settled."""
        name = reference_of(node)
        if name is None:
            return literal_elements(node, bindings)
        parameter = self._parameters.get(name)
        settled = self._given.get(name) or (parameter.default if parameter is not None else None)
        if parameter is None or settled is None or not parameter.is_list:
            return None
        return [text.strip() for text in settled.text.split(",")] if settled.text else []
