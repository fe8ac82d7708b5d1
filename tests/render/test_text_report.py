"""The text report, whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from render_examples import (
    EXPLAINED,
    NOT_LOGGING,
    PLAIN,
    TRAIL,
    VARIABLES,
    mark_of,
    outcome_at,
    report_of,
    span_of,
    unread,
)

from iacguard.core.diagnostic import Level
from iacguard.core.outcome import Mark, Outcome
from iacguard.core.severity import Severity
from iacguard.core.source import Source
from iacguard.core.verdict import Verdict
from iacguard.render.text import NOTHING, text

ALL_VERDICTS = replace(PLAIN, shown=frozenset(Verdict))


def test_a_finding_shows_the_way_to_the_literal_that_decided_it():
    """Head, place, source line, carets, every hop with its label, and the remedy."""
    report = report_of(EXPLAINED)

    shown = text(report, PLAIN)

    assert (
        shown
        == """\
medium  trail-single-region  aws_cloudtrail.main records only its home region                  CT101
  infra/trail.tf:3:27
  3 |   is_multi_region_trail = var.multi_region
    |                           ^^^^^^^^^^^^^^^^ false, from
  infra/variables.tf:3:13
  3 |   default = false
    |             ^^^^^ default of var.multi_region
  fix: set is_multi_region_trail to true

1 failed (1 medium), 0 unknown, 0 passed in 2 files
"""
    )


def test_a_place_that_stands_for_its_file_is_not_quoted():
    """The first line of a file says nothing of what an account lacks."""
    start = replace(
        span_of(TRAIL, "var.multi_region"), end=span_of(TRAIL, "var.multi_region").start
    )
    lacking = outcome_at(Mark(start), message="the account has no trail", remedy="declare one")

    assert (
        text(report_of(lacking), PLAIN)
        == """\
medium  trail-single-region  the account has no trail                                          CT101
  infra/trail.tf:3:27
  fix: declare one

1 failed (1 medium), 0 unknown, 0 passed in 2 files
"""
    )


def test_unknowns_and_passes_are_listed_when_asked_for():
    """An unknown says why and where; a pass is one line and its place."""
    undecided = outcome_at(
        mark_of(TRAIL, "var.multi_region"),
        verdict=Verdict.UNKNOWN,
        message=(
            "var.multi_region has no value, so it is not known whether "
            "aws_cloudtrail.main records only its home region"
        ),
        related=(mark_of(VARIABLES, 'variable "multi_region"', "no default"),),
    )
    passed = outcome_at(
        mark_of(TRAIL, 'resource "aws_cloudtrail" "main"'),
        rule=NOT_LOGGING.ref,
        verdict=Verdict.PASS,
        message="aws_cloudtrail.main passes trail-not-logging",
    )

    shown = text(report_of(undecided, passed), ALL_VERDICTS)

    assert (
        shown
        == """\
pass  trail-not-logging  aws_cloudtrail.main passes trail-not-logging                          CT106
  infra/trail.tf:1:1

unknown  trail-single-region  var.multi_region has no value, so it is not known whether        CT101
  aws_cloudtrail.main records only its home region
  infra/trail.tf:3:27
  3 |   is_multi_region_trail = var.multi_region
    |                           ^^^^^^^^^^^^^^^^
  infra/variables.tf:1:1
  1 | variable "multi_region" {
    | ^^^^^^^^^^^^^^^^^^^^^^^ no default

0 failed, 1 unknown, 1 passed in 2 files
"""
    )


def test_an_unknown_takes_four_lines_however_much_keeps_it_open():
    """What is needed comes first, and what is not known can still be read behind it."""
    reason = "; ".join(f"module.part{number} was not read" for number in range(100))
    undecided = outcome_at(
        mark_of(TRAIL, "var.multi_region"),
        verdict=Verdict.UNKNOWN,
        message=f"{reason}, so it is not known whether the account is covered by a trail",
        reason=reason,
    )

    lines = text(report_of(undecided), ALL_VERDICTS).splitlines()

    assert lines[:5] == [
        "unknown  trail-single-region  module.part0 was not read; module.part1 was not read;"
        "            CT101",
        "  module.part2 was not read; module.part3 was not read; module.part4 was not read; "
        "module.part5 was",
        "  not read; module.part6 was not read; module.part7 was not read; module.part8 was not "
        "read;",
        "  module.part9 …, so it is not known whether the account is covered by a trail",
        "  infra/trail.tf:3:27",
    ]


def test_an_unknown_without_a_blank_is_cut():
    """An address can be as long as somebody likes."""
    undecided = outcome_at(
        mark_of(TRAIL, "var.multi_region"),
        verdict=Verdict.UNKNOWN,
        message="x" * 1_000,
        reason="x" * 1_000,
    )

    head, place, *_ = text(report_of(undecided), ALL_VERDICTS).splitlines()

    assert head == f"unknown  trail-single-region  …{'':62}  CT101"
    assert place == "  infra/trail.tf:3:27"


def test_a_pass_that_wants_a_word_is_listed():
    """What a pattern tells too much of is seen by whoever asks for failures alone."""
    passed = outcome_at(
        mark_of(TRAIL, 'resource "aws_cloudtrail" "main"'),
        verdict=Verdict.PASS,
        message="refused calls are noticed, but the pattern matches all",
        caveat="the pattern matches all",
    )

    shown = text(report_of(passed), PLAIN)

    assert (
        shown
        == """\
pass  trail-single-region  refused calls are noticed, but the pattern matches all              CT101
  infra/trail.tf:1:1
  1 | resource "aws_cloudtrail" "main" {
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

0 failed, 0 unknown, 1 passed in 2 files
"""
    )
    assert "" == text(report_of(passed), replace(PLAIN, quiet=True))


def test_many_notes_that_say_the_same_are_one():
    """Findings are not drowned, and each note can be listed."""
    notes = [
        unread(
            VARIABLES.span(number, number + 1),
            rule="IG002",
            level=Level.NOTE,
            summary=f"module.m{number} was not read: its source is not there",
            detail="What depends on it is unknown.",
        )
        for number in range(7)
    ]
    report = report_of(diagnostics=tuple(notes))

    grouped, single = text(report, PLAIN), text(report, replace(PLAIN, shows_notes=True))

    assert (
        grouped
        == """\
note: 7 times: … was not read: its source is not there
  infra/variables.tf:1:1: module.m0
  infra/variables.tf:1:2: module.m1
  infra/variables.tf:1:3: module.m2
  infra/variables.tf:1:4: module.m3
  infra/variables.tf:1:5: module.m4
  and 2 more (see --show notes)
  What depends on it is unknown.

0 failed, 0 unknown, 0 passed in 2 files
"""
    )
    assert 7 == single.count("note: infra/variables.tf:1:")


def test_notes_of_equal_words_are_listed_by_their_places():
    """There is no address to tell them apart by."""
    notes = [
        unread(
            VARIABLES.span(number, number + 1),
            level=Level.NOTE,
            summary="the body is not evaluated",
            detail="",
        )
        for number in range(4)
    ]

    shown = text(report_of(diagnostics=tuple(notes)), PLAIN)

    assert shown.startswith(
        """\
note: 4 times: the body is not evaluated
  infra/variables.tf:1:1
  infra/variables.tf:1:2
  infra/variables.tf:1:3
  infra/variables.tf:1:4

"""
    )


def test_a_condition_of_several_lines_is_quoted_whole():
    """What decides it often stands in its last line."""
    lines = "IsLive: !Or\n  - !Equals [!Ref Stage, live]\n  - !Equals [!Ref Stage, test]\n"
    template = Source("t.yaml", lines)
    report = report_of(
        outcome_at(
            mark_of(TRAIL, "var.multi_region", "false, from"),
            related=(Mark(template.span(0, len(lines) - 1), "condition IsLive is false"),),
        ),
        sources=(TRAIL, template),
    )

    shown = text(report, replace(PLAIN, quiet=True))

    assert shown.endswith(
        """\
  t.yaml:1:1
  1 | IsLive: !Or
  2 |   - !Equals [!Ref Stage, live]
  3 |   - !Equals [!Ref Stage, test]
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ condition IsLive is false
"""
    )


def test_a_statement_that_begins_with_a_brace_is_quoted_with_its_name():
    """A brace alone tells nobody which statement is meant."""
    lines = '{\n  "Sid": "Write",\n  "Effect": "Allow"\n}\n'
    policy = Source("policy.json", lines)
    report = report_of(
        outcome_at(Mark(policy.span(0, len(lines) - 1), 'statement "Write"')), sources=(policy,)
    )

    shown = text(report, replace(PLAIN, quiet=True))

    assert shown.endswith(
        """\
  policy.json:1:1
  1 | {
  2 |   "Sid": "Write",
    | ^^^^^^^^^^^^^^^^^ statement "Write"
"""
    )


def test_what_is_not_listed_is_counted():
    """Unknowns, passes and accepted failures are in the summary."""
    report = report_of(
        replace(EXPLAINED, verdict=Verdict.UNKNOWN, subject="a"),
        replace(EXPLAINED, verdict=Verdict.PASS, subject="b"),
        replace(EXPLAINED, suppression="agreed with the auditors", subject="c"),
    )

    shown = text(report, PLAIN)

    assert shown == (
        "0 failed, 1 unknown (see --show unknown), 1 passed, 1 accepted (see --show accepted)"
        " in 2 files\n"
    )


def test_what_is_accepted_is_listed_behind_the_findings():
    """With the line that says who accepts it, until when and why."""
    report = report_of(
        replace(EXPLAINED, suppression="accepted by me until 2027-01-01: why", remedy="x"),
        replace(EXPLAINED, verdict=Verdict.UNKNOWN, suppression="accepted by \x1b", subject="b"),
        outcome_at(mark_of(VARIABLES, "false")),
    )

    assert (
        text(report, replace(PLAIN, shows_accepted=True))
        == r"""
medium  trail-single-region  aws_cloudtrail.main records only its home region                  CT101
  infra/variables.tf:3:13
  3 |   default = false
    |             ^^^^^

accepted  trail-single-region  aws_cloudtrail.main records only its home region                CT101
  infra/trail.tf:3:27
  accepted by me until 2027-01-01: why

accepted  trail-single-region  aws_cloudtrail.main records only its home region                CT101
  infra/trail.tf:3:27
  accepted by \x1b

1 failed (1 medium), 0 unknown, 0 passed, 2 accepted in 2 files
""".lstrip()
    )


def test_failures_are_counted_by_severity():
    """The gravest severity comes first."""
    report = report_of(
        EXPLAINED,
        replace(EXPLAINED, subject="b"),
        replace(EXPLAINED, rule=NOT_LOGGING.ref, severity=Severity.HIGH),
    )

    summary = text(report, PLAIN).splitlines()[-1]

    assert summary == "3 failed (1 high, 2 medium), 0 unknown, 0 passed in 2 files"


def test_callers_are_named():
    """The module calls that lead to the subject follow its places."""
    report = report_of(
        outcome_at(
            mark_of(TRAIL, "var.multi_region"),
            callers=(mark_of(VARIABLES, "type", "module.audit"), mark_of(VARIABLES, "bool")),
        )
    )

    shown = text(report, PLAIN)

    assert (
        shown
        == """\
medium  trail-single-region  aws_cloudtrail.main records only its home region                  CT101
  infra/trail.tf:3:27
  3 |   is_multi_region_trail = var.multi_region
    |                           ^^^^^^^^^^^^^^^^
  through module.audit at infra/variables.tf:2:3
  called at infra/variables.tf:2:13

1 failed (1 medium), 0 unknown, 0 passed in 2 files
"""
    )


def test_what_was_not_read_is_said_twice():
    """A diagnostic says what and why; the summary names the file."""
    report = report_of(
        diagnostics=(
            unread(span_of(VARIABLES, "bool")),
            unread(
                span_of(TRAIL, "main"),
                rule="IG002",
                level=Level.NOTE,
                summary="the function foo() is not modelled",
                detail="What depends on it is unknown.\nScan a plan to know it.",
            ),
        ),
        not_read=("infra/variables.tf",),
    )

    shown = text(report, PLAIN)

    assert (
        shown
        == """\
note: infra/trail.tf:1:28: the function foo() is not modelled
  What depends on it is unknown.
  Scan a plan to know it.

error: infra/variables.tf:2:13: expected a value after `=`
  The rest of this file was not judged.

0 failed, 0 unknown, 0 passed in 2 files
not read, or only in part: infra/variables.tf
"""
    )


def test_an_incomplete_scan_says_so():
    """Where no file is to blame, the summary still says that something was left open."""
    report = report_of()
    incomplete = replace(report, scanned=replace(report.scanned, incomplete=True))

    assert text(incomplete, PLAIN) == (
        "0 failed, 0 unknown, 0 passed in 2 files\nsomething could not be evaluated\n"
    )


def test_many_files_that_were_not_read_are_counted():
    """The summary names twenty and says how many more there are."""
    report = report_of(not_read=tuple(f"{number:02}.tf" for number in range(1_022)))

    summary = text(report, PLAIN).splitlines()[-1]

    named = ", ".join(f"{number:02}.tf" for number in range(20))
    assert summary == f"not read, or only in part: {named} and 1,002 more"


def test_a_scan_of_nothing_says_so():
    """An empty report is a sentence, not silence."""
    shown = text(report_of(sources=()), PLAIN)

    assert shown == (
        "nothing to scan: found no Terraform or CloudFormation that declares CloudTrail resources\n"
    )


def test_quiet_leaves_findings_and_errors():
    """Notes and the summary are left out; what was not read is not."""
    report = report_of(
        outcome_at(mark_of(TRAIL, "var.multi_region")),
        diagnostics=(
            unread(span_of(TRAIL, "main"), level=Level.NOTE),
            unread(span_of(VARIABLES, "bool")),
        ),
        not_read=("infra/variables.tf",),
    )

    shown = text(report, replace(PLAIN, quiet=True))

    assert (
        shown
        == """\
medium  trail-single-region  aws_cloudtrail.main records only its home region                  CT101
  infra/trail.tf:3:27
  3 |   is_multi_region_trail = var.multi_region
    |                           ^^^^^^^^^^^^^^^^

error: infra/variables.tf:2:13: expected a value after `=`
  The rest of this file was not judged.
"""
    )


def test_quiet_without_findings_is_silent():
    """A clean scan that is asked to be quiet prints nothing."""
    assert text(report_of(), replace(PLAIN, quiet=True)) == ""


def test_colours_are_written_when_asked_for():
    """The severity, the carets and the remedy are coloured; every colour is ended."""
    report = report_of(EXPLAINED, diagnostics=(unread(span_of(VARIABLES, "bool")),))

    shown = text(report, replace(PLAIN, colour=True))

    assert (
        shown.replace("\x1b[", "<").replace("<0m", "<>")
        == """\
<33mmedium<>  trail-single-region  aws_cloudtrail.main records only its home region\
<2m                  CT101<>
  infra/trail.tf:3:27
  3 |   is_multi_region_trail = var.multi_region
    |                           <33m^^^^^^^^^^^^^^^^ false, from<>
  infra/variables.tf:3:13
  3 |   default = false
    |             <33m^^^^^ default of var.multi_region<>
<32m  fix: set is_multi_region_trail to true<>

<1;31merror:<> infra/variables.tf:2:13: expected a value after `=`
  The rest of this file was not judged.

<1m1 failed (1 medium), 0 unknown, 0 passed in 2 files<>
"""
    )


def test_a_file_whose_text_is_gone_is_still_named():
    """Without its source a mark is its place and its label."""
    report = report_of(replace(EXPLAINED, remedy="", related=()), sources=())

    shown = text(report, PLAIN)

    assert (
        shown
        == """\
medium  trail-single-region  aws_cloudtrail.main records only its home region                  CT101
  infra/trail.tf:3:27
    false, from

1 failed (1 medium), 0 unknown, 0 passed in 0 files
"""
    )


def test_a_report_keeps_to_its_width():
    """Source lines are cut to the terminal; heads are not, since nothing of them may be lost."""
    long = Source("long.tf", f"x = [{'aaaa, ' * 90}false, {'bbbb, ' * 90}]\n")
    report = report_of(outcome_at(mark_of(long, "false")), sources=(long,))

    shown = text(report, replace(PLAIN, quiet=True, width=50))

    assert (
        shown
        == """\
medium  trail-single-region  aws_cloudtrail.main records only its home region  CT101
  long.tf:1:546
  1 | … aaaa, aaaa, aaaa, false, bbbb, bbbb, bbbb…
    |                     ^^^^^
"""
    )


def test_a_label_begins_no_command():
    """Words of the scanned code stay harmless where they begin a line."""
    report = report_of(
        outcome_at(mark_of(TRAIL, "name", "::error::x")),
        diagnostics=(unread(span_of(TRAIL, "name"), detail="::warning::y"),),
        sources=(),
    )

    lines = text(report, replace(PLAIN, quiet=True)).splitlines()

    assert lines[2:] == [
        r"    \x3a:error::x",
        "",
        "error: infra/trail.tf:2:3: expected a value after `=`",
        r"  \x3a:warning::y",
    ]


def test_line_numbers_share_one_margin():
    """The numbers of one finding are aligned to the longest."""
    long = Source("long.tf", "\n" * 99 + "x = var.on\n")
    report = report_of(
        outcome_at(mark_of(long, "var.on", "false, from"), related=(mark_of(TRAIL, "name", "x"),)),
        sources=(long, TRAIL),
    )

    shown = text(report, replace(PLAIN, quiet=True))

    assert (
        shown
        == """\
medium  trail-single-region  aws_cloudtrail.main records only its home region                  CT101
  long.tf:100:5
  100 | x = var.on
      |     ^^^^^^ false, from
  infra/trail.tf:2:3
    2 |   name                  = "…"
      |   ^^^^ x
"""
    )


def test_endless_related_places_are_counted():
    """Twenty further places are shown; the rest is a number."""
    places = tuple(mark_of(VARIABLES, "default", f"reason {number}") for number in range(1_100))
    report = report_of(outcome_at(mark_of(TRAIL, "var.multi_region"), related=places))

    lines = text(report, replace(PLAIN, quiet=True)).splitlines()

    assert len(lines) == 1 + 3 * 21 + 1
    assert lines[-1] == "  and 1,080 more places"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("::error file=a::owned.tf", r"\x3a:error file=a::owned.tf"),
        ("x\n::error file=a,line=1::owned.tf", r"x\n::error file=a,line=1::owned.tf"),
        ("##[error]owned.tf", r"#\x23[error]owned.tf"),
        ("\x1b[31mred.tf", r"\x1b[31mred.tf"),
        ("\u202egnp.tf", r"\u202egnp.tf"),
        ("byte\udcff.tf", r"byte\udcff.tf"),
        ("日本 語.tf", "日本 語.tf"),
    ],
)
def test_names_of_files_command_nothing(path, shown):
    """Neither a terminal nor a build log obeys a file's name."""
    source = Source(path, "enable_logging = false\n")
    report = report_of(outcome_at(mark_of(source, "false")), sources=(source,))

    lines = text(report, PLAIN).splitlines()

    assert lines == [
        "medium  trail-single-region  aws_cloudtrail.main records only its home region"
        "                  CT101",
        f"  {shown}:1:18",
        "  1 | enable_logging = false",
        "    |                  ^^^^^",
        "",
        "1 failed (1 medium), 0 unknown, 0 passed in 1 file",
    ]


def test_the_order_of_a_report_does_not_matter():
    """Equal outcomes in another order give the same text."""
    first = EXPLAINED
    second = outcome_at(mark_of(VARIABLES, "bool"))
    third = outcome_at(Mark(EXPLAINED.primary.span), rule=NOT_LOGGING.ref)
    expected = text(report_of(first, second, third), PLAIN)

    shown = text(report_of(third, first, second), PLAIN)

    assert expected == shown


def test_many_unknowns_of_one_reason_on_accounts_are_one():
    """Where no stack declares a trail, every rule on the account says so of every stack."""
    said = "no trail is declared in this code (--require-trail makes that a failure)"

    def unknown(rule: str, path: str) -> Outcome:
        source = Source(path, "Resources:\n")
        return outcome_at(
            Mark(source.span(0, 0)),
            rule=replace(NOT_LOGGING.ref, id=rule),
            subject=path,
            scope=path,
            verdict=Verdict.UNKNOWN,
            message=f"{said}, so it is not known whether {path} notices it",
            reason=said,
            header=None,
        )

    outcomes = [unknown(rule, f"{name}.yaml") for name in "abcdef" for rule in ("CT102", "CT401")]

    few = text(report_of(*outcomes[:3]), ALL_VERDICTS)
    lines = text(report_of(*outcomes), ALL_VERDICTS).splitlines()

    assert few.count("it is not known whether") == 3
    assert lines[:8] == [
        "unknown  12 times: no trail is declared in this code "
        "(--require-trail makes that a failure)",
        "  CT102 and CT401",
        "  a.yaml:1:1",
        "  b.yaml:1:1",
        "  c.yaml:1:1",
        "  d.yaml:1:1",
        "  e.yaml:1:1",
        "  and 1 more place (the JSON report has them all)",
    ]


def test_the_last_line_says_why_the_run_ends_as_it_does():
    """It is no finding, so a quiet report leaves it out."""
    ending = "exit 0: no findings"
    presentation = replace(PLAIN, ending=ending)

    assert ["0 failed, 0 unknown, 0 passed in 2 files", ending] == text(
        report_of(), presentation
    ).splitlines()
    assert [NOTHING, ending] == text(report_of(sources=()), presentation).splitlines()
    assert "" == text(report_of(), replace(presentation, quiet=True))


def test_many_failures_of_one_account_and_reason_are_one():
    """Sixteen rules that miss the same filter are read once, and mended once."""
    said, at = "no metric filter catches these events", Mark(TRAIL.span(0, 0))

    def failure(number: int, scope: str, reason: str = said) -> Outcome:
        return outcome_at(
            at,
            rule=replace(NOT_LOGGING.ref, id=f"CT40{number}", name=f"name-{number}"),
            subject=scope,
            scope=scope,
            message=f"events in {scope} can go unnoticed: {reason}",
            reason=reason,
            remedy="add a filter",
            header=None,
        )

    alike = [failure(number, "production") for number in range(1, 5)]
    others = (failure(5, "production", "another reason"), failure(1, "test"), failure(2, "test"))

    shown = text(report_of(*alike, *others), PLAIN)

    assert (
        shown
        == """\
medium  4 findings on production: no metric filter catches these events
  CT401  name-1
  CT402  name-2
  CT403  name-3
  CT404  name-4
  infra/trail.tf:1:1
  fix: add a filter

medium  name-1  events in test can go unnoticed: no metric filter catches these events         CT401
  infra/trail.tf:1:1
  fix: add a filter

medium  name-2  events in test can go unnoticed: no metric filter catches these events         CT402
  infra/trail.tf:1:1
  fix: add a filter

medium  name-5  events in production can go unnoticed: another reason                          CT405
  infra/trail.tf:1:1
  fix: add a filter

7 failed (7 medium), 0 unknown, 0 passed in 2 files
"""
    )


def test_unknowns_on_accounts_with_the_same_two_places_are_one():
    """Of two modules that were not read, either may declare what is looked for."""
    said = "module.a or module.b may declare a trail but were not read"
    places = (Mark(TRAIL.span(0, 1)), Mark(VARIABLES.span(0, 1), "module.b"))
    outcomes = [
        outcome_at(
            places[0],
            rule=replace(NOT_LOGGING.ref, id=f"CT10{number}"),
            subject="the account",
            verdict=Verdict.UNKNOWN,
            message=f"{said}, so it is not known whether it is",
            reason=said,
            related=places[1:],
            header=None,
        )
        for number in range(1, 5)
    ]

    lines = text(report_of(*outcomes), ALL_VERDICTS).splitlines()

    assert lines[:5] == [
        f"unknown  4 times: {said}",
        "  CT101, CT102, CT103 and CT104",
        "  infra/trail.tf:1:1",
        "  infra/variables.tf:1:1",
        "",
    ]
