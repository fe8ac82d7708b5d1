"""Colours of a terminal, written when a presentation asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..core.severity import Severity


class Ink(Enum):
    """A way to draw text: its parameters of the terminal's SGR sequence."""

    CRITICAL = "1;31"
    HIGH = "31"
    MEDIUM = "33"
    LOW = "36"
    ERROR = "1;31"
    GOOD = "32"
    STRONG = "1"
    FAINT = "2"

    @classmethod
    def of(cls, severity: Severity) -> Ink:
        """Return the ink of a severity."""
        return cls[severity.name]


@dataclass(frozen=True, slots=True)
class Palette:
    """Draws in ink, or leaves text as it is."""

    colour: bool

    def draw(self, text: str, ink: Ink) -> str:
        """Return the text in this ink."""
        if not self.colour or not text:
            return text
        return f"\x1b[{ink.value}m{text}\x1b[0m"
