"""The language as Terraform 1.15 and OpenTofu 1.11 have it."""

from __future__ import annotations

import pytest
from terraform_configurations import Terraform, plain


def test_the_long_form_of_a_reference_means_the_resource(terraform: Terraform) -> None:
    """``resource.TYPE.NAME`` is ``TYPE.NAME``: alone, indexed, in a splat and through a module."""
    found = terraform(
        """
        resource "aws_s3_bucket" "b" { bucket = "logs" }
        resource "aws_s3_bucket" "many" {
          count  = 2
          bucket = "logs-${count.index}"
        }
        resource "aws_cloudtrail" "t" {
          one   = resource.aws_s3_bucket.b.bucket
          index = resource.aws_s3_bucket.many[1].bucket
          all   = resource.aws_s3_bucket.many[*].bucket
        }
        """
    )

    assert {"one": "logs", "index": "logs-1", "all": ["logs-0", "logs-1"]} == found.plain(
        "aws_cloudtrail.t"
    )
    assert [] == found.problems


def test_an_undeclared_resource_is_named_in_either_form(terraform: Terraform) -> None:
    """The long form is no way around the check."""
    found = terraform('resource "aws_cloudtrail" "t" { a = resource.aws_s3_bucket.b.id }\n')

    assert ["error main.tf:1: reference to undeclared resource aws_s3_bucket.b"] == found.problems


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("convert(var.text, bool)", True),
        ('convert("1", number)', 1),
        ('convert(["b", "a", "b"], set(string))', ["a", "b"]),
        (
            'convert({ a = 1 }, object({ a = string, b = optional(string, "x") }))',
            {"a": "1", "b": "x"},
        ),
        ('try(convert("TRUE", bool), "refused")', "refused"),
        ("can(convert(1, bool))", False),
        ('try(convert(["a"], tuple([string])), 0)', ["a"]),
        ('try(convert(tolist(["a"]), tuple([string])), "refused")', "refused"),
    ],
)
def test_convert_takes_a_value_and_a_type(
    terraform: Terraform, written: str, expected: object
) -> None:
    """``convert(value, type)`` of Terraform 1.15."""
    found = terraform(
        'variable "text" { default = "true" }\n'
        f'resource "aws_cloudtrail" "t" {{ a = {written} }}\n'
    )

    assert {"a": expected} == found.plain("aws_cloudtrail.t")
    assert [] == found.problems


@pytest.mark.parametrize(
    ("enabled", "expected"), [("true", "yes"), ("false", "left out"), ('"0"', "left out")]
)
def test_a_resource_that_is_not_enabled_is_left_out(
    terraform: Terraform, enabled: str, expected: str
) -> None:
    """``lifecycle { enabled }`` of OpenTofu; what refers to it sees null."""
    found = terraform(
        {
            "main.tf": f"""
        resource "aws_s3_bucket" "b" {{
          bucket = "yes"
          lifecycle {{
            enabled = {enabled}
          }}
        }}
        module "m" {{
          source = "./m"
          lifecycle {{
            enabled = {enabled}
          }}
        }}
        resource "aws_cloudtrail" "t" {{
          a = try(aws_s3_bucket.b.bucket, "left out")
          b = try(module.m.name, "left out")
        }}
        """,
            "m/main.tf": """
        resource "aws_s3_bucket" "n" { bucket = "yes" }
        output "name" { value = aws_s3_bucket.n.bucket }
        """,
        }
    )
    there = ["aws_s3_bucket.b", "aws_cloudtrail.t", "module.m.aws_s3_bucket.n"]

    assert {"a": expected, "b": expected} == found.plain("aws_cloudtrail.t")
    assert (there if expected == "yes" else ["aws_cloudtrail.t"]) == found.addresses
    assert [] == found.problems


def test_whether_an_open_switch_enables_a_resource_is_not_known(terraform: Terraform) -> None:
    """The resource is there or not; a reference to it is deployed only with it."""
    found = terraform(
        """
        variable "on" { type = bool }
        resource "aws_s3_bucket" "b" {
          bucket = "logs"
          lifecycle { enabled = var.on }
        }
        resource "aws_cloudtrail" "t" { a = aws_s3_bucket.b.bucket }
        """
    )

    exists = found.block("aws_s3_bucket.b").exists
    assert "?var.on has no value (set it with --var or --var-file)" == plain(exists)
    assert {"a": "logs"} == found.plain("aws_cloudtrail.t")
    assert [] == found.problems


def test_what_a_written_block_lacks_may_be_computed(terraform: Terraform) -> None:
    """In a block, in a block inside of one, in a generated one, and of a data source."""
    found = terraform(
        """
        resource "aws_eks_cluster" "c" {
          vpc_config {
            subnet_ids = ["s"]
            inner { a = 1 }
          }
          dynamic "extra" {
            for_each = ["x"]
            content { name = extra.value }
          }
        }
        data "aws_lb" "l" {
          filter { name = "n" }
        }
        resource "aws_cloudtrail" "t" {
          written = aws_eks_cluster.c.vpc_config[0].subnet_ids
          one     = "x-${aws_eks_cluster.c.vpc_config[0].group_id}"
          inner   = aws_eks_cluster.c.vpc_config[0].inner[0].b
          dynamic = aws_eks_cluster.c.extra[0].id
          all     = aws_eks_cluster.c.vpc_config[*].group_id
          data    = data.aws_lb.l.filter[0].values
        }
        """
    )

    open_one = "?aws_eks_cluster.c.vpc_config[0] is not deployed yet"
    assert {
        "written": ["s"],
        "one": open_one,
        "inner": "?aws_eks_cluster.c.vpc_config[0].inner[0] is not deployed yet",
        "dynamic": "?aws_eks_cluster.c.extra[0] is not deployed yet",
        "all": [open_one],
        "data": "?data.aws_lb.l.filter[0] is read only at deployment",
    } == found.plain("aws_cloudtrail.t")
    assert [] == found.problems


def test_an_error_where_nothing_may_be_deployed_is_only_a_reason(terraform: Terraform) -> None:
    """In a module, a resource and a data source whose number is not known."""
    found = terraform(
        {
            "main.tf": """
                variable "on" { type = bool }
                variable "names" { type = set(string) }
                variable "options" { default = null }
                module "m" {
                  source = "./m"
                  count  = var.on ? 1 : 0
                  engine = var.options.engine
                }
                resource "aws_cloudtrail" "some" {
                  for_each = var.names
                  name     = var.options.name
                }
                resource "aws_cloudtrail" "one" { name = try(module.m[0].out, "none") }
            """,
            "m/main.tf": """
                variable "engine" { type = number }
                locals { wrong = tobool("TRUE") }
                resource "aws_cloudtrail" "t" {
                  name = var.engine
                  a    = local.wrong
                }
                output "out" { value = local.wrong }
            """,
        }
    )

    why = "?the expression cannot be evaluated: "
    null = "this value is null, so it does not have any attributes"
    assert [] == found.problems
    assert {"name": why + null} == found.plain('aws_cloudtrail.some["?"]')
    assert why + null == found.plain("module.m[0].aws_cloudtrail.t")["name"]


def test_an_error_that_is_certainly_met_is_told(terraform: Terraform) -> None:
    """The same body, with a number that is known."""
    found = terraform(
        """
        variable "options" { default = null }
        resource "aws_cloudtrail" "t" {
          count = 1
          name  = var.options.name
        }
        resource "aws_cloudtrail" "none" {
          count = 0
          name  = var.options.name
        }
        """
    )

    assert [
        "error main.tf:5: this value is null, so it does not have any attributes"
    ] == found.problems


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[for x in var.open : x if false]", []),
        ("[for x in var.open : x if contains(keys(coalesce(var.none, {})), x)]", []),
        ("{ for k, x in var.open : k => x if length(var.empty) > 0 }", {}),
        ('[for x in var.open : x.a if x == "a" && false]', []),
    ],
)
def test_a_filter_that_leaves_everything_out_decides(
    terraform: Terraform, written: str, expected: object
) -> None:
    """Whatever the collection holds, nothing of it is kept."""
    found = terraform(
        f"""
        variable "open" {{}}
        variable "none" {{
          type    = map(string)
          default = null
        }}
        variable "empty" {{ default = [] }}
        resource "aws_cloudtrail" "t" {{ a = {written} }}
        """
    )

    assert {"a": expected} == found.plain("aws_cloudtrail.t")
    assert [] == found.problems
