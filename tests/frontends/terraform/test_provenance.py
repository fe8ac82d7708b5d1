"""The way from an attribute to the literal that decides it."""

from __future__ import annotations

from terraform_configurations import Terraform

from iacguard.frontends.protocol import Inputs


def test_a_literal_points_at_itself(terraform: Terraform) -> None:
    """The narrowest place is the attribute's value."""
    found = terraform('resource "aws_cloudtrail" "t" {\n  name = "x"\n}\n')

    assert ["main.tf:2:10"] == found.way("aws_cloudtrail.t", "name")


def test_a_default_is_reached_through_locals(terraform: Terraform) -> None:
    """Each local on the way is a hop, and the default is the last."""
    found = terraform(
        """
        variable "on" { default = false }
        locals {
          a = local.b
          b = var.on
        }
        resource "aws_cloudtrail" "t" { enable_logging = local.a }
        """
    )

    assert [
        "main.tf:7:58",
        "main.tf:4:15 local.a",
        "main.tf:5:15 local.b",
        "main.tf:2:35 default of var.on",
    ] == found.way("aws_cloudtrail.t", "enable_logging")


def test_a_value_in_a_structure_has_its_own_place(terraform: Terraform) -> None:
    """The hop into an object points at the entry, and is called by the whole reference."""
    found = terraform(
        """
        locals { log = { deep = [true, false] } }
        resource "aws_cloudtrail" "t" { enable_logging = local.log.deep[1] }
        """
    )

    assert ["main.tf:3:58", "main.tf:2:40 local.log.deep[1]"] == found.way(
        "aws_cloudtrail.t", "enable_logging"
    )


def test_a_variable_file_is_named(terraform: Terraform) -> None:
    """The hop points at the value in the file and names the file."""
    found = terraform(
        {
            "main.tf": 'variable "on" {}\n'
            'resource "aws_cloudtrail" "t" { enable_logging = var.on }\n',
            "prod.auto.tfvars": "on = false\n",
        }
    )

    assert ["main.tf:2:50", "prod.auto.tfvars:1:6 set in prod.auto.tfvars"] == found.way(
        "aws_cloudtrail.t", "enable_logging"
    )


def test_a_module_argument_is_a_hop(terraform: Terraform) -> None:
    """Inside a module the way leads out through the argument of the call."""
    found = terraform(
        {
            "main.tf": 'locals { on = false }\nmodule "m" {\n  source = "./m"\n'
            "  on     = local.on\n}\n",
            "m/main.tf": 'variable "on" {}\n'
            'resource "aws_cloudtrail" "t" { enable_logging = var.on }\n',
        }
    )

    assert [
        "m/main.tf:2:50",
        "main.tf:4:12 argument of module.m",
        "main.tf:1:15 local.on",
    ] == found.way("module.m.aws_cloudtrail.t", "enable_logging")
    assert [("main.tf", 2, "module.m")] == [
        (hop.span.path, hop.span.start.line, hop.label)
        for hop in found.block("module.m.aws_cloudtrail.t").callers
    ]


def test_a_value_from_the_command_line_points_at_the_variable(terraform: Terraform) -> None:
    """There is no file to point into, so the variable's header stands in."""
    found = terraform(
        'variable "on" { type = bool }\n'
        'resource "aws_cloudtrail" "t" { enable_logging = var.on }\n',
        Inputs(variables={"on": "false"}),
    )

    assert ["main.tf:2:50", "main.tf:1:1 --var on"] == found.way(
        "aws_cloudtrail.t", "enable_logging"
    )


def test_an_unknown_points_at_the_variable_without_value(terraform: Terraform) -> None:
    """What is missing is shown where it is declared."""
    found = terraform(
        'variable "on" {}\nresource "aws_cloudtrail" "t" { enable_logging = !var.on }\n'
    )

    assert {
        "enable_logging": "?var.on has no value (set it with --var or --var-file)"
    } == found.plain("aws_cloudtrail.t")
    assert ["main.tf:2:50", "main.tf:1:1 var.on"] == found.way("aws_cloudtrail.t", "enable_logging")
