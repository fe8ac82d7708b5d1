"""Stacks: the units that a ``terragrunt.stack.hcl`` copies, and what it gives them.

https://docs.terragrunt.com/reference/hcl/blocks#unit
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from ...core.diagnostic import Diagnostic
from ...core.source import SourceSpan
from ...core.value import Hop
from ..terraform.modules.outside_calls import UnreachedCall
from ..terraform.syntax.nodes import BlockSyntax, TerraformFile
from ..terraform.values.values import TerraformValue, object_value
from .checkout import CHECKOUTS, agreed
from .configuration import Configuration
from .evaluated_file import Place
from .file_names import GENERATED, STACKS, UNITS
from .notes import note
from .session import Session, Shared
from .sources import Source, located
from .units import UnitFile

_MOST_NESTED = 8


@dataclass(frozen=True, slots=True)
class StackFile:
    """A stack, where it is deployed and with what."""

    path: str
    values: TerraformValue | None = None
    place: SourceSpan | None = None
    depth: int = 0

    @property
    def directory(self) -> str:
        """The stack's directory."""
        return posixpath.dirname(self.path)


@dataclass(frozen=True, slots=True)
class Copied:
    """A directory that a stack copies."""

    source: str
    """In the scanned tree."""


def deployed(stack: StackFile, shared: Shared) -> Iterator[UnitFile | Copied | UnreachedCall]:
    """Yield the units of a stack and of those in it, what they are copied from, and what is lost.

    Stacks are nested a few levels deep at most, and have as many units as a loop may make.
    """
    waiting = [stack]
    left = shared.tree.loader.limits.instances
    while waiting:
        one = waiting.pop()
        file = shared.tree.parsed(one.path)
        if not isinstance(file, TerraformFile):
            continue
        configurations = [
            Configuration(Session(shared, checkout), file, _place(one), one.values)
            for checkout in CHECKOUTS
        ]
        for block in file.body.blocks:
            if block.type not in ("unit", "stack"):
                continue
            left -= 1
            place = one.place or file.source.span(block.start, block.header_end)
            found = _found(one, block, configurations, place)
            if isinstance(found, UnreachedCall):
                yield found
            elif left < 0 or one.depth >= _MOST_NESTED:
                reason = "the stack has too many units, or stacks nested too deep"
                yield _lost(found[1], place, reason, file)
                return
            else:
                source, target, values = found
                yield Copied(source)
                shared.tree.files.copy(source, target)
                if block.type == "stack":
                    path = posixpath.join(target, STACKS[0])
                    waiting.append(StackFile(path, values, place, one.depth + 1))
                else:
                    changed = any(each.type == "autoinclude" for each in block.body.blocks)
                    yield UnitFile(_unit_in(target, shared), values, place, changed)


def _place(stack: StackFile) -> Place:
    return Place(stack.directory, stack.directory, stack.directory)


def _unit_in(directory: str, shared: Shared) -> str:
    paths = [posixpath.join(directory, name) for name in UNITS]
    return next(filter(shared.tree.exists, paths), paths[0])


def _found(
    stack: StackFile,
    block: BlockSyntax,
    configurations: list[Configuration],
    place: SourceSpan,
) -> tuple[str, str, TerraformValue] | UnreachedCall:
    """Return the directory that is copied, where to, and the values that go with it."""
    first, second = configurations
    name = block.labels[0] if block.labels else ""

    def argument(written: str) -> TerraformValue | None:
        one, other = first.argument(block, written), second.argument(block, written)
        return one if one is None or other is None else agreed(one, other)

    path, flat = argument("path"), argument("no_dot_terragrunt_stack")
    below = path.content if path is not None and isinstance(path.content, str) else name
    middle = "" if flat is not None and flat.content is True else GENERATED
    target = posixpath.normpath(posixpath.join(stack.directory, middle, below))
    sources = [_source(each, block, stack) for each in configurations]
    directory = sources[0].directory
    if target.startswith(("/", "..")):
        return _lost(stack.directory, place, "its path leads out of the scanned tree", first.file)
    if directory is None or sources[1].directory != directory:
        return _lost(target, place, sources[0].reason or "its source is not known", first.file)
    values = argument("values") or object_value({})
    return directory, target, values


def _source(configuration: Configuration, block: BlockSyntax, stack: StackFile) -> Source:
    written = configuration.argument(block, "source")
    if written is None or not isinstance(written.content, str):
        reason = "it has none" if written is None else written.reason
        return Source(reason=f"its source is not known ({reason})")
    source = located(written.text, stack.directory, configuration.session.checkout)
    if source.directory is None:
        return source
    return Source(configuration.session.tree.files.original(source.directory))


def _lost(name: str, place: SourceSpan, reason: str, file: TerraformFile) -> UnreachedCall:
    said: Diagnostic = note(f"a unit of this stack was not read: {reason}", place)
    return UnreachedCall(
        name=name,
        caller=Hop(place, f"unit {name}"),
        reason=reason,
        files=tuple(sorted({file.source.path, place.path})),
        diagnostics=(said,),
    )
