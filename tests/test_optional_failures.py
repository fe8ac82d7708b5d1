"""Failures that are told only to those who ask for their rule."""

from __future__ import annotations

from pathlib import Path

from iacguard.api import check
from iacguard.options import Options

TRAIL = """\
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = aws_s3_bucket.logs.id
}

resource "aws_s3_bucket" "logs" {
  bucket = "audit-logs"
}
"""
SHORT = """\
resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    id     = "all"
    status = "Enabled"

    expiration {
      days = 30
    }
  }
}
"""


def lifecycle(tmp_path: Path, text: str, *selected: str) -> list[tuple[str, str]]:
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    report = check([tmp_path], Options(selected=selected), root=tmp_path)
    return [
        (one.verdict.word, one.severity.word) for one in report.outcomes if one.rule.id == "CT211"
    ]


def test_a_missing_lifecycle_is_told_to_those_who_ask(tmp_path):
    """Nothing is lost without one, so the default scan is silent."""
    assert [] == lifecycle(tmp_path, TRAIL)
    assert [("fail", "low")] == lifecycle(tmp_path, TRAIL, "CT211")


def test_log_files_that_expire_too_early_are_told_to_everybody(tmp_path):
    """The evidence is gone by itself."""
    assert [("fail", "medium")] == lifecycle(tmp_path, TRAIL + SHORT)
    assert [("fail", "medium")] == lifecycle(tmp_path, TRAIL + SHORT, "CT211")
