"""Three plain bad trails beside every hostile file: a reader must not lose them."""

from __future__ import annotations

from pathlib import Path

RULE = "CT201"
"""Every canary delivers without digests, which no other trail can make good."""

MODULE = "module"
"""The directory of the hostile Terraform files, and of the canary in the same module."""

_TERRAFORM = """\
resource "aws_cloudtrail" "{name}" {{
  name                       = "canary"
  s3_bucket_name             = "audit-logs"
  enable_log_file_validation = false
}}
"""

_CLOUDFORMATION = """\
Resources:
  Canary:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: audit-logs
      EnableLogFileValidation: false
"""

CANARIES = frozenset(
    (
        (f"{MODULE}/canary.tf", "aws_cloudtrail.beside"),
        ("other/canary.tf", "aws_cloudtrail.apart"),
        ("canary.yaml", "Canary"),
    )
)
"""The path and the subject of each canary, relative to the directory of its case."""


def write_canaries(directory: Path) -> None:
    """Write the canaries of a case."""
    (directory / MODULE).mkdir(parents=True)
    (directory / "other").mkdir()
    (directory / MODULE / "canary.tf").write_text(_TERRAFORM.format(name="beside"))
    (directory / "other" / "canary.tf").write_text(_TERRAFORM.format(name="apart"))
    (directory / "canary.yaml").write_text(_CLOUDFORMATION)
