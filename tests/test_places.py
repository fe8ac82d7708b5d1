"""Names of one account and region mean nothing in another one, in Terraform as it is deployed."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard import Options, check

PROVIDERS = """
provider "aws" { region = "us-east-1" }
provider "aws" {
  alias  = "eu"
  region = "eu-west-1"
}
provider "aws" {
  alias  = "prod"
  region = "us-east-1"
  assume_role { role_arn = "arn:aws:iam::222222222222:role/deploy" }
}
"""
TRAIL = """
resource "aws_s3_bucket" "logs" { bucket = "audit-logs" }
resource "aws_cloudtrail" "main" {
  name                       = "main"
  s3_bucket_name             = aws_s3_bucket.logs.id
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.trail.arn
  is_multi_region_trail      = true
}
resource "aws_cloudwatch_log_group" "trail" { name = "trail" }
resource "aws_iam_role" "trail" {
  name               = "trail"
  assume_role_policy = "{}"
}
"""
CHAIN = """
resource "aws_cloudwatch_log_metric_filter" "root" {
  PROVIDER
  name           = "root-use"
  log_group_name = "trail"
  pattern        = <<-EOT
    { ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) &&
      ($.eventType != "AwsServiceEvent") }
  EOT
  metric_transformation {
    name      = "RootUse"
    namespace = "Audit"
    value     = "1"
  }
}
"""
ALARM = """
resource "aws_cloudwatch_metric_alarm" "root" {
  PROVIDER
  alarm_name          = "root"
  metric_name         = "RootUse"
  namespace           = "Audit"
  statistic           = "Sum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  alarm_actions       = [aws_sns_topic.alerts.arn]
}
resource "aws_sns_topic" "alerts" {
  PROVIDER
  name = "alerts"
}
resource "aws_sns_topic_subscription" "alerts" {
  PROVIDER
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = "audit@example.com"
}
"""


def verdicts(tmp_path: Path, files: dict[str, str], *rules: str) -> dict[tuple[str, str], str]:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    report = check([tmp_path], Options(selected=rules), root=tmp_path)
    return {(one.rule.id, one.subject): one.verdict.word for one in report.outcomes}


def chain(filter_provider: str, alarm_provider: str) -> str:
    return (
        PROVIDERS
        + TRAIL
        + CHAIN.replace("PROVIDER", filter_provider)
        + ALARM.replace("PROVIDER", alarm_provider)
    )


@pytest.mark.parametrize(
    ("filter_provider", "alarm_provider", "verdict"),
    [
        ("", "", "pass"),
        ("", "provider = aws.eu", "fail"),
        ("", "provider = aws.prod", "unknown"),
        ("provider = aws.eu", "provider = aws.eu", "fail"),
        ("provider = aws.prod", "provider = aws.prod", "unknown"),
    ],
)
def test_a_chain_by_name_holds_in_one_region_of_one_account(
    tmp_path, filter_provider, alarm_provider, verdict
):
    """The account of the default provider is not known; it may be the one of the other role."""
    found = verdicts(tmp_path, {"main.tf": chain(filter_provider, alarm_provider)}, "CT403")

    assert list(found.values()) == [verdict]


DETECTION = """
variable "watch" { type = bool }
variable "alarm" { type = bool }
resource "aws_cloudwatch_log_metric_filter" "root" {
  count          = var.watch ? 1 : 0
  name           = "root-use"
  log_group_name = "trail"
  pattern        = <<-EOT
    { ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) &&
      ($.eventType != "AwsServiceEvent") }
  EOT
  metric_transformation {
    name      = "RootUse"
    namespace = "Audit"
    value     = "1"
  }
}
resource "aws_cloudwatch_metric_alarm" "root" {
  count               = var.alarm ? 1 : 0
  alarm_name          = "root"
  metric_name         = "RootUse"
  namespace           = "Audit"
  statistic           = "Sum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  alarm_actions       = ["arn:aws:sns:us-east-1:111111111111:alerts"]
}
"""


@pytest.mark.parametrize(("alarm_at_home", "verdict"), [("true", "unknown"), ("false", "fail")])
def test_a_module_for_each_region_has_a_chain_in_each(tmp_path, alarm_at_home, verdict):
    """The alarm of one region does not see the filter of the other; the topic is elsewhere."""
    calls = f"""
    module "home" {{
      source = "./detection"
      watch  = true
      alarm  = {alarm_at_home}
    }}
    module "away" {{
      source    = "./detection"
      watch     = false
      alarm     = true
      providers = {{ aws = aws.eu }}
    }}
    """
    files = {"main.tf": PROVIDERS + TRAIL + calls, "detection/main.tf": DETECTION}

    assert list(verdicts(tmp_path, files, "CT403").values()) == [verdict]


ROLE = """
variable "is_written" { type = bool }
resource "aws_iam_role" "r" {
  name               = "delivery"
  assume_role_policy = "{}"
}
resource "aws_iam_role_policy" "r" {
  count  = var.is_written ? 1 : 0
  role   = "delivery"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "logs:*", Resource = "*" }] })
}
resource "aws_cloudwatch_log_group" "g" { name = "trail" }
resource "aws_cloudtrail" "t" {
  name                       = "t"
  s3_bucket_name             = "elsewhere"
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.g.arn}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.r.arn
}
"""


@pytest.mark.parametrize(
    ("provider", "verdicts_of_b"),
    [("aws.eu", "pass"), ("aws.prod", "fail"), ("aws.other", "fail")],
)
def test_a_role_of_equal_name_in_another_account_is_another_role(tmp_path, provider, verdicts_of_b):
    """IAM knows no regions, so a role of the same account is the same role everywhere.

    Two roles of one name are in two accounts, whichever these are.
    """
    calls = f"""
    provider "aws" {{
      alias               = "other"
      allowed_account_ids = ["333333333333"]
    }}
    provider "aws" {{
      alias = "own"
      assume_role {{ role_arn = "arn:aws:iam::222222222222:role/deploy" }}
    }}
    module "a" {{
      source     = "./pipeline"
      is_written = true
      providers  = {{ aws = {"aws.own" if provider == "aws.other" else "aws"} }}
    }}
    module "b" {{
      source     = "./pipeline"
      is_written = false
      providers  = {{ aws = {provider} }}
    }}
    """
    files = {"main.tf": PROVIDERS + calls, "pipeline/main.tf": ROLE}

    assert verdicts(tmp_path, files, "CT304") == {
        ("CT304", "module.a.aws_cloudtrail.t"): "pass",
        ("CT304", "module.b.aws_cloudtrail.t"): verdicts_of_b,
    }


BUCKET = """
resource "aws_s3_bucket" "logs" {
  bucket = "audit-logs"
  acl    = "public-read"
  PROVIDER
}
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = aws_s3_bucket.logs.id
}
data "aws_caller_identity" "here" {}
data "aws_caller_identity" "prod" { provider = aws.prod }
resource "aws_s3_account_public_access_block" "all" {
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
  WRITTEN
}
"""


@pytest.mark.parametrize(
    ("bucket", "block", "verdict"),
    [
        ("", "", "pass"),
        ("", "account_id = data.aws_caller_identity.here.account_id", "pass"),
        ("", "provider = aws.eu", "pass"),
        ("", "provider = aws.prod", "unknown"),
        ("", 'account_id = "222222222222"', "unknown"),
        ("", "account_id = data.aws_caller_identity.prod.account_id", "unknown"),
        ("provider = aws.prod", "", "unknown"),
        ("provider = aws.prod", "provider = aws.prod", "pass"),
        ("provider = aws.prod", 'account_id = "222222222222"', "pass"),
        ("provider = aws.prod", 'account_id = "333333333333"', "fail"),
    ],
)
def test_the_switches_of_an_account_guard_the_buckets_of_that_account(
    tmp_path, bucket, block, verdict
):
    """A switch of another account protects nothing here."""
    text = PROVIDERS + BUCKET.replace("PROVIDER", bucket).replace("WRITTEN", block)

    assert list(verdicts(tmp_path, {"main.tf": text}, "CT207").values()) == [verdict]
