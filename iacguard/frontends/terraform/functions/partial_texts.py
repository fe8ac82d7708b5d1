"""String functions on texts of which only some pieces are known.

Each answer holds in every deployment; where none does, it is None.
"""

from __future__ import annotations

from collections.abc import Callable

from ....core.text import ends_with, normal, reversed_parts, starts_with
from ....core.value import Hole, Part
from ....core.verdict import Verdict

Parts = tuple[Part, ...]


def changed(parts: Parts, change: Callable[[str], str]) -> Parts:
    """Return the pieces after a change of each character by itself."""
    return normal(change(part) if isinstance(part, str) else Hole() for part in parts)


def replaced(parts: Parts, character: str, replacement: str) -> Parts:
    """Return the pieces with one character replaced; a piece that may hold it becomes a hole."""
    return normal(
        part.replace(character, replacement)
        if isinstance(part, str)
        else part
        if character in part.excludes
        else Hole()
        for part in parts
    )


def without_prefix(parts: Parts, prefix: str) -> Parts | None:
    """Return the pieces without a prefix, or as they are where they certainly lack it."""
    parts = normal(parts)
    verdict = starts_with(parts, prefix)
    if verdict is Verdict.UNKNOWN:
        return None
    if verdict is Verdict.FAIL or not prefix:
        return parts
    first = parts[0]
    assert isinstance(first, str)
    return normal((first[len(prefix) :], *parts[1:]))


def without_suffix(parts: Parts, suffix: str) -> Parts | None:
    """Return the pieces without a suffix, or as they are where they certainly lack it."""
    if ends_with(parts, suffix) is Verdict.UNKNOWN:
        return None
    found = without_prefix(reversed_parts(parts), suffix[::-1])
    return None if found is None else reversed_parts(found)


def divided(parts: Parts, separator: str) -> list[Parts] | None:
    """Return the pieces of each section between separators of one character."""
    sections: list[list[Part]] = [[]]
    for part in parts:
        if not isinstance(part, str):
            if separator not in part.excludes:
                return None
            sections[-1].append(part)
            continue
        first, *rest = part.split(separator)
        sections[-1].append(first)
        sections.extend([section] for section in rest)
    return [normal(section) for section in sections]
