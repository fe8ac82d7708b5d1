"""The files that Terragrunt reads: those of the tree, and those that a stack copies."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from ...core.diagnostic import Diagnostic
from ...core.source import Source
from ..protocol import Files
from ..terraform.modules.loader import Loader
from ..terraform.syntax.nodes import TerraformFile
from .json_syntax import parse_json


class MovedFiles:
    """The scanned tree with directories in further places, where a stack copies them."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._moved: dict[str, str] = {}
        self.read = self._read
        """Return a decoded file; its own path is that of the file that is copied."""

    def copy(self, directory: str, to: str) -> None:
        """Let a directory be found in another place, too."""
        self._moved[to] = directory

    def _read(self, path: str) -> Source | Diagnostic | None:
        return self._files.read(self.original(path))

    def find_bytes(self, path: str) -> bytes | None:
        """Return a file's raw bytes; None where it cannot be read."""
        return self._files.find_bytes(self.original(path))

    def list(self, directory: str) -> tuple[str, ...]:
        """Return the paths of the files directly in a directory, sorted."""
        found = self._files.list(self.original(directory))
        return tuple(posixpath.join(directory, posixpath.basename(path)) for path in found)

    def original(self, path: str) -> str:
        """Return where a file lies in the scanned tree."""
        if not self._moved:
            return path
        above = path
        while above:
            if above in self._moved:
                return posixpath.normpath(
                    posixpath.join(self._moved[above], path[len(above) + 1 :])
                )
            above = posixpath.dirname(above)
        return path


@dataclass(slots=True)
class TerragruntTree:
    """Terragrunt's files, each parsed once."""

    files: MovedFiles
    loader: Loader
    _parsed: dict[str, TerraformFile | Diagnostic | None] = field(default_factory=dict)
    _exists: dict[str, bool] = field(default_factory=dict)
    _repositories: dict[str, str | None] = field(default_factory=dict)

    def parsed(self, path: str) -> TerraformFile | Diagnostic | None:
        """Return the tree of a file, why it cannot be read, or None where there is none."""
        original = self.files.original(path)
        if original not in self._parsed:
            source = self.files.read(path)
            if isinstance(source, Source):
                is_json = path.endswith(".json")
                limits = self.loader.limits
                self._parsed[original] = (
                    parse_json(source, limits) if is_json else self.loader.parse(source)
                )
            else:
                self._parsed[original] = source
        return self._parsed[original]

    def forget(self, path: str) -> None:
        """Drop the tree of a file that is not needed again."""
        self._parsed.pop(path, None)

    def exists(self, path: str) -> bool:
        """Return whether there is a file, or a directory that holds files."""
        if path not in self._exists:
            is_file = self.files.find_bytes(path) is not None
            self._exists[path] = is_file or bool(self.files.list(path))
        return self._exists[path]

    def repository(self, directory: str) -> str | None:
        """Return the root of the git repository that holds a directory; None where none is seen."""
        if directory not in self._repositories:
            above: str | None = directory
            while above is not None and not self._is_repository(above):
                above = posixpath.dirname(above) if above else None
            self._repositories[directory] = above
        return self._repositories[directory]

    def _is_repository(self, directory: str) -> bool:
        # A worktree has a file of that name, a clone a directory.
        git = posixpath.join(directory, ".git")
        return any(self.exists(each) for each in (git, posixpath.join(git, "HEAD")))
