"""Modules that files of other languages deploy: Terragrunt's units, the components of stacks.

Each call is a root of its own, with the values that it gives. What a call leaves open, or gives
to a directory that is not certain, leaves the variables of that module open.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ....core.diagnostic import Diagnostic
from ....core.source import Source, SourceSpan
from ....core.value import Hop, Symbol
from ....model.unread_parts import Unread
from ...protocol import Files, Inputs
from ..syntax.nodes import TerraformFile
from ..values.values import TerraformValue
from .configuration import Module, assemble, module_files
from .loader import Loader


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideCall:
    """One deployment of a module."""

    name: str
    """Of the scope that it makes: the directory of a unit."""

    directory: str
    """The module's."""

    caller: Hop
    """What calls it, and where: ``unit live/prod/trail``."""

    inputs: Mapping[str, TerraformValue] = field(default_factory=dict)
    """The values that it gives to variables, by name; the module may not declare all of them."""

    unread: str = ""
    """Why a variable that `inputs` leaves out may be given a value all the same; else nothing."""

    overridden: str = ""
    """Why any variable may be given another value than `inputs` and the files beside the module
    say; else nothing."""

    has_untyped_inputs: bool = False
    """Whether inputs reach variables as texts, as environment variables do, so that a list is JSON
    where a variable names no type."""

    module: Module | None = None
    """The module itself, where it is made of other files than those of its directory."""

    called: tuple[str, ...] = ()
    """The directories that such a module calls."""

    beside: str | None = None
    """A directory whose files are put over those of the module."""

    generated: tuple[TerraformFile, ...] = ()
    """Files that are made beside those of the module; one of the same name gives way."""

    unread_parts: tuple[Unread, ...] = ()
    """What of it is not known."""

    variable_files: tuple[str, ...] = ()
    """Files of values that it names, in order."""

    account_id: str | None = None
    """The account that it is deployed to, where it says so."""

    account: Symbol | None = None
    """What stands in `inputs` for the account of the credentials that it is deployed with."""

    files: tuple[str, ...] = ()
    """Every file that was read for it."""

    limits: Mapping[SourceSpan, Diagnostic] = field(default_factory=dict)
    """What could not be evaluated, by its place; told where something that is judged needs it."""

    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def is_in_place(self) -> bool:
        """Whether what calls the module lies in its directory, so that nothing else deploys it."""
        return self.beside == self.directory


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call of a directory that is not certain, or whose values are not."""

    path: str
    """The file that calls."""

    reason: str
    """Why the values that it gives are not known, as a clause."""

    directory: str | None
    """The directory; None where it may be any whose path has the ending."""

    ending: str = ""

    def may_mean(self, directory: str) -> bool:
        """Return whether this may be a call of a directory."""
        if self.directory is not None:
            return directory == self.directory
        return not self.ending or f"/{directory}".endswith(f"/{self.ending}")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreachedCall:
    """A deployment of which no module is read, or that is switched off."""

    name: str
    caller: Hop
    reason: str
    """Why its module is not read, as a clause; empty where nothing is deployed."""

    given: tuple[TerraformValue, ...] = ()
    """What it gives the module."""

    files: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


Found = OutsideCall | OpenCall | UnreachedCall
"""What a file says of the modules that it deploys."""


class Callers(Protocol):
    """A language whose files call modules."""

    def is_caller(self, path: str) -> bool:
        """Return whether a file may hold calls, by its name."""
        ...

    def calls(
        self,
        files: Sequence[str],
        loader: Loader,
        inputs: Inputs,
        matters: Callable[[str], bool],
    ) -> Iterator[Found]:
        """Yield the calls in files, those that lead nowhere too.

        What a module that does not matter is given need not be found out.
        """
        ...


class OutsideCalls:
    """The calls of a scan by the directories that they deploy."""

    def __init__(self, found: Iterable[Found]) -> None:
        self.certain: list[OutsideCall] = []
        self.unreached: list[UnreachedCall] = []
        self._open: list[OpenCall] = []
        for each in found:
            if isinstance(each, OutsideCall):
                self.certain.append(each)
            elif isinstance(each, OpenCall):
                self._open.append(each)
            else:
                self.unreached.append(each)
        self._by_directory: dict[str, list[OutsideCall]] = {}
        for call in self.certain:
            for directory in (call.directory,) if call.module is None else call.called:
                self._by_directory.setdefault(directory, []).append(call)
        self._beside = {call.beside for call in self.certain if not call.is_in_place}

    def of(self, directory: str) -> Sequence[OutsideCall]:
        """Return the calls that deploy a directory."""
        return self._by_directory.get(directory, ())

    def is_beside(self, directory: str) -> bool:
        """Return whether the files of a directory are put over those of a module elsewhere."""
        return directory in self._beside

    def doubtful(self, directory: str) -> OpenCall | None:
        """Return the first call that may mean a directory, and does not tell what it gives it."""
        means = [call for call in self._open if call.may_mean(directory)]
        certain = (call for call in means if call.directory is not None)
        return next(certain, next(iter(means), None))


class CopiedFiles:
    """The scanned tree with the files of one directory put over those of another."""

    def __init__(self, files: Files, directory: str, beside: str) -> None:
        self._files = files
        self._directory = directory
        self._beside = beside

    def read(self, path: str) -> Source | Diagnostic | None:
        """Return a decoded file, why it cannot be read, or None where there is no such file."""
        return self._files.read(self._meant(path))

    def find_bytes(self, path: str) -> bytes | None:
        """Return a file's raw bytes; None where it cannot be read."""
        return self._files.find_bytes(self._meant(path))

    def list(self, directory: str) -> tuple[str, ...]:
        """Return the paths of the files of a directory, sorted by name, those put over it too."""
        below = self._below(directory)
        own = self._files.list(directory)
        if below is None:
            return own
        found = {posixpath.basename(path): path for path in own}
        over = self._files.list(self._over(below))
        found.update((posixpath.basename(path), path) for path in over)
        return tuple(found[name] for name in sorted(found))

    def _meant(self, path: str) -> str:
        below = self._below(path)
        if below is None:
            return path
        over = self._over(below)
        return path if self._files.find_bytes(over) is None else over

    def _over(self, below: str) -> str:
        path = posixpath.normpath(posixpath.join(self._beside, below))
        return "" if path == "." else path

    def _below(self, path: str) -> str | None:
        """Return a path relative to the directory that files are put over; None elsewhere."""
        if not self._directory:
            return path or "."
        if path == self._directory:
            return "."
        prefix = f"{self._directory}/"
        return path[len(prefix) :] if path.startswith(prefix) else None


def files_of(call: OutsideCall, files: Files) -> Files:
    """Return the tree as a called module finds it."""
    if call.beside is None or call.is_in_place:
        return files
    if all(path in call.files for path in files.list(call.beside)):
        # Most often nothing but the calling file lies there.
        return files
    return CopiedFiles(files, call.directory, call.beside)


def called_module(call: OutsideCall, loader: Loader) -> Module | None:
    """Return the module of a call, with the files that are put and generated beside its own."""
    if call.module is not None:
        return call.module
    own = loader.module(call.directory)
    files = files_of(call, loader.files)
    if files is loader.files and not call.generated:
        return own
    listed = module_files(files.list(call.directory))
    made = [(each.source.path, each.source.text, each.source.span(0, 0)) for each in call.generated]
    key = (call.directory, listed, tuple(made))
    if key not in loader.assembled:
        # Units that share a file that generates others share most of what they deploy.
        found, lost = _files_of(call, listed, files, loader)
        if not found and not lost:
            return None
        loader.assembled[key] = assemble(call.directory, found, lost)
    return loader.assembled[key]


def _files_of(
    call: OutsideCall, listed: Iterable[str], files: Files, loader: Loader
) -> tuple[list[TerraformFile], tuple[Diagnostic, ...]]:
    """Return the files of a called module, override files last, and why others are not read."""
    own = loader.module(call.directory)
    known = {} if own is None else {file.source.path: file for file in own.files}
    found = {posixpath.basename(file.source.path): file for file in call.generated}
    lost: list[Diagnostic] = []
    for path in listed:
        name = posixpath.basename(path)
        if name in found:
            continue
        source = None if path in known else files.read(path)
        if isinstance(source, Diagnostic):
            lost.append(source)
        elif source is not None:
            found[name] = loader.parse(source)
        elif path in known:
            found[name] = known[path]
    return [found[name] for name in module_files(found)], tuple(lost)
