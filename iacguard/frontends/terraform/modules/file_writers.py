"""Files that a configuration writes itself, which a scan of its code does not find."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence

from ....core.text import equal
from ....core.value import Hole, Part
from ....core.verdict import Verdict
from ..values.values import EvaluationError, TerraformValue
from .configuration import WrittenAttribute
from .instance import ModuleInstance

_WRITERS = {
    "archive_file": "output_path",
    "local_file": "filename",
    "local_sensitive_file": "filename",
}
"""Resource types and data sources that write a file, with the argument that names it."""


class FileWriters:
    """The paths that resources and data sources of a root write to."""

    def __init__(
        self,
        directory: str,
        instances: Sequence[ModuleInstance],
        evaluate: Callable[[ModuleInstance, WrittenAttribute], TerraformValue],
    ) -> None:
        """`directory` is the root's; of `instances` more may come; `evaluate` may raise."""
        self._directory = directory
        self._instances = instances
        self._evaluate = evaluate
        self._is_busy = False
        self._answers: dict[str, bool] = {}

    def may_write(self, path: str) -> bool:
        """Return whether something may write a file; `path` is relative to the scan's root."""
        if self._is_busy:
            # The path of a writer depends on a file itself.
            return True
        if path not in self._answers:
            self._is_busy = True
            try:
                self._answers[path] = any(
                    equal(written, (path,)) is not Verdict.FAIL for written in self._paths()
                )
            finally:
                self._is_busy = False
        return self._answers[path]

    def _paths(self) -> Iterator[tuple[Part, ...]]:
        for instance in tuple(self._instances):
            module = instance.module
            for declaration in (*module.data_sources.values(), *module.resources.values()):
                name = _WRITERS.get(declaration.block.labels[0])
                written = declaration.attributes.get(name) if name else None
                if written is not None:
                    yield from self._path(instance, written)

    def _path(
        self, instance: ModuleInstance, written: WrittenAttribute
    ) -> Iterator[tuple[Part, ...]]:
        try:
            value = self._evaluate(instance, written)
        except EvaluationError:
            # It differs between the instances of a block.
            return
        if isinstance(value.content, str):
            path = posixpath.normpath(posixpath.join(self._directory, value.content))
            yield (path,)
        elif value.unknown is not None:
            yield _relative(value.parts or (Hole(),), self._directory)


def _relative(parts: tuple[Part, ...], directory: str) -> tuple[Part, ...]:
    first, *rest = parts
    if not isinstance(first, str):
        return parts
    start = posixpath.normpath(posixpath.join(directory, first)) if first.strip("./") else directory
    slash = "/" if first.endswith("/") and start else ""
    return (start + slash, *rest)
