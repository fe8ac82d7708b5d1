"""Instances of resources: `count`, `for_each`, and references to them."""

from __future__ import annotations

from terraform_configurations import Evaluated, Terraform

from iacguard.core.text import parts_of
from iacguard.core.value import Known, Part, Symbol, Unknown


def test_count_and_for_each_make_instances(terraform: Terraform) -> None:
    """Each has its address and its own index, key and value."""
    found = terraform(
        """
        resource "aws_cloudtrail" "c" {
          count = 2
          name  = "c${count.index}"
        }
        resource "aws_cloudtrail" "m" {
          for_each = { a = "x", "b c" = "y" }
          name     = "${each.key}=${each.value}"
        }
        resource "aws_cloudtrail" "none" {
          count = 0
          name  = "none"
        }
        """
    )

    assert {
        "aws_cloudtrail.c[0]": {"name": "c0"},
        "aws_cloudtrail.c[1]": {"name": "c1"},
        'aws_cloudtrail.m["a"]': {"name": "a=x"},
        'aws_cloudtrail.m["b c"]': {"name": "b c=y"},
    } == {address: found.plain(address) for address in found.addresses}


def test_an_unknown_count_leaves_one_instance_that_may_not_exist(terraform: Terraform) -> None:
    """It is judged for the case that it exists, and a reference to it says the same."""
    found = terraform(
        """
        variable "on" {}
        resource "aws_s3_bucket" "b" {
          count  = var.on ? 1 : 0
          bucket = "logs"
        }
        resource "aws_cloudtrail" "t" {
          name           = "t"
          s3_bucket_name = aws_s3_bucket.b[0].bucket
          tried          = try(aws_s3_bucket.b[0].bucket, "other")
          number         = length(aws_s3_bucket.b)
        }
        """
    )

    exists = found.block("aws_s3_bucket.b[0]").exists
    assert isinstance(exists, Unknown)
    assert "var.on has no value (set it with --var or --var-file)" == exists.reason
    assert {
        "name": "t",
        "s3_bucket_name": "logs",
        "tried": "?var.on has no value (set it with --var or --var-file)",
        "number": "?var.on has no value (set it with --var or --var-file)",
    } == found.plain("aws_cloudtrail.t")


def test_an_attribute_that_the_service_makes_is_the_same_for_all_who_read_it(
    terraform: Terraform,
) -> None:
    """Its symbol carries the address of the resource."""
    found = terraform(
        """
        resource "aws_sns_topic" "x" {}
        resource "aws_cloudtrail" "t" {
          a = aws_sns_topic.x.owner
          b = "${aws_sns_topic.x.owner}!"
        }
        """
    )

    a = found.block("aws_cloudtrail.t").attributes["a"]
    b = found.block("aws_cloudtrail.t").attributes["b"]
    assert isinstance(a, Unknown) and isinstance(b, Unknown)
    assert (Symbol("aws_sns_topic.x.owner"),) == a.parts
    assert (Symbol("aws_sns_topic.x.owner"), "!") == b.parts


def test_an_empty_name_is_one_that_the_provider_makes(terraform: Terraform) -> None:
    """It is as if none were written."""
    attributes = """
          id   = aws_s3_bucket.b.id
          name = aws_s3_bucket.b.bucket
          arn  = aws_s3_bucket.b.arn
          one  = coalesce("", aws_s3_bucket.b.id)
        }
        """
    trail = 'resource "aws_cloudtrail" "t" {' + attributes
    empty = terraform('resource "aws_s3_bucket" "b" {\n  bucket = ""\n}\n' + trail)
    absent = terraform('resource "aws_s3_bucket" "b" {}\n' + trail)

    def parts(found: Evaluated) -> list[tuple[Part, ...] | None]:
        values = found.block("aws_cloudtrail.t").attributes
        return [parts_of(values[name]) for name in ("id", "name", "arn", "one")]

    assert [] == empty.problems
    assert parts(absent) == parts(empty)
    assert (Symbol("aws_s3_bucket.b.bucket"),) == parts(empty)[0]


def test_a_resource_keeps_what_the_service_makes_where_types_are_made_alike(
    terraform: Terraform,
) -> None:
    """Only its schema tells all attributes of its type, whatever is written of each resource."""
    found = terraform(
        {
            "main.tf": """
                variable "open" {}
                resource "aws_sns_topic" "a" {}
                resource "aws_sns_topic" "b" {
                  name = "b"
                }
                module "m" {
                  source = "./m"
                  chosen = [aws_sns_topic.a]
                  others = [aws_sns_topic.a, aws_sns_topic.b]
                  open   = var.open
                }
                """,
            "m/main.tf": """
                variable "chosen" { default = null }
                variable "others" {}
                variable "open" {}
                resource "aws_cloudtrail" "t" {
                  preferred = (var.chosen == null ? var.others : var.chosen)[*].owner
                  listed    = tolist(var.others)[*].owner
                  either    = (var.open ? var.others[0] : var.others[1]).owner
                  mapped    = tomap({ x = var.others[1] }).x.owner
                }
                """,
        }
    )

    a, b = (f"?aws_sns_topic.{name} is not deployed yet" for name in "ab")
    assert [] == found.problems
    assert {
        "preferred": [a],
        "listed": [a, b],
        "either": "?var.open has no value (set it with --var or --var-file)",
        "mapped": b,
    } == found.plain("module.m.aws_cloudtrail.t")


def test_an_object_is_told_from_a_resource(terraform: Terraform) -> None:
    """It has the attributes that are written, and no others."""
    found = terraform(
        """
        variable "given" { default = null }
        resource "aws_cloudtrail" "t" {
          a = (var.given == null ? [{ name = "n" }] : var.given)[*].id
        }
        """
    )

    assert ["error main.tf:4: this object does not have an attribute named `id`"] == found.problems


def test_impossible_counts_are_errors(terraform: Terraform) -> None:
    """The resource is judged once all the same, for the case that it exists."""
    found = terraform(
        """
        resource "aws_cloudtrail" "a" { count = -1 }
        resource "aws_cloudtrail" "b" { count = null }
        resource "aws_cloudtrail" "c" { count = 1000000000 }
        resource "aws_cloudtrail" "d" { for_each = ["a"] }
        resource "aws_cloudtrail" "e" { for_each = null }
        """
    )

    assert [
        "error main.tf:2: `count` must be a whole number, zero or greater",
        "error main.tf:3: the given `count` argument value is null",
        "error main.tf:4: `count` makes too many instances to be evaluated",
        "error main.tf:5: the `for_each` argument must be a map, or a set of strings",
        "error main.tf:6: the given `for_each` argument value is null",
    ] == found.problems
    assert [
        "aws_cloudtrail.a[0]",
        "aws_cloudtrail.b[0]",
        "aws_cloudtrail.c[0]",
        'aws_cloudtrail.d["?"]',
        'aws_cloudtrail.e["?"]',
    ] == found.addresses


def test_instances_exist_without_a_condition(terraform: Terraform) -> None:
    """A known number of instances is no doubt."""
    found = terraform('resource "aws_cloudtrail" "t" { count = 1 }')

    exists = found.blocks[0].exists
    assert isinstance(exists, Known)
    assert exists.value is True


def test_a_written_key_is_its_own_instance_where_the_keys_are_not_known(
    terraform: Terraform,
) -> None:
    """Two keys are never taken for each other; the key of a block's own instance is its own."""
    found = terraform(
        """
        variable "bs" {}
        variable "n" {}
        resource "aws_s3_bucket" "b" {
          for_each = var.bs
          bucket   = "named"
        }
        resource "aws_s3_bucket" "c" {
          count  = var.n
          bucket = "counted"
        }
        resource "aws_cloudtrail" "t" {
          logs   = aws_s3_bucket.b["logs"].id
          again  = aws_s3_bucket.b["logs"].id
          other  = aws_s3_bucket.b["other"].id
          first  = aws_s3_bucket.c[0].bucket
          second = aws_s3_bucket.c[1].bucket
          chosen = aws_s3_bucket.c[var.n - 1].bucket
          none   = aws_s3_bucket.c[null].bucket
        }
        resource "aws_cloudtrail" "e" {
          for_each = var.bs
          name     = aws_s3_bucket.b[each.key].bucket
        }
        resource "aws_cloudtrail" "i" {
          count = var.n
          name  = aws_s3_bucket.c[count.index].bucket
          next  = aws_s3_bucket.c[count.index + 1].bucket
        }
        """
    )

    trail = found.block("aws_cloudtrail.t").attributes
    parts = {name: value.parts for name, value in trail.items() if isinstance(value, Unknown)}
    assert {
        "logs": (Symbol('aws_s3_bucket.b["logs"].id'),),
        "again": (Symbol('aws_s3_bucket.b["logs"].id'),),
        "other": (Symbol('aws_s3_bucket.b["other"].id'),),
        "second": (Symbol("aws_s3_bucket.c[1].bucket"),),
        "chosen": (Symbol("aws_cloudtrail.t.chosen"),),
        "none": (Symbol("aws_cloudtrail.t.none"),),
    } == parts
    assert "counted" == found.plain("aws_cloudtrail.t")["first"]
    assert {"name": "named"} == found.plain('aws_cloudtrail.e["?"]')
    assert {
        "name": "counted",
        "next": "?var.n has no value (set it with --var or --var-file)",
    } == found.plain("aws_cloudtrail.i[0]")


def test_the_index_is_known_only_where_there_is_at_most_one(terraform: Terraform) -> None:
    """The one instance that is judged stands for all others."""
    found = terraform(
        """
        variable "n" {}
        variable "on" {}
        resource "aws_cloudtrail" "many" {
          count          = var.n
          enable_logging = count.index == 0
        }
        resource "aws_cloudtrail" "one" {
          count          = var.on ? (var.n > 1 ? 1 : 0) : 0
          enable_logging = count.index == 0
        }
        """
    )

    assert {
        "enable_logging": "?var.n has no value (set it with --var or --var-file)"
    } == found.plain("aws_cloudtrail.many[0]")
    assert {"enable_logging": True} == found.plain("aws_cloudtrail.one[0]")


def test_a_condition_makes_all_instances_or_none(terraform: Terraform) -> None:
    """Their keys are known, so a reference means one of them, though it may not exist."""
    found = terraform(
        """
        variable "on" {}
        resource "aws_s3_bucket" "b" {
          for_each = var.on ? { this = "logs", that = "other" } : {}
          bucket   = each.value
        }
        resource "aws_s3_bucket" "s" {
          for_each = var.on ? toset([]) : toset(["s"])
          bucket   = each.key
        }
        resource "aws_s3_bucket" "either" {
          for_each = var.on ? toset(["x"]) : toset(["y"])
        }
        resource "aws_cloudtrail" "t" {
          this  = aws_s3_bucket.b["this"].bucket
          that  = aws_s3_bucket.b["that"].bucket
          s     = aws_s3_bucket.s["s"].bucket
          none  = aws_s3_bucket.b["none"].bucket
          x     = aws_s3_bucket.either["x"].bucket
          whole = length(aws_s3_bucket.b)
        }
        """
    )

    said = "?var.on has no value (set it with --var or --var-file)"
    assert [
        'aws_s3_bucket.b["that"]',
        'aws_s3_bucket.b["this"]',
        'aws_s3_bucket.s["s"]',
        'aws_s3_bucket.either["?"]',
        "aws_cloudtrail.t",
    ] == found.addresses
    assert isinstance(found.block('aws_s3_bucket.b["this"]').exists, Unknown)
    assert {
        "this": "logs",
        "that": "other",
        "s": "s",
        "none": said,
        "x": said,
        "whole": said,
    } == found.plain("aws_cloudtrail.t")
