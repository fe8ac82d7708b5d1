"""Module calls: instances, inputs, outputs, and what cannot be reached."""

from __future__ import annotations

import json

import pytest
from terraform_configurations import Terraform

TRAIL = 'variable "n" { default = "d" }\nresource "aws_cloudtrail" "t" { name = var.n }\n'
OUTPUT = 'output "name" { value = aws_cloudtrail.t.name }\n'


def test_for_each_over_a_module_makes_addresses_as_terraform_writes_them(
    terraform: Terraform,
) -> None:
    """Keys stand in quotes, indexes do not, at every level."""
    found = terraform(
        {
            "main.tf": 'module "log" {\n source = "./a"\n for_each = toset(["eu", "us"])\n'
            " n = each.key\n}\n",
            "a/main.tf": 'variable "n" {}\nmodule "in" {\n source = "../b"\n count = 2\n'
            ' n = "${var.n}-${count.index}"\n}\n',
            "b/main.tf": 'variable "n" {}\nresource "aws_cloudtrail" "t" {\n count = 1\n'
            " name = var.n\n}\n",
        }
    )

    assert {
        'module.log["eu"].module.in[0].aws_cloudtrail.t[0]': {"name": "eu-0"},
        'module.log["eu"].module.in[1].aws_cloudtrail.t[0]': {"name": "eu-1"},
        'module.log["us"].module.in[0].aws_cloudtrail.t[0]': {"name": "us-0"},
        'module.log["us"].module.in[1].aws_cloudtrail.t[0]': {"name": "us-1"},
    } == {address: found.plain(address) for address in found.addresses}


def test_outputs_are_read_by_instance_and_together(terraform: Terraform) -> None:
    """By key, by splat and in a for-expression."""
    found = terraform(
        {
            "main.tf": """
                module "one" {
                  source = "./m"
                }
                module "many" {
                  source   = "./m"
                  for_each = { a = "x", b = "y" }
                  n        = each.value
                }
                module "counted" {
                  source = "./m"
                  count  = 2
                  n      = "c${count.index}"
                }
                resource "aws_cloudtrail" "t" {
                  one   = module.one.name
                  key   = module.many["b"].name
                  all   = { for k, m in module.many : k => m.name }
                  splat = module.counted[*].name
                  index = module.counted[1].name
                }
            """,
            "m/main.tf": TRAIL + OUTPUT,
        }
    )

    assert {
        "one": "d",
        "key": "y",
        "all": {"a": "x", "b": "y"},
        "splat": ["c0", "c1"],
        "index": "c1",
    } == found.plain("aws_cloudtrail.t")


def test_a_remote_module_is_a_notice_and_what_it_gives_is_unknown(terraform: Terraform) -> None:
    """Nothing is fetched; the reason is said where its output is used."""
    found = terraform(
        'module "r" { source = "terraform-aws-modules/s3-bucket/aws" }\n'
        'resource "aws_cloudtrail" "t" { s3_bucket_name = module.r.id }\n'
    )

    reason = "module.r was not read: it is not downloaded (run `terraform init -backend=false`)"
    assert [f"note main.tf:1: {reason}"] == found.problems
    assert {"s3_bucket_name": f"?{reason}"} == found.plain("aws_cloudtrail.t")


def test_an_installed_remote_module_is_read_where_init_put_it(terraform: Terraform) -> None:
    """`.terraform/modules/modules.json` says where, by the path of the calls."""
    manifest = {
        "Modules": [
            {"Key": "", "Dir": "."},
            {"Key": "r", "Dir": ".terraform/modules/r"},
            {"Key": "r.in", "Dir": ".terraform/modules/r.in"},
        ]
    }
    found = terraform(
        {
            "main.tf": 'module "r" { source = "example/r/aws" }\n',
            ".terraform/modules/modules.json": json.dumps(manifest),
            ".terraform/modules/r/main.tf": 'module "in" { source = "example/in/aws" }\n',
            ".terraform/modules/r.in/main.tf": TRAIL,
        }
    )

    assert ([], ["module.r.module.in.aws_cloudtrail.t"]) == (found.problems, found.addresses)


def test_no_module_outside_of_the_tree_is_read(terraform: Terraform) -> None:
    """Neither a source nor the manifest leads out of the scanned tree."""
    manifest = {"Modules": [{"Key": "b", "Dir": "../../outside"}]}
    found = terraform(
        {
            "main.tf": 'module "a" { source = "../.." }\nmodule "b" { source = "x/y/z" }\n',
            ".terraform/modules/modules.json": json.dumps(manifest),
        }
    )

    assert [
        (
            "error main.tf:1: module.a was not read: its source is outside the "
            "scanned tree (set --root to a directory above both)"
        ),
        "error main.tf:2: module.b was not read: it is installed outside the scanned tree",
    ] == [problem.replace("note", "error") for problem in found.problems]


@pytest.mark.parametrize(
    ("call", "installed"),
    [
        ("example/r/aws", "registry.terraform.io/example/r/aws"),
        ("registry.example.com/a/r/aws", "registry.example.com/a/r/aws"),
        ("github.com/a/r//in?ref=v1", "git::https://github.com/a/r.git//in?ref=v1"),
        ("git@github.com:a/r.git", "git::ssh://git@github.com/a/r.git"),
        ("git::https://example.com/r.git?ref=v1", "git::https://example.com/r.git?ref=v1"),
        ("https://example.com/r.zip", "https://example.com/r.zip"),
    ],
)
def test_the_manifest_names_the_source_as_init_writes_it(
    call: str, installed: str, terraform: Terraform
) -> None:
    """Shorthands are written out there."""
    entry = {"Key": "r", "Source": installed, "Dir": ".terraform/modules/r"}
    found = terraform(
        {
            "main.tf": f'module "r" {{ source = "{call}" }}\n',
            ".terraform/modules/modules.json": json.dumps({"Modules": [entry]}),
            ".terraform/modules/r/main.tf": TRAIL,
        }
    )

    assert ([], ["module.r.aws_cloudtrail.t"]) == (found.problems, found.addresses)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (
            {"Source": "registry.terraform.io/other/r/aws", "Dir": ".terraform/modules/r"},
            "names another source for it (run `terraform init -backend=false` again)",
        ),
        (
            {"Source": "registry.terraform.io/example/r/aws", "Dir": "harmless"},
            "puts it where `terraform init` downloads no module",
        ),
    ],
)
def test_a_manifest_that_the_call_cannot_have_led_to_is_not_believed(
    entry: dict[str, str], reason: str, terraform: Terraform
) -> None:
    """A pull request can write that file, too."""
    found = terraform(
        {
            "main.tf": 'module "r" { source = "example/r/aws" }\n',
            ".terraform/modules/modules.json": json.dumps({"Modules": [{"Key": "r", **entry}]}),
            ".terraform/modules/r/main.tf": TRAIL,
            "harmless/main.tf": TRAIL,
        }
    )

    said = f"note main.tf:1: module.r was not read: .terraform/modules/modules.json {reason}"
    assert ([said], []) == (found.problems, found.addresses)


def test_modules_that_call_each_other_are_an_error(terraform: Terraform) -> None:
    """The call that closes the circle is reported; everything else is judged."""
    found = terraform(
        {
            "main.tf": 'module "a" { source = "./a" }\n',
            "a/main.tf": TRAIL + 'module "b" { source = "../b" }\n',
            "b/main.tf": TRAIL + 'module "a" { source = "../a" }\n',
        }
    )

    assert ["error b/main.tf:3: module.a was not read: it calls itself"] == found.problems
    assert [
        "module.a.aws_cloudtrail.t",
        "module.a.module.b.aws_cloudtrail.t",
    ] == found.addresses


def test_an_unknown_number_of_modules_is_judged_for_the_case_that_there_is_one(
    terraform: Terraform,
) -> None:
    """Everything inside exists only perhaps, for the reason of the call."""
    found = terraform(
        {
            "main.tf": 'variable "on" {}\nmodule "m" {\n source = "./m"\n'
            " count = var.on ? 1 : 0\n}\n",
            "m/main.tf": TRAIL,
        }
    )

    block = found.block("module.m[0].aws_cloudtrail.t")
    assert "var.on has no value (set it with --var or --var-file)" == block.exists.reason  # type: ignore[union-attr]


def test_path_names_are_relative_to_the_root(terraform: Terraform) -> None:
    """As in Terraform, the root is a dot and a module its directory."""
    found = terraform(
        {
            "main.tf": 'module "m" { source = "./mods/m" }\n',
            "mods/m/main.tf": 'resource "aws_cloudtrail" "t" {\n'
            ' name = "${path.root}|${path.module}"\n}\n',
        }
    )

    assert {"name": ".|mods/m"} == found.plain("module.m.aws_cloudtrail.t")
