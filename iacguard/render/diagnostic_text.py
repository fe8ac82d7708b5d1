"""What was not read or not evaluated, for a person: each by itself, or many alike as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..core.diagnostic import Diagnostic, Level
from .display import display
from .presentation import Presentation, place
from .style import Ink, Palette

_FEW = 3
"""Notes that are listed one by one though they say the same."""

_SHOWN = 5
"""Places that many alike are listed with."""


def diagnostic_blocks(
    diagnostics: Iterable[Diagnostic], presentation: Presentation, palette: Palette
) -> list[Iterator[str]]:
    """Return a block of lines for each diagnostic, and one for many notes that say the same.

    A block stands where the first of its notes does.
    """
    groups: dict[object, list[Diagnostic]] = {}
    for number, diagnostic in enumerate(diagnostics):
        subject, said = _parted(diagnostic)
        is_alone = presentation.shows_notes or diagnostic.level is Level.ERROR or not subject
        key = number if is_alone else (diagnostic.rule, said, diagnostic.detail)
        groups.setdefault(key, []).append(diagnostic)
    blocks: list[Iterator[str]] = []
    for group in groups.values():
        if len(group) > _FEW:
            blocks.append(_many(group, presentation, palette))
        else:
            blocks += [_one(diagnostic, presentation, palette) for diagnostic in group]
    return blocks


def _parted(diagnostic: Diagnostic) -> tuple[str, str]:
    """Return what a note is on, and what it says of it; most begin with an address."""
    subject, _, said = diagnostic.summary.partition(" ")
    return (subject, said) if said else ("", subject)


def _one(diagnostic: Diagnostic, presentation: Presentation, palette: Palette) -> Iterator[str]:
    where = place(diagnostic.subject, presentation)
    yield f"{_word(diagnostic, palette)} {where}: {display(diagnostic.summary)}"
    yield from _detail(diagnostic)


def _many(
    group: Sequence[Diagnostic], presentation: Presentation, palette: Palette
) -> Iterator[str]:
    is_one = len({diagnostic.summary for diagnostic in group}) == 1
    said = group[0].summary if is_one else f"… {_parted(group[0])[1]}"
    yield f"{_word(group[0], palette)} {len(group):,} times: {display(said)}"
    for diagnostic in group[:_SHOWN]:
        subject = "" if is_one else f": {display(_parted(diagnostic)[0])}"
        yield f"  {place(diagnostic.subject, presentation)}{subject}"
    if len(group) > _SHOWN:
        yield f"  and {len(group) - _SHOWN:,} more (see --show notes)"
    yield from _detail(group[0])


def _word(diagnostic: Diagnostic, palette: Palette) -> str:
    ink = Ink.ERROR if diagnostic.level is Level.ERROR else Ink.STRONG
    return palette.draw(f"{diagnostic.level.value}:", ink)


def _detail(diagnostic: Diagnostic) -> Iterator[str]:
    for line in diagnostic.detail.splitlines():
        yield f"  {display(line)}"
