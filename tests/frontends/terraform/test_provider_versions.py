"""What changes with the version of the AWS provider that a root asks for."""

from __future__ import annotations

import pytest

from iacguard import Options, check

PIPELINE = """
resource "aws_cloudwatch_log_group" "g" { name = "trail" }
resource "aws_cloudtrail" "t" {
  name                       = "t"
  s3_bucket_name             = "logs"
  cloud_watch_logs_group_arn = ARN
  cloud_watch_logs_role_arn  = "arn:aws:iam::111122223333:role/r"
}
"""
PLAIN = "aws_cloudwatch_log_group.g.arn"
SUFFIXED = '"${aws_cloudwatch_log_group.g.arn}:*"'


def required(constraint: str) -> str:
    return f'terraform {{\n  required_providers {{\n    aws = "{constraint}"\n  }}\n}}\n'


def verdict(tmp_path, versions: str, arn: str) -> str:
    (tmp_path / "main.tf").write_text(PIPELINE.replace("ARN", arn), encoding="utf-8")
    (tmp_path / "versions.tf").write_text(versions, encoding="utf-8")
    (outcome,) = check([tmp_path], Options(selected=("CT302",)), root=tmp_path).outcomes
    return outcome.verdict.word


@pytest.mark.parametrize(
    ("versions", "before_3"),
    [
        ("", False),
        (required("~> 2.70"), True),
        (required("~> 2.70.0"), True),
        (required("~> 2"), False),
        (required(">= 2.0"), False),
        (required(">= 2.0, < 3.0"), True),
        (required("< 3.1"), False),
        (required("= 2.70.0"), True),
        (required("2.70.0"), True),
        (required("!= 2.70.0"), False),
        (required("~> 5.0"), False),
        (required("nonsense"), False),
        (
            "terraform {\n  required_providers {\n    aws = {\n"
            '      source  = "hashicorp/aws"\n      version = "~> 2.7"\n    }\n  }\n}\n',
            True,
        ),
        ('provider "aws" {\n  version = "~> 2.0"\n}\n', True),
    ],
)
def test_an_old_provider_ends_the_arn_of_a_log_group_itself(tmp_path, versions, before_3):
    """Since 3.0 the suffix that CloudTrail asks for has to be written."""
    found = (verdict(tmp_path, versions, PLAIN), verdict(tmp_path, versions, SUFFIXED))

    assert found == (("pass", "fail") if before_3 else ("fail", "pass"))
