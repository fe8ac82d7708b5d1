"""Exceptions in the comments of Terraform files, in native and in JSON syntax."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...core.written_exception import WrittenException
from ..lowering.written_exceptions import MARK, Extent, Layout, in_comments
from .modules.configuration import Module
from .modules.manifest import DOWNLOADED
from .syntax.nodes import TerraformFile

_TAKES_EXCEPTIONS = frozenset({"resource", "data", "module"})


def exceptions_in(modules: Iterable[Module]) -> tuple[WrittenException, ...]:
    """Return the exceptions in all files of these modules, each file's once.

    What is downloaded accepts nothing in the name of those who use it.
    """
    own = (module for module in modules if DOWNLOADED not in module.directory.split("/"))
    files = {file.source.path: file for module in own for file in module.files}
    return tuple(written for file in files.values() for written in _of_file(file))


def _of_file(file: TerraformFile) -> Iterator[WrittenException]:
    if MARK not in file.source.text:
        return
    extents = sorted(
        (
            Extent(block.start, block.end, block.type in _TAKES_EXCEPTIONS)
            for block in file.body.blocks
        ),
        key=lambda extent: extent.start,
    )
    # In JSON a block begins at its last label, so what stands before it tells nothing.
    layout = Layout.MEMBERS if file.source.path.endswith(".json") else Layout.BRACES
    yield from in_comments(file.source, file.comments, extents, layout)
