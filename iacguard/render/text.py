"""The report for a person at a terminal, or in a build log."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.diagnostic import Diagnostic, Level
from ..core.never import assert_never
from ..core.outcome import Mark, Outcome
from ..core.report import Report
from ..core.source import SourceSpan
from ..core.verdict import Verdict
from .display import columns, display, display_line
from .ordering import Tally, diagnostics_in_order, in_order, tally
from .presentation import Presentation
from .snippet import Quoter
from .style import Ink, Palette

MOST_PLACES = 20
"""Places listed of one outcome, and paths listed of what was not read."""

NOTHING = "nothing to scan: no Terraform or CloudFormation with an audit pipeline was found"

_NARROWEST = 40


def text(report: Report, presentation: Presentation) -> str:
    """Return findings with source lines, what is accepted, what was not read, and the count."""
    palette = Palette(presentation.colour)
    quoter = Quoter(report.sources, report.sensitive)
    parts: list[Iterator[str]] = [
        _outcome(outcome, presentation, palette, quoter)
        for outcome in in_order(report.outcomes)
        if outcome.verdict in presentation.shown and outcome.suppression is None
    ]
    if presentation.shows_accepted:
        parts.extend(
            _accepted(outcome, outcome.suppression, presentation, palette)
            for outcome in in_order(report.outcomes)
            if outcome.suppression is not None
        )
    parts.extend(
        _diagnostic(diagnostic, presentation, palette)
        for diagnostic in diagnostics_in_order(report.diagnostics)
        if diagnostic.level is Level.ERROR or not presentation.quiet
    )
    if not presentation.quiet:
        parts.append(_summary(report, presentation, palette))
    # A line may begin with a file's name, a label or a detail: words of the scanned code.
    blocks = ["".join(f"{display_line(line)}\n" for line in part) for part in parts]
    return "\n".join(blocks)


def _outcome(
    outcome: Outcome, presentation: Presentation, palette: Palette, quoter: Quoter
) -> Iterator[str]:
    ink = _ink(outcome)
    yield _head(outcome, _word(outcome), presentation.width, ink, palette)
    if outcome.verdict is Verdict.PASS:
        yield f"  {_written(outcome.primary.span, presentation)}"
    else:
        yield from _marks(outcome, presentation, ink, palette, quoter)
    yield from _callers(outcome, presentation)
    if outcome.verdict is Verdict.FAIL and outcome.remedy:
        yield palette.draw(f"  fix: {display(outcome.remedy)}", Ink.GOOD)


def _accepted(
    outcome: Outcome, by: str, presentation: Presentation, palette: Palette
) -> Iterator[str]:
    yield _head(outcome, "accepted", presentation.width, Ink.STRONG, palette)
    yield f"  {_written(outcome.primary.span, presentation)}"
    yield from _callers(outcome, presentation)
    yield f"  {display(by)}"


def _callers(outcome: Outcome, presentation: Presentation) -> Iterator[str]:
    for caller in outcome.callers[:MOST_PLACES]:
        through = f"  through {display(caller.label)} at " if caller.label else "  called at "
        yield through + _written(caller.span, presentation)


def _head(outcome: Outcome, word: str, width: int, ink: Ink, palette: Palette) -> str:
    rest = f"  {display(outcome.rule.name)}  {display(outcome.message)}"
    gap = max(2, width - columns(word + rest + outcome.rule.id))
    return palette.draw(word, ink) + rest + palette.draw(" " * gap + outcome.rule.id, Ink.FAINT)


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
        yield f"  {_written(mark.span, presentation)}"
        yield from _quotation(mark, gutter, presentation.width, ink, palette, quoter)
    if len(marks) > len(shown):
        yield f"  and {len(marks) - len(shown):,} more places"


def _quotation(
    mark: Mark, gutter: int, width: int, ink: Ink, palette: Palette, quoter: Quoter
) -> Iterator[str]:
    label = display(mark.label)
    margin = f"  {'':{gutter}} | "
    snippet = quoter.quote(mark.span, max(width, _NARROWEST) - len(margin))
    if snippet is None:
        if label:
            yield f"    {label}"
        return
    yield f"  {snippet.line:{gutter}} | {snippet.text}".rstrip()
    carets = "^" * snippet.length + (f" {label}" if label else "")
    yield margin + " " * snippet.start + palette.draw(carets, ink)


def _diagnostic(
    diagnostic: Diagnostic, presentation: Presentation, palette: Palette
) -> Iterator[str]:
    ink = Ink.ERROR if diagnostic.level is Level.ERROR else Ink.STRONG
    word = palette.draw(f"{diagnostic.level.value}:", ink)
    where = _written(diagnostic.subject, presentation)
    yield f"{word} {where}: {display(diagnostic.summary)}"
    for line in diagnostic.detail.splitlines():
        yield f"  {display(line)}"


def _summary(report: Report, presentation: Presentation, palette: Palette) -> Iterator[str]:
    scanned = report.scanned
    if not report.outcomes and not report.diagnostics and not scanned.files:
        yield NOTHING
        return
    counted = tally(report)
    files = f"{scanned.files:,} file{'' if scanned.files == 1 else 's'}"
    ink = Ink.STRONG if counted.failed or scanned.not_read else Ink.GOOD
    yield palette.draw(f"{_counts(counted, presentation)} in {files}", ink)
    if scanned.not_read:
        paths = [
            display(presentation.path_prefix + path) for path in scanned.not_read[:MOST_PLACES]
        ]
        more = len(scanned.not_read) - len(paths)
        rest = f" and {more:,} more" if more else ""
        yield palette.draw("not read, wholly or in part:", Ink.ERROR) + f" {', '.join(paths)}{rest}"
    elif scanned.incomplete:
        yield palette.draw("something that had to be evaluated was not", Ink.ERROR)
    if scanned.has_void_exceptions:
        yield palette.draw("an exception has expired or is malformed", Ink.ERROR)


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


def _written(span: SourceSpan, presentation: Presentation) -> str:
    """Return a place as editors and terminals open it."""
    path = presentation.path_prefix + span.path
    return f"{display(path)}:{span.start.line}:{span.start.column}"
