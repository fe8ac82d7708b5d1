"""The JSON report, whole, and its schema."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from render_examples import (
    EXPLAINED,
    NOT_LOGGING,
    PLAIN,
    TRAIL,
    VARIABLES,
    mark_of,
    report_of,
    span_of,
    unread,
)

from iacguard.core.severity import Severity
from iacguard.core.source import Source
from iacguard.core.verdict import Verdict
from iacguard.render.json_v1 import json_v1

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/schema/iacguard-1.schema.json").read_text(encoding="utf-8")
)

HOSTILE = "\x1b[31m\udcff\u202e##[error]##vso[x]\n::error::\x7f"

FULL = report_of(
    replace(EXPLAINED, callers=(mark_of(TRAIL, "name", "module.audit"),)),
    replace(
        EXPLAINED,
        rule=NOT_LOGGING.ref,
        severity=Severity.LOW,
        suppression="agreed",
        related=(),
        remedy="",
    ),
    replace(EXPLAINED, subject="b", verdict=Verdict.UNKNOWN),
    replace(EXPLAINED, subject="c", verdict=Verdict.PASS),
    diagnostics=(unread(span_of(VARIABLES, "bool"), context=span_of(VARIABLES, "variable")),),
    not_read=("infra/variables.tf",),
)


def test_a_report_is_one_document():
    """Every member of the format, with the places of one finding."""
    report = report_of(EXPLAINED, diagnostics=(unread(span_of(VARIABLES, "bool")),))

    shown = json_v1(report, PLAIN)

    assert json.loads(shown) == {
        "schema": "iacguard/1",
        "tool": {"name": "iacguard", "version": "0.1.0"},
        "outcomes": [
            {
                "rule": {"id": "CT101", "name": "trail-single-region", "severity": "medium"},
                "verdict": "fail",
                "severity": "medium",
                "subject": "aws_cloudtrail.main",
                "scope": "infra",
                "message": "aws_cloudtrail.main records only its home region",
                "location": {
                    "path": "infra/trail.tf",
                    "start": {"line": 3, "column": 27},
                    "end": {"line": 3, "column": 43},
                    "label": "false, from",
                },
                "related": [
                    {
                        "path": "infra/variables.tf",
                        "start": {"line": 3, "column": 13},
                        "end": {"line": 3, "column": 18},
                        "label": "default of var.multi_region",
                    }
                ],
                "callers": [],
                "remedy": "set is_multi_region_trail to true",
                "caveat": "",
                "stands_for": [],
                "suppression": None,
                "fingerprint": "0123456789abcdef0123456789abcdef",
            }
        ],
        "diagnostics": [
            {
                "rule": "IG001",
                "level": "error",
                "summary": "expected a value after `=`",
                "detail": "The rest of this file was not judged.",
                "location": {
                    "path": "infra/variables.tf",
                    "start": {"line": 2, "column": 13},
                    "end": {"line": 2, "column": 17},
                },
                "context": None,
            }
        ],
        "summary": {
            "fail": 1,
            "unknown": 0,
            "pass": 0,
            "suppressed": 0,
            "files": 2,
            "scopes": 1,
            "subjects": 1,
            "incomplete": False,
            "not_read": [],
        },
    }


def test_an_empty_report_is_written_line_by_line():
    """The text itself: two blanks a level, ASCII, a line break at the end."""
    assert (
        json_v1(report_of(sources=()), PLAIN)
        == """\
{
  "schema": "iacguard/1",
  "tool": {
    "name": "iacguard",
    "version": "0.1.0"
  },
  "outcomes": [],
  "diagnostics": [],
  "summary": {
    "fail": 0,
    "unknown": 0,
    "pass": 0,
    "suppressed": 0,
    "files": 0,
    "scopes": 1,
    "subjects": 0,
    "incomplete": false,
    "not_read": []
  }
}
"""
    )


@pytest.mark.parametrize(
    ("verdicts", "listed"),
    [
        ({Verdict.FAIL}, [("CT101", "fail", None), ("CT106", "fail", "agreed")]),
        ({Verdict.UNKNOWN}, [("CT101", "unknown", None)]),
        ({Verdict.PASS, Verdict.UNKNOWN}, [("CT101", "unknown", None), ("CT101", "pass", None)]),
        (set(), []),
    ],
)
def test_the_verdicts_to_show_are_listed(verdicts, listed):
    """Accepted failures are among the failures, with the reason; the counts stay."""
    document = json.loads(json_v1(FULL, replace(PLAIN, shown=frozenset(verdicts))))

    assert listed == [
        (outcome["rule"]["id"], outcome["verdict"], outcome["suppression"])
        for outcome in document["outcomes"]
    ]
    assert document["summary"] == {
        "fail": 1,
        "unknown": 1,
        "pass": 1,
        "suppressed": 1,
        "files": 2,
        "scopes": 1,
        "subjects": 4,
        "incomplete": False,
        "not_read": ["infra/variables.tf"],
    }


@pytest.mark.parametrize("report", [FULL, report_of(), report_of(sources=())])
def test_reports_follow_the_published_schema(report):
    """What is written is what the schema in docs says."""
    validator = jsonschema.Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    document = json.loads(json_v1(report, replace(PLAIN, shown=frozenset(Verdict))))

    assert list(validator.iter_errors(document)) == []


def test_the_schema_names_every_member():
    """No member of a report is missing in the schema."""
    document = json.loads(json_v1(FULL, replace(PLAIN, shown=frozenset(Verdict))))
    definitions = SCHEMA["$defs"]

    assert SCHEMA["properties"].keys() == document.keys()
    assert definitions["summary"]["properties"].keys() == document["summary"].keys()
    assert definitions["outcome"]["properties"].keys() == document["outcomes"][0].keys()
    assert definitions["diagnostic"]["properties"].keys() == document["diagnostics"][0].keys()


def test_hostile_text_is_kept_as_escapes():
    """The document says exactly what was found, in harmless ASCII."""
    source = Source(HOSTILE, "x")
    report = report_of(
        replace(
            EXPLAINED, subject=HOSTILE, message=HOSTILE, primary=mark_of(source, "x"), related=()
        ),
        sources=(source,),
    )

    shown = json_v1(report, PLAIN)

    outcome = json.loads(shown)["outcomes"][0]
    assert shown.isascii()
    assert "##" not in shown
    assert "\x1b" not in shown
    assert "\x7f" not in shown
    assert (
        outcome["subject"],
        outcome["message"],
        outcome["location"]["path"],
    ) == (HOSTILE, HOSTILE, HOSTILE)


def test_a_pass_that_wants_a_word_is_listed():
    """A program that asks for failures still learns of it."""
    passed = replace(EXPLAINED, verdict=Verdict.PASS, caveat="the pattern matches all")

    (outcome,) = json.loads(json_v1(report_of(passed), PLAIN))["outcomes"]

    assert ("pass", "the pattern matches all") == (outcome["verdict"], outcome["caveat"])
