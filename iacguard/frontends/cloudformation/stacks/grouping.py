"""Which templates are deployed together and judged together."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..text.document import MapNode, followed
from .assembly import nested_paths
from .cdk import Assembly, read_assembly
from .library import Library
from .stack_sets import Instances
from .template import Named, Template


@dataclass(frozen=True, slots=True)
class Member:
    """One stack of a group that nothing nests."""

    template: Template

    prefix: str = ""
    """Before its logical ids in addresses, where the group has several stacks."""

    made: Assembly | None = None
    """The assembly that it lies in."""

    instances: Instances = field(default_factory=Instances)
    """How a stack set deploys it, where one does."""


@dataclass(frozen=True, slots=True)
class Group:
    """The stacks of one scope."""

    name: str
    """The path of its only template, or the directory of an assembly."""

    members: tuple[Member, ...]


def group(templates: Mapping[str, Template], library: Library) -> list[Group]:
    """Return the groups of these templates, in order of name.

    The stacks of one CDK stage that are deployed to one environment are one group; any other
    template that no scanned one nests is a group of its own.
    """
    assemblies = _assemblies(templates, library)
    made = {
        path: assemblies[posixpath.dirname(path)]
        for path in templates
        if posixpath.dirname(path) in assemblies
    }
    roots = _roots(templates, made, library)
    groups: list[Group] = []
    placed: set[str] = set()
    for assembly in assemblies.values():
        for found in _stages(assembly, roots, templates):
            placed.update(member.template.source.path for member in found.members)
            groups.append(found)
    groups += [
        Group(path, (Member(templates[path], made=made.get(path)),))
        for path in roots
        if path not in placed
    ]
    return sorted(groups, key=lambda found: found.name)


def deployable_alone(
    templates: Mapping[str, Template], groups: Sequence[Group], library: Library
) -> list[Group]:
    """Return the nested templates that may be deployed by themselves as well.

    A template that asks nothing of its parent may: each of its parameters has a default. Whoever
    adds a parent must not be able to hide it. What a program made it deploys as it said.
    """
    assemblies = _assemblies(templates, library)
    grouped = {member.template.source.path for each in groups for member in each.members}
    return [
        Group(path, (Member(template),))
        for path, template in sorted(templates.items())
        if path not in grouped
        and posixpath.dirname(path) not in assemblies
        and all(_has_default(each) for each in template.parameters.values())
    ]


def _has_default(parameter: Named) -> bool:
    declaration = followed(parameter.node)
    return isinstance(declaration, MapNode) and declaration.get("Default") is not None


def _assemblies(templates: Mapping[str, Template], library: Library) -> dict[str, Assembly]:
    directories = sorted({posixpath.dirname(path) for path in templates})
    read = {directory: read_assembly(library, directory) for directory in directories}
    return {directory: found for directory, found in read.items() if found is not None}


def _stages(
    assembly: Assembly, roots: Sequence[str], templates: Mapping[str, Template]
) -> Iterator[Group]:
    by_environment: dict[str, dict[str, str]] = {}
    for stack in assembly.stacks:
        if stack.template in roots:
            by_environment.setdefault(stack.environment, {})[stack.template] = stack.name
    for environment, paths in by_environment.items():
        name = assembly.directory or "."
        if len(by_environment) > 1:
            name = f"{name} ({environment})"
        if len(paths) == 1:
            (name,) = paths
        yield Group(
            name,
            tuple(
                Member(templates[path], f"{stack}/" if len(paths) > 1 else "", assembly)
                for path, stack in sorted(paths.items())
            ),
        )


def _roots(
    templates: Mapping[str, Template], made: Mapping[str, Assembly], library: Library
) -> list[str]:
    """Return the templates that no other one nests; of those that nest each other, the first."""

    def nests(path: str) -> set[str]:
        found = library.template(path)
        return set(nested_paths(found, made.get(path)) if isinstance(found, Template) else ())

    inner = {nested for path in templates for nested in nests(path)}
    roots = [path for path in templates if path not in inner]
    reached: set[str] = set()
    for start in (*roots, *(path for path in templates if path in inner)):
        if start in reached:
            continue
        if start not in roots:
            roots.append(start)
        pending = [start]
        while pending:
            path = pending.pop()
            if path not in reached:
                reached.add(path)
                pending.extend(nests(path))
    return sorted(roots)
