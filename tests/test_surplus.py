"""Values that a user gives to what nothing declares."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.errors import UsageError
from iacguard.frontends.protocol import Inputs
from iacguard.options import Options

ROOT = """\
variable "multi_region" {
  type    = bool
  default = false
}

resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "audit-logs"
  is_multi_region_trail = var.multi_region
}
"""
TEMPLATE = """\
Parameters:
  Stage:
    Type: String
    AllowedValues: [dev, prod]
  Days:
    Type: Number
    MinValue: 1
    MaxValue: 365
    Default: 90
  Zones:
    Type: CommaDelimitedList
    AllowedValues: [a, b]
    Default: a
  Secret:
    Type: String
    NoEcho: true
    MinLength: 4
    MaxLength: 8
    Default: abcd
  Key:
    Type: AWS::SSM::Parameter::Value<String>
    AllowedValues: [/a]
    Default: /a
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: audit-logs
      IsLogging: true
"""


@pytest.fixture
def notes(tmp_path: Path):
    """Scan some files with some inputs; return each diagnostic with its level and place."""

    def scan(files: dict[str, str], inputs: Inputs) -> list[str]:
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        absolute = Inputs(
            variables=inputs.variables,
            environment=inputs.environment,
            variable_files=tuple(str(tmp_path / path) for path in inputs.variable_files),
            parameter_files=tuple(str(tmp_path / path) for path in inputs.parameter_files),
        )
        report = check([tmp_path], Options(inputs=absolute), root=tmp_path)
        return [
            f"{one.level.value} {one.subject.path}:{one.subject.start.line}: {one.summary}"
            for one in report.diagnostics
        ]

    return scan


def refusal(notes, files: dict[str, str], inputs: Inputs) -> str:
    """Return why a scan is refused."""
    with pytest.raises(UsageError) as refused:
        notes(files, inputs)
    return str(refused.value)


def test_a_variable_that_no_root_declares_is_refused(notes):
    """Terraform refuses it, too; a name that is like it is offered."""
    files = {"a/main.tf": ROOT, "b/main.tf": ROOT.replace("multi_region", "everywhere")}

    said = "--var multi_regio: no scanned root declares this variable"
    assert f"{said}; `multi_region` is declared" == refusal(
        notes, files, Inputs(variables={"multi_regio": "true"})
    )
    assert "--var x: no scanned root declares this variable" == refusal(
        notes, files, Inputs(variables={"x": "1", "multi_region": "true"})
    )


def test_one_root_that_declares_it_is_enough(notes):
    """One scan may read many roots."""
    files = {"a/main.tf": ROOT, "b/main.tf": ROOT.replace("multi_region", "everywhere")}

    assert [] == notes(files, Inputs(variables={"everywhere": "true", "multi_region": "true"}))


@pytest.mark.parametrize("text", ['variable "x" {}', '{"variable": {"x": {}}}'])
def test_a_root_without_audit_resources_may_declare_it(notes, text):
    """It is not evaluated, so what it declares is not known."""
    name = "b/main.tf.json" if text.startswith("{") else "b/main.tf"

    assert [] == notes({"a/main.tf": ROOT, name: text}, Inputs(variables={"x": "1"}))


def test_a_declaration_that_cannot_be_read_is_one(notes):
    """What is wrong with it is told, and not that it is missing."""
    found = notes({"main.tf": ROOT + 'variable "x" {\n  type =\n}\n'}, Inputs(variables={"x": "1"}))

    assert ["error main.tf:12:"] == [one.split(" expected")[0] for one in found]


def test_a_module_is_no_root(notes):
    """Its variables take what the call passes."""
    files = {
        "a/main.tf": 'module "m" {\n  source = "../m"\n  inner = true\n}\n' + ROOT,
        "m/main.tf": 'variable "inner" {}\nresource "aws_cloudtrail" "m" { name = var.inner }\n',
    }

    said = "--var inner: no scanned root declares this variable"
    assert said == refusal(notes, files, Inputs(variables={"inner": "1"}))


def test_what_files_set_and_nothing_declares_is_noted(notes):
    """Terraform warns of it; in a file of many roots it is said once."""
    files = {
        "a/main.tf": ROOT,
        "a/terraform.tfvars": "multi_region = true\nfirst = 1\n",
        "b/main.tf": ROOT,
        "b/x.auto.tfvars": "one = 1\ntwo = 2\nthree = 3\n",
        "common.tfvars": "multi_region = true\nmulti_regions = true\n",
    }

    found = notes(files, Inputs(variable_files=("common.tfvars",), environment={"y": "1"}))

    assert found == [
        "note a/terraform.tfvars:2: variable `first` is not declared",
        "note b/x.auto.tfvars:1: variable `one` is not declared,"
        " nor are 2 more that this file sets",
        "note common.tfvars:2: no scanned root declares variable `multi_regions`"
        "; `multi_region` is declared",
    ]


def test_a_parameter_that_no_template_declares_is_refused(notes):
    """The place in the parameter file is told."""
    files = {"t.yaml": TEMPLATE, "p.json": '{"Stage": "dev",\n "Stages": "prod"}'}

    said = "p.json:2: no scanned top-level stack has a parameter Stages; `Stage` is declared"
    assert said == refusal(notes, files, Inputs(parameter_files=("p.json",)))


def test_another_template_may_declare_it(notes):
    """One that holds nothing of the audit pipeline is not read."""
    files = {
        "t.yaml": TEMPLATE,
        "network.yaml": "Parameters: {Cidr: {Type: String}}\nResources: {}\n",
        "p.json": '{"Stage": "dev", "Cidr": "10.0.0.0/8"}',
    }

    assert [] == notes(files, Inputs(parameter_files=("p.json",)))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('"Stage": "produ"', "Stage of t.yaml must be one of dev or prod"),
        ('"Days": "many"', "Days of t.yaml must be a number"),
        ('"Days": "366"', "Days of t.yaml must be at most 365"),
        ('"Days": "0.5"', "Days of t.yaml must be at least 1"),
        ('"Zones": "a,c"', "Zones of t.yaml must be one of a or b"),
        ('"Secret": "abc"', "Secret of t.yaml must have at least 4 characters"),
        ('"Secret": "abcdefghi"', "Secret of t.yaml must have at most 8 characters"),
    ],
)
def test_a_value_that_a_parameter_refuses_is_an_error(notes, given, said):
    """CloudFormation would refuse the deployment; what was judged is none."""
    found = notes(
        {"t.yaml": TEMPLATE, "p.json": f"{{{given}}}"}, Inputs(parameter_files=("p.json",))
    )

    assert [f"error p.json:1: parameter {said}"] == found


PATTERNS = [
    ("[a-z]+", "prod", True),
    ("[a-z]+", "prod1", False),
    ("^[a-zA-Z][a-zA-Z0-9]*$", "9a", False),
    ("\\\\d{12}", "111122223333", True),
    ("\\\\d{12}", "11112222333", False),
    ("^(/[a-z]+)*$", "no", True),  # groups are not run
    ("[a-z&&[^b]]", "b", True),  # means something else in Python
    ("a" * 8 + "+" + "[a-z]*" * 8, "A", True),  # could take long
    ("a?" * 60 + "a" * 60, "b", True),
    ("(a+)+$", "a" * 60 + "!", True),
    ("[a-z", "A", True),
    ("a{999,1}", "b", True),
]


@pytest.mark.parametrize(("pattern", "given", "fits"), PATTERNS)
def test_a_value_is_held_against_a_plain_pattern(notes, pattern, given, fits):
    """One that is not plain may mean anything, and is not run."""
    parameter = f'{{"Name": {{"Type": "String", "AllowedPattern": "{pattern}"}}}}'
    trail = '{"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"S3BucketName": "b",'
    trail += '"IsLogging": true}}}'
    template = f'{{"Parameters": {parameter}, "Resources": {trail}}}'
    files = {"t.json": template, "p.json": f'{{"Name": "{given}"}}'}

    found = notes(files, Inputs(parameter_files=("p.json",)))

    assert fits is (found == [])


def test_values_that_fit_are_not_mentioned(notes):
    """Every kind of limit is met."""
    given = '{"Stage": "prod", "Days": "365", "Zones": "b, a", "Secret": "12345678", "Key": "/b"}'

    assert [] == notes({"t.yaml": TEMPLATE, "p.json": given}, Inputs(parameter_files=("p.json",)))
