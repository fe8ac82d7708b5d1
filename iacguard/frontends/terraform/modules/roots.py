"""Which directories are roots: those that no other one calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .calls import local_source
from .loader import Loader
from .relevant_directories import Survey


def roots(directories: Iterable[str], survey: Survey, loader: Loader) -> Iterator[str]:
    """Yield the roots among directories that can matter, sorted.

    Only a module call that is parsed counts, so that no comment and no broken block hides a
    directory. Where directories only call each other, the first one counts as a root.
    """
    wanted = [each for each in sorted(set(directories)) if survey.matters(each)]
    calls = {each: _calls(each, loader) for each in wanted}
    called = {target for each, targets in calls.items() for target in targets if target != each}
    found = [each for each in wanted if each not in called]
    reached: set[str] = set()
    for each in found:
        _reach(each, calls, reached)
    for each in wanted:
        if each not in reached:
            found.append(each)
            _reach(each, calls, reached)
    yield from sorted(found)


def _calls(directory: str, loader: Loader) -> frozenset[str]:
    """Return the directories that the local calls of a module mean."""
    module = loader.module(directory)
    targets = (local_source(directory, call) for call in module.calls.values()) if module else ()
    return frozenset(target for target in targets if target is not None)


def _reach(start: str, calls: Mapping[str, Iterable[str]], reached: set[str]) -> None:
    """Add to `reached` a directory and all that it calls, at any depth."""
    waiting = [start]
    while waiting:
        each = waiting.pop()
        if each not in reached:
            reached.add(each)
            waiting.extend(calls.get(each, ()))
