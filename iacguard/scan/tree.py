"""The scanned tree: which files there are, and reading them without leaving it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ..core.limits import Limits
from ..core.source import Position, Source, SourceSpan
from ..errors import UsageError
from ..frontends.protocol import Frontend
from ..frontends.registry import DOWNLOAD_DIRECTORIES, is_owned, most_bytes

# What tools download or generate beside the code, and what is never infrastructure code.
_PASSED_OVER = frozenset(
    (
        *DOWNLOAD_DIRECTORIES,
        ".git",
        ".hg",
        ".svn",
        ".terragrunt-cache",
        ".tox",
        ".venv",
        "__pycache__",
        "node_modules",
        "venv",
    )
)

_KEPT_BYTES = 30_000_000
"""Of the contents of files, how much is kept; the rest is read again when it is asked for."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Tree:
    """A directory that nothing is read outside of; implements `frontends.protocol.Files`.

    Paths are relative to the root, with forward slashes. A link is followed only when it ends
    inside the root; devices, pipes and sockets are never opened.
    """

    def __init__(self, root: Path, limits: Limits) -> None:
        self.root = root.resolve()
        self.limits = limits
        self.sources: dict[str, Source] = {}
        """Every file that was read as text."""
        self.problems: list[Diagnostic] = []
        """Directories that were not looked into."""
        self._bytes: dict[str, bytes | None] = {}
        self._kept = 0
        self._too_large: set[str] = set()
        self._lists: dict[str, tuple[str, ...]] = {}

    def relative(self, path: Path) -> str:
        """Return a path below the root as reports write it; raise UsageError for any other."""
        try:
            relative = path.resolve().relative_to(self.root)
        except ValueError as error:
            said = "set --root to a directory above both"
            raise UsageError(f"{path} is outside of {self.root}: {said}") from error
        return "" if relative == Path() else relative.as_posix()

    def find_bytes(self, path: str) -> bytes | None:
        """Return a file's bytes, or None where it cannot be read.

        Of a file that is too large for any language, these are the first ones, to tell what it is.
        """
        if path in self._bytes:
            return self._bytes[path]
        content = self._read_inside(path)
        self._kept += len(content or b"")
        if self._kept <= _KEPT_BYTES:
            self._bytes[path] = content
        return content

    def read(self, path: str) -> Source | Diagnostic | None:
        """Return a decoded file, why it cannot be read, or None where there is no such file."""
        if path in self.sources:
            return self.sources[path]
        if not self._is_inside(path):
            return self._led_out(path)
        if not os.path.lexists(self.root / path):
            return None
        content = self.find_bytes(path)
        if path in self._too_large:
            most = most_bytes(path, self.limits)
            return not_read(path, f"the file is larger than {most} bytes")
        if content is None:
            return not_read(path, "the file cannot be opened")
        decoded = decode(path, content)
        if isinstance(decoded, Source):
            self.sources[path] = decoded
        return decoded

    def list(self, directory: str) -> tuple[str, ...]:
        """Return the paths of the files directly in a directory, sorted."""
        if directory not in self._lists:
            self._lists[directory] = self._list(directory)
        return self._lists[directory]

    def is_directory(self, path: str) -> bool:
        """Return whether a path is a directory."""
        return (self.root / path).is_dir()

    def exists(self, path: str) -> bool:
        """Return whether there is a file or directory that may be read."""
        return self._is_inside(path or ".") and os.path.exists(self.root / path)

    def walk(self, directory: str) -> Iterator[str]:
        """Yield the paths of all files below a directory, sorted within each directory.

        A link to a directory is not walked: what it leads to lies in the tree itself, or outside.
        """
        waiting = [directory]
        while waiting:
            current = waiting.pop()
            yield from self.list(current)
            waiting.extend(reversed(self.directories(current)))

    def directories(self, directory: str) -> Sequence[str]:
        """Return the directories to walk below one, sorted, and remember what is left out."""
        found = []
        try:
            with os.scandir(self.root / directory) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    path = _joined(directory, entry.name)
                    if entry.name in _PASSED_OVER or not _is_directory(entry):
                        continue
                    if not entry.is_symlink():
                        found.append(path)
                    elif not self._is_inside(path):
                        said = "the link leads outside the scanned tree and is not followed"
                        self.problems.append(not_read(path, said, Level.NOTE))
        except OSError:
            said = "the directory cannot be listed"
            self.problems.append(not_read(directory or ".", said))
        return found

    def _list(self, directory: str) -> tuple[str, ...]:
        if not self._is_inside(directory or "."):
            return ()
        try:
            with os.scandir(self.root / directory) as entries:
                names = sorted(entry.name for entry in entries if not _is_directory(entry))
        except OSError:
            return ()
        return tuple(_joined(directory, name) for name in names)

    def _is_inside(self, path: str) -> bool:
        if "\0" in path:
            return False
        target = os.path.realpath(self.root / path)
        root = str(self.root)
        return target == root or target.startswith(root.rstrip(os.sep) + os.sep)

    def _led_out(self, path: str) -> Diagnostic | None:
        """Say of a link that it leads out; of a path that does so by itself there is no file."""
        written = os.path.normpath(path)
        if "\0" in path or os.path.isabs(written) or written.split(os.sep)[0] == os.pardir:
            return None
        level = Level.ERROR if is_owned(path) else Level.NOTE
        return not_read(path, "the link leads outside the scanned tree and is not followed", level)

    def _read_inside(self, path: str) -> bytes | None:
        if not self._is_inside(path):
            return None
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
        try:
            descriptor = os.open(os.path.realpath(self.root / path), flags)
        except OSError:
            return None
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            return None
        with os.fdopen(descriptor, "rb") as stream:
            most = most_bytes(path, self.limits)
            if status.st_size > most:
                self._too_large.add(path)
                # What belongs to a language whatever it holds needs no look at what it is.
                most = 0 if is_owned(path) else self.limits.document_bytes
            try:
                return stream.read(most) if most else None
            except OSError:
                return None


def decode(path: str, content: bytes) -> Source | Diagnostic:
    """Return the text of a file's bytes, or where they stop being text."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return Source(path, content.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, "replace")
        source = Source(path, before.lstrip("\ufeff"), encoding)
        end = len(source.text)
        place = SourceSpan(path, source.position(end), source.position(end))
        return not_read(path, f"the file is not {encoding.upper()} text", place=place)


def files_below(tree: Tree, paths: Sequence[str]) -> tuple[str, ...]:
    """Return the files that these paths are or hold, each once."""
    found: dict[str, None] = {}
    for path in paths:
        found.update(dict.fromkeys(tree.walk(path) if tree.is_directory(path) else (path,)))
    return tuple(found)


def candidates(tree: Tree, files: Sequence[str], frontend: Frontend) -> tuple[str, ...]:
    """Return the files that a front end claims, by name and content, sorted."""
    return tuple(
        sorted(
            file for file in files if frontend.claims_name(file) and _matters(tree, file, frontend)
        )
    )


def _matters(tree: Tree, file: str, frontend: Frontend) -> bool:
    content = tree.find_bytes(file)
    # What cannot be opened is claimed, so that its front end says so.
    return content is None or frontend.claims_content(file, content)


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _joined(directory: str, name: str) -> str:
    return f"{directory}/{name}" if directory else name


def not_read(
    path: str, summary: str, level: Level = Level.ERROR, place: SourceSpan | None = None
) -> Diagnostic:
    """Return the diagnostic on something of which nothing was read."""
    start = Position(1, 1, 0)
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=level,
        summary=summary,
        detail="It was not judged.",
        subject=place or SourceSpan(path, start, start),
    )
