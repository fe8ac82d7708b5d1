"""Modules that Terragrunt's units and Terraform's stacks call."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.options import Options

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN

MODULE = """\
variable "multi_region" {
  type    = bool
  default = false
}

resource "aws_cloudtrail" "main" {
  name                       = "main"
  s3_bucket_name             = "audit-logs"
  is_multi_region_trail      = var.multi_region
  enable_log_file_validation = false
}
"""
BACKEND = 'terraform {\n  backend "s3" {\n    %s\n  }\n}\n'
UNIT = "terraform {{\n  source = {source}\n}}\n\ninputs = {{\n  multi_region = true\n}}\n"


def judged(directory: Path, **files: str):
    """Return the verdicts of CT101 and CT201, and the reason of the first."""
    for name, text in {"modules/trail/main.tf": MODULE, **files}.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    report = check(directory, Options(selected=("CT101", "CT201")), root=directory)
    assert () == report.diagnostics
    regions, validation = sorted(report.outcomes, key=lambda each: each.rule.id)
    return regions.verdict, validation.verdict, regions.reason


@pytest.mark.parametrize(
    "source",
    [
        '"../../../modules/trail"',
        '"../../../modules//trail"',
        '"../../..//modules/trail?ref=1"',
        '"${get_repo_root()}/modules/trail"',
        '"${local.base}//modules/trail?ref=${local.version}"',
        '"git::https://git.example.org/acme/live.git//modules/trail?ref=v1"',
        '"git::git@git.example.org:acme/live.git//modules/trail"',
        "local.source",
        '"${local.source}"',
        '"${local.one ? local.a : local.b}/trail"',
    ],
)
def test_a_unit_leaves_the_inputs_of_its_module_open(tmp_path, source):
    """What the module says itself fails all the same."""
    unit = {"live/prod/trail/terragrunt.hcl": UNIT.format(source=source)}

    assert (
        UNKNOWN,
        FAIL,
        "live/prod/trail/terragrunt.hcl sets its inputs and is not evaluated",
    ) == judged(tmp_path, **unit)


@pytest.mark.parametrize(
    "source",
    [
        '"../../../modules/other"',
        '"../../../../outside"',
        '"tfr:///terraform-aws-modules/s3-bucket/aws?version=5.0.0"',
        '"git::https://git.example.org/acme/trail.git?ref=v1"',
        '"${local.base}//modules/other"',
        "null",
    ],
)
def test_a_unit_of_another_module_changes_nothing(tmp_path, source):
    """The module is judged with its defaults, as nobody else says otherwise."""
    unit = {"live/prod/trail/terragrunt.hcl": UNIT.format(source=source)}

    assert (FAIL, FAIL) == judged(tmp_path, **unit)[:2]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("modules/trail/terragrunt.hcl", "inputs = {\n  multi_region = true\n}\n"),
        ("_envcommon/trail.hcl", 'terraform {\n  source = "${local.base}/trail"\n}\n'),
        ("live/terragrunt.stack.hcl", 'unit "trail" {\n  source = "../modules/trail"\n}\n'),
        ("trail.tfcomponent.hcl", 'component "trail" {\n  source = "./modules/trail"\n}\n'),
        ("trail.tfstack.hcl", 'component "trail" {\n  source = "./modules/trail"\n}\n'),
    ],
)
def test_every_kind_of_file_that_calls_modules_is_known(tmp_path, name, text):
    """A unit beside its module, what units include, and the components of a stack."""
    verdict, _, reason = judged(tmp_path, **{name: text})

    assert verdict is UNKNOWN
    assert reason.startswith(f"{name} sets its inputs and is not evaluated")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tool.pkr.hcl", 'component "trail" {\n  source = "./modules/trail"\n}\n'),
        ("live/a/terragrunt.hcl", 'resource "x" "y" {\n  source = "../../modules/trail"\n}\n'),
        ("live/a/terragrunt.hcl", "terraform {\n  extra_arguments = []\n}\n"),
        ("live/a/terragrunt.hcl", "# source\n"),
    ],
)
def test_what_calls_no_module_is_no_caller(tmp_path, name, text):
    """Files of other tools, and blocks that name no module."""
    assert (FAIL, FAIL) == judged(tmp_path, **{name: text})[:2]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"modules/trail/prod.tfvars": "multi_region = false\n"}, FAIL),
        (
            {"modules/trail/state.tf": 'terraform {\n  backend "s3" {\n    key = "a"\n  }\n}\n'},
            FAIL,
        ),
        ({"modules/trail/state.tf": 'terraform {\n  backend "s3" {}\n}\n'}, UNKNOWN),
        ({"modules/trail/aws.tf": 'provider "aws" {\n  region = "eu-west-1"\n}\n'}, UNKNOWN),
    ],
)
def test_a_directory_with_values_of_its_own_is_deployed_as_it_lies(tmp_path, own, expected):
    """Nobody hides a root by naming it in a unit."""
    unit = {"live/terragrunt.hcl": UNIT.format(source='"../modules/trail"')}

    assert expected is judged(tmp_path, **unit, **own)[0]


def test_a_broken_unit_is_read_as_far_as_it_can_be(tmp_path):
    """What is lost of it calls nothing; it is no file of Terraform's."""
    broken = 'terraform {\n  source = "../../modules/trail"\n}\ninputs = {{\n'

    assert UNKNOWN is judged(tmp_path, **{"live/a/terragrunt.hcl": broken})[0]


def test_a_changed_unit_is_judged_with_its_module(tmp_path):
    """A hook that is given the unit's file alone reports on the module."""
    judged(tmp_path, **{"live/a/terragrunt.hcl": UNIT.format(source='"../../modules/trail"')})
    touched = (str(tmp_path / "live" / "a" / "terragrunt.hcl"),)

    report = check(tmp_path, Options(selected=("CT201",), touched=touched), root=tmp_path)

    assert [FAIL] == [outcome.verdict for outcome in report.outcomes]
