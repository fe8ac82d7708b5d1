"""The CloudFormation front end: templates of a tree, lowered once for each deployment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ...core.source import Source, SourceSpan
from ..lower import lower
from ..protocol import Deployment, Request, Scope
from .assembly import assemble, nested_paths
from .deployments import deployments_of
from .document import LoadedDocument
from .library import Library
from .parameters import Given, read_parameter_file
from .recognise import may_be_named_template, may_be_template
from .sharing import Shared
from .stack import Stack, stacks_below
from .tables import TABLES
from .template import Template


@dataclass(frozen=True, slots=True)
class CloudFormation:
    """Reads templates in YAML and JSON, as written by hand or by CDK, SAM and Serverless."""

    name: str = "cloudformation"

    def claims_name(self, path: str) -> bool:
        """Return whether a file of this name may be a template."""
        return may_be_named_template(path)

    def claims_content(self, path: str, content: bytes) -> bool:
        """Return whether a file may be a template that matters."""
        return may_be_template(content, TABLES.types())

    def attribute_name(self, type: str, field: str) -> str | None:
        """Return the property that a field of the model is read from."""
        return TABLES.attribute_name(type, field)

    def scopes(self, request: Request) -> Iterator[Scope]:
        """Yield the stacks that are deployed by themselves, each with those it nests."""
        library = Library(request.files, request.limits)
        given, parameter_files, problems = _given(request, library)
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
        stacks = {
            path: assemble(templates[path], library, given, request.limits)
            for path in _roots(templates, library)
        }
        shared = Shared({path: (stack,) for path, stack in stacks.items()}, TABLES, request.limits)
        for path, stack in sorted(stacks.items()):
            yield self._scope(path, stack, request, library, shared, parameter_files, problems)
            problems = ()

    def _scope(
        self,
        name: str,
        stack: Stack,
        request: Request,
        library: Library,
        shared: Shared,
        parameter_files: Sequence[str],
        problems: Sequence[Diagnostic],
    ) -> Scope:
        deployed, found = deployments_of(
            (stack,),
            TABLES,
            request.limits,
            exports=shared.exports_for(name),
            account_id=request.inputs.account_id,
        )
        diagnostics: dict[Diagnostic, None] = dict.fromkeys(problems)
        paths = sorted({inner.template.source.path for inner in stacks_below(stack)})
        for path in paths:
            diagnostics.update(dict.fromkeys(_diagnostics_of(library, path)))
        for inner in stacks_below(stack):
            diagnostics.update(dict.fromkeys(inner.problems))
        diagnostics.update(dict.fromkeys(found))
        deployments = []
        for each in deployed:
            model, invalid = lower(each.blocks, TABLES, name, stack.template.start)
            diagnostics.update(dict.fromkeys(invalid))
            deployments.append(Deployment(model=model, choices=each.choices))
        return Scope(
            name=name,
            language=self.name,
            deployments=tuple(deployments),
            diagnostics=tuple(diagnostics),
            files=tuple(sorted({*paths, *parameter_files})),
        )


def _diagnostics_of(library: Library, path: str) -> tuple[Diagnostic, ...]:
    document = library.document(path)
    return document.diagnostics if isinstance(document, LoadedDocument) else ()


def _roots(templates: Mapping[str, Template], library: Library) -> list[str]:
    """Return the templates that no other one nests; of those that nest each other, the first."""
    nested = {path: set(nested_paths(template)) for path, template in templates.items()}
    inner = {path for paths in nested.values() for path in paths}
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
                found = library.template(path)
                pending.extend(nested_paths(found) if isinstance(found, Template) else ())
    return sorted(roots)


def _given(
    request: Request, library: Library
) -> tuple[Mapping[str, Given], tuple[str, ...], tuple[Diagnostic, ...]]:
    """Return the parameters that the user's files settle; the last file wins."""
    given: dict[str, Given] = {}
    problems: list[Diagnostic] = []
    for path in request.inputs.parameter_files:
        document = library.document(path)
        if isinstance(document, LoadedDocument):
            values, found = read_parameter_file(document)
            given.update(values)
            problems += [*document.diagnostics, *found]
        elif isinstance(document, Diagnostic):
            problems.append(document)
        else:
            problems.append(_no_such_file(path))
    return given, tuple(request.inputs.parameter_files), tuple(problems)


def _no_such_file(path: str) -> Diagnostic:
    start: SourceSpan = Source(path, "").span(0, 0)
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary="there is no such parameter file",
        detail="Parameters are judged as if it was not given.",
        subject=start,
    )
