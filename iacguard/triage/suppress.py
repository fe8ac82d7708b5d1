"""Exceptions written in the source, applied to what the rules say.

An exception accepts the findings of its rules on the block that it stands at, those that point
into that block, and those of everything that comes through it: a module call, a nested stack.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..core.diagnostic import (
    EXCEPTION_EXPIRED,
    EXCEPTION_MALFORMED,
    EXCEPTION_UNUSED,
    Diagnostic,
    Level,
)
from ..core.outcome import Outcome
from ..core.source import SourceSpan
from ..core.verdict import Verdict
from ..core.wording import listed
from ..core.written_exception import WrittenException
from .risk_exception import RiskException, Terms, read_exception

_MOST_PROBLEMS = 5
"""Of what is wrong with one exception, how much is told."""

_MOST_RULES = 10
"""Rules of one exception that a message names."""

_ACCOUNT_WIDE = (
    "The rule judges the account as a whole, not a block of code, so a comment cannot accept it."
)
_UNUSED = (
    "It accepts findings on its block, findings that point into it, and those that come "
    "through its module call. Remove it, or move it to where the finding is."
)


def suppress(
    outcomes: Iterable[Outcome], written: Iterable[WrittenException], terms: Terms
) -> tuple[list[Outcome], list[Diagnostic]]:
    """Return the outcomes, those marked that an exception accepts, and what is wrong with any."""
    live: list[RiskException] = []
    diagnostics: list[Diagnostic] = []
    for each in dict.fromkeys(written):
        found = read_exception(each, terms)
        if not isinstance(found, RiskException):
            diagnostics.append(_malformed(each, found))
        elif found.expires >= terms.today:
            live.append(found)
        elif not terms.judged.isdisjoint(found.rules):
            diagnostics.append(_expired(found, terms))
    blocks = _Blocks(live)
    used: set[tuple[WrittenException, str]] = set()
    marked = []
    for outcome in outcomes:
        holding = list(_holding(outcome, blocks))
        used.update((one.written, outcome.rule.id) for one in holding)
        marked.append(replace(outcome, suppression=holding[0].line) if holding else outcome)
    for one in live:
        unused = [
            rule for rule in one.rules if rule in terms.judged and (one.written, rule) not in used
        ]
        diagnostics += _unused(one, unused, terms)
    return marked, diagnostics


class _Blocks:
    """Exceptions by the block that they stand at.

    Blocks do not overlap, but one may lie in another: in a stack set, the resources of the template
    that it carries.
    """

    def __init__(self, exceptions: Iterable[RiskException]) -> None:
        self._at: dict[tuple[SourceSpan, str], list[RiskException]] = {}
        blocks: dict[str, set[SourceSpan]] = {}
        for one in exceptions:
            block = one.written.block
            if block is None:
                continue
            blocks.setdefault(block.path, set()).add(block)
            for rule in one.rules:
                self._at.setdefault((block, rule), []).append(one)
        self._files = {path: _Nesting(found) for path, found in blocks.items()}

    def around(self, place: SourceSpan, rule: str) -> Iterator[RiskException]:
        """Yield the exceptions for a rule at the blocks that a place lies in, innermost first."""
        if place.path in self._files:
            for block in self._files[place.path].around(place.start.offset):
                yield from self._at.get((block, rule), ())


class _Nesting:
    """The blocks of one file."""

    def __init__(self, blocks: Iterable[SourceSpan]) -> None:
        self._blocks = sorted(blocks, key=lambda each: (each.start.offset, -each.end.offset))
        self._starts = [block.start.offset for block in self._blocks]
        self._outer: list[int] = []
        """For each block the number of the one that it lies in; -1 for none."""

        around: list[int] = []
        for number, block in enumerate(self._blocks):
            while around and self._blocks[around[-1]].end.offset <= block.start.offset:
                around.pop()
            self._outer.append(around[-1] if around else -1)
            around.append(number)

    def around(self, offset: int) -> Iterator[SourceSpan]:
        """Yield the blocks that an offset lies in, innermost first."""
        number = bisect_right(self._starts, offset) - 1
        while number >= 0:
            if offset < self._blocks[number].end.offset:
                yield self._blocks[number]
            number = self._outer[number]


def _holding(outcome: Outcome, blocks: _Blocks) -> Iterator[RiskException]:
    """Yield the exceptions that accept an outcome, the one nearest to its subject first."""
    if outcome.header is None or outcome.verdict is Verdict.PASS:
        return
    callers = (mark.span for mark in reversed(outcome.callers))
    for place in (outcome.header, outcome.primary.span, *callers):
        yield from blocks.around(place, outcome.rule.id)


def _malformed(written: WrittenException, problems: Sequence[str]) -> Diagnostic:
    more = len(problems) - _MOST_PROBLEMS
    said = "; ".join((*problems[:_MOST_PROBLEMS], *([f"and {more} more"] if more > 0 else ())))
    return Diagnostic(
        rule=EXCEPTION_MALFORMED,
        level=Level.ERROR,
        summary=f"the exception is malformed and accepts nothing: {said}",
        detail="Its findings are reported. Write it on one line at its block: "
        "iacguard:ignore=RULE owner=WHO exp=YYYY-MM-DD reason=WHY",
        subject=written.span,
    )


def _expired(one: RiskException, terms: Terms) -> Diagnostic:
    rules = listed([rule for rule in one.rules if rule in terms.judged], _MOST_RULES)
    return Diagnostic(
        rule=EXCEPTION_EXPIRED,
        level=Level.ERROR,
        summary=f"the exception by {one.owner} for {rules} expired on {one.expires}",
        detail=f"Its findings are reported again. Its reason was: {one.reason}",
        subject=one.written.span,
    )


def _unused(one: RiskException, rules: Sequence[str], terms: Terms) -> Iterator[Diagnostic]:
    """Yield a note on the account-wide rules for which nothing is accepted, and on the others."""
    wide = [rule for rule in rules if rule in terms.account_wide]
    others = [rule for rule in rules if rule not in terms.account_wide]
    for found, detail in ((wide, _ACCOUNT_WIDE), (others, _UNUSED)):
        if found:
            named = listed(found, _MOST_RULES)
            yield Diagnostic(
                rule=EXCEPTION_UNUSED,
                level=Level.NOTE,
                summary=f"the exception by {one.owner} for {named} matches no finding",
                detail=detail,
                subject=one.written.span,
            )
