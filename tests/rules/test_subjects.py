"""Which entities a rule judges: all of a kind, or only those that trails name."""

from __future__ import annotations

from pathlib import Path

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.options import Options

TERRAFORM = """
resource "aws_s3_bucket" "logs" { bucket = "logs" }
resource "aws_s3_bucket" "other" { bucket = "other" }
resource "aws_kms_key" "trail" {}
resource "aws_kms_key" "other" {}
resource "aws_cloudwatch_log_group" "trail" {
  name              = "trail"
  retention_in_days = 7
}
resource "aws_cloudwatch_log_group" "other" {
  name              = "other"
  retention_in_days = 7
}
resource "aws_cloudtrail" "main" {
  name                       = "main"
  s3_bucket_name             = aws_s3_bucket.logs.id
  kms_key_id                 = aws_kms_key.trail.arn
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}
"""


def test_only_what_trails_name_is_judged(tmp_path: Path) -> None:
    """Buckets, keys and log groups of others are no concern of these rules."""
    (tmp_path / "main.tf").write_text(TERRAFORM, encoding="utf-8")
    options = Options(selected=("CT204", "CT209", "CT305"))

    report = check([tmp_path], options, root=tmp_path)

    assert {
        ("CT204", "aws_kms_key.trail", Verdict.FAIL),
        ("CT209", "aws_s3_bucket.logs", Verdict.FAIL),
        ("CT305", "aws_cloudwatch_log_group.trail", Verdict.FAIL),
    } == {(one.rule.id, one.subject, one.verdict) for one in report.outcomes}
