"""A scanned tree in memory, and values in plain words."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from iacguard.core.diagnostic import Diagnostic
from iacguard.core.source import Source
from iacguard.core.value import Absent, Known, Unknown, Value


@dataclass(frozen=True)
class TextFiles:
    """A scanned tree made of texts by path."""

    texts: Mapping[str, str]

    def read(self, path: str) -> Source | Diagnostic | None:
        return Source(path, self.texts[path]) if path in self.texts else None

    def find_bytes(self, path: str) -> bytes | None:
        return self.texts[path].encode() if path in self.texts else None

    def list(self, directory: str) -> tuple[str, ...]:
        return tuple(sorted(self._by_directory.get(directory, ())))

    @cached_property
    def _by_directory(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.texts:
            found.setdefault(posixpath.dirname(path), []).append(path)
        return found


def plain(value: Value[Any]) -> Any:
    """Return a value without its places: `?` and the reason when it is unknown."""
    match value:
        case Known(value=tuple() as elements):
            return [plain(element) for element in elements]
        case Known(value=dict() as entries):
            return {name: plain(entry) for name, entry in entries.items()}
        case Known():
            return value.value
        case Absent():
            return None
        case Unknown(elements=(_, *_)):
            return ["?" + value.reason, *map(plain, value.elements)]
        case Unknown():
            return "?" + value.reason
