"""The pieces of a text that is being made."""

from __future__ import annotations

from collections.abc import Iterable

from ....core.value import Part
from .bounds import check_length, check_open_pieces


class TextPieces:
    """Collects the pieces of one text, known and unknown ones, within the bounds of a text."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._length = 0
        self._open = 0

    def add(self, text: str) -> None:
        """Append a literal; raise LimitError for more characters than a text may have."""
        self._length += len(text)
        check_length(self._length)
        self.parts.append(text)

    def extend(self, parts: Iterable[Part]) -> None:
        """Append pieces; raise LimitError for more unknown ones than a text may have."""
        for part in parts:
            if isinstance(part, str):
                self.add(part)
            else:
                self._open += 1
                check_open_pieces(self._open)
                self.parts.append(part)
