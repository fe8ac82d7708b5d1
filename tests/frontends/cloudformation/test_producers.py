"""Templates that other tools write or transform: the Serverless Framework and SAM."""

from __future__ import annotations

from pathlib import Path

from iacguard.api import check
from iacguard.core.source import Position
from iacguard.core.verdict import Verdict
from iacguard.options import Options

SERVERLESS = """\
{
  "AWSTemplateFormatVersion": "2010-09-09",
  "Description": "The AWS CloudFormation template for this Serverless application",
  "Resources": {
    "ServerlessDeploymentBucket": {"Type": "AWS::S3::Bucket"},
    "AuditTrail": {
      "Type": "AWS::CloudTrail::Trail",
      "Properties": {
        "S3BucketName": {"Ref": "ServerlessDeploymentBucket"},
        "IsLogging": true,
        "IncludeGlobalServiceEvents": true,
        "IsMultiRegionTrail": false
      }
    }
  },
  "Outputs": {"ServerlessDeploymentBucketName": {"Value": {"Ref": "ServerlessDeploymentBucket"}}}
}
"""

SAM = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.12
    Environment:
      Variables:
        TRAIL: !Ref Trail
  Api:
    OpenApiVersion: 3.0.1
Resources:
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      CodeUri: src/
      Events:
        Api: {Type: Api, Properties: {Path: /, Method: get}}
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: audit-logs
      IsLogging: true
      IncludeGlobalServiceEvents: true
      # SAM makes these resources; that they are not written is no mistake.
      SnsTopicName: !Ref WorkRole
      IsMultiRegionTrail: !Ref ServerlessRestApiProdStage
Outputs:
  Url:
    Value: !Sub https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com/Prod/
"""


def findings(root: Path) -> list[tuple[str, int, str, Verdict]]:
    """Return path, line, subject and verdict of one control on everything below a directory."""
    report = check([root], Options(selected=("CT101", "IG")), root=root)
    assert () == report.diagnostics
    return [
        (one.primary.span.path, one.primary.span.start.line, one.subject, one.verdict)
        for one in report.outcomes
    ]


MACRO = """\
{header}
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      {{IsLogging: false, S3BucketName: !Ref Logs, KMSKeyId: !Ref Key, SnsTopicName: !Ref T}}
  Logs: {{Type: 'AWS::S3::Bucket', Properties: {{AccessControl: PublicRead}}}}
  Key: {{Type: 'AWS::KMS::Key', Properties: {{EnableKeyRotation: true}}}}
  T: {{Type: 'AWS::SNS::Topic'}}
"""


def test_nothing_is_certain_of_a_template_with_a_macro(tmp_path: Path) -> None:
    """What the macro makes of the template nobody reads; every rule says so, and where."""
    file = tmp_path / "template.yaml"
    verdicts = {}
    for header in ("Transform: AWS::LanguageExtensions", "Transform: [Mine]"):
        file.write_text(MACRO.format(header=header))
        report = check([tmp_path], Options(selected=("CT",), require_trail=True), root=tmp_path)
        verdicts[header] = {
            (one.verdict, one.reason, one.primary.span.start) for one in report.outcomes
        }

    known, doubtful = verdicts.values()
    assert {Verdict.FAIL, Verdict.PASS} <= {verdict for verdict, _, _ in known}
    said = "transform Mine may change the template: it is not evaluated"
    assert {(Verdict.UNKNOWN, said, Position(1, 13, 12))} == doubtful


def test_what_the_serverless_framework_deploys_is_read(tmp_path: Path) -> None:
    """`sls package` writes it into a hidden directory."""
    file = tmp_path / ".serverless" / "cloudformation-template-update-stack.json"
    file.parent.mkdir()
    file.write_text(SERVERLESS)

    assert [
        (".serverless/cloudformation-template-update-stack.json", 12, "AuditTrail", Verdict.FAIL)
    ] == findings(tmp_path)


def test_globals_of_sam_change_no_plain_resource(tmp_path: Path) -> None:
    """They concern SAM's own types; the names of what SAM adds are known only when it ran."""
    (tmp_path / "template.yaml").write_text(SAM)

    assert [("template.yaml", 26, "Trail", Verdict.UNKNOWN)] == findings(tmp_path)
