"""Reads modules: the files of a directory, and the directory that a module call means."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from ....core.diagnostic import Diagnostic
from ....core.limits import Limits
from ....core.source import Source
from ...protocol import Files
from ..expressions.constraints import Constraint
from ..expressions.references import Reference, Traversals
from ..syntax.nodes import TerraformFile
from ..values.values import TerraformValue
from .configuration import Module, assemble, module_files
from .manifest import MANIFEST, Installed, is_downloaded, read_manifest

Parse = Callable[[Source, Limits], TerraformFile]

_NOT_INSTALLED = "it is not downloaded (run `terraform init -backend=false`)"
_AFTER_INIT = (
    "Then scan again: downloaded modules are read from .terraform/modules. "
    "What depends on this one is unknown."
)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Why a module call leads nowhere."""

    reason: str
    """A clause: "it is not downloaded"."""

    detail: str = "What depends on it is unknown."
    """What that means for a scan, and how to change it."""


class Loader:
    """Modules by directory, each read once however often it is called."""

    def __init__(self, files: Files, limits: Limits, parse: Parse) -> None:
        self.files = files
        self.limits = limits
        self._parse = parse
        self._modules: dict[str, Module | None] = {}
        self._manifests: dict[str, Mapping[str, Installed]] = {}
        self.assembled: dict[Hashable, Module] = {}
        """Modules that are made of other files than those of one directory.

        What is kept by identity below is right only as long as they are there.
        """

        self.unreadable: dict[str, Diagnostic] = {}
        """Files that could not be read at all, by path."""

        self.references: dict[int, tuple[Reference, ...]] = {}
        """What attributes and declarations of the modules refer to, by their identity."""

        self.traversals = Traversals()
        self.constraints: dict[int, Constraint] = {}
        self.defaults: dict[int, TerraformValue] = {}
        """What the declarations of variables say, by their identity: it is alike in every root.

        Only what is known throughout is kept here; what was not is told of in each root.
        """

    def parse(self, source: Source) -> TerraformFile:
        """Return the tree of a file, in either syntax."""
        return self._parse(source, self.limits)

    def module(self, directory: str) -> Module | None:
        """Return the module of a directory; None where there is none."""
        if directory not in self._modules:
            self._modules[directory] = self._load(directory)
        return self._modules[directory]

    def target(self, root: str, caller: str, key: str, source: str) -> str | Unreachable:
        """Return the directory that a call's ``source`` means.

        `key` is the call's path in the root, as ``terraform init`` writes it: ``trail.bucket``.
        """
        if source in (".", "..") or source.startswith(("./", "../")):
            directory = inside(posixpath.join(caller, source))
            if directory is None:
                return Unreachable(
                    "its source is outside the scanned tree (set --root to a directory above both)"
                )
            return directory
        installed = self._manifest(root).get(key)
        if installed is None:
            return Unreachable(_NOT_INSTALLED, _AFTER_INIT)
        if not installed.is_of(source):
            said = f"{MANIFEST} names another source for it"
            return Unreachable(f"{said} (run `terraform init -backend=false` again)")
        directory = inside(posixpath.join(root, installed.directory))
        if directory is None:
            return Unreachable("it is installed outside the scanned tree")
        if not is_downloaded(directory, root):
            return Unreachable(f"{MANIFEST} puts it where `terraform init` downloads no module")
        return directory

    def _load(self, directory: str) -> Module | None:
        files = []
        for path in module_files(self.files.list(directory)):
            source = self.files.read(path)
            if isinstance(source, Source):
                files.append(self.parse(source))
            elif source is not None:
                self.unreadable[path] = source
        lost = [d for path, d in self.unreadable.items() if posixpath.dirname(path) == directory]
        if not files and not lost:
            return None
        return assemble(directory, files, tuple(lost))

    def _manifest(self, root: str) -> Mapping[str, Installed]:
        """Return the directories of the modules that ``terraform init`` installed for a root."""
        if root not in self._manifests:
            path = posixpath.join(root, MANIFEST)
            self._manifests[root] = read_manifest(self.files.read(path))
        return self._manifests[root]


def inside(path: str) -> str | None:
    """Return a path relative to the scan's root without dots; None when it leads out of it."""
    normal = posixpath.normpath(path)
    if normal == ".":
        return ""
    if normal.startswith(("../", "/")) or normal == ".." or "\0" in normal or "\\" in normal:
        return None
    return normal
