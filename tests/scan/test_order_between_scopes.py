"""Scopes of one account are deployed one by one, and nobody says in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.options import Account, Options

POLICY = """
resource "aws_s3_bucket_policy" "this" {
  bucket = "BUCKET"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = ["s3:GetBucketAcl", "s3:PutObject"]
      Resource  = ["arn:aws:s3:::BUCKET", "arn:aws:s3:::BUCKET/*"]
    }]
  })
}
"""
BUCKET = """
resource "aws_s3_bucket" "logs" {
  bucket = "audit-logs"
}
"""
TRAIL = """
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = "audit-logs"
MORE}
"""
OTHER, OWN = POLICY.replace("BUCKET", "other"), POLICY.replace("BUCKET", "audit-logs")
WAITS = "  depends_on = [aws_s3_bucket_policy.this]\n"


@pytest.mark.parametrize(
    ("storage", "trail", "expected"),
    [
        (BUCKET + OWN, TRAIL.replace("MORE", ""), []),
        # A policy of the same address is another one.
        (BUCKET + OWN, TRAIL.replace("MORE", "") + OTHER, []),
        (BUCKET, TRAIL.replace("MORE", "") + OWN, ["fail"]),
        (BUCKET, TRAIL.replace("MORE", WAITS) + OWN, ["pass"]),
    ],
)
def test_only_what_is_deployed_together_has_an_order(
    storage: str, trail: str, expected: list[str], tmp_path: Path
) -> None:
    """A policy that is deployed with the trail counts, wherever its bucket is."""
    for name, text in (("storage", storage), ("trail", trail)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text, encoding="utf-8")
    account = Account(name="audit", paths=("storage", "trail"))
    options = Options(selected=("CT216",), accounts=(account,))

    report = check([tmp_path], options, root=tmp_path)

    assert expected == [one.verdict.word for one in report.outcomes if one.rule.id == "CT216"]
