"""Exceptions in accounts, in scans of changed files, and in code that nobody trusts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from exception_texts import EXCEPTION, TEMPLATE, TODAY, TRAIL

from iacguard import Options, Verdict, check


def test_exceptions_hold_in_an_account_of_several_scopes(tmp_path: Path):
    """A finding keeps its block however its scope is judged; a named account is asked for CT102."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/main.tf").write_text(f"# {EXCEPTION.replace('101', '101,CT102')}\n{TRAIL}")
    (tmp_path / "b.yaml").write_text(TEMPLATE)
    (tmp_path / ".iacguard.toml").write_text(
        '[[accounts]]\nname = "production"\npaths = ["a", "b.yaml"]\n'
    )

    done = subprocess.run(
        (sys.executable, "-m", "iacguard", "scan", "--today", "2026-11-21", "-o", "json"),
        cwd=tmp_path,
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)

    assert sorted(
        (one["rule"]["id"], one["subject"], one["suppression"] or "")
        for one in report["outcomes"]
        if one["rule"]["id"] in ("CT101", "CT102")
    ) == [
        ("CT101", "Other", ""),
        ("CT101", "Trail", ""),
        ("CT101", "aws_cloudtrail.main", "accepted by me until 2027-01-01: why"),
        ("CT102", "production", ""),
    ]
    assert [one["summary"] for one in report["diagnostics"]] == [
        "the exception by me for CT102 matches no finding"
    ]


def test_an_exception_that_only_an_untouched_root_needs_is_not_told_to_be_unused(tmp_path: Path):
    """A hook on changed files reports on what these are part of, and on nothing else."""
    call = 'module "a" {\n  source = "../m"\n  all    = ALL\n}\n'
    module = f'variable "all" {{}}\n# {EXCEPTION}\n' + TRAIL.replace("false", "var.all")
    files = {
        "one/main.tf": call.replace("ALL", "true"),
        "two/main.tf": call.replace("ALL", "false"),
        "m/main.tf": module,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    touched = frozenset({str(tmp_path / "one/main.tf")})

    report = check([tmp_path], Options(selected=("CT101",), touched=touched, today=TODAY))

    assert [one.verdict for one in report.outcomes] == [Verdict.PASS]
    assert report.diagnostics == ()


def test_exceptions_are_disregarded_when_asked_to(tmp_path: Path):
    """None accepts anything, and nothing is told of any."""
    text = f"# {EXCEPTION}\n{TRAIL}# iacguard:ignore=*\n"
    (tmp_path / "main.tf").write_text(text)

    report = check([tmp_path], Options(selected=("CT101",), heeds_exceptions=False, today=TODAY))

    assert [(one.verdict, one.suppression) for one in report.outcomes] == [(Verdict.FAIL, None)]
    assert report.diagnostics == ()
    assert not report.scanned.has_void_exceptions
