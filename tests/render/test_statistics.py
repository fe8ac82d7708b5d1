"""The table of `--statistics`."""

from __future__ import annotations

from dataclasses import replace

from render_examples import EXPLAINED, NOT_LOGGING, PLAIN, report_of

from iacguard.core.verdict import Verdict
from iacguard.render.statistics import statistics
from iacguard.render.text import text


def test_each_rule_has_a_line_with_its_verdicts():
    """The rule with the most failures comes first; what is accepted is counted apart."""
    logging = replace(EXPLAINED, rule=NOT_LOGGING.ref)
    report = report_of(
        *[logging] * 2,
        *[EXPLAINED] * 1_200,
        replace(EXPLAINED, verdict=Verdict.UNKNOWN),
        replace(EXPLAINED, verdict=Verdict.PASS),
        replace(logging, suppression="accepted"),
    )

    lines = list(statistics(report))

    assert [
        "rule   name                  fail  unknown  pass  accepted",
        "CT101  trail-single-region  1,200        1     1         0",
        f"{NOT_LOGGING.id}  {NOT_LOGGING.name:19}      2        0     0         1",
    ] == lines


def test_the_table_stands_before_the_summary_where_it_is_asked_for():
    """A report without outcomes has none."""
    report, asking = report_of(EXPLAINED), replace(PLAIN, shows_statistics=True)

    *_, table, summary = text(report, asking).split("\n\n")

    assert (
        table
        == """\
rule   name                 fail  unknown  pass  accepted
CT101  trail-single-region     1        0     0         0"""
    )
    assert summary == "1 failed (1 medium), 0 unknown, 0 passed in 2 files\n"
    assert text(report_of(), PLAIN) == text(report_of(), asking)
