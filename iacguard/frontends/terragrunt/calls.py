"""The calls in Terragrunt's files: each unit is a root of its own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence

from ...core.diagnostic import Diagnostic
from ...core.source import Position, SourceSpan
from ...core.value import Hop
from ..protocol import Inputs
from ..terraform.file_names import CONFIGURATION
from ..terraform.modules.loader import Loader
from ..terraform.modules.outside_calls import Found, OpenCall, UnreachedCall
from ..terraform.syntax.nodes import TerraformFile
from .checkout import CHECKOUTS
from .file_names import GENERATED, UNITS, is_stack, is_unit, may_call
from .session import Shared
from .sources import guessed, located
from .stacks import Copied, StackFile, deployed
from .tree import MovedFiles, TerragruntTree
from .units import Unit, UnitFile

_CALLING = frozenset({"terraform", "stack", "unit"})
"""Blocks whose ``source`` is a module, or a directory that holds a unit or a stack."""

_SOURCE = re.compile(rb"\bsource\b")
_DECLARES = re.compile(r'\b(?:resource|module)[ \t]+\\?"')


class Terragrunt:
    """Reads units and stacks."""

    def is_caller(self, path: str) -> bool:
        """Return whether a file may hold calls, by its name."""
        return may_call(path)

    def calls(
        self,
        files: Sequence[str],
        loader: Loader,
        inputs: Inputs,
        matters: Callable[[str], bool],
    ) -> Iterator[Found]:
        """Yield the calls in files, those that lead nowhere too."""
        tree = TerragruntTree(MovedFiles(loader.files), loader)
        work = _Calls(files, Shared(tree, inputs), matters)
        yield from work.found()


class _Calls:
    """The calls of one scan."""

    def __init__(
        self, files: Sequence[str], shared: Shared, matters: Callable[[str], bool]
    ) -> None:
        self._files = files
        self._shared = shared
        self._tree = shared.tree
        self._matters = matters
        self._read: set[str] = set()

    def found(self) -> Iterator[Found]:
        """Yield what the files deploy, and what they may deploy."""
        of_stacks = list(self._of_stacks())
        copied = {each.source for each in of_stacks if isinstance(each, Copied)}
        yield from (each for each in of_stacks if isinstance(each, UnreachedCall))
        written = [*self._unit_files(copied), *(u for u in of_stacks if isinstance(u, UnitFile))]
        made: list[tuple[str | None, list[Found]]] = []
        included: set[str] = set()
        for each in written:
            file = self._tree.parsed(each.path)
            if not isinstance(file, TerraformFile):
                yield self._unreadable(each, file)
                continue
            unit = Unit(each, file, self._shared)
            included.update(path for path in unit.included if path != each.path)
            self._read.update(unit.files)
            if self._may_matter(unit):
                found = list(self._of_unit(unit))
                is_certain = self._holds_module(unit) or self._leads(unit)
                made.append((None if is_certain else each.path, found))
            if each.values is None:
                # A tree may have thousands, of which few deploy what is judged.
                self._tree.forget(each.path)
        for path, found in made:
            if path not in included:
                yield from found
        yield from self._of_others()

    def _unit_files(self, copied: set[str]) -> Iterator[UnitFile]:
        """Yield the units that lie in the tree and are deployed as they lie."""
        present = set(self._files)
        stacks = {posixpath.dirname(path) for path in self._files if is_stack(path)}
        for path in self._files:
            directory, name = posixpath.split(path)
            if not is_unit(path) or directory in copied:
                continue
            if name != UNITS[0] and posixpath.join(directory, UNITS[0]) in present:
                continue
            stack, middle, _ = f"/{path}".rpartition(f"/{GENERATED}/")
            if middle and stack.lstrip("/") in stacks:
                # It was generated, and is read as the stack says.
                continue
            yield UnitFile(path)

    def _of_stacks(self) -> Iterator[UnitFile | Copied | UnreachedCall]:
        paths = [path for path in self._files if is_stack(path)]
        found = {path: list(deployed(StackFile(path), self._shared)) for path in paths}
        copied = {e.source for each in found.values() for e in each if isinstance(e, Copied)}
        self._read.update(paths)
        for path, each in found.items():
            if posixpath.dirname(path) not in copied:
                yield from each

    def _unreadable(self, unit: UnitFile, why: Diagnostic | None) -> UnreachedCall:
        start = Position(1, 1, 0)
        place = unit.place or SourceSpan(unit.path, start, start)
        reason = "its file cannot be read" if why else "its source holds no unit"
        return UnreachedCall(
            name=unit.directory,
            caller=Hop(place, f"unit {unit.directory or '.'}"),
            reason=reason,
            files=(place.path,),
            diagnostics=() if why is None else (why,),
        )

    def _holds_module(self, unit: Unit) -> bool:
        """Return whether a unit lies beside a module of its own."""
        own = self._tree.files.list(unit.unit.directory)
        return not unit.has_source and any(path.endswith(CONFIGURATION) for path in own)

    def _leads(self, unit: Unit) -> bool:
        """Return whether what others include deploys a module by itself.

        As a rule it does not, and nobody hides a unit by including it.
        """
        directory = unit.directory
        own = () if directory is None else self._tree.files.list(directory)
        return unit.has_source and any(path.endswith(CONFIGURATION) for path in own)

    def _of_unit(self, unit: Unit) -> Iterator[Found]:
        if not unit.has_source and not self._holds_module(unit):
            if unit.is_open:
                yield unit.unreached("where its source is was not read")
            return
        if unit.is_excluded():
            yield unit.excluded()
            return
        yield from unit.open_calls()
        if unit.directory is None:
            yield unit.unreached(unit.source.reason)
        else:
            yield unit.call()

    def _may_matter(self, unit: Unit) -> bool:
        """Return whether what a unit deploys may be judged, or must be told of."""
        own = unit.unit.directory
        if unit.directory is None:
            return True
        places = [unit.directory]
        if any(path.endswith(CONFIGURATION) for path in self._tree.files.list(own)):
            places.append(self._tree.files.original(own))
        return any(map(self._matters, places)) or unit.mentions(_DECLARES)

    def _of_others(self) -> Iterator[OpenCall]:
        """Yield the calls of files that no unit reads: they are not evaluated."""
        for path in self._files:
            content = self._tree.files.find_bytes(path)
            if path in self._read or is_unit(path) or content is None:
                continue
            file = self._tree.parsed(path) if _SOURCE.search(content) else None
            if not isinstance(file, TerraformFile):
                continue
            for block in file.body.blocks:
                written = block.body.attributes.get("source")
                if written is None or block.type not in _CALLING:
                    continue
                source = guessed(written.expression, "")
                ending: str | None = source.ending
                directory = None
                if source.text is not None:
                    at = located(source.text, posixpath.dirname(path), CHECKOUTS[0])
                    directory, ending = at.directory, at.ending
                if directory is not None or ending is not None:
                    reason = f"{path} sets its inputs and is not evaluated"
                    yield OpenCall(path, reason, directory, ending or "")
