"""The CloudFormation front end: templates of a tree, lowered once for each deployment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...core.diagnostic import Diagnostic
from ...core.limits import Limits
from ...core.value import Hop
from ..protocol import FrontendRequest, Scope
from .deployments.cross_stack_exports import Shared
from .deployments.lowering import Lowering
from .deployments.search import Search
from .deployments.unread import notes
from .stacks.assembly import assemble
from .stacks.cdk import Assembly
from .stacks.given_values import GivenValues, Values
from .stacks.grouping import Group, Member, deployable_alone, group
from .stacks.library import Library
from .stacks.parameter_checks import declared, refused, surplus
from .stacks.stack import Stack, secret_places, stacks_below
from .stacks.stack_sets import inner_documents, instances_of
from .stacks.template import Resource, Template, read_template
from .tables.all import TABLES
from .text.document import LoadedDocument
from .text.recognise import may_be_named_template, may_be_template
from .written_exceptions import exceptions_in

_AUDIT = frozenset(
    table.type
    for table in TABLES.entities
    if table.entity
    in (
        "trails",
        "event_data_stores",
        "metric_filters",
        "organization_policies",
    )
)
"""The types that rules are about in themselves; others matter to these. Nested stacks that lie in
no local file are worth a note beside one of them; elsewhere they are most often something else."""


@dataclass(frozen=True, slots=True)
class CloudFormation:
    """Reads templates in YAML and JSON, as written by hand or by CDK, SAM and Serverless."""

    name: str = "cloudformation"

    def claims_name(self, path: str) -> bool:
        """Return whether a file of this name may be a template."""
        return may_be_named_template(path)

    def claims_content(self, path: str, content: bytes) -> bool:
        """Return whether a file may be a template that matters."""
        return may_be_template(content, TABLES.wanted_types())

    def attribute_name(self, type: str, field: str) -> str | None:
        """Return the property that a field of the model is read from."""
        return TABLES.attribute_name(type, field)

    def scopes(self, request: FrontendRequest) -> Iterator[Scope]:
        """Yield the stacks that are deployed by themselves, each with those it nests."""
        library = Library(request.files, request.limits)
        templates: dict[str, Template] = {}
        for path in request.candidates:
            found = library.template(path)
            if isinstance(found, Template):
                templates[path] = found
            elif isinstance(found, Diagnostic):
                yield Scope(
                    name=path,
                    language=self.name,
                    deployments=(),
                    diagnostics=_diagnostics_of(library, path) or (found,),
                    files=(path,),
                )

        def stacks_of(each: Group, given: GivenValues) -> tuple[Stack, ...]:
            return tuple(
                assemble(
                    member.template,
                    library,
                    given.values,
                    request.limits,
                    prefix=member.prefix,
                    made=member.made,
                    has_defaults=request.inputs.has_defaults,
                    instances=member.instances,
                )
                for member in each.members
            )

        sets = tuple(_stack_sets(templates, request.limits))
        groups = group(templates, library)
        values = Values(request.inputs, library)
        put_together = [
            (each, given, stacks_of(each, given))
            for each in (*groups, *sets)
            for given in values.of(each.name)
        ]
        shared = Shared(
            {given.name: stacks for _, given, stacks in put_together}, TABLES, request.limits
        )
        context = _Context(request, library, shared, frozenset(each.name for each in sets))
        told: set[Diagnostic] = set()
        for each, given, stacks in put_together:
            made = each.members[0].made
            problems = [one for one in given.problems if one not in told]
            told.update(problems)
            yield _scope(self.name, each.name, stacks, made, context, given, problems)
        for each in deployable_alone(templates, groups, library):
            for given in values.of(each.name):
                stacks = stacks_of(each, given)
                scope = _scope(self.name, each.name, stacks, None, context, given, ())
                yield replace(scope, supposing=f"{each.name} is deployed by itself")


@dataclass(frozen=True, slots=True)
class _Context:
    """What all scopes of a request have in common."""

    request: FrontendRequest
    library: Library
    shared: Shared
    stack_sets: frozenset[str]
    """The scopes whose stacks are deployed to the accounts of a stack set."""


def _scope(
    language: str,
    path: str,
    roots: tuple[Stack, ...],
    made: Assembly | None,
    context: _Context,
    given: GivenValues,
    problems: Sequence[Diagnostic],
) -> Scope:
    """Lower the stacks of one scope once for each deployment."""

    def labels(stack: Stack, resource: Resource) -> tuple[Hop, ...]:
        template = stack.template.source.path
        return () if made is None else made.labels(template, resource.logical_id)

    name = given.name
    is_set = path in context.stack_sets
    account_id = None if is_set else given.inputs.account_id
    search = Search(
        roots,
        TABLES,
        context.request.limits,
        exports=context.shared.exports_for(name),
        account_id=account_id,
        labels=labels,
    )
    stacks = [stack for root in roots for stack in stacks_below(root)]
    diagnostics: dict[Diagnostic, None] = dict.fromkeys((*problems, *refused(roots)))
    for stack in stacks:
        template = stack.template.source.path
        diagnostics.update(dict.fromkeys(_diagnostics_of(context.library, template)))
        diagnostics.update(dict.fromkeys(stack.problems))
    if any(resource.type in _AUDIT for stack in stacks for resource in stack.resources.values()):
        diagnostics.update(dict.fromkeys(found for stack in stacks for found in stack.elsewhere))
        diagnostics.update(dict.fromkeys(found for stack in stacks for found in notes(stack)))
    environment = given.inputs.environment_of_scope
    lowering = Lowering(search, name, environment.name, roots[0].template.start, account_id)
    deployments = lowering.deployments()
    diagnostics.update(dict.fromkeys((*search.diagnostics, *lowering.diagnostics)))
    read = {stack.template.source.path for stack in stacks}
    return Scope(
        name=name,
        path=path,
        environment=environment,
        language=language,
        deployments=deployments,
        is_deployed_elsewhere=is_set,
        whole=lowering.whole if len(deployments) > 1 else None,
        diagnostics=tuple(diagnostics),
        found_while_judging=lambda: (*search.diagnostics, *lowering.diagnostics),
        sensitive=tuple(place for stack in stacks for place in secret_places(stack)),
        exceptions=exceptions_in(stacks),
        declared=declared(roots),
        surplus=surplus(roots, given.from_user),
        files=tuple(sorted({*read, *given.files, *(made.files if made else ())})),
    )


def _stack_sets(templates: Mapping[str, Template], limits: Limits) -> Iterator[Group]:
    """Yield a group for each template that a stack set carries; it is deployed elsewhere."""
    for path, template in templates.items():
        for resource, found in inner_documents(template, limits):
            if isinstance(found, LoadedDocument):
                inner = read_template(found)
                problems = (*found.diagnostics, *inner.diagnostics)
                whole = replace(inner, diagnostics=problems)
                for instances in instances_of(template, resource, inner.parameters.keys()):
                    member = Member(whole, f"{resource.logical_id}/", instances=instances)
                    of_group = f", {instances.name}" if instances.name else ""
                    yield Group(f"{path} ({resource.logical_id}{of_group})", (member,))


def _diagnostics_of(library: Library, path: str) -> tuple[Diagnostic, ...]:
    document = library.document(path)
    return document.diagnostics if isinstance(document, LoadedDocument) else ()
