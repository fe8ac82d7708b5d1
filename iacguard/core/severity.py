"""How much a failing control weighs."""

from __future__ import annotations

from enum import IntEnum


class Severity(IntEnum):
    """The four severities of the catalogue, the gravest last."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        """The severity in lower case, as rule files and reports write it."""
        return self.name.lower()

    @classmethod
    def parse(cls, word: str) -> Severity:
        """Return the severity of a lower-case word; raise ValueError for any other."""
        for severity in cls:
            if severity.word == word:
                return severity
        raise ValueError(f"expected one of {', '.join(s.word for s in cls)}, found {word!r}")
