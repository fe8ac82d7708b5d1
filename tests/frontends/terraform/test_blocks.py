"""Nested and dynamic blocks."""

from __future__ import annotations

from terraform_configurations import Terraform


def test_nested_blocks_of_a_type_are_a_list(terraform: Terraform) -> None:
    """In the order of the text, dynamic ones in their place."""
    found = terraform(
        """
        resource "aws_cloudtrail" "t" {
          event_selector { read_write_type = "All" }
          dynamic "event_selector" {
            for_each = { a = ["x"], b = [] }
            iterator = each_one
            content {
              read_write_type = each_one.key
              dynamic "data_resource" {
                for_each = each_one.value
                content { type = "${each_one.key}-${data_resource.value}-${data_resource.key}" }
              }
            }
          }
        }
        """
    )

    assert {
        "event_selector": [
            {"read_write_type": "All"},
            {"read_write_type": "a", "data_resource": [{"type": "a-x-0"}]},
            {"read_write_type": "b", "data_resource": []},
        ]
    } == found.plain("aws_cloudtrail.t")


def test_an_unknown_dynamic_block_leaves_the_certain_ones(terraform: Terraform) -> None:
    """The list is unknown, for the reason of its `for_each`, but holds what is written."""
    found = terraform(
        """
        variable "more" {}
        resource "aws_cloudtrail" "t" {
          event_selector { read_write_type = "All" }
          dynamic "event_selector" {
            for_each = var.more
            content { read_write_type = event_selector.value }
          }
        }
        """
    )

    assert {
        "event_selector": [
            "?var.more has no value (set it with --var or --var-file)",
            {"read_write_type": "All"},
        ]
    } == found.plain("aws_cloudtrail.t")


def test_arguments_of_terraform_itself_are_no_attributes(terraform: Terraform) -> None:
    """`lifecycle`, `depends_on` and the like are left out."""
    found = terraform(
        """
        resource "aws_cloudtrail" "t" {
          depends_on = [aws_s3_bucket.b]
          provider   = aws.other
          name       = "n"
          lifecycle { prevent_destroy = true }
          provisioner "local-exec" { command = self.name }
        }
        """
    )

    assert ({"name": "n"}, []) == (found.plain("aws_cloudtrail.t"), found.problems)


def test_an_override_file_replaces_attributes_and_blocks_of_a_type(terraform: Terraform) -> None:
    """As Terraform merges them: attribute by attribute, and all blocks of one type together."""
    found = terraform(
        {
            "main.tf": 'resource "aws_cloudtrail" "t" {\n name = "base"\n kept = 1\n'
            ' event_selector { read_write_type = "All" }\n'
            ' event_selector { read_write_type = "ReadOnly" }\n}\n',
            "main_override.tf": 'resource "aws_cloudtrail" "t" {\n name = "over"\n'
            ' event_selector { read_write_type = "WriteOnly" }\n}\n',
        }
    )

    assert {
        "name": "over",
        "kept": 1,
        "event_selector": [{"read_write_type": "WriteOnly"}],
    } == found.plain("aws_cloudtrail.t")


def test_opentofu_reads_its_own_file_in_place_of_terraforms(terraform: Terraform) -> None:
    """`x.tofu` hides `x.tf`, and no other file."""
    found = terraform(
        {
            "a.tf": 'resource "aws_cloudtrail" "a" { name = "tf" }',
            "a.tofu": 'resource "aws_cloudtrail" "a" { name = "tofu" }',
            "b.tf": 'resource "aws_cloudtrail" "b" { name = "tf" }',
        }
    )

    assert {"aws_cloudtrail.a": {"name": "tofu"}, "aws_cloudtrail.b": {"name": "tf"}} == {
        address: found.plain(address) for address in found.addresses
    }


def test_json_syntax_means_the_same(terraform: Terraform) -> None:
    """Blocks, expressions in strings and dynamic blocks of .tf.json evaluate alike."""
    found = terraform(
        {
            "main.tf.json": """{
              "variable": {"on": {"default": false}},
              "locals": {"n": "x"},
              "resource": {"aws_cloudtrail": {"t": {
                "name": "${local.n}-y",
                "enable_logging": "${var.on}",
                "event_selector": [{"read_write_type": "All"}]
              }}}
            }"""
        }
    )

    assert {
        "name": "x-y",
        "enable_logging": False,
        "event_selector": [{"read_write_type": "All"}],
    } == found.plain("aws_cloudtrail.t")
