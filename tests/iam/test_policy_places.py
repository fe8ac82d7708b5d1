"""Places inside policies that are written as text, and policies that no service takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.core.diagnostic import INVALID_RESOURCE
from iacguard.core.report import Report
from iacguard.core.source import SourceSpan
from iacguard.core.verdict import Verdict
from iacguard.options import Options

POLICY = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Write",
      "Effect": "Allow",
      "Principal": {"Service": "cloudtrail.amazonaws.com"},
      "Action": ["s3:PutObject", "s3:GetBucketAcl"],
      "Resource": ["BUCKET", "BUCKET/elsewhere/*"]
    }
  ]
}
"""

TERRAFORM = """
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = aws_s3_bucket.logs.id
}
resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = %s
}
"""

CLOUDFORMATION = """
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: !Ref Logs
  Logs:
    Type: AWS::S3::Bucket
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Logs
      PolicyDocument: %s
"""


def indented(text: str, indent: str) -> str:
    return "".join(f"{indent}{line}\n" for line in text.splitlines())


def heredoc(text: str) -> str:
    return f"<<-EOT\n{indented(text, '    ')}  EOT"


def interpolated(arn: str) -> str:
    return POLICY.replace("BUCKET", arn)


def scanned(directory: Path, files: dict[str, str]) -> Report:
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")
    return check([directory], Options(selected=("CT205", "IG")), root=directory)


def written(report: Report, span: SourceSpan) -> tuple[str, str]:
    text = report.sources[span.path].text
    return span.path, text[span.start.offset : span.end.offset]


ARN = "${aws_s3_bucket.logs.arn}"
FILE = interpolated("arn:aws:s3:::logs")
IN_FILE = '["arn:aws:s3:::logs", "arn:aws:s3:::logs/elsewhere/*"]'
TEXTS = {
    "a heredoc": ({"main.tf": TERRAFORM % heredoc(FILE)}, "main.tf", IN_FILE),
    "a heredoc with interpolations": (
        {"main.tf": TERRAFORM % heredoc(interpolated(ARN))},
        "main.tf",
        f'["{ARN}", "{ARN}/elsewhere/*"]',
    ),
    "a file": ({"main.tf": TERRAFORM % 'file("p.json")', "p.json": FILE}, "p.json", IN_FILE),
    "a template file": (
        {
            "main.tf": TERRAFORM % f'templatefile("p.tpl", {{ arn = "{ARN}" }})',
            "p.tpl": interpolated("${arn}"),
        },
        "p.tpl",
        '["${arn}", "${arn}/elsewhere/*"]',
    ),
    "a block scalar": (
        {"t.yaml": CLOUDFORMATION % f"!Sub |\n{indented(interpolated('${Logs.Arn}'), ' ' * 8)}"},
        "t.yaml",
        '["${Logs.Arn}", "${Logs.Arn}/elsewhere/*"]',
    ),
}


@pytest.mark.parametrize(("files", "path", "expected"), TEXTS.values(), ids=TEXTS)
def test_a_finding_points_into_the_text_of_a_policy(
    files: dict[str, str], path: str, expected: str, tmp_path: Path
) -> None:
    """The element that stands in the way is marked, and not the whole document."""
    report = scanned(tmp_path, files)

    (outcome,) = report.outcomes
    assert Verdict.FAIL is outcome.verdict
    assert (path, expected) == written(report, outcome.primary.span)


def test_a_policy_in_a_file_is_shown_with_what_reads_it(tmp_path: Path) -> None:
    """Two files have to be known to mend it."""
    report = scanned(tmp_path, TEXTS["a file"][0])

    (outcome,) = report.outcomes
    assert ("main.tf", 'file("p.json")') == written(report, outcome.related[0].span)


BROKEN = FILE.replace('"Effect": "Allow",', '"Effect": "Allow"')
INVALID = {
    "a heredoc": {"main.tf": TERRAFORM % heredoc(BROKEN)},
    "a file": {"main.tf": TERRAFORM % 'file("p.json")', "p.json": BROKEN},
    "a block scalar": {"t.yaml": CLOUDFORMATION % f"|\n{indented(BROKEN, ' ' * 8)}"},
}


@pytest.mark.parametrize("files", INVALID.values(), ids=INVALID)
def test_a_policy_that_is_no_json_is_told_at_the_character(
    files: dict[str, str], tmp_path: Path
) -> None:
    """AWS refuses it, which is worth telling whatever is judged."""
    report = scanned(tmp_path, files)

    (note,) = report.diagnostics
    _, _, rest = report.sources[note.subject.path].text.partition('"Effect": "Allow"')
    assert INVALID_RESOURCE == note.rule
    assert note.summary.endswith(": the policy is not valid JSON (expected a comma before this)")
    assert ('"Principal": {', Verdict.UNKNOWN) == (
        rest.lstrip()[:14],
        report.outcomes[0].verdict,
    )
    text = report.sources[note.subject.path].text
    assert text.index('"Principal"') == note.subject.start.offset


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"Effect"', '"Efect"'), 'statement "Write" has an unknown element `Efect`'),
        (('"Statement"', '"Statements"'), "the policy has an unknown element `Statements`"),
        (('"Allow"', '"Alow"'), 'the Effect of statement "Write" is neither `Allow` nor `Deny`'),
    ],
)
def test_a_policy_of_the_wrong_form_is_told(
    change: tuple[str, str], said: str, tmp_path: Path
) -> None:
    """What is JSON and no policy is refused as well."""
    report = scanned(tmp_path, {"main.tf": TERRAFORM % heredoc(FILE.replace(*change))})

    (note,) = report.diagnostics
    assert note.summary.startswith(f"aws_s3_bucket_policy.logs: {said}")


def test_a_policy_that_is_partly_known_is_not_called_refused(tmp_path: Path) -> None:
    """What is filled in may make it right."""
    text = 'variable "rest" {}\n' + TERRAFORM % heredoc(FILE.replace("[\n", "[ ${var.rest}\n"))

    assert () == scanned(tmp_path, {"main.tf": text}).diagnostics


def test_a_sensitive_name_is_in_no_message(tmp_path: Path) -> None:
    """What the trail needs is then not shown beside what the statement has."""
    text = (TERRAFORM % heredoc(interpolated(ARN))).replace('"logs"\n}', "var.secret\n}")
    variable = 'variable "secret" {\n  default   = "hunter2"\n  sensitive = true\n}\n'

    (outcome,) = scanned(tmp_path, {"main.tf": variable + text}).outcomes

    assert outcome.message.endswith('(statement "Write" applies to another resource)')
    assert "hunter2" not in outcome.message


def test_no_line_of_a_sensitive_file_is_marked(tmp_path: Path) -> None:
    """The place is what reads it."""
    report = scanned(tmp_path, {"main.tf": TERRAFORM % 'sensitive(file("p.json"))', "p.json": FILE})

    (outcome,) = report.outcomes
    assert {"main.tf"} == {mark.span.path for mark in (outcome.primary, *outcome.related)}
