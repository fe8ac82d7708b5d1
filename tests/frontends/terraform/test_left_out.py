"""A trail that is declared and not deployed is told, lest an empty report looks like a good one."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.options import Options

TRAIL = 'resource "aws_cloudtrail" "main" {{\n  name = "t"\n  s3_bucket_name = "logs"\n  {}\n}}\n'
ENABLE = 'variable "enable" {\n  default = false\n}\n'
MODULE = 'module "audit" {{\n  source = "./audit"\n  {}\n}}\n'


def report_on(directory: Path, files, **options):
    for name, text in files.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return check(directory, Options(**options), root=directory)


def told(report):
    """Return the summaries and the lines of the notes."""
    return [(one.summary, one.subject.path, one.subject.start.line) for one in report.diagnostics]


def said(what, by):
    return f"no trail is deployed: {what} is left out by {by}"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"main.tf": ENABLE + TRAIL.format("count = var.enable ? 1 : 0")},
            ("aws_cloudtrail.main", "the default of var.enable", "main.tf", 7),
        ),
        (
            {"main.tf": TRAIL.format("count = 0")},
            ("aws_cloudtrail.main", "its `count`", "main.tf", 4),
        ),
        (
            {"main.tf": TRAIL.format("for_each = toset([])")},
            ("aws_cloudtrail.main", "its `for_each`", "main.tf", 4),
        ),
        (
            {"main.tf": ENABLE + TRAIL.format("lifecycle {\n enabled = var.enable\n}")},
            ("aws_cloudtrail.main", "the default of var.enable", "main.tf", 8),
        ),
        (
            {
                "main.tf": ENABLE + MODULE.format("count = var.enable ? 1 : 0"),
                "audit/main.tf": TRAIL.format(""),
            },
            ("module.audit", "the default of var.enable", "main.tf", 6),
        ),
        (
            {
                "main.tf": MODULE.format(""),
                "audit/main.tf": ENABLE + TRAIL.format("count = var.enable ? 1 : 0"),
            },
            ("module.audit.aws_cloudtrail.main", "the default of var.enable", "audit/main.tf", 7),
        ),
        (
            {
                "main.tf": MODULE.format("count = 0"),
                "audit/main.tf": 'module "inner" {\n  source = "../inner"\n}\n',
                "inner/main.tf": TRAIL.format(""),
            },
            ("module.audit", "its `count`", "main.tf", 3),
        ),
    ],
)
def test_what_leaves_the_only_trail_out_is_told(tmp_path, files, expected):
    """By a note where nothing else is said, and by CT102 where a trail is asked for."""
    name, by, path, line = expected

    assert [(said(name, by), path, line)] == told(report_on(tmp_path, files))
    (outcome,) = report_on(tmp_path, files, require_trail=True, selected=("CT102",)).outcomes
    assert f"the account has no trail: {name} is left out by {by}" == outcome.message
    assert (path, line) == (outcome.primary.span.path, outcome.primary.span.start.line)


@pytest.mark.parametrize(
    "files",
    [
        {"main.tf": TRAIL.format("") + TRAIL.format("count = 0").replace("main", "other")},
        {"main.tf": 'variable "enable" {}\n' + TRAIL.format("count = var.enable ? 1 : 0")},
        {
            "main.tf": MODULE.format("count = 0"),
            "audit/main.tf": 'resource "aws_s3_bucket" "b" {\n  bucket = "b"\n}\n',
        },
    ],
    ids=["beside another", "not known", "a module without trails"],
)
def test_nothing_else_is_told(tmp_path, files):
    """Not beside another trail, not where nobody knows, not of modules without any."""
    assert [] == told(report_on(tmp_path, files))


def test_modules_that_call_each_other_end(tmp_path):
    """A circle of calls below a module that is left out is walked once."""
    files = {
        "main.tf": MODULE.format("count = 0"),
        "audit/main.tf": 'module "b" {\n  source = "../b"\n}\n',
        "b/main.tf": 'module "a" {\n  source = "../audit"\n}\n' + TRAIL.format(""),
    }

    assert [(said("module.audit", "its `count`"), "main.tf", 3)] == told(report_on(tmp_path, files))


def test_two_that_are_left_out_are_both_named(tmp_path):
    """The finding on the account names them in order of address."""
    second = TRAIL.format("count = 0").replace('"main"', '"second"')
    files = {"main.tf": TRAIL.format("count = 0") + second}

    (outcome,) = report_on(tmp_path, files, require_trail=True, selected=("CT102",)).outcomes
    expected = (
        "the account has no trail: aws_cloudtrail.main is left out by its `count` and "
        "aws_cloudtrail.second is left out by its `count`"
    )
    assert [expected] == [outcome.message]
