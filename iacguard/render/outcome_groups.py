"""Outcomes on whole accounts, where many rules and many scopes say the same."""

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
    """Return outcomes by themselves, and many of one reason on accounts together.

    Unknowns of one reason are together whatever they are about, failures only if they are of one
    account and have one remedy. A group stands where its first outcome does.
    """
    groups: dict[object, list[Outcome]] = {}
    for number, outcome in enumerate(outcomes):
        is_alone = outcome.header is not None or not outcome.reason
        groups.setdefault(number if is_alone else _alike(outcome), []).append(outcome)
    found: list[list[Outcome]] = []
    for group in groups.values():
        found += [group] if len(group) > _FEW else [[outcome] for outcome in group]
    return found


def _alike(outcome: Outcome) -> object:
    """Return what outcomes of a group have in common."""
    if outcome.verdict is Verdict.UNKNOWN:
        return outcome.reason, outcome.related
    return (
        outcome.verdict,
        outcome.severity,
        outcome.scope,
        outcome.primary,
        outcome.related,
        outcome.reason,
        outcome.remedy,
    )


def many(group: Sequence[Outcome], presentation: Presentation, palette: Palette) -> Iterator[str]:
    """Yield the lines of a group: how many, why, which rules, where, and the remedy."""
    first = group[0]
    if first.verdict is Verdict.FAIL:
        word = palette.draw(first.severity.word, Ink.of(first.severity))
        said = f"findings on {display(first.subject)}: {display(first.reason)}"
        yield f"{word}  {len(group):,} {said}"
        yield from (f"  {one.rule.id}  {display(one.rule.name)}" for one in group)
    else:
        word = palette.draw(first.verdict.word, Ink.STRONG)
        yield f"{word}  {len(group):,} times: {display(first.reason)}"
        rules = sorted({rule for one in group for rule in (one.rule.id, *one.stands_for)})
        yield f"  {listed(rules, _RULES)}"
    marks = (mark for outcome in group for mark in (outcome.primary, *outcome.related))
    places = list(dict.fromkeys(mark.span for mark in marks))
    for span in places[:_PLACES]:
        yield f"  {place(span, presentation)}"
    more_places = len(places) - _PLACES
    if more_places > 0:
        plural = "" if more_places == 1 else "s"
        yield f"  and {more_places:,} more place{plural} (the JSON report has them all)"
    if first.verdict is Verdict.FAIL and first.remedy:
        yield palette.draw(f"  fix: {display(first.remedy)}", Ink.GOOD)
