"""Stacks of Terraform: each deployment is judged with its inputs, and all components together.

https://developer.hashicorp.com/terraform/language/stacks
"""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.core.report import Report
from iacguard.core.verdict import Verdict
from iacguard.options import Options

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN

TRAIL = """\
variable "multi_region" {
  type    = bool
  default = false
}
variable "bucket" {
  type = string
}
resource "aws_cloudtrail" "main" {
  name                       = "main"
  s3_bucket_name             = var.bucket
  is_multi_region_trail      = var.multi_region
  enable_log_file_validation = true
}
"""
BUCKET = """\
resource "aws_s3_bucket" "logs" {
  bucket = "audit-logs"
}
output "name" {
  value = aws_s3_bucket.logs.bucket
}
"""
COMPONENTS = """\
variable "multi_region" {
  type = bool
}
locals {
  regions = toset(["eu-west-1"])
}
required_providers {
  aws = {
    source = "hashicorp/aws"
  }
}
provider "aws" "this" {
  config {
    region = "eu-west-1"
    assume_role_with_web_identity {
      role_arn           = var.role
      web_identity_token = var.token
    }
  }
}
component "bucket" {
  source    = "./modules/bucket"
  providers = { aws = provider.aws.this }
}
component "trail" {
  for_each = local.regions
  source   = "./modules/trail"
  inputs = {
    bucket       = component.bucket.name
    multi_region = var.multi_region
  }
  providers = {
    aws = provider.aws.this
  }
}
variable "role" {
  type = string
}
variable "token" {
  type      = string
  ephemeral = true
}
"""
DEPLOYMENTS = """\
identity_token "aws" {
  audience = ["aws.workload.identity"]
}
locals {
  role = "arn:aws:iam::111122223333:role/stacks"
}
deployment "prod" {
  inputs = {
    multi_region = true
    role         = local.role
    token        = identity_token.aws.jwt
  }
}
deployment "dev" {
  inputs = {
    multi_region = false
    role         = local.role
    token        = identity_token.aws.jwt
  }
}
"""
STACK = {
    "modules/trail/main.tf": TRAIL,
    "modules/bucket/main.tf": BUCKET,
    "stack.tfcomponent.hcl": COMPONENTS,
    "deployments.tfdeploy.hcl": DEPLOYMENTS,
}


def scanned(directory: Path, files: dict[str, str], *selected: str) -> Report:
    """Return what a scan says of a tree."""
    for name, text in files.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return check(directory, Options(selected=selected or ("CT101",)), root=directory)


def verdicts(report: Report) -> dict[str, Verdict]:
    """Return the verdicts by scope and subject."""
    return {f"{each.scope} {each.subject}": each.verdict for each in report.outcomes}


def test_each_deployment_is_judged_with_its_inputs(tmp_path):
    """The modules of its components are not judged alone."""
    report = scanned(tmp_path, STACK)

    trail = 'module.trail["eu-west-1"].aws_cloudtrail.main'
    assert {
        f"deployment.dev {trail}": FAIL,
        f"deployment.prod {trail}": PASS,
    } == verdicts(report)
    assert () == report.diagnostics


def test_a_finding_leads_through_the_component_to_the_deployment(tmp_path):
    """Each step is a line of the stack's files."""
    report = scanned(tmp_path, STACK)

    [failing] = [each for each in report.outcomes if each.verdict is FAIL]
    assert [
        ("deployments.tfdeploy.hcl", "deployment dev"),
        ("stack.tfcomponent.hcl", 'module.trail["eu-west-1"]'),
    ] == [(mark.span.path, mark.label) for mark in failing.callers]
    assert ("deployments.tfdeploy.hcl", "input of deployment dev") in [
        (mark.span.path, mark.label) for mark in failing.related
    ]


def test_components_are_judged_together(tmp_path):
    """The trail's bucket is that of another component, which shows that it is not versioned."""
    report = scanned(tmp_path, STACK, "CT208")

    bucket = "module.bucket.aws_s3_bucket.logs"
    assert {f"deployment.dev {bucket}": FAIL, f"deployment.prod {bucket}": FAIL} == verdicts(report)


def test_without_its_deployments_a_stacks_variables_are_open(tmp_path):
    """They may lie elsewhere."""
    tree = {name: text for name, text in STACK.items() if "tfdeploy" not in name}

    report = scanned(tmp_path, tree)

    assert [UNKNOWN] == [each.verdict for each in report.outcomes]
    assert "the stack's deployments are not in the scanned tree" == report.outcomes[0].reason


def test_what_only_a_deployment_knows_is_open(tmp_path):
    """Tokens, secrets and what other stacks publish."""
    deployments = DEPLOYMENTS.replace("multi_region = true", "multi_region = store.varset.x.y")

    report = scanned(tmp_path, {**STACK, "deployments.tfdeploy.hcl": deployments})

    assert [FAIL, UNKNOWN] == sorted(each.verdict for each in report.outcomes)
    assert "store.varset is not known before deployment" in [o.reason for o in report.outcomes]


@pytest.mark.parametrize(
    "text",
    [
        'component "trail" {\n  source = "./modules/trail"\n  inputs = merge({}, {})\n}\n',
        'component "trail" {\n  source = "./modules/trail"\n  inputs = var.x\n}\n',
    ],
)
def test_inputs_that_are_not_written_one_by_one_are_open(tmp_path, text):
    """The module is judged, and its variables are unknown."""
    report = scanned(tmp_path, {"modules/trail/main.tf": TRAIL, "a.tfcomponent.hcl": text})

    assert PASS not in {each.verdict for each in report.outcomes}
    assert FAIL not in {each.verdict for each in report.outcomes}


def test_an_input_that_a_module_does_not_declare_is_passed_over(tmp_path):
    """Stacks that are deployed have such inputs, other than module calls."""
    components = COMPONENTS.replace("  inputs = {", '  inputs = {\n    region = "eu-west-1"')

    report = scanned(tmp_path, {**STACK, "stack.tfcomponent.hcl": components})

    assert [FAIL, PASS] == sorted(each.verdict for each in report.outcomes)
    assert () == report.diagnostics


def test_a_stack_of_the_registry_is_told_of(tmp_path):
    """Its components are not read."""
    text = 'stack "x" {\n  source = "app.terraform.io/acme/x"\n  version = "1.0.0"\n}\n'

    report = scanned(tmp_path, {**STACK, "other.tfcomponent.hcl": text})

    assert {"the components of another stack are not read"} == {
        each.summary for each in report.diagnostics
    }


def test_an_older_name_of_the_files_is_known(tmp_path):
    """They were called after the stack at first."""
    tree = {name.replace("tfcomponent", "tfstack"): text for name, text in STACK.items()}

    assert verdicts(scanned(tmp_path / "a", STACK)) == verdicts(scanned(tmp_path / "b", tree))


def test_a_module_that_nothing_else_calls_is_judged_as_before(tmp_path):
    """Only what components call is theirs."""
    tree = {**STACK, "other/main.tf": TRAIL.replace("var.bucket", '"x"')}

    report = scanned(tmp_path, tree)

    assert FAIL is verdicts(report)["other aws_cloudtrail.main"]
