"""An EventBridge rule that tells of IAM's changes, in both languages, and each link broken."""

from __future__ import annotations

from pathlib import Path

import pytest

import iacguard
from iacguard.core.verdict import Verdict
from iacguard.options import Options

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
CALLS = [
    "DeleteGroupPolicy",
    "DeleteRolePolicy",
    "DeleteUserPolicy",
    "PutGroupPolicy",
    "PutRolePolicy",
    "PutUserPolicy",
    "CreatePolicy",
    "DeletePolicy",
    "CreatePolicyVersion",
    "DeletePolicyVersion",
    "AttachRolePolicy",
    "DetachRolePolicy",
    "AttachUserPolicy",
    "DetachUserPolicy",
    "AttachGroupPolicy",
    "DetachGroupPolicy",
]
NAMES = ", ".join(f'"{name}"' for name in CALLS)

TERRAFORM = f"""
provider "aws" {{
  region = "us-east-1"
}}

resource "aws_cloudtrail" "main" {{
  name                  = "main"
  s3_bucket_name        = "audit-logs"
  is_multi_region_trail = true
}}

resource "aws_cloudwatch_event_rule" "iam" {{
  name          = "iam"
  event_pattern = jsonencode({{
    source      = ["aws.iam"]
    detail-type = ["AWS API Call via CloudTrail"]
    detail      = {{ eventSource = ["iam.amazonaws.com"], eventName = [{NAMES}] }}
  }})
}}

resource "aws_cloudwatch_event_target" "iam" {{
  rule = aws_cloudwatch_event_rule.iam.name
  arn  = aws_sns_topic.alerts.arn
}}

resource "aws_sns_topic" "alerts" {{
  name = "alerts"
}}

resource "aws_sns_topic_policy" "alerts" {{
  arn = aws_sns_topic.alerts.arn
  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Principal = {{ Service = "events.amazonaws.com" }}
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.alerts.arn
      Condition = {{ ArnEquals = {{ "aws:SourceArn" = aws_cloudwatch_event_rule.iam.arn }} }}
    }}]
  }})
}}

resource "aws_sns_topic_subscription" "people" {{
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = "audit@example.com"
}}
"""
CLOUDFORMATION = f"""
Resources:
  Main:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: audit-logs
      IsLogging: true
      IsMultiRegionTrail: true
      IncludeGlobalServiceEvents: true
  Iam:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.iam]
        detail-type: [AWS API Call via CloudTrail]
        detail:
          eventName: [{NAMES}]
      Targets:
        - Id: alerts
          Arn: !Ref Alerts
  Alerts:
    Type: AWS::SNS::Topic
  Policy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Alerts]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {{Service: events.amazonaws.com}}
            Action: sns:Publish
            Resource: !Ref Alerts
            Condition: {{ArnEquals: {{aws:SourceArn: !GetAtt Iam.Arn}}}}
  People:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !Ref Alerts
      Protocol: email
      Endpoint: audit@example.com
"""
SAID = (
    "somebody is alerted to IAM policy changes in the account, "
    "but by the EventBridge rule {}, not by a metric filter"
)


def judged(
    directory: Path, name: str, text: str, options: Options | None = None
) -> tuple[Verdict, str]:
    """Return what CT404 says of a file."""
    (directory / name).write_text(text, encoding="utf-8")
    report = iacguard.check(directory, options or Options(selected=("CT404",)), root=directory)
    (outcome,) = report.outcomes
    return outcome.verdict, outcome.message


def test_terraform_passes_in_the_region_of_iam(tmp_path: Path) -> None:
    """The pass says which way it is."""
    said = SAID.format("aws_cloudwatch_event_rule.iam")

    assert (PASS, said) == judged(tmp_path, "main.tf", TERRAFORM)


def test_a_template_leaves_the_region_open(tmp_path: Path) -> None:
    """Everything else is read: a stack may be put into any region."""
    said = (
        "Iam may not be in us-east-1, where these events occur, "
        "so it is not known whether somebody is alerted to IAM policy changes in template.yaml"
    )

    assert (UNKNOWN, said) == judged(tmp_path, "template.yaml", CLOUDFORMATION)


def test_an_audit_may_ask_for_a_metric_filter_alone(tmp_path: Path) -> None:
    """The option stands in the rule's file."""
    options = Options(selected=("CT404",), rule_options={"CT404": {"ways": "metric-filter"}})

    assert FAIL is judged(tmp_path, "main.tf", TERRAFORM, options)[0]


MUTATIONS = [
    ("another region", '"us-east-1"', '"eu-west-1"', FAIL),
    ("disabled", '  name          = "iam"\n', '  name = "iam"\n  state = "DISABLED"\n', FAIL),
    (
        "disabled, as before",
        '  name          = "iam"\n',
        '  name = "iam"\n  is_enabled = false\n',
        FAIL,
    ),
    ("an open state", '  name          = "iam"\n', '  name = "iam"\n  state = var.x\n', UNKNOWN),
    (
        "another bus",
        '  name          = "iam"\n',
        '  name = "iam"\n  event_bus_name = "audit"\n',
        UNKNOWN,
    ),
    (
        "an argument that is not known",
        '  name          = "iam"\n',
        '  name = "iam"\n  invented = true\n',
        UNKNOWN,
    ),
    (
        "a role of the rule",
        '  name          = "iam"\n',
        '  name = "iam"\n  role_arn = "r"\n',
        UNKNOWN,
    ),
    ("another source", '["aws.iam"]', '["aws.ec2"]', FAIL),
    ("another detail type", "AWS API Call via", "AWS Console Sign In via", FAIL),
    ("one call less", '"CreatePolicy", ', "", FAIL),
    ("a call that is open", '"CreatePolicy", ', "var.x, ", UNKNOWN),
    ("successes only", "eventSource =", "errorCode = [{ exists = false }], eventSource =", FAIL),
    ("no target", "rule = aws_cloudwatch_event_rule.iam.name", 'rule = "other"', FAIL),
    ("a target with a role", "arn  = aws_sns", 'role_arn = "r"\n  arn  = aws_sns', UNKNOWN),
    (
        "a target elsewhere",
        "arn  = aws_sns_topic.alerts.arn",
        'arn  = "arn:aws:logs:us-east-1:1:log-group:x"',
        UNKNOWN,
    ),
    ("a policy for alarms", '"events.amazonaws.com"', '"cloudwatch.amazonaws.com"', FAIL),
    (
        "a policy for another rule",
        "aws_cloudwatch_event_rule.iam.arn",
        '"arn:aws:events:us-east-1:111122223333:rule/x"',
        FAIL,
    ),
    (
        "a key of AWS's",
        '  name = "alerts"\n',
        '  name = "alerts"\n  kms_master_key_id = "alias/aws/sns"\n',
        FAIL,
    ),
    ("no endpoint", '"audit@example.com"', '""', FAIL),
    (
        "nobody subscribed",
        "topic_arn = aws_sns_topic.alerts.arn",
        'topic_arn = "arn:aws:sns:us-east-1:111122223333:x"',
        FAIL,
    ),
    (
        "a trail of one region",
        "is_multi_region_trail = true",
        "is_multi_region_trail = false",
        UNKNOWN,
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"), [row[1:] for row in MUTATIONS], ids=[row[0] for row in MUTATIONS]
)
def test_each_link_counts(tmp_path: Path, old: str, new: str, expected: Verdict) -> None:
    """One change breaks the way, or leaves it open."""
    assert 1 == TERRAFORM.count(old)
    changed = TERRAFORM.replace(old, new) + 'variable "x" {\n  type = string\n}\n'

    assert expected is judged(tmp_path, "main.tf", changed)[0]
