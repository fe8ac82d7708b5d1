"""Exceptions on the command line: exit codes, flags and whole reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXCEPTION = "iacguard:ignore=CT101 owner=team-security exp=2027-03-31 reason=one region is in use"
EXPIRED = EXCEPTION.replace("2027-03-31", "2026-11-20")
TRAIL = """\
resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "audit-logs"
  is_multi_region_trail = false
}
"""
FINDING = """\
medium  trail-single-region  aws_cloudtrail.main records only its home region                  CT101
  main.tf:5:27
  5 |   is_multi_region_trail = false
    |                           ^^^^^ false
  fix: set is_multi_region_trail to true

"""
ACCEPTED = """\
accepted  trail-single-region  aws_cloudtrail.main records only its home region                CT101
  main.tf:5:27
  accepted by team-security until 2027-03-31: one region is in use

"""
EXPIRY = """\
error: main.tf:1:1: the exception by team-security for CT101 expired on 2026-11-20
  Its findings are reported again. Its reason was: one region is in use

"""

FAILS = "exit 1: 1 finding is at or above low, the severity that fails the run\n"


@pytest.fixture
def scan(tmp_path: Path):
    """Run a scan of one file with its exceptions held against a day."""

    def run(text: str, *arguments: str) -> tuple[int, str, str]:
        (tmp_path / "main.tf").write_text(text, encoding="utf-8")
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        asked = ("--select", "CT101", "--today", "2026-11-21", *arguments)
        done = subprocess.run(
            (sys.executable, "-m", "iacguard", "scan", *asked),
            cwd=tmp_path,
            env={**kept, "COLUMNS": "100"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def test_an_accepted_finding_is_counted_and_gates_nothing(scan):
    """The exit code is 0, and the summary says where to look."""
    assert scan(f"# {EXCEPTION}\n{TRAIL}") == (
        0,
        "0 failed, 0 unknown, 0 passed, 1 accepted (see --show accepted) in 1 file\n"
        "exit 0: every finding is accepted\n",
        "",
    )


def test_accepted_findings_are_listed_when_asked_for(scan):
    """With who accepts them, until when and why."""
    assert scan(f"# {EXCEPTION}\n{TRAIL}", "--show", "accepted") == (
        0,
        f"{ACCEPTED}0 failed, 0 unknown, 0 passed, 1 accepted in 1 file\n"
        "exit 0: every finding is accepted\n",
        "",
    )


def test_an_accepted_finding_names_the_module_call_that_it_came_through(scan, tmp_path):
    """The exception may stand there."""
    (tmp_path / "m").mkdir()
    (tmp_path / "m/main.tf").write_text(TRAIL, encoding="utf-8")
    call = f'# {EXCEPTION}\nmodule "a" {{\n  source = "./m"\n}}\n'

    assert scan(call, "--show", "fail,accepted")[1] == (
        ACCEPTED.replace("aws_cloudtrail.main", "module.a.aws_cloudtrail.main")
        .replace(" " * 9 + "CT101", "CT101")
        .replace("  main.tf:5:27\n", "  m/main.tf:4:27\n  through module.a at main.tf:2:1\n")
        + "0 failed, 0 unknown, 0 passed, 1 accepted in 2 files\n"
        "exit 0: every finding is accepted\n"
    )


def test_exceptions_are_disregarded_when_asked_to(scan):
    """For a scan of code that nobody trusts."""
    assert scan(f"# {EXCEPTION}\n{TRAIL}", "--no-ignore") == (
        1,
        f"{FINDING}1 failed (1 medium), 0 unknown, 0 passed in 1 file\n{FAILS}",
        "",
    )


def test_an_expired_exception_brings_the_finding_back_and_names_its_owner(scan):
    """The finding's exit code wins over that of the exception."""
    assert scan(f"# {EXPIRED}\n{TRAIL}") == (
        1,
        f"{FINDING}{EXPIRY}1 failed (1 medium), 0 unknown, 0 passed in 1 file\n"
        f"an exception has expired or is malformed\n{FAILS}",
        "",
    )


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (f"# {EXPIRED}\n{TRAIL}", ("--fail-on", "high"), 4),
        (f"# {EXPIRED}\n{TRAIL}", ("--fail-on", "high", "--ignore", "IG003"), 4),
        (f"# {EXPIRED}\n{TRAIL}", ("--fail-on", "high", "--exit-zero"), 0),
        (f"# {EXPIRED}\n{TRAIL}", ("--fail-on", "high", "--no-ignore"), 0),
        (f"# {EXPIRED}\n{TRAIL.replace('false', 'true')}", (), 4),
        (f"# {EXPIRED}\n{TRAIL}", ("--today", "2026-11-20"), 0),
        (f"# {EXPIRED}\n{TRAIL}x = {{\n", ("--fail-on", "high"), 3),
        (f"# iacguard:ignore=CT1\n{TRAIL}", ("--fail-on", "high"), 4),
        (f"# iacguard:ignore=CT1\n{TRAIL}", (), 1),
        (f"# {EXCEPTION}\n{TRAIL.replace('false', 'true')}", (), 0),
    ],
)
def test_an_exception_that_accepts_nothing_ends_with_4(scan, text, arguments, code):
    """Findings win over it, and so does what could not be read; an unused one is a note."""
    assert code == scan(text, *arguments)[0]


def test_an_exception_accepts_what_would_gate_as_unknown(scan):
    """An unknown verdict is a risk, too, and may be accepted."""
    text = TRAIL.replace("false", "var.x") + 'variable "x" {}\n'

    assert scan(text, "--fail-on-unknown")[0] == 1
    assert scan(f"# {EXCEPTION}\n{text}", "--fail-on-unknown", "--show", "unknown") == (
        0,
        "0 failed, 0 unknown, 0 passed, 1 accepted (see --show accepted) in 1 file\n"
        "exit 0: every finding is accepted\n",
        "",
    )


@pytest.mark.parametrize("day", ["20261121", "2026-11-31", "today", ""])
def test_a_day_in_another_form_is_wrong_usage(scan, day):
    """The exit code is 2, and the form is named."""
    assert scan(TRAIL, "--today", day) == (
        2,
        "",
        f"error: --today takes a date as YYYY-MM-DD; found {day!r}\n",
    )


def test_json_says_who_accepts_a_finding(scan):
    """It is among the failures, and listed too where only accepted ones are asked for."""
    for shown in ("fail", "accepted"):
        document = json.loads(scan(f"# {EXCEPTION}\n{TRAIL}", "-o", "json", "--show", shown)[1])

        assert [(one["verdict"], one["suppression"]) for one in document["outcomes"]] == [
            ("fail", "accepted by team-security until 2027-03-31: one region is in use")
        ]
        assert (document["summary"]["fail"], document["summary"]["suppressed"]) == (0, 1)


def test_sarif_holds_accepted_findings_only_when_asked_to(scan):
    """GitHub would open an alert for each of them."""
    text = f"# {EXCEPTION}\n{TRAIL}{TRAIL.replace('main', 'other')}"

    plain = json.loads(scan(text, "-o", "sarif")[1])["runs"][0]["results"]
    marked = json.loads(scan(text, "-o", "sarif", "--sarif-include-suppressed")[1])["runs"][0]

    assert [one.get("suppressions") for one in plain] == [None]
    assert [one["suppressions"] for one in marked["results"]] == [
        [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": "accepted by team-security until 2027-03-31: one region is in use",
            }
        ],
        [],
    ]


HOSTILE = "\x1b[2J\u202egnp.exe ::error::x ##[error]y \u2066"


def test_no_report_obeys_what_an_exception_says(scan):
    """Its owner and reason are words of the scanned code."""
    said = f"iacguard:ignore=CT101 owner=\x1b[31m\u202e exp=DAY reason=::error::{HOSTILE}"
    escaped = (
        r"::error::\x1b[2J\u202egnp.exe ::error::x #\x23[error]y \u2066",
        r"\x1b[31m\u202e",
    )

    for day, arguments in (
        ("2027-03-31", ("--show", "accepted")),
        ("2026-11-20", ()),
        ("2027-03-31", ("-o", "sarif", "--sarif-include-suppressed")),
        ("2026-11-20", ("-o", "sarif")),
        ("2027-03-31", ("-o", "json")),
        ("::error::", ()),
    ):
        out = scan(f"# {said.replace('DAY', day)}\n{TRAIL}", *arguments)[1]

        assert not {"\x1b", "\u202e", "\u2066"} & set(out)
        assert "##[" not in out
        assert not [line for line in out.splitlines() if line.lstrip().startswith("::")]
        if arguments == ("--show", "accepted"):
            assert f"  accepted by {escaped[1]} until 2027-03-31: {escaped[0]}\n" in out


def test_thousands_of_exceptions_are_read_in_part_and_in_time(scan):
    """A thousand of a file are read; the rest accepts nothing, and that is said once."""
    text = f"# {EXCEPTION}\n" * 20_000 + TRAIL

    code, out, _ = scan(text, "--fail-on", "high", "-o", "json")
    told = [one["summary"] for one in json.loads(out)["diagnostics"] if one["rule"] == "IG005"]

    assert code == 4
    assert told == [
        (
            "the exception is malformed and accepts nothing: the file has more than "
            "1,000 exceptions; this one and those below are not read"
        )
    ]


def test_a_scan_of_code_without_exceptions_loads_nothing_of_them(scan, tmp_path):
    """Most code has none."""
    asked = (
        "import sys, iacguard; iacguard.check(['main.tf']); "
        "print('iacguard.scan.exceptions' in sys.modules)"
    )

    def loaded() -> str:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            (sys.executable, "-c", asked),
            cwd=tmp_path,
            env=kept,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    scan(TRAIL)
    assert loaded() == "False\n"
    scan(f"# {EXCEPTION}\n{TRAIL}")
    assert loaded() == "True\n"


def test_an_exception_whose_error_is_ignored_keeps_its_place(scan):
    """The exit code is that of a void exception, and a reader must be able to find it."""
    void = "# " + EXCEPTION.replace(" owner=team-security", "")

    assert (
        4,
        "0 failed, 0 unknown, 1 passed in 1 file\n"
        "an exception has expired or is malformed: main.tf:1:1\n"
        "exit 4: an exception has expired or is malformed\n",
        "",
    ) == scan(f"{void}\n{TRAIL.replace('false', 'true')}", "--ignore", "IG003,IG005")
