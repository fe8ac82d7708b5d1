"""The Terraform front end: directories of .tf and .tofu files in, models out."""

from __future__ import annotations

import posixpath
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from ...core.diagnostic import Diagnostic, Level
from ...core.limits import Limits
from ...core.source import Position, Source, SourceSpan
from ...core.text import ACCOUNT
from ...model.symbols import with_symbols
from ...model.unread_parts import Unread
from ..lowering.block import Block
from ..lowering.lower import lower
from ..protocol import Deployment, Files, FrontendRequest, Inputs, Scope
from .file_names import CONFIGURATION, DOWNLOADS, TOFU
from .functions import FUNCTIONS
from .modules.configuration import hidden_by_tofu, module_files
from .modules.left_out import left_out_trails, notes_on_left_out
from .modules.limit_notes import limits_told
from .modules.loader import Loader
from .modules.name_evaluation import NameWork
from .modules.order import ordered
from .modules.other_providers import MENTIONS, notes
from .modules.outside_calls import (
    Callers,
    Found,
    OpenCall,
    OutsideCall,
    OutsideCalls,
    UnreachedCall,
    called_module,
)
from .modules.provider_versions import tables_for
from .modules.providers import default_has_credentials
from .modules.refused_defaults import Failure, with_refused_defaults
from .modules.relevant_directories import Survey
from .modules.root import Root
from .modules.roots import (
    deployable,
    has_backend_of_its_own,
    has_values_of_its_own,
    roots,
)
from .modules.unread import foreign_resources, unread_parts
from .modules.variables import is_variable_file, notes_on_surplus, surplus
from .syntax.file import parse
from .syntax.json_syntax import parse_json, parse_json_values
from .syntax.nodes import TerraformFile
from .tables.all import TABLES
from .values.core_values import core_value
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

    def __init__(
        self,
        survey: Callable[[Files], Survey] | None = None,
        callers: Callable[[], Sequence[Callers]] = lambda: (),
        may_call: Callable[[str], bool] = lambda path: False,
    ) -> None:
        """`survey` says which directories are read: those with a type that a rule can use.

        `callers` loads the languages whose files call modules, when there is a file that may do so
        by its name.
        """
        self._survey = survey or _survey
        self._callers = callers
        self._may_call = may_call

    @property
    def name(self) -> str:
        """The language."""
        return "terraform"

    def claims_name(self, path: str) -> bool:
        """Return whether a file is part of a configuration by its name."""
        return path.endswith(CONFIGURATION) or is_variable_file(path) or self._may_call(path)

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
        outside = OutsideCalls(self._calls(request, loader, survey))
        called = sorted(set(directories) - set(found))
        alone = [each for each in called if survey.matters(each) and deployable(each, loader)]
        for directory in (*found, *alone):
            calls = outside.of(directory)
            is_beside = outside.is_beside(directory)
            has_values = has_values_of_its_own(directory, loader)
            if is_beside and not calls:
                has_values = has_backend_of_its_own(directory, loader)
            is_called = bool(calls) or is_beside
            if any(call.is_in_place for call in calls) or (is_called and not has_values):
                continue
            caller = None if has_values else outside.doubtful(directory)
            for inputs in request.inputs.of_environments(directory):
                scope = _scope(directory, loader, inputs, survey, caller)
                if scope is not None and (is_called or directory in alone):
                    scope = replace(scope, supposing=f"{directory or '.'} is deployed by itself")
                if scope is not None:
                    yield scope
        for call in outside.certain:
            for inputs in request.inputs.of_environments(call.name):
                if inputs.account_id is None:
                    inputs = replace(inputs, account_id=call.account_id)
                scope = _scope(call.directory, loader, inputs, survey, call)
                if scope is not None:
                    yield scope
        yield from map(_unreached, outside.unreached)

    def _calls(self, request: FrontendRequest, loader: Loader, survey: Survey) -> Iterator[Found]:
        """Yield the calls of the languages that call modules, where a file may hold some."""
        if not any(map(self._may_call, request.candidates)):
            return
        for language in self._callers():
            files = [path for path in request.candidates if language.is_caller(path)]
            if files:
                yield from language.calls(files, loader, request.inputs, survey.matters)

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


def _unreached(call: UnreachedCall) -> Scope:
    """Return the scope of a deployment whose module is not read: it may declare anything."""
    given = tuple(map(core_value, call.given))
    unread = Unread(name=call.caller.label, reason=call.reason, hop=call.caller, given=given)
    parts = (unread,) if call.reason else ()
    model, _, loose = lower((), TABLES, call.name, call.caller.span, parts)
    return Scope(
        name=call.name,
        language="terraform",
        deployments=(Deployment(model=model, loose=loose, satellites=TABLES.satellites),),
        diagnostics=call.diagnostics,
        files=call.files,
    )


def _survey(files: Files) -> Survey:
    return Survey(files, TABLES.wanted_types() | MENTIONS)


def _scope(
    directory: str,
    loader: Loader,
    inputs: Inputs,
    survey: Survey,
    caller: OutsideCall | OpenCall | None,
) -> Scope | None:
    call = caller if isinstance(caller, OutsideCall) else None
    module = loader.module(directory) if call is None else called_module(call, loader)
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
    given = () if call is None else call.unread_parts
    unread = (*given, *unread_parts(root, work), *(each.unread for each in foreign))
    path = (directory if call is None else call.name) or "."
    environment = inputs.environment_of_scope
    name = environment.called(path)
    start = Position(1, 1, 0)
    first = next(iter(module_files(loader.files.list(directory))), directory)
    place = SourceSpan(first, start, start) if call is None else call.caller.span
    model, invalid, loose = lower(blocks, TABLES, name, place, unread)
    model = replace(model, left_out=left_out_trails(root), environment=environment.name)
    # The region of a provider and that of an ARN, given by one variable, are one.
    same = dict(work.regions)
    if call is not None and call.account is not None and not default_has_credentials(module):
        same[call.account] = ACCOUNT
    if same:
        model = with_symbols(model, lambda symbol: same.get(symbol, symbol))
        loose = tuple(each.with_symbols(lambda symbol: same.get(symbol, symbol)) for each in loose)
    account = inputs.account_id
    if account is not None:
        model = with_symbols(model, lambda symbol: account if symbol == ACCOUNT else symbol)
    return Scope(
        name=name,
        path=path,
        environment=environment,
        language="terraform",
        deployments=(Deployment(model=model, loose=loose, satellites=TABLES.satellites),),
        diagnostics=(
            *(() if call is None else call.diagnostics),
            *with_refused_defaults(
                root.diagnostics, root.failures, without_defaults, module.variables
            ),
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
