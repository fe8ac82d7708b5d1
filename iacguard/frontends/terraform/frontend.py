"""The Terraform front end: directories of .tf and .tofu files in, models out."""

from __future__ import annotations

import posixpath
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from ...core.diagnostic import Diagnostic, Level
from ...core.limits import Limits
from ...core.source import Position, Source, SourceSpan
from ...core.text import ACCOUNT
from ...model.symbols import with_symbols
from ..lowering.block import Block
from ..lowering.lower import lower
from ..protocol import Deployment, Files, FrontendRequest, Inputs, Scope
from .file_names import CONFIGURATION, DOWNLOADS, TOFU, is_caller
from .functions import FUNCTIONS
from .modules.configuration import hidden_by_tofu, module_files
from .modules.left_out import left_out_trails, notes_on_left_out
from .modules.limit_notes import limits_told
from .modules.loader import Loader
from .modules.name_evaluation import NameWork
from .modules.order import ordered
from .modules.other_providers import MENTIONS, notes
from .modules.outside_callers import OutsideCallers
from .modules.provider_versions import tables_for
from .modules.refused_defaults import Failure, with_refused_defaults
from .modules.relevant_directories import Survey
from .modules.root import Root
from .modules.roots import deployable, has_values_of_its_own, roots
from .modules.unread import foreign_resources, unread_parts
from .modules.variables import is_variable_file, notes_on_surplus, surplus
from .syntax.file import parse
from .syntax.json_syntax import parse_json, parse_json_values
from .syntax.nodes import TerraformFile
from .tables.all import TABLES
from .written_exceptions import exceptions_in


class WithoutTofu:
    """The scanned tree as Terraform sees it, which knows no OpenTofu files."""

    def __init__(self, files: Files) -> None:
        """Everything else is as `files` has it."""
        self.read = files.read
        self.find_bytes = files.find_bytes
        self._list = files.list

    def list(self, directory: str) -> tuple[str, ...]:
        """Return the paths of the files directly in a directory, sorted."""
        return tuple(path for path in self._list(directory) if not path.endswith(TOFU))


class TerraformFrontend:
    """Reads Terraform and OpenTofu configurations."""

    def __init__(self, survey: Callable[[Files], Survey] | None = None) -> None:
        """`survey` says which directories are read: those with a type that a rule can use."""
        self._survey = survey or _survey

    @property
    def name(self) -> str:
        """The language."""
        return "terraform"

    def claims_name(self, path: str) -> bool:
        """Return whether a file is part of a configuration by its name."""
        return path.endswith(CONFIGURATION) or is_variable_file(path) or is_caller(path)

    def claims_content(self, path: str, content: bytes) -> bool:
        """Return true: what a file matters for shows only with the others of its root."""
        return True

    def scopes(self, request: FrontendRequest) -> Iterator[Scope]:
        """Yield one scope for each root module that declares something a rule can use."""
        # Installed modules are judged where they are called.
        directories = {
            posixpath.dirname(path)
            for path in request.candidates
            if path.endswith(CONFIGURATION) and DOWNLOADS not in path.split("/")
        }
        if request.inputs.engine == "terraform":
            request = replace(request, files=WithoutTofu(request.files))
        yield from self._scopes(directories, request)
        if request.inputs.engine is None:
            yield from self._hidden_from_terraform(directories, request)

    def _scopes(self, directories: Collection[str], request: FrontendRequest) -> Iterator[Scope]:
        loader = Loader(request.files, request.limits, parse_file)
        survey = self._survey(request.files)
        found = list(roots(directories, survey, loader))
        outside = OutsideCallers(request.candidates, loader)
        called = sorted(set(directories) - set(found))
        alone = [each for each in called if survey.matters(each) and deployable(each, loader)]
        for directory in (*found, *alone):
            caller = None if has_values_of_its_own(directory, loader) else outside.of(directory)
            for inputs in request.inputs.of_environments(directory):
                scope = _scope(directory, loader, inputs, survey, caller)
                if scope is not None and directory in alone:
                    scope = replace(scope, supposing=f"{directory or '.'} is deployed by itself")
                if scope is not None:
                    yield scope

    def _hidden_from_terraform(
        self, directories: Collection[str], request: FrontendRequest
    ) -> Iterator[Scope]:
        """Yield the scopes with a file that OpenTofu passes over and Terraform does not."""
        hidden = frozenset(
            path
            for directory in directories
            for path in hidden_by_tofu(request.files.list(directory))
        )
        if not hidden:
            return
        for scope in self._scopes(directories, replace(request, files=WithoutTofu(request.files))):
            read = hidden.intersection(scope.files)
            if read and not scope.supposing:
                yield replace(scope, supposing=f"Terraform deploys it, which reads {min(read)}")

    def attribute_name(self, type: str, field: str) -> str | None:
        """Return what Terraform calls a field of the model."""
        return TABLES.attribute_name(type, field)


def parse_file(source: Source, limits: Limits) -> TerraformFile:
    """Return the tree of a file in native or JSON syntax."""
    if source.path.endswith(".tfvars.json"):
        return parse_json_values(source, limits)
    if source.path.endswith(".json"):
        return parse_json(source, limits)
    return parse(source, limits)


def evaluate(
    directory: str, files: Files, inputs: Inputs, limits: Limits
) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """Return the resources of the root in a directory, and what could not be evaluated."""
    loader = Loader(files, limits, parse_file)
    root = Root(loader, directory, inputs, TABLES, FUNCTIONS)
    module = loader.module(directory)
    blocks = () if module is None else tuple(NameWork(root).blocks(module))
    met = (each for each in root.limits_met.values() if each.level is Level.ERROR)
    found = sorted((*root.diagnostics, *met), key=lambda each: (each.subject, each.summary))
    return blocks, tuple(found)


def _survey(files: Files) -> Survey:
    return Survey(files, TABLES.wanted_types() | MENTIONS)


def _scope(
    directory: str, loader: Loader, inputs: Inputs, survey: Survey, caller: str | None
) -> Scope | None:
    module = loader.module(directory)
    if module is None:
        return None
    tables = tables_for(module, TABLES)
    root = Root(loader, directory, inputs, tables, FUNCTIONS, caller)
    work = NameWork(root, survey.matters)
    blocks = ordered(root, tuple(work.blocks(module)))

    def without_defaults() -> Collection[Failure]:
        asked = replace(inputs, has_defaults=False)
        other = Root(loader, directory, asked, tables, FUNCTIONS, caller)
        deque(NameWork(other, survey.matters).blocks(module), maxlen=0)
        return other.failures

    foreign = tuple(foreign_resources(root, work))
    unread = (*unread_parts(root, work), *(each.unread for each in foreign))
    environment = inputs.environment_of_scope
    name = environment.called(directory or ".")
    start = Position(1, 1, 0)
    first = next(iter(module_files(loader.files.list(directory))), directory)
    model, invalid, loose = lower(blocks, TABLES, name, SourceSpan(first, start, start), unread)
    model = replace(model, left_out=left_out_trails(root), environment=environment.name)
    regions = work.regions
    if regions:
        # The region of a provider and that of an ARN, given by one variable, are one.
        model = with_symbols(model, lambda symbol: regions.get(symbol, symbol))
        loose = tuple(
            each.with_symbols(lambda symbol: regions.get(symbol, symbol)) for each in loose
        )
    account = inputs.account_id
    if account is not None:
        model = with_symbols(model, lambda symbol: account if symbol == ACCOUNT else symbol)
    return Scope(
        name=name,
        path=directory or ".",
        environment=environment,
        language="terraform",
        deployments=(Deployment(model=model, loose=loose, satellites=TABLES.satellites),),
        diagnostics=(
            *with_refused_defaults(root.diagnostics, root.failures, without_defaults),
            *limits_told(model, root.limits_met),
            *notes(foreign, model),
            *notes_on_left_out(model),
            *notes_on_surplus(root.assigned, inputs, module.variables),
            *invalid,
        ),
        files=root.files,
        declared=tuple(sorted(module.variables)),
        surplus=surplus(root.assigned, inputs, module.variables),
        sensitive=tuple(sorted(root.sensitive)),
        exceptions=exceptions_in(each.module for each in root.instances),
    )
