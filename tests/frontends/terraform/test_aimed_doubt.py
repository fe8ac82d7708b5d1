"""Which resources a module that was not read casts doubt on: those that it is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.options import Options

CONFIGURATION = """\
locals {{ name = "audit" }}
variable "suffix" {{}}
resource "aws_s3_bucket" "b" {{ bucket = {name} }}
module "m" {{
  source  = "example/module/aws"
  {given}
}}
resource "aws_cloudtrail" "t" {{
  name           = "t"
  s3_bucket_name = aws_s3_bucket.b.id
}}
"""
OPEN = '"audit-${var.suffix}"'


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("local.name", "name = local.name", Verdict.FAIL),
        ("local.name", "tags = { Name = local.name }", Verdict.FAIL),
        ("local.name", 'prefix = "audit"', Verdict.FAIL),
        ('"audit"', 'environments = ["audit"]', Verdict.FAIL),
        (OPEN, f"name = {OPEN}", Verdict.FAIL),
        ("local.name", "name = aws_s3_bucket.b.bucket", Verdict.UNKNOWN),
        ("local.name", "name = aws_s3_bucket.b.id", Verdict.UNKNOWN),
        ("local.name", "settings = { a = [aws_s3_bucket.b.arn] }", Verdict.UNKNOWN),
        ("local.name", 'targets = ["arn:aws:s3:::audit"]', Verdict.UNKNOWN),
        ("local.name", 'policy = jsonencode({ r = "arn:aws:s3:::audit/*" })', Verdict.UNKNOWN),
        ("local.name", "bucket = local.name", Verdict.UNKNOWN),
        ("local.name", 's3_bucket_id = "audit"', Verdict.UNKNOWN),
        (OPEN, "name = aws_s3_bucket.b.id", Verdict.UNKNOWN),
        (OPEN, f"bucket_name = {OPEN}", Verdict.UNKNOWN),
    ],
)
def test_only_what_means_the_resource_casts_doubt(
    tmp_path: Path, name: str, given: str, expected: Verdict
) -> None:
    """A reference, an ARN, or an argument that asks for such a resource; no equal letters."""
    (tmp_path / "main.tf").write_text(CONFIGURATION.format(name=name, given=given))

    report = check(tmp_path, Options(selected=("CT208",)), root=tmp_path)

    assert [(expected, "aws_s3_bucket.b")] == [
        (one.verdict, one.subject) for one in report.outcomes
    ]
