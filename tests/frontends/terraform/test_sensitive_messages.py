"""No message quotes a sensitive argument."""

from __future__ import annotations

import pytest
from terraform_configurations import Terraform

SECRETS = """variable "s" {
  default   = "hunter2"
  sensitive = true
}
"""


@pytest.mark.parametrize(
    ("expression", "summary"),
    [
        ("file(var.s)", "`file` fails on a sensitive argument"),
        (
            'templatefile("t-${var.s}", {})',
            "`templatefile` fails on a sensitive argument",
        ),
        ("lookup({}, var.s)", "`lookup` fails on a sensitive argument"),
        ("tonumber(var.s)", "`tonumber` fails on a sensitive argument"),
        ('format("%d", var.s)', "`format` fails on a sensitive argument"),
        ('jsondecode("{${var.s}")', "`jsondecode` fails on a sensitive argument"),
        (
            "{ for each in [1, 2] : var.s => each }",
            "two different items produced the same key in this `for` expression",
        ),
        ("{ a = 1 }[var.s]", "the given key does not identify an element in this collection value"),
    ],
)
def test_an_error_does_not_quote_it(terraform: Terraform, expression: str, summary: str) -> None:
    """Neither in what is reported nor in why the value is unknown."""
    found = terraform(SECRETS + f'resource "aws_cloudtrail" "t" {{ name = {expression} }}\n')

    assert [summary] == [each.summary for each in found.diagnostics]
    assert {"name": f"?the expression cannot be evaluated: {summary}"} == found.plain(
        "aws_cloudtrail.t"
    )


@pytest.mark.parametrize("path", ['"/${var.s}"', '"~/${var.s}"', '"../../${var.s}"'])
def test_a_reason_does_not_quote_it(terraform: Terraform, path: str) -> None:
    """A path out of the scanned directory is not looked at, and stays unnamed."""
    found = terraform(SECRETS + f'resource "aws_cloudtrail" "t" {{ name = file({path}) }}\n')

    reason = "`file` of a sensitive value cannot be evaluated"
    assert {"name": f"?{reason}"} == found.plain("aws_cloudtrail.t")


def test_a_policy_document_does_not_quote_it(terraform: Terraform) -> None:
    """Not even the name of its statement."""
    found = terraform(
        SECRETS
        + """data "aws_iam_policy_document" "d" {
  statement { sid = var.s }
  statement { sid = var.s }
}
resource "aws_sns_topic_policy" "p" { policy = data.aws_iam_policy_document.d.json }
"""
    )

    summary = "data.aws_iam_policy_document.d has an invalid argument (not shown: one is sensitive)"
    assert [summary] == [each.summary for each in found.diagnostics]


def test_a_step_does_not_quote_it(terraform: Terraform) -> None:
    """An element that a sensitive key chooses is sensitive, and so is which one it is."""
    found = terraform(
        SECRETS
        + """locals { m = { hunter2 = "n" } }
resource "aws_cloudtrail" "t" { name = local.m[var.s] }
"""
    )
    (block,) = found.blocks

    assert ["", "local.m[…]"] == [hop.label for hop in block.attributes["name"].provenance]
