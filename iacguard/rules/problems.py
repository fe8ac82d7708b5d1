"""What is wrong with a rule file, collected so that its author is told everything at once."""

from __future__ import annotations

from ..errors import RuleError


class Problems:
    """Collects what is wrong with one rule file, each problem with its place in the file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._place = ""
        self._found: list[str] = []

    def below(self, place: str) -> Problems:
        """Return the same collection for a part of the file: ``expect.all[0]``."""
        inner = Problems(self._path)
        inner._place = f"{self._place}{'.' if self._place else ''}{place}"
        inner._found = self._found
        return inner

    def note(self, problem: str) -> None:
        """Remember a problem and go on."""
        self._found.append(f"{self._place}: {problem}" if self._place else problem)

    def raise_any(self) -> None:
        """Raise one RuleError that names all problems, if there are any."""
        if self._found:
            raise RuleError(f"{self._path}: " + "; ".join(self._found))
