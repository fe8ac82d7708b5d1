"""The report for a person at a terminal, or in a build log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..core.diagnostic import Level
from ..core.exhaustive import assert_never
from ..core.outcome import Mark, Outcome
from ..core.report import Report
from ..core.source import Source, SourceSpan
from ..core.verdict import Verdict
from ..core.wording import listed
from .diagnostic_text import diagnostic_blocks
from .display import columns, display, display_line
from .folding import folded
from .followers import followers
from .ordering import Tally, diagnostics_in_order, in_order, tally
from .outcome_groups import grouped, many
from .presentation import Presentation, place, shown_path
from .snippet import Quoter
from .statistics import statistics
from .style import Ink, Palette

MOST_PLACES = 20
"""Places listed of one outcome, and paths listed of what was not read."""

NOTHING = "nothing to scan: found no Terraform or CloudFormation that declares CloudTrail resources"

_NARROWEST = 40

_WIDTH = 100
"""Columns of the lines of an unknown, at least."""

_INDENT = "  "

_CONDITION = "condition "
"""What the label of a condition begins with."""

_STATEMENT = "statement "
"""What the label of a policy's statement begins with."""

_MANY_ACCOUNTS = 3
"""Scopes without a trail that are hardly all accounts."""

_MOST_LINES = 8
"""Lines of a condition that is quoted whole."""


def text(report: Report, presentation: Presentation) -> str:
    """Return findings with source lines, what is accepted, what was not read, and the count."""
    palette = Palette(presentation.colour)
    quoter = Quoter(report.sources, report.sensitive, report.notations)
    shown = (outcome for outcome in in_order(report.outcomes) if _is_shown(outcome, presentation))
    parts: list[Iterator[str]] = [
        _outcome(group[0], presentation, palette, quoter)
        if len(group) == 1
        else many(group, presentation, palette)
        for group in grouped(shown)
    ]
    if presentation.shows_accepted:
        parts.extend(
            _accepted(outcome, outcome.suppression, presentation, palette)
            for outcome in in_order(report.outcomes)
            if outcome.suppression is not None
        )
    told = (
        diagnostic
        for diagnostic in diagnostics_in_order(report.diagnostics)
        if diagnostic.level is Level.ERROR or not presentation.quiet
    )
    parts += diagnostic_blocks(told, presentation, palette)
    if presentation.shows_statistics and report.outcomes:
        parts.append(statistics(report))
    if not presentation.quiet:
        parts.append(_summary(report, presentation, palette))
    # A line may begin with a file's name, a label or a detail: words of the scanned code.
    blocks = ["".join(f"{display_line(line)}\n" for line in part) for part in parts]
    return "\n".join(blocks)


def _is_shown(outcome: Outcome, presentation: Presentation) -> bool:
    """Return whether an outcome is listed: of its verdict, or a pass that wants a word."""
    if outcome.suppression is not None:
        return False
    return outcome.verdict in presentation.shown or (
        outcome.caveat != "" and not presentation.quiet
    )


def _outcome(
    outcome: Outcome, presentation: Presentation, palette: Palette, quoter: Quoter
) -> Iterator[str]:
    ink = _ink(outcome)
    if outcome.verdict is Verdict.UNKNOWN:
        yield from _open_head(outcome, presentation.width, palette)
    else:
        yield _head(outcome, _word(outcome), presentation.width, ink, palette)
    if outcome.verdict is Verdict.PASS and not outcome.caveat:
        yield f"  {place(outcome.primary.span, presentation)}"
    else:
        yield from _marks(outcome, presentation, ink, palette, quoter)
    yield from _callers(outcome, presentation)
    if also := followers(outcome):
        yield f"  {also}"
    if outcome.verdict is Verdict.FAIL and outcome.remedy:
        yield palette.draw(f"  fix: {display(outcome.remedy)}", Ink.GOOD)


def _accepted(
    outcome: Outcome, by: str, presentation: Presentation, palette: Palette
) -> Iterator[str]:
    yield _head(outcome, "accepted", presentation.width, Ink.STRONG, palette)
    yield f"  {place(outcome.primary.span, presentation)}"
    yield from _callers(outcome, presentation)
    yield f"  {display(by)}"


def _callers(outcome: Outcome, presentation: Presentation) -> Iterator[str]:
    for caller in outcome.callers[:MOST_PLACES]:
        through = f"  through {display(caller.label)} at " if caller.label else "  called at "
        yield through + place(caller.span, presentation)


def _head(outcome: Outcome, word: str, width: int, ink: Ink, palette: Palette) -> str:
    rest = f"  {display(outcome.rule.name)}  {display(outcome.message)}"
    gap = max(2, width - columns(word + rest + outcome.rule.id))
    return palette.draw(word, ink) + rest + palette.draw(" " * gap + outcome.rule.id, Ink.FAINT)


def _open_head(outcome: Outcome, width: int, palette: Palette) -> Iterator[str]:
    """Yield what a verdict needs that is not known, and what it would tell, in a few lines."""
    width = max(width, _WIDTH)
    word, name, number = _word(outcome), display(outcome.rule.name), outcome.rule.id
    first = width - columns(f"{word}  {name}    {number}")
    head, *others = folded(
        display(outcome.message), display(outcome.reason), first, width - len(_INDENT)
    )
    gap = " " * (first - columns(head) + 2)
    yield f"{palette.draw(word, Ink.STRONG)}  {name}  {head}" + palette.draw(
        gap + number, Ink.FAINT
    )
    yield from (_INDENT + line for line in others if line)


def _word(outcome: Outcome) -> str:
    match outcome.verdict:
        case Verdict.FAIL:
            return outcome.severity.word
        case Verdict.UNKNOWN | Verdict.PASS:
            return outcome.verdict.word
        case _:
            assert_never(outcome.verdict)


def _ink(outcome: Outcome) -> Ink:
    match outcome.verdict:
        case Verdict.FAIL:
            return Ink.of(outcome.severity)
        case Verdict.UNKNOWN:
            return Ink.STRONG
        case Verdict.PASS:
            return Ink.GOOD
        case _:
            assert_never(outcome.verdict)


def _marks(
    outcome: Outcome, presentation: Presentation, ink: Ink, palette: Palette, quoter: Quoter
) -> Iterator[str]:
    marks = (outcome.primary, *outcome.related)
    shown = marks[: MOST_PLACES + 1]
    gutter = max(len(str(mark.span.start.line)) for mark in shown)
    for mark in shown:
        yield f"  {place(mark.span, presentation)}"
        yield from _quotation(mark, gutter, presentation.width, ink, palette, quoter)
    if len(marks) > len(shown):
        more = len(marks) - len(shown)
        yield f"  and {more:,} more place{'' if more == 1 else 's'}"


def _quotation(
    mark: Mark, gutter: int, width: int, ink: Ink, palette: Palette, quoter: Quoter
) -> Iterator[str]:
    label = display(mark.label)
    margin = f"  {'':{gutter}} | "
    room = max(width, _NARROWEST) - len(margin)
    quoted = [quoter.quote(span, room) for span in _lines(mark, quoter)]
    snippets = [snippet for snippet in quoted if snippet is not None]
    if not snippets:
        if label:
            yield f"    {label}"
        return
    for snippet in snippets:
        yield f"  {snippet.line:{gutter}} | {snippet.text}".rstrip()
    start = min(snippet.start for snippet in snippets)
    end = max(snippet.start + snippet.length for snippet in snippets)
    carets = "^" * (end - start) + (f" {label}" if label else "")
    yield margin + " " * start + palette.draw(carets, ink)


def _lines(mark: Mark, quoter: Quoter) -> Sequence[SourceSpan]:
    """Return what is quoted: the first line of most spans, every line of a short condition.

    A place without extent stands for its whole file, of which no line says anything. What decides
    a condition often stands in its last line, and a statement begins with a brace and its name
    below; other spans may hold anything.
    """
    span, source = mark.span, quoter.sources.get(mark.span.path)
    number = span.end.line - span.start.line + 1
    if span.start == span.end:
        return ()
    if source is None or number < 2:
        return (span,)
    if mark.label.startswith(_STATEMENT) and source.line(span.start.line).strip() == "{":
        number = 2
    elif not mark.label.startswith(_CONDITION) or number > _MOST_LINES:
        return (span,)
    first = span.start.line
    lines = [line for line in range(first, first + number) if source.line(line).strip()]
    return [_within(source, line, span) for line in lines]


def _within(source: Source, line: int, span: SourceSpan) -> SourceSpan:
    text = source.line(line)
    start = max(source.offset(line, len(text) - len(text.lstrip()) + 1), span.start.offset)
    return source.span(start, min(source.offset(line, len(text.rstrip()) + 1), span.end.offset))


def _summary(report: Report, presentation: Presentation, palette: Palette) -> Iterator[str]:
    scanned = report.scanned
    if not report.outcomes and not report.diagnostics and not scanned.files:
        yield NOTHING
        yield from _ending(presentation)
        return
    counted = tally(report)
    files = f"{scanned.files:,} file{'' if scanned.files == 1 else 's'}"
    ink = Ink.STRONG if counted.failed or scanned.not_read else Ink.GOOD
    yield palette.draw(f"{_counts(counted, presentation)} in {files}", ink)
    if scanned.not_read:
        paths = [shown_path(path, presentation) for path in scanned.not_read]
        yield (
            palette.draw("not read, or only in part:", Ink.ERROR) + f" {listed(paths, MOST_PLACES)}"
        )
    elif scanned.incomplete:
        yield palette.draw("something could not be evaluated", Ink.ERROR)
    yield from _accounts_by_themselves(report)
    if scanned.has_void_exceptions:
        said = palette.draw("an exception has expired or is malformed", Ink.ERROR)
        told = {diagnostic.subject for diagnostic in report.diagnostics}
        untold = [place(span, presentation) for span in scanned.void_exceptions if span not in told]
        yield f"{said}: {listed(untold, MOST_PLACES)}" if untold else said
    yield from _ending(presentation)


def _accounts_by_themselves(report: Report) -> Iterator[str]:
    """Say how roots and stacks are judged together, where many of them lack a trail."""
    lacking = {one.scope for one in report.outcomes if one.stands_for}
    if len(lacking) >= _MANY_ACCOUNTS:
        yield (
            f"{len(lacking):,} roots and stacks without a trail are judged as accounts of their "
            "own: name the accounts that they make up in [[accounts]] of the configuration"
        )


def _ending(presentation: Presentation) -> Iterator[str]:
    if presentation.ending:
        yield presentation.ending


def _counts(counted: Tally, presentation: Presentation) -> str:
    severities = ", ".join(
        f"{number:,} {severity.word}" for severity, number in counted.by_severity
    )
    failed = f"{counted.failed:,} failed" + (f" ({severities})" if severities else "")
    hidden = counted.unknown and Verdict.UNKNOWN not in presentation.shown
    unknown = f"{counted.unknown:,} unknown" + (" (see --show unknown)" if hidden else "")
    see = "" if presentation.shows_accepted else " (see --show accepted)"
    accepted = (f"{counted.accepted:,} accepted{see}",) if counted.accepted else ()
    return ", ".join((failed, unknown, f"{counted.passed:,} passed", *accepted))
