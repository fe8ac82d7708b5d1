"""Code that has to be built before it is judged is said, with what builds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.options import Options

ROOT = 'resource "aws_cloudtrail" "main" {\n  name = "t"\n  s3_bucket_name = "logs"\n}\n'
TRAIL = "Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n"
NESTED = TRAIL.replace("\n", "\n  ")
CDK = (
    "a CDK app is declared here, and its templates are not in this tree",
    "Run `cdk synth` and scan cdk.out.",
)
SERVERLESS = (
    "a Serverless service is declared here, and its template is not in this tree",
    "Run `serverless package` and scan .serverless.",
)
PULUMI = (
    "a Pulumi program is declared here, which iacguard does not read",
    "Nothing of it is judged.",
)
RENDERED = (
    "the file is to be rendered by a template engine before it is deployed",
    "Render it and scan the result.",
)
PLAN = (
    "the plan is in Terraform's binary format, not JSON",
    "Convert it and scan that: `terraform show -json plan.out > tfplan.json`.",
)
ARCHIVE = b"PK\x03\x04" + bytes(26) + b"tfplan"


def told(directory: Path, files):
    """Return the summary, the advice and the path of each note."""
    for name, content in files.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    report = check(directory, Options(selected=("CT101",)), root=directory)
    return [(one.summary, one.detail, one.subject.path) for one in report.diagnostics]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"cdk.json": "{}"}, [(*CDK, "cdk.json")]),
        ({"app/cdk.json": "{}", "app/bin/a.ts": "x"}, [(*CDK, "app/cdk.json")]),
        ({"serverless.yml": "service: x\n"}, [(*SERVERLESS, "serverless.yml")]),
        ({"Pulumi.yaml": "name: x\n"}, [(*PULUMI, "Pulumi.yaml")]),
        ({"t.yaml.j2": TRAIL}, [(*RENDERED, "t.yaml.j2")]),
        ({"plan.out": ARCHIVE}, [(*PLAN, "plan.out")]),
        ({"README.md": "CloudTrail"}, []),
        ({"chart/_helpers.tpl": "x"}, []),
        ({"plan.out": b"PK\x03\x04"}, []),
        ({"cdk.json": "{}", "cdk.out/x.template.json": "{}"}, []),
        ({"serverless.yml": "service: x\n", ".serverless/x.json": "{}"}, []),
    ],
)
def test_an_empty_tree_says_what_it_holds(tmp_path, files, expected):
    """Not what is built already, and nothing that most often has nothing to do with AWS."""
    assert expected == told(tmp_path, files)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"cdk.json": "{}", "app.ts": "new cloudtrail.Trail(this)"}, [(*CDK, "cdk.json")]),
        ({"cdk.json": "{}", "lib/a.py": "aws_cdk.aws_CloudTrail"}, [(*CDK, "cdk.json")]),
        ({"cdk.json": "{}", "app.ts": "new s3.Bucket(this)"}, []),
        ({"app/cdk.json": "{}", "other/a.ts": "cloudtrail"}, []),
        ({"serverless.yml": f"resources:\n  {NESTED}"}, [(*SERVERLESS, "serverless.yml")]),
        ({"serverless.yml": "service: x\n"}, []),
        (
            {"Pulumi.yaml": "name: x\n", "index.ts": "aws.cloudtrail.Trail"},
            [(*PULUMI, "Pulumi.yaml")],
        ),
    ],
)
def test_beside_other_code_a_mention_of_trails_is_asked(tmp_path, files, expected):
    """A service without a trail is no gap in what was judged."""
    assert expected == told(tmp_path, {"live/main.tf": ROOT, **files})


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("app.ts", b"x", "no supported language uses this file extension"),
        ("plan.out", ARCHIVE, "the plan is in Terraform's binary format, not JSON"),
    ],
)
def test_a_file_that_is_named_and_not_understood_is_an_error(tmp_path, name, content, said):
    """Who names a file wants it judged."""
    file = tmp_path / name
    file.write_bytes(content)
    report = check(file, root=tmp_path)

    assert [("error", said)] == [(one.level.value, one.summary) for one in report.diagnostics][:1]


def test_a_plan_is_known_by_its_content(tmp_path):
    """Whatever its name is."""
    plan = Path(__file__).parents[1] / "fixtures" / "plans" / "alarms" / "plan.json"
    file = tmp_path / "out"
    file.write_bytes(plan.read_bytes())
    report = check(file, Options(selected=("CT101",)), root=tmp_path)

    assert [("aws_cloudtrail.main", "out")] == [(one.subject, one.scope) for one in report.outcomes]
