"""Reads the recorded names of the attributes of AWS's resource types."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SCHEMAS = Path(__file__).parents[1] / "fixtures" / "schemas"


@dataclass(frozen=True)
class Recorded:
    """The attributes of one resource type, by their dotted paths."""

    writable: frozenset[str]
    computed: frozenset[str]
    """Only the service sets them."""

    @property
    def every(self) -> frozenset[str]:
        return self.writable | self.computed

    def has(self, path: str) -> bool:
        """Return whether a path is an attribute, or a block that holds some."""
        return any(each == path or each.startswith(f"{path}.") for each in self.every)


def recorded_schemas(*names: str) -> dict[str, Recorded]:
    """Return what the files of these names hold, by resource type."""
    schemas: dict[str, Recorded] = {}
    for name in names:
        _comment, *types = (SCHEMAS / name).read_text(encoding="utf-8").split("\n\n")
        for block in types:
            type_, *lines = block.splitlines()
            marked = [line.split() for line in lines]
            schemas[type_] = Recorded(
                writable=frozenset(path for path, *rest in marked if not rest),
                computed=frozenset(path for _, *rest in marked for path in rest),
            )
    return schemas
