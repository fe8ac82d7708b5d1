"""References to the resources of CloudFormation modules, which are not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.options import Options

TEMPLATE = """\
Resources:
  Audit:
    Type: Acme::Security::Trail::MODULE
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: logs
      IsLogging: true
      SnsTopicName: {named}
"""


@pytest.mark.parametrize(
    ("named", "problems"),
    [
        ("!Ref Audit.Topic", []),
        ("!Ref AuditTopic", []),
        ("!GetAtt Audit.Topic.TopicName", []),
        ("!GetAtt AuditTopic.TopicName", []),
        ('!Sub "${Audit.Topic}"', []),
        ('!Sub "${AuditTopic.TopicName}"', []),
        ("!Ref Other", ["Ref to undeclared Other"]),
        ("!Ref Audi.Topic", ["Ref to undeclared Audi.Topic"]),
        ("!GetAtt Other.TopicName", ["GetAtt of undeclared Other"]),
    ],
)
def test_a_resource_of_a_module_is_named_with_and_without_a_period(
    tmp_path: Path, named: str, problems: list[str]
) -> None:
    """Both are documented; any other name is undeclared."""
    (tmp_path / "t.yaml").write_text(TEMPLATE.format(named=named))

    report = check(tmp_path, Options(selected=("CT101",)), root=tmp_path)

    errors = [each.summary for each in report.diagnostics if each.level.value == "error"]
    assert problems == errors


EMPTY = """\
Parameters:
  List: {{Type: {type}, Default: ''}}
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: logs
      IsLogging: true
      SnsTopicName: !Select [0, !Ref List]
"""


@pytest.mark.parametrize(
    ("type", "problems"),
    [
        ("CommaDelimitedList", []),
        ("List<Number>", ["index 0 is outside a list of 0 elements"]),
    ],
)
def test_an_empty_list_of_texts_holds_one_empty_text(
    tmp_path: Path, type: str, problems: list[str]
) -> None:
    """A list of anything else is empty."""
    (tmp_path / "t.yaml").write_text(EMPTY.format(type=type))

    report = check(tmp_path, Options(selected=("CT101",)), root=tmp_path)

    errors = [each.summary for each in report.diagnostics if each.level.value == "error"]
    assert problems == errors
