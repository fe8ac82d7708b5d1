"""Which directories can matter to a rule; by byte searches, unparsed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator

from ....core.spelling import spellings
from ...protocol import Files
from .configuration import module_files
from .loader import inside

# What may be a module call, in either syntax, and what may be its source. More than that is found;
# it costs at most that a directory is read for nothing.
_CALL = re.compile(rb'\bmodule"?\s*[":{/A-Za-z_]')
_SOURCE = re.compile(rb'\bsource"?\s*[=:]\s*"([^"\n]*)"')
_OPEN_SOURCE = re.compile(rb'\bsource\s*(?:/\*|=\s*(?!["\s=]))')
_LOCAL = re.compile(rb"\.{1,2}(?:/.*)?", re.DOTALL)

# Names of providers and of plain files, which no module has as its source.
_NO_MODULE = re.compile(
    rb"(?:registry\.(?:terraform\.io|opentofu\.org)/)?[\w-]+/[\w-]+|[^/:]*|.*\$\{path\..*",
    re.DOTALL,
)


class Survey:
    """Directories by what their bytes mention: resource types, and modules that they call.

    A directory without any of the types, that calls no directory with one and none that may be
    missing, changes no verdict.
    """

    def __init__(self, files: Files, types: Collection[str]) -> None:
        """Survey files for types; with an empty name among them, every directory matters."""
        self._files = files
        names = b"|".join(re.escape(name.encode()) for name in sorted(types))
        self._types = re.compile(names if types else b"(?!)")
        self._callers: dict[str, set[str]] = {}
        self._seen: set[str] = set()
        self._mattering: set[str] = set()

    def matters(self, directory: str) -> bool:
        """Return whether a directory, or one that it calls, may hold one of the types.

        It also matters where that cannot be told, so that this is reported.
        """
        waiting = [directory]
        while waiting:
            each = waiting.pop()
            if each not in self._seen:
                self._seen.add(each)
                for target in self._called(each):
                    self._callers.setdefault(target, set()).add(each)
                    if target in self._mattering:
                        self._keep(each)
                    waiting.append(target)
        return directory in self._mattering

    def _called(self, directory: str) -> Iterator[str]:
        """Yield the directories that a directory calls; keep it where it matters by itself."""
        paths = module_files(self._files.list(directory))
        if not paths:
            self._keep(directory)
        for path in paths:
            content = self._files.find_bytes(path)
            if content is None:
                # What cannot be read is to be reported, so its directory matters.
                self._keep(directory)
                continue
            for text in spellings(content):
                if self._types.search(text):
                    self._keep(directory)
                yield from self._called_in(directory, text)

    def _called_in(self, directory: str, text: bytes) -> Iterator[str]:
        if not _CALL.search(text):
            return
        if _OPEN_SOURCE.search(text):
            # A source that is no plain text may be any directory.
            self._keep(directory)
        for source in _SOURCE.findall(text):
            if not _LOCAL.fullmatch(source):
                if not _NO_MODULE.fullmatch(source):
                    self._keep(directory)
                continue
            target = inside(posixpath.join(directory, source.decode("utf-8", "replace")))
            if target is None:
                self._keep(directory)
            elif target != directory:
                yield target

    def _keep(self, directory: str) -> None:
        """Let a directory matter, and all that call it."""
        waiting = [directory]
        while waiting:
            each = waiting.pop()
            if each not in self._mattering:
                self._mattering.add(each)
                waiting.extend(self._callers.get(each, ()))
