"""Unknowns on whole accounts, which say the same of many rules and many scopes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..core.outcome import Outcome
from ..core.verdict import Verdict
from ..core.wording import listed
from .display import display
from .presentation import Presentation, place
from .style import Ink, Palette

_FEW = 3
"""Outcomes that are listed one by one though they say the same."""

_PLACES = 5
_RULES = 20
"""What many alike are listed with."""


def grouped(outcomes: Iterable[Outcome]) -> list[list[Outcome]]:
    """Return outcomes by themselves, and many unknowns of one reason on accounts together.

    A group stands where its first outcome does.
    """
    groups: dict[object, list[Outcome]] = {}
    for number, outcome in enumerate(outcomes):
        is_alike = outcome.verdict is Verdict.UNKNOWN and outcome.header is None
        is_alone = not is_alike or bool(outcome.related) or not outcome.reason
        groups.setdefault(number if is_alone else outcome.reason, []).append(outcome)
    found: list[list[Outcome]] = []
    for group in groups.values():
        found += [group] if len(group) > _FEW else [[outcome] for outcome in group]
    return found


def many(group: Sequence[Outcome], presentation: Presentation, palette: Palette) -> Iterator[str]:
    """Yield the lines of a group: how many, why, which rules, and where."""
    word = palette.draw(Verdict.UNKNOWN.word, Ink.STRONG)
    yield f"{word}  {len(group):,} times: {display(group[0].reason)}"
    rules = sorted({outcome.rule.id for outcome in group})
    yield f"  {listed(rules, _RULES)}"
    places = list(dict.fromkeys(outcome.primary.span for outcome in group))
    for span in places[:_PLACES]:
        yield f"  {place(span, presentation)}"
    more_places = len(places) - _PLACES
    if more_places > 0:
        plural = "" if more_places == 1 else "s"
        yield f"  and {more_places:,} more place{plural} (the JSON report has them all)"
