"""That nothing is claimed missing of what something unread is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.options import Options

PIPELINE = """\
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      IsMultiRegionTrail: true
      IncludeGlobalServiceEvents: true
      S3BucketName: !Ref Logs
      SnsTopicName: !GetAtt Topic.TopicName
      CloudWatchLogsLogGroupArn: !GetAtt Group.Arn
      CloudWatchLogsRoleArn: !GetAtt Role.Arn
  Logs: {Type: 'AWS::S3::Bucket'}
  Topic: {Type: 'AWS::SNS::Topic'}
  Group: {Type: 'AWS::Logs::LogGroup'}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - {Effect: Allow, Principal: {Service: cloudtrail.amazonaws.com}, Action: sts:AssumeRole}
"""

# The bucket's policy, the topic's, the role's, and a metric filter.
MISSING = ("CT205", "CT214", "CT304", "CT404")


# The selectors of the trail: what it records of management events, and of Insights events.
SELECTED = ("CT104", "CT109")


def verdicts(root: Path, more: str, rules: tuple[str, ...] = MISSING) -> list[Verdict]:
    """Return what is said of each thing that the pipeline lacks."""
    (root / "template.yaml").write_text(f"{PIPELINE}{more}")
    report = check([root], Options(selected=rules), root=root)
    return [one.verdict for one in sorted(report.outcomes, key=lambda one: one.rule.id)]


def passed(kind: str, value: str, extra: str = "") -> str:
    return f"  It:\n    Type: {kind}\n    Properties:\n      Parameters: {{X: {value}}}\n{extra}"


def test_what_is_missing_is_missing(tmp_path: Path) -> None:
    """Beside nothing that is not read."""
    assert [Verdict.FAIL] * 4 == verdicts(tmp_path, "")


@pytest.mark.parametrize(
    "kind",
    ["AWS::CloudFormation::Stack", "My::Own::Thing::MODULE", "Custom::Thing"],
)
@pytest.mark.parametrize(
    ("value", "open_"),
    [
        ("!Ref Logs", "CT205"),
        ("!Sub '${Logs.Arn}/*'", "CT205"),
        ("!Ref Topic", "CT214"),
        ("!Ref Role", "CT304"),
        ("!Ref Group", "CT404"),
    ],
)
def test_what_is_passed_on_may_be_configured_there(
    tmp_path: Path, kind: str, value: str, open_: str
) -> None:
    """And nothing else."""
    expected = [Verdict.UNKNOWN if rule == open_ else Verdict.FAIL for rule in MISSING]

    assert expected == verdicts(tmp_path, passed(kind, value))


@pytest.mark.parametrize(
    "lost", ["  Odd: [1]\n", "  Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: x}}\n"]
)
def test_a_lost_part_may_configure_everything(tmp_path: Path, lost: str) -> None:
    """Any resource may have stood there."""
    assert [Verdict.UNKNOWN] * 4 == verdicts(tmp_path, lost)


def test_a_macro_leaves_nothing_certain(tmp_path: Path) -> None:
    """It may rewrite the template that it is named in."""
    assert [Verdict.UNKNOWN] * 4 == verdicts(tmp_path, "Transform: Mine\n")


@pytest.mark.parametrize("value", ["!Ref Trail", "!GetAtt Trail.Arn", '!Sub \'{"T":"${Trail}"}\''])
def test_a_custom_resource_may_select_the_events_of_a_trail(tmp_path: Path, value: str) -> None:
    """The service has a call for it; what nobody writes is what the call may set."""
    more = passed("Custom::AWS", value)

    assert [Verdict.UNKNOWN] * 2 == verdicts(tmp_path, more, SELECTED)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Custom::AWS", "other"),
        ("Custom::AWS", "!Ref Logs"),
        ("AWS::CloudFormation::Stack", "!Ref Trail"),
        ("My::Own::Thing::MODULE", "!Ref Trail"),
    ],
)
def test_nothing_else_selects_the_events_of_a_trail(tmp_path: Path, kind: str, value: str) -> None:
    """There is no resource type for it that a stack or a module may hold."""
    assert [Verdict.PASS, Verdict.FAIL] == verdicts(tmp_path, passed(kind, value), SELECTED)


def test_selectors_that_are_written_are_no_doubt(tmp_path: Path) -> None:
    """What the trail says is what its stack sets."""
    written = """\
      IsLogging: true
      EventSelectors: [{ReadWriteType: WriteOnly}]
      InsightSelectors:
        - InsightType: ApiCallRateInsight
        - InsightType: ApiErrorRateInsight
"""
    text = PIPELINE.replace("      IsLogging: true\n", written)
    (tmp_path / "template.yaml").write_text(text + passed("Custom::AWS", "!Ref Trail"))

    report = check([tmp_path], Options(selected=SELECTED), root=tmp_path)

    found = [one.verdict for one in sorted(report.outcomes, key=lambda one: one.rule.id)]
    assert [Verdict.FAIL, Verdict.PASS] == found
