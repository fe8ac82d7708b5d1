"""Which directories are roots: those that no other one calls, or that are no libraries."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from ..syntax.nodes import Body
from .configuration import Declaration, Module
from .loader import Loader
from .manifest import DOWNLOADED
from .relevant_directories import Survey
from .static_sources import called_directories
from .variables import is_variable_file

_LIBRARIES = frozenset({"modules", "module"})
"""Directories whose modules are there to be called."""


def roots(directories: Iterable[str], survey: Survey, loader: Loader) -> Iterator[str]:
    """Yield the roots among directories that can matter, sorted.

    Only a module call that is parsed counts, so that no comment and no broken block hides a
    directory. Where directories only call each other, the first one counts as a root.
    """
    wanted = [each for each in sorted(set(directories)) if survey.matters(each)]
    calls = {each: _calls(each, wanted, loader) for each in wanted}
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


def deployable(directory: str, loader: Loader) -> bool:
    """Return whether a directory that another one calls may be deployed by itself as well.

    A backend, a configured provider or a file of values says so. Otherwise a library is told by
    what it asks of its callers, or by where it lies: among modules, or in a module that calls it
    and whose arguments it takes. There, an empty provider block is the old way to ask for the
    caller's provider. Whoever adds a call of a root must not be able to hide it.
    """
    module = loader.module(directory)
    if module is None:
        return False
    if any(map(_is_configured, module.providers)) or _backends(module):
        return True
    if _has_variable_file(directory, loader):
        return True
    if _LIBRARIES.intersection(directory.split("/")) or DOWNLOADED in directory.split("/"):
        return False
    if module.variables and _is_called_from_above(directory, loader):
        return False
    if any("alias" not in provider.attributes for provider in module.providers):
        return True
    return all("default" in declared.attributes for declared in module.variables.values())


def has_values_of_its_own(directory: str, loader: Loader) -> bool:
    """Return whether a directory is deployed as it lies, whatever other languages call it.

    What they call often names the kind of its backend, and leaves the rest of it to them.
    """
    return has_backend_of_its_own(directory, loader) or _has_variable_file(directory, loader)


def has_backend_of_its_own(directory: str, loader: Loader) -> bool:
    """Return whether a directory says itself where its state is kept."""
    module = loader.module(directory)
    return module is not None and any(each.attributes for each in _backends(module))


def _has_variable_file(directory: str, loader: Loader) -> bool:
    return any(map(is_variable_file, loader.files.list(directory)))


def _is_called_from_above(directory: str, loader: Loader) -> bool:
    """Return whether a module that lies around a directory calls it, so that it is a part of it."""
    above = directory
    while above:
        above = posixpath.dirname(above)
        module = loader.module(above)
        if module is not None and directory in called_directories(module, (directory,)):
            return True
    return False


def _is_configured(provider: Declaration) -> bool:
    """Return whether a provider block is more than a name for what a caller passes."""
    return bool(provider.attributes.keys() - {"alias", "version"}) or bool(provider.blocks)


def _backends(module: Module) -> list[Body]:
    """Return what is written of where a root keeps its state."""
    blocks = (block for file in module.files for block in file.body.blocks)
    inner = (each for block in blocks if block.type == "terraform" for each in block.body.blocks)
    return [each.body for each in inner if each.type in ("backend", "cloud")]


def _calls(directory: str, wanted: Iterable[str], loader: Loader) -> frozenset[str]:
    """Return the directories that the local calls of a module mean, or may mean."""
    module = loader.module(directory)
    return frozenset() if module is None else called_directories(module, wanted)


def _reach(start: str, calls: Mapping[str, Iterable[str]], reached: set[str]) -> None:
    """Add to `reached` a directory and all that it calls, at any depth."""
    waiting = [start]
    while waiting:
        each = waiting.pop()
        if each not in reached:
            reached.add(each)
            waiting.extend(calls.get(each, ()))
