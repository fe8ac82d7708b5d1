"""Texts of exceptions and of what they stand at, and what a scan says of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

Accepted = Callable[..., tuple[list[str], list[str]]]
"""Scans files; returns the accepted subjects, and what is told of exceptions."""

TODAY = date(2026, 11, 21)
EXCEPTION = "iacguard:ignore=CT101 owner=me exp=2027-01-01 reason=why"
NOWHERE = "it is not attached to a resource, data source or module call"


def malformed(place: str, problem: str = NOWHERE) -> str:
    """Return what is told of an exception that accepts nothing."""
    return f"IG005 {place} the exception is malformed and accepts nothing: {problem}"


def unused(place: str, rules: str = "CT101") -> str:
    """Return what is told of an exception that matches nothing."""
    return f"IG004 {place} the exception by me for {rules} matches no finding"


TRAIL = """\
resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "logs"
  is_multi_region_trail = false
}
"""
OTHER = TRAIL.replace("main", "other")
JSON_TRAIL = {"name": "main", "s3_bucket_name": "logs", "is_multi_region_trail": False}

MAIN = [". aws_cloudtrail.main CT101"]

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
      IsMultiRegionTrail: false

  Other:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
      IsMultiRegionTrail: false
Outputs: {}
"""
