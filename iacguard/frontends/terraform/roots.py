"""Which directories are Terraform roots, and which of them a rule can use; by byte searches."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..protocol import Files
from .configuration import module_files
from .loader import inside

# The path of a local module call, in either syntax. What looks like one and is none costs at most
# that a directory is not a root of its own, so the words before it are part of the search.
_LOCAL_SOURCE = re.compile(rb'\bsource"?\s*[=:]\s*"(\.{1,2}(?:/[^"$%\n]*)?)"')


def roots(directories: Iterable[str], files: Files, types: Collection[str]) -> Iterator[str]:
    """Yield the directories to evaluate, sorted: roots that a resource of these types is in.

    A root is a directory that no other one calls as a module. Where directories only call each
    other, the first one counts as a root.
    """
    wanted = re.compile(b"|".join(re.escape(name.encode()) for name in sorted(types)) or b"(?!)")
    calls: dict[str, frozenset[str]] = {}
    relevant: set[str] = set()
    waiting = sorted(directories)
    known = set(waiting)
    while waiting:
        directory = waiting.pop()
        called, matters = _look_into(directory, files, wanted)
        calls[directory] = called
        if matters:
            relevant.add(directory)
        fresh = called - known
        known |= fresh
        waiting.extend(fresh)
    for root in sorted(_roots(calls)):
        if _reachable(root, calls) & relevant:
            yield root


def _look_into(
    directory: str, files: Files, wanted: re.Pattern[bytes]
) -> tuple[frozenset[str], bool]:
    """Return the directories that a directory calls, and whether it may hold a wanted type."""
    called: set[str] = set()
    matters = False
    for path in module_files(files.list(directory)):
        content = files.find_bytes(path)
        if content is None:
            # It cannot be read: that is to be said, so the directory matters.
            matters = True
            continue
        matters = matters or wanted.search(content) is not None
        for found in _LOCAL_SOURCE.finditer(content):
            target = inside(posixpath.join(directory, found[1].decode("utf-8", "replace")))
            if target is not None and target != directory:
                called.add(target)
    return frozenset(called), matters


def _roots(calls: Mapping[str, frozenset[str]]) -> set[str]:
    called = {target for targets in calls.values() for target in targets}
    found = set(calls) - called
    reached = {each for root in found for each in _reachable(root, calls)}
    for directory in sorted(set(calls) - reached):
        if directory not in reached:
            found.add(directory)
            reached |= _reachable(directory, calls)
    return found


def _reachable(root: str, calls: Mapping[str, frozenset[str]]) -> set[str]:
    reached = {root}
    waiting = [root]
    while waiting:
        for target in calls.get(waiting.pop(), frozenset()):
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached
