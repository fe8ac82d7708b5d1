"""Modules that Terragrunt's units deploy are judged with what these give them, and only so."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.core.report import Report
from iacguard.core.verdict import Verdict
from iacguard.options import Account, Options

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
UNIT = "terraform {{\n  source = {source}\n}}\n\ninputs = {{\n  multi_region = true\n}}\n"
SELECTED = ("CT101", "CT201")


def scanned(directory: Path, files: dict[str, str], **options) -> Report:
    """Return what a scan says of a repository that holds the module."""
    for name, text in {".git/HEAD": "", "modules/trail/main.tf": MODULE, **files}.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return check(directory, Options(selected=SELECTED, **options), root=directory)


def judged(directory: Path, files: dict[str, str], **options) -> dict[str, tuple[Verdict, ...]]:
    """Return the verdicts of CT101 and CT201 by scope."""
    found: dict[str, tuple[Verdict, ...]] = {}
    report = scanned(directory, files, **options)
    for outcome in sorted(report.outcomes, key=lambda each: (each.scope, each.rule.id)):
        found[outcome.scope] = (*found.get(outcome.scope, ()), outcome.verdict)
    return found


@pytest.mark.parametrize(
    "source",
    [
        '"../../../modules/trail"',
        '"../../../modules//trail"',
        '"../../..//modules/trail?ref=1"',
        '"${get_repo_root()}/modules/trail"',
        '"${get_path_to_repo_root()}//modules/trail"',
        '"${dirname(find_in_parent_folders("root.hcl"))}/modules/trail"',
        '"${local.base}//modules/${basename(get_terragrunt_dir())}?ref=${local.version}"',
    ],
)
def test_a_module_is_judged_with_the_inputs_of_its_unit(tmp_path, source):
    """Not alone with its defaults."""
    unit = UNIT.format(source=source)
    unit += 'locals {\n  base    = "../../.."\n  version = "v1"\n}\n'
    tree = {"root.hcl": "", "live/prod/trail/terragrunt.hcl": unit}

    assert {"live/prod/trail": (PASS, FAIL)} == judged(tmp_path, tree)


def test_each_unit_is_a_scope_of_its_own(tmp_path):
    """A finding names the unit, and leads to the line that decides."""
    unit = UNIT.format(source='"../../../modules/trail"')
    tree = {
        "live/prod/trail/terragrunt.hcl": unit,
        "live/dev/trail/terragrunt.hcl": unit.replace("true", "false"),
    }

    report = scanned(tmp_path, tree)

    [failing] = [
        each for each in report.outcomes if each.rule.id == "CT101" and each.verdict is FAIL
    ]
    ways = [failing.primary, *failing.related, *failing.callers]
    assert [
        ("modules/trail/main.tf", 9, "false, from"),
        ("live/dev/trail/terragrunt.hcl", 6, "input of unit live/dev/trail"),
        ("live/dev/trail/terragrunt.hcl", 1, "unit live/dev/trail"),
    ] == [(mark.span.path, mark.span.start.line, mark.label) for mark in ways]
    assert ["live/dev/trail", "live/prod/trail"] == sorted({o.scope for o in report.outcomes})


@pytest.mark.parametrize(
    "source",
    [
        "local.source",
        '"${local.source}"',
        '"${local.source}//modules/trail"',
        '"${local.source ? local.a : local.b}/trail"',
        '"git::https://git.example.org/acme/live.git//modules/trail?ref=v1"',
        '"git::git@git.example.org:acme/live.git//modules/trail"',
        'run_cmd("pwd")',
    ],
)
def test_a_source_that_may_be_the_module_leaves_its_inputs_open(tmp_path, source):
    """What the module says itself fails all the same."""
    unit = UNIT.format(source=source) + 'locals {\n  source = get_env("SOURCE")\n}\n'

    assert {"modules/trail": (UNKNOWN, FAIL)} == judged(
        tmp_path, {"live/prod/trail/terragrunt.hcl": unit}
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('"../../modules/other"', "its source directory has no Terraform files"),
        (
            '"../../../outside"',
            "its source is outside the scanned tree (set --root to a directory above both)",
        ),
        (
            '"tfr:///terraform-aws-modules/s3-bucket/aws//modules/trail?version=5.0.0"',
            "its source is an address outside of the scanned tree",
        ),
        (
            '"git::https://git.example.org/acme/trail.git?ref=v1"',
            "its source is an address outside of the scanned tree",
        ),
        (
            '"${get_env("BASE")}//modules/other"',
            "its source is not known"
            " (the environment variable BASE is known only where Terragrunt runs)",
        ),
    ],
)
def test_a_unit_of_another_module_is_told_of_and_changes_nothing(tmp_path, source, reason):
    """The module is judged with its defaults, as nobody else says otherwise."""
    report = scanned(tmp_path, {"live/trail/terragrunt.hcl": UNIT.format(source=source)})

    assert [("modules/trail", FAIL)] * 2 == [(o.scope, o.verdict) for o in report.outcomes]
    assert [f"the module of this unit was not read: {reason}"] == [
        each.summary for each in report.diagnostics
    ]


@pytest.mark.parametrize(
    ("name", "text", "verdict"),
    [
        ("modules/trail/terragrunt.hcl", "inputs = {\n  multi_region = true\n}\n", PASS),
        (
            "_envcommon/trail.hcl",
            'terraform {\n  source = "${local.base}/trail"\n}\n',
            UNKNOWN,
        ),
    ],
)
def test_every_kind_of_file_that_calls_modules_is_known(tmp_path, name, text, verdict):
    """A unit beside its module, and what units may include."""
    assert {"modules/trail": (verdict, FAIL)} == judged(tmp_path, {name: text})


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
    assert {"modules/trail": (FAIL, FAIL)} == judged(tmp_path, {name: text})


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"modules/trail/prod.tfvars": "multi_region = false\n"}, FAIL),
        (
            {"modules/trail/state.tf": 'terraform {\n  backend "s3" {\n    key = "a"\n  }\n}\n'},
            FAIL,
        ),
        ({"modules/trail/state.tf": 'terraform {\n  backend "s3" {}\n}\n'}, PASS),
        ({"modules/trail/aws.tf": 'provider "aws" {\n  region = "eu-west-1"\n}\n'}, PASS),
    ],
)
def test_a_directory_with_values_of_its_own_is_also_deployed_as_it_lies(tmp_path, own, expected):
    """Nobody hides a root by naming it in a unit."""
    tree = {"live/terragrunt.hcl": UNIT.format(source='"../modules/trail"'), **own}

    regions, validation = scanned(tmp_path, tree).outcomes

    assert (expected, FAIL) == (regions.verdict, validation.verdict)
    suffix = " when modules/trail is deployed by itself" if expected is FAIL else ""
    assert f"aws_cloudtrail.main records only its home region{suffix}" in (
        regions.message,
        "aws_cloudtrail.main records only its home region",
    )


def test_a_broken_unit_is_read_as_far_as_it_can_be(tmp_path):
    """What is lost of it may set any input."""
    broken = 'terraform {\n  source = "../../modules/trail"\n}\ninputs = {{\n'

    report = scanned(tmp_path, {"live/a/terragrunt.hcl": broken})

    assert [UNKNOWN, FAIL] == [each.verdict for each in report.outcomes]
    assert "a part of live/a/terragrunt.hcl could not be read" == report.outcomes[0].reason
    assert ["live/a/terragrunt.hcl"] == [each.subject.path for each in report.diagnostics]


def test_a_changed_unit_is_judged_with_its_module(tmp_path):
    """A hook that is given a file that the unit includes reports on the module."""
    unit = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'
    tree = {
        "root.hcl": "inputs = {\n  multi_region = true\n}\n",
        "live/a/terragrunt.hcl": unit + 'terraform {\n  source = "../../modules/trail"\n}\n',
    }
    scanned(tmp_path, tree)

    report = scanned(tmp_path, tree, touched=frozenset({str(tmp_path / "root.hcl")}))

    assert [PASS, FAIL] == [outcome.verdict for outcome in report.outcomes]


def test_values_of_the_module_and_the_user_stand_over_inputs(tmp_path):
    """As they do in Terraform: inputs are variables of the environment."""
    unit = UNIT.format(source='"../../modules/trail"')
    tree = {
        "live/a/terragrunt.hcl": unit,
        "live/b/terragrunt.hcl": unit,
        "live/b/own.auto.tfvars": "multi_region = false\n",
        "live/c/terragrunt.hcl": unit,
        "live/c/values.tfvars": "multi_region = false\n",
    }

    expected = {"live/a": (PASS, FAIL), "live/b": (FAIL, FAIL), "live/c": (PASS, FAIL)}
    assert expected == judged(tmp_path, tree)


def test_extra_arguments_name_variable_files(tmp_path):
    """Those of ``apply``, however they are named; one that is not read may say anything."""
    start = (
        'terraform {\n  source = "../../modules/trail"\n  extra_arguments "a" {\n    commands = '
    )
    end = "\n  }\n}\ninputs = {\n  multi_region = false\n}\n"
    tree = {
        "common.tfvars": "multi_region = true\n",
        "live/a/terragrunt.hcl": start
        + '["apply"]\n    required_var_files = ["${get_terragrunt_dir()}/../../common.tfvars"]'
        + end,
        "live/b/terragrunt.hcl": start
        + "get_terraform_commands_that_need_vars()\n"
        + '    arguments = ["-var-file=../../common.tfvars"]'
        + end,
        "live/c/terragrunt.hcl": start
        + '["init"]\n    optional_var_files = ["../../common.tfvars"]'
        + end,
        "live/d/terragrunt.hcl": start
        + '["plan"]\n    required_var_files = ["../../none.tfvars"]'
        + end,
        "live/e/terragrunt.hcl": start
        + '["plan"]\n    env_vars = {\n      TF_VAR_multi_region = true\n    }'
        + end,
        "live/f/terragrunt.hcl": start
        + '["plan"]\n    arguments = ["-var", "multi_region=true"]'
        + end,
    }

    expected = {"a": PASS, "b": PASS, "c": FAIL, "d": UNKNOWN, "e": PASS, "f": UNKNOWN}
    assert {f"live/{name}": (each, FAIL) for name, each in expected.items()} == judged(
        tmp_path, tree
    )


def test_files_beside_a_unit_are_put_over_those_of_the_module(tmp_path):
    """A file of the same name takes its place, another one joins the module."""
    unit = UNIT.format(source='"../../modules/trail"')
    tree = {
        "modules/trail/data.json": '{"x": false}',
        "modules/trail/more.tf": 'locals {\n  x = jsondecode(file("data.json")).x\n}\n',
        "live/a/terragrunt.hcl": unit,
        "live/a/data.json": '{"x": true}',
        "live/a/main.tf": MODULE.replace("= false\n}\n\nres", "= true\n}\n\nres").replace(
            "enable_log_file_validation = false", "enable_log_file_validation = local.x"
        ),
    }

    assert {"live/a": (PASS, PASS)} == judged(tmp_path, tree)


def test_files_beside_a_unit_at_the_root_are_found_by_their_paths(tmp_path):
    """And they make no module where the source has none."""
    unit = UNIT.format(source='"./modules/%s"')
    tree = {"terragrunt.hcl": unit % "trail", "more.tf": 'variable "more" {}\n'}

    report = scanned(tmp_path, tree)

    assert {"."} == {outcome.scope for outcome in report.outcomes}
    assert 3 == report.scanned.files

    (tmp_path / "terragrunt.hcl").write_text(unit % "none")
    [note] = scanned(tmp_path, {}).diagnostics
    assert note.summary.endswith("its source directory has no Terraform files")


def test_what_one_unit_generates_is_not_that_of_another(tmp_path):
    """What a scan keeps of a declaration belongs to it alone, however many units there are."""
    variable, _, rest = MODULE.partition("}\n")
    tree = {"modules/trail/main.tf": rest}
    for number in range(60):
        text = variable.replace("false", "true" if number % 2 else "false") + "}\n"
        tree[f"live/u{number:02}/terragrunt.hcl"] = (
            'terraform {\n  source = "../../modules/trail"\n}\n'
            f'generate "v" {{\n  path = "v.tf"\n  contents = <<EOF\n# {number}\n{text}EOF\n}}\n'
        )

    expected = {f"live/u{n:02}": (PASS if n % 2 else FAIL, FAIL) for n in range(60)}
    assert expected == judged(tmp_path, tree)


def test_an_excluded_unit_is_not_judged_and_told_of(tmp_path):
    """Neither is its module by itself."""
    unit = UNIT.format(source='"../../modules/trail"')
    tree = {
        "live/a/terragrunt.hcl": unit + 'exclude {\n  if      = true\n  actions = ["all"]\n}\n',
        "live/b/terragrunt.hcl": unit + "skip = true\n",
        "live/c/terragrunt.hcl": unit + 'exclude {\n  if      = true\n  actions = ["plan"]\n}\n',
        "live/d/terragrunt.hcl": unit
        + 'exclude {\n  if      = get_env("X") == "y"\n  actions = ["all"]\n}\n',
    }

    report = scanned(tmp_path, tree)

    assert {"live/c", "live/d"} == {outcome.scope for outcome in report.outcomes}
    assert ["this unit is excluded from runs"] * 2 == [e.summary for e in report.diagnostics]


def test_units_belong_to_the_accounts_of_the_configuration(tmp_path):
    """By where they lie, as any root does."""
    unit = UNIT.format(source='"../../../modules/trail"')
    tree = {"live/prod/a/terragrunt.hcl": unit, "live/prod/b/terragrunt.hcl": unit}

    found = judged(
        tmp_path, tree, accounts=(Account(name="prod", paths=("live/prod",), base=tmp_path),)
    )

    assert {"prod": (PASS, PASS, FAIL, FAIL)} == found


def test_a_list_reaches_an_untyped_variable_as_text(tmp_path):
    """Inputs are variables of the environment, of which only types tell what they are."""
    module = 'variable "names" {}\n' + MODULE.replace(
        "var.multi_region", 'var.names == "[\\"a\\"]"'
    )
    unit = 'terraform {\n  source = "../../modules/trail"\n}\ninputs = {\n  names = ["a"]\n}\n'
    tree = {"modules/trail/main.tf": module, "live/a/terragrunt.hcl": unit}

    assert {"live/a": (PASS, FAIL)} == judged(tmp_path, tree)


@pytest.mark.parametrize(
    ("provider", "verdict"),
    [
        ('region = "eu-west-1"', PASS),
        ('profile = "other"', UNKNOWN),
    ],
)
def test_the_account_of_terragrunt_is_that_of_a_provider_without_credentials(
    tmp_path, provider, verdict
):
    """A policy that names it lets the trail write for this account alone."""
    policy = """\
variable "account" {
  type = string
}
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = aws_s3_bucket.logs.id
}
resource "aws_s3_bucket" "logs" {
  bucket = "audit-logs"
}
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::audit-logs/AWSLogs/${var.account}/*"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account } }
      }, {
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:GetBucketAcl"
      Resource  = "arn:aws:s3:::audit-logs"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account } }
    }]
  })
}
"""
    unit = 'terraform {\n  source = "../modules/trail"\n}\n'
    unit += "inputs = {\n  account = get_aws_account_id()\n}\n"
    contents = f'provider "aws" {{\n  {provider}\n}}\n'
    unit += f'generate "p" {{\n  path = "p.tf"\n  contents = <<EOF\n{contents}EOF\n}}\n'
    tree = {"modules/trail/main.tf": policy, "live/terragrunt.hcl": unit}
    scanned(tmp_path, tree)

    report = check(tmp_path, Options(selected=("CT205",)), root=tmp_path)

    assert [verdict] == [outcome.verdict for outcome in report.outcomes]


def test_a_missing_input_is_named_with_its_unit(tmp_path):
    """The default counts, since the unit is all that sets inputs."""
    module = MODULE.replace("  default = false\n", "")
    unit = 'terraform {\n  source = "../../modules/trail"\n}\n'

    report = scanned(tmp_path, {"modules/trail/main.tf": module, "live/a/terragrunt.hcl": unit})

    assert "var.multi_region has no value (unit live/a sets none)" == report.outcomes[0].reason
