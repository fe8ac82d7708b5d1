"""How often each rule came out each way, as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..core.report import Report
from ..core.verdict import Verdict


def statistics(report: Report) -> Iterator[str]:
    """Yield a line for each rule that judged something: the most failures first, then by id.

    What an exception accepts is counted apart, as it is in the summary.
    """
    names = {outcome.rule.id: outcome.rule.name for outcome in report.outcomes}
    counts: dict[str, Counter[str]] = {rule: Counter() for rule in names}
    for outcome in report.outcomes:
        is_accepted = outcome.suppression is not None
        counts[outcome.rule.id]["accepted" if is_accepted else outcome.verdict.word] += 1
    order = (Verdict.FAIL.word, Verdict.UNKNOWN.word, Verdict.PASS.word, "accepted")
    rows = [
        (rule, names[rule], *(f"{counts[rule][word]:,}" for word in order))
        for rule in sorted(names, key=lambda rule: (*(-counts[rule][word] for word in order), rule))
    ]
    table = [("rule", "name", *order), *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for rule, name, *numbers in table if rows else ():
        cells = [rule.ljust(widths[0]), name.ljust(widths[1])]
        cells += [number.rjust(width) for number, width in zip(numbers, widths[2:], strict=True)]
        yield "  ".join(cells)
