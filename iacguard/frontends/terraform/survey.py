"""Which directories are roots, and which can matter to a rule; by byte searches, unparsed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator

from ..protocol import Files
from .configuration import module_files
from .loader import inside

# The path of a local module call, in either syntax. What looks like one and is none costs at most
# that a directory is not a root of its own, so the word before it is part of the search.
_LOCAL_SOURCE = re.compile(rb'\bsource"?\s*[=:]\s*"(\.{1,2}(?:/[^"$%\n]*)?)"')


class Survey:
    """Directories by what their bytes mention: resource types, and modules that they call.

    A directory without any of the types, that calls no directory with one, changes no verdict.
    """

    def __init__(self, files: Files, types: Collection[str]) -> None:
        """Survey files for types; with an empty name among them, every directory matters."""
        self._files = files
        names = b"|".join(re.escape(name.encode()) for name in sorted(types))
        self._types = re.compile(names if types else b"(?!)")
        self._calls: dict[str, frozenset[str]] = {}
        self._mentions: set[str] = set()
        self._matters: dict[str, bool] = {}

    def roots(self, directories: Iterable[str]) -> Iterator[str]:
        """Yield the roots among directories that can matter, sorted.

        A root is a directory that no other one calls. Where directories only call each other,
        the first one counts as a root.
        """
        for directory in sorted(set(directories)):
            self._reachable(directory)
        called = {target for targets in self._calls.values() for target in targets}
        found = set(self._calls) - called
        reached = {each for root in found for each in self._reachable(root)}
        for directory in sorted(set(self._calls) - reached):
            if directory not in reached:
                found.add(directory)
                reached |= self._reachable(directory)
        for root in sorted(found):
            if self.matters(root):
                yield root

    def matters(self, directory: str) -> bool:
        """Return whether a directory, or one that it calls, may hold one of the types."""
        if directory not in self._matters:
            self._matters[directory] = not self._mentions.isdisjoint(self._reachable(directory))
        return self._matters[directory]

    def _reachable(self, start: str) -> set[str]:
        reached = {start}
        waiting = [start]
        while waiting:
            directory = waiting.pop()
            if directory not in self._calls:
                self._look_into(directory)
            fresh = self._calls[directory] - reached
            reached |= fresh
            waiting.extend(fresh)
        return reached

    def _look_into(self, directory: str) -> None:
        called: set[str] = set()
        for path in module_files(self._files.list(directory)):
            content = self._files.find_bytes(path)
            if content is None or self._types.search(content):
                # What cannot be read is to be reported, so its directory matters.
                self._mentions.add(directory)
            for found in _LOCAL_SOURCE.finditer(content or b""):
                written = found[1].decode("utf-8", "replace")
                target = inside(posixpath.join(directory, written))
                if target is not None and target != directory:
                    called.add(target)
        self._calls[directory] = frozenset(called)
