"""Errors that only the defaults of a root's variables bring about are none of the code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from iacguard.api import check
from iacguard.core.diagnostic import Level
from iacguard.core.verdict import Verdict
from iacguard.frontends.protocol import Inputs
from iacguard.options import Options

Scan: TypeAlias = Callable[..., "tuple[list[tuple[str, str, int]], list[tuple[Verdict, str]]]"]

TRAIL = """\
resource "aws_cloudtrail" "main" {
  name                       = "main"
  s3_bucket_name             = "logs"
  enable_log_file_validation = VALUE
}
"""
LOOKED_UP = 'variable "on" { default = {} }\n' + TRAIL.replace("VALUE", 'var.on["trail"]')
NO_ELEMENT = "the given key does not identify an element in this collection value"
IN_TEXT = "the expression result is null; a null value cannot be included in a string template"


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    """Scan some files; return the diagnostics, and the outcome of CT201."""

    def scanned(
        files: dict[str, str], **inputs: object
    ) -> tuple[list[tuple[str, str, int]], list[tuple[Verdict, str]]]:
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        options = Options(selected=("CT201",), inputs=Inputs(**inputs))
        report = check(tmp_path, options, root=tmp_path)
        told = [(d.level.value, d.summary, d.subject.start.line) for d in report.diagnostics]
        return told, [(one.verdict, one.message) for one in report.outcomes]

    return scanned


@pytest.mark.parametrize(
    ("text", "summary", "line"),
    [
        (LOOKED_UP, NO_ELEMENT, 5),
        (
            'variable "name" { default = null }\n'
            'resource "aws_sns_topic" "x" { name = "${var.name}-x" }\n'
            + TRAIL.replace("VALUE", "false"),
            IN_TEXT,
            2,
        ),
        (
            'variable "who" { default = null }\n'
            'data "aws_iam_policy_document" "x" {\n'
            "  statement {\n    principals {\n"
            '      type        = "AWS"\n'
            "      identifiers = [var.who]\n"
            "    }\n  }\n}\n"
            'resource "aws_sns_topic" "x" { policy = data.aws_iam_policy_document.x.json }\n'
            + TRAIL.replace("VALUE", "false"),
            '"identifiers" must not contain null',
            2,
        ),
    ],
)
def test_a_refused_default_is_a_note(scan: Scan, text: str, summary: str, line: int) -> None:
    """Whoever deploys the root gives other values."""
    told, _ = scan({"main.tf": text})

    assert [(Level.NOTE.value, summary, line)] == told


def test_what_hangs_on_a_refused_default_is_not_decided(scan: Scan) -> None:
    """Neither way: the value that is deployed is not known."""
    _, outcomes = scan({"main.tf": LOOKED_UP})

    assert [
        (
            Verdict.UNKNOWN,
            f"the expression cannot be evaluated: {NO_ELEMENT}, so it is not known whether"
            " aws_cloudtrail.main validates its log files",
        )
    ] == outcomes


@pytest.mark.parametrize(
    ("files", "inputs", "error"),
    [
        ({"main.tf": LOOKED_UP, "terraform.tfvars": "on = {}\n"}, {}, (NO_ELEMENT, 5)),
        (
            {"main.tf": LOOKED_UP},
            {"variables": {"on": "x"}},
            ("this value does not have any indices", 5),
        ),
        (
            {"main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": LOOKED_UP},
            {},
            (NO_ELEMENT, 5),
        ),
        (
            {
                "main.tf": 'variable "x" {\n  type    = number\n  default = []\n}\n'
                + TRAIL.replace("VALUE", "var.x == 1")
            },
            {},
            ("the value of var.x does not match its type: a number is required", 3),
        ),
        (
            {
                "main.tf": 'variable "x" { default = true }\n'
                + TRAIL.replace("VALUE", "var.x ? local.nowhere : false")
            },
            {},
            ("reference to undeclared local value local.nowhere", 5),
        ),
    ],
)
def test_what_terraform_refuses_whatever_the_defaults_is_an_error(
    scan: Scan, files: dict[str, str], inputs: dict[str, object], error: tuple[str, int]
) -> None:
    """Values that are given, what a call leaves to a module, and what is wrong in the code."""
    told, _ = scan(files, **inputs)

    assert [(Level.ERROR.value, *error)] == told
