"""What iacguard cannot evaluate is told where something that is judged hangs on it."""

from __future__ import annotations

import pytest
from terraform_configurations import Terraform, TextFiles

from iacguard.frontends.protocol import FrontendRequest
from iacguard.frontends.terraform.frontend import TerraformFrontend


def notes(text: str) -> list[str]:
    request = FrontendRequest(files=TextFiles({"main.tf": text}), candidates=("main.tf",))
    (scope,) = TerraformFrontend().scopes(request)
    return [
        f"{each.rule} {each.level.value} {each.subject.start.line}:{each.subject.start.column}-"
        f"{each.subject.end.column} {each.summary}"
        for each in scope.diagnostics
    ]


@pytest.mark.parametrize(
    "needed",
    [
        "is_multi_region_trail = local.read.multi_region",
        's3_bucket_name = "logs-${local.read}"',
        "count = local.read",
        'event_selector { read_write_type = try(local.read, "All") }',
        "enable_logging = can(local.read) ? local.read : false",
    ],
)
def test_an_unmodelled_function_that_a_control_needs_is_told_at_the_call(needed: str) -> None:
    """Once, however often it is needed."""
    text = f"""locals {{
  read = newer_one("a%201")
}}
resource "aws_cloudtrail" "a" {{
  name = "n"
  s3_bucket_name = "b"
  {needed}
}}
resource "aws_cloudtrail" "b" {{
  name = "m"
  s3_bucket_name = "b"
  {needed}
}}
""".replace('  s3_bucket_name = "b"\n  s3_', "  s3_")

    assert ["IG002 note 2:10-28 function `newer_one` is not supported"] == notes(text)


def test_an_unmodelled_function_that_nothing_needs_is_not_told() -> None:
    """Tags, and attributes that no field is read from, change no verdict."""
    text = """resource "aws_cloudtrail" "a" {
  name = "n"
  s3_bucket_name = "b"
  tags = { owner = newer_one("a%201").a }
}
locals { unused = provider::own::arn_parse("x") }
"""

    assert [] == notes(text)


def test_what_only_runs_is_no_limit() -> None:
    """Neither `timestamp` nor a modelled function of something unknown is told."""
    text = """variable "v" {}
resource "aws_cloudtrail" "a" {
  name           = timestamp()
  s3_bucket_name = upper(var.v)
  s3_key_prefix  = newer_one(var.v)
}
"""

    assert ["IG002 note 5:20-36 function `newer_one` is not supported"] == notes(text)


def test_whether_an_unmodelled_function_fails_is_not_known(terraform: Terraform) -> None:
    """Neither `can` nor `try` decides for it."""
    found = terraform(
        """resource "aws_cloudtrail" "a" {
  a = can(newer_one("%"))
  b = try(newer_one("%"), "other")
}
"""
    )

    reason = "?function `newer_one` is not supported"
    assert {"a": reason, "b": reason} == found.plain("aws_cloudtrail.a")


@pytest.mark.parametrize("name", ["x", "y"])
def test_no_try_answers_a_value_that_is_too_large(terraform: Terraform, name: str) -> None:
    """Terraform would go on with it."""
    doubled = "".join(f'x{i} = "${{local.x{i + 1}}}${{local.x{i + 1}}}"\n' for i in range(1, 18))
    found = terraform(
        f"""locals {{
{doubled}
x18 = "endend"
x = try("${{local.x1}}${{local.x1}}", "short")
y = can("${{local.x1}}${{local.x1}}") ? "short" : "long"
}}
resource "aws_cloudtrail" "t" {{ name = local.{name} }}
"""
    )

    said = "?the expression cannot be evaluated: the text is longer than 1000000 characters"
    assert {"name": said} == found.plain("aws_cloudtrail.t")
