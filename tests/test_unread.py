"""What was not read casts doubt on what it was given, and on nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard import Options, check

PIPELINE = """
resource "aws_s3_bucket" "logs" { bucket = "audit-logs" }
resource "aws_s3_bucket" "other" { bucket = "audit-logs-2" }
resource "aws_cloudtrail" "main" {
  name                       = "main"
  s3_bucket_name             = aws_s3_bucket.logs.id
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.trail.arn
  is_multi_region_trail      = true
}
resource "aws_cloudtrail" "second" {
  name                  = "second"
  s3_bucket_name        = aws_s3_bucket.other.id
  is_multi_region_trail = true
}
resource "aws_cloudwatch_log_group" "trail" { name = "trail" }
resource "aws_iam_role" "trail" {
  name               = "trail"
  assume_role_policy = "{}"
}
"""
FILTER = """
resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root-use"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ $.userIdentity.type = \\"Root\\" }"
  metric_transformation {
    name      = "RootUse"
    namespace = "Audit"
    value     = "1"
  }
}
"""
ALARM = """
resource "aws_cloudwatch_metric_alarm" "root" {
  alarm_name          = "root"
  metric_name         = "RootUse"
  namespace           = "Audit"
  statistic           = "Sum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  alarm_actions       = [aws_sns_topic.alerts.arn]
}
resource "aws_sns_topic" "alerts" { name = "alerts" }
"""


def unread(arguments: str) -> str:
    return f'module "far" {{\n  source = "acme/far/aws"\n  {arguments}\n}}\n'


def verdicts(tmp_path: Path, text: str, *rules: str) -> dict[tuple[str, str], str]:
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    report = check([tmp_path], Options(selected=rules), root=tmp_path)
    return {(one.rule.id, one.subject): one.verdict.word for one in report.outcomes}


@pytest.mark.parametrize(
    "arguments",
    [
        "bucket = aws_s3_bucket.logs.id",
        "bucket = aws_s3_bucket.logs",
        'bucket = "audit-logs"',
        'policy = jsonencode({ Resource = ["${aws_s3_bucket.logs.arn}/*"] })',
        "for_each = { a = aws_s3_bucket.logs.arn }\n  bucket = each.value",
        "count = 2\n  buckets = [aws_s3_bucket.logs.bucket]",
        'statements = [{ resource = "arn:aws:s3:::audit-logs/*" }]',
    ],
)
def test_a_module_out_of_reach_may_configure_the_bucket_that_it_is_given(tmp_path, arguments):
    """Nobody knows what a module does with a bucket; the other bucket is as it is written."""
    found = verdicts(tmp_path, PIPELINE + unread(arguments), "CT205", "CT208", "CT209")

    assert found == {
        ("CT205", "aws_cloudtrail.main"): "unknown",
        ("CT205", "aws_cloudtrail.second"): "fail",
        ("CT208", "aws_s3_bucket.logs"): "unknown",
        ("CT208", "aws_s3_bucket.other"): "fail",
        ("CT209", "aws_s3_bucket.logs"): "unknown",
        ("CT209", "aws_s3_bucket.other"): "fail",
    }


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "name = var.name",
        "bucket = aws_s3_bucket.unrelated.id",
        'bucket = "audit-logs-20"',
        'bucket = "my-audit-logs"',
    ],
)
def test_a_module_that_is_given_no_name_of_it_changes_nothing(tmp_path, arguments):
    """Remote modules are in nearly every root; a gap is no less a gap beside them."""
    more = 'variable "name" {}\nresource "aws_s3_bucket" "unrelated" { bucket = "mine" }\n'
    found = verdicts(tmp_path, PIPELINE + more + unread(arguments), "CT205", "CT209")

    assert found == {
        ("CT205", "aws_cloudtrail.main"): "fail",
        ("CT205", "aws_cloudtrail.second"): "fail",
        ("CT209", "aws_s3_bucket.logs"): "fail",
        ("CT209", "aws_s3_bucket.other"): "fail",
    }


def test_what_is_declared_here_is_not_doubted(tmp_path):
    """A bucket has one policy and one versioning, and these are declared."""
    declared = """
    resource "aws_s3_bucket_versioning" "logs" {
      bucket = aws_s3_bucket.logs.id
      versioning_configuration { status = "Enabled" }
    }
    resource "aws_s3_bucket_policy" "logs" {
      bucket = aws_s3_bucket.logs.id
      policy = jsonencode({ Statement = [] })
    }
    """
    text = PIPELINE + declared + unread("bucket = aws_s3_bucket.logs.id")

    found = verdicts(tmp_path, text, "CT205", "CT209")

    assert found[("CT209", "aws_s3_bucket.logs")] == "pass"
    assert found[("CT205", "aws_cloudtrail.main")] == "fail"


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        ("role = aws_iam_role.trail.name", "unknown"),
        ("role = aws_s3_bucket.logs.id", "fail"),
    ],
)
def test_a_role_may_be_given_more_policies(tmp_path, arguments, verdict):
    """The policies of a role add up."""
    found = verdicts(tmp_path, PIPELINE + unread(arguments), "CT304")

    assert found == {("CT304", "aws_cloudtrail.main"): verdict}


@pytest.mark.parametrize(
    ("text", "arguments", "verdict"),
    [
        ("", "log_group = aws_cloudwatch_log_group.trail.name", "unknown"),
        ("", "log_group = aws_s3_bucket.logs.id", "fail"),
        (FILTER, "metric = aws_cloudwatch_log_metric_filter.root.name", "unknown"),
        (FILTER, 'metric_name = "RootUse"', "unknown"),
        (FILTER, 'metric_name = "RootUsers"', "fail"),
        (FILTER + ALARM, "topic = aws_sns_topic.alerts.arn", "unknown"),
        (FILTER + ALARM, "topic = aws_s3_bucket.logs.arn", "fail"),
    ],
)
def test_a_chain_may_go_on_in_what_was_not_read(tmp_path, text, arguments, verdict):
    """The filters of a group, the alarm on a metric, the subscription of a topic."""
    found = verdicts(tmp_path, PIPELINE + text + unread(arguments), "CT403")

    assert list(found.values()) == [verdict]


def test_a_lost_block_may_have_been_anything(tmp_path):
    """Nothing can be said to be missing in a file of which a part is missing."""
    lost = 'resource "aws_s3_bucket_versioning" "logs" {\n  bucket = = 1\n}\n'

    found = verdicts(tmp_path, PIPELINE + lost, "CT208", "CT209", "CT403")

    assert set(found.values()) == {"unknown"}
    assert len(found) == 5


def test_every_module_that_may_declare_a_trail_is_named(tmp_path):
    """The first is no likelier than the others, and none of them is read yet."""
    calls = "".join(
        f'module "{name}" {{ source = "terraform-aws-modules/{name}/aws" }}\n' for name in "abcde"
    )
    (tmp_path / "main.tf").write_text(calls, encoding="utf-8")
    options = Options(selected=("CT102",), require_trail=True)

    (outcome,) = check([tmp_path], options, root=tmp_path).outcomes

    assert outcome.reason == (
        "module.a, module.b, module.c or 2 more may declare a trail but were not read, each "
        "because it is not downloaded (run `terraform init -backend=false`)"
    )
    places = (outcome.primary, *outcome.related)
    assert [1, 2, 3] == [mark.span.start.line for mark in places]


def test_an_account_is_not_said_to_lack_what_a_module_may_declare(tmp_path):
    """Somebody who asks for a trail in the account is told what could not be read."""
    text = 'resource "aws_s3_bucket" "b" {}\n' + unread("")
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    options = Options(selected=("CT102",), require_trail=True)

    (outcome,) = check([tmp_path], options, root=tmp_path).outcomes

    assert outcome.verdict.word == "unknown"
    assert outcome.message == (
        "module.far may declare a trail but was not read: it is not downloaded (run "
        "`terraform init -backend=false`), so it is not known whether the account is covered by "
        "a trail"
    )
