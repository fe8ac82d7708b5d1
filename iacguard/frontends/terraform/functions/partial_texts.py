"""String functions on texts of which only some pieces are known.

Each answer holds in every deployment; where none does, it is None.
"""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_letters

from ....core.text import ends_with, never_empty, normal, reversed_parts, starts_with
from ....core.value import Hole, Part, Symbol
from ....core.verdict import Verdict

Parts = tuple[Part, ...]


def changed(parts: Parts, change: Callable[[str], str], name: str) -> Parts:
    """Return the pieces after a change of each character by itself, by the function of a name."""
    letters = {each for each in ascii_letters if change(each) != each}
    return normal(
        change(part)
        if isinstance(part, str)
        else part
        if letters.issubset(part.excludes)
        else _result(name, part)
        for part in parts
    )


def _result(name: str, part: Part) -> Part:
    """Return what a function makes of an unknown piece: of one text it always makes the same.

    What stands for the deployment's account or region stays recognizable, or is nothing known.
    """
    if isinstance(part, Symbol) and not part.name.startswith("aws:") and len(part.name) < 400:
        return Symbol(f"{name}({part.name})")
    return Hole()


def replaced(parts: Parts, wanted: str, replacement: str) -> Parts | None:
    """Return the pieces with a text replaced; a piece that may hold it becomes a hole.

    None where it may begin in one piece and end in another.
    """
    unknown = [part for part in parts if not isinstance(part, str)]
    if len(wanted) > 1 and not all(
        never_empty(part) and set(wanted).issubset(part.excludes) for part in unknown
    ):
        return None
    return normal(
        part.replace(wanted, replacement)
        if isinstance(part, str)
        else part
        if wanted[:1] in part.excludes
        else Hole()
        for part in parts
    )


def trimmed(parts: Parts, cut: str, name: str) -> Parts:
    """Return the pieces without the characters of `cut` at both ends, by the function of a name."""
    if len(parts) == 1 and not _lacks(parts[0], cut):
        return (_result(name, parts[0]),)
    found = _trimmed_start(normal(parts), cut)
    return reversed_parts(_trimmed_start(reversed_parts(found), cut))


def trimmed_end(parts: Parts, cut: str) -> Parts:
    """Return the pieces without the characters of `cut` at the end."""
    return reversed_parts(_trimmed_start(reversed_parts(normal(parts)), cut))


def _trimmed_start(parts: Parts, cut: str) -> Parts:
    for position, part in enumerate(parts):
        rest = parts[position + 1 :]
        if isinstance(part, str):
            if kept := part.lstrip(cut):
                return (kept, *rest)
        elif _lacks(part, cut) and never_empty(part):
            return (part, *rest)
        elif rest and (not isinstance(rest[0], str) or rest[0][0] in cut):
            # Where this piece is empty, more is cut off behind it.
            return (Hole(),)
        else:
            return (part if _lacks(part, cut) else Hole(), *rest)
    return ()


def _lacks(part: Part, characters: str) -> bool:
    return not isinstance(part, str) and set(characters).issubset(part.excludes)


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
