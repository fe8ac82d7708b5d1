"""Terraform's numbers have a zero below zero, which shows where one is written as text."""

from __future__ import annotations

import pytest
from terraform_configurations import Terraform


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("jsonencode(-0)", "-0"),
        ("tostring(-0)", "-0"),
        ("jsonencode([-0, 0])", "[-0,0]"),
        ("jsonencode(-(1 - 1))", "-0"),
        ("jsonencode(0 * -5)", "-0"),
        ("jsonencode(-0 / 5)", "-0"),
        ("jsonencode(0 / -5)", "-0"),
        ("jsonencode(-0 % 5)", "-0"),
        ('jsonencode(tonumber("-0"))', "-0"),
        ('jsonencode(jsondecode("-0"))', "-0"),
        ('format("%v", -0)', "-0"),
        ('format("%d", -0)', "0"),
        ("jsonencode(0 - 0)", "0"),
        ("jsonencode(-0 + 0)", "0"),
        ("jsonencode(-5 % 5)", "0"),
        ("jsonencode(abs(-0))", "0"),
        ("jsonencode(ceil(-0.5))", "0"),
        ("-0 == 0", True),
    ],
)
def test_negative_zero_is_written_where_terraform_writes_it(
    terraform: Terraform, expression: str, answer: object
) -> None:
    """As recorded from Terraform 1.15."""
    found = terraform(f'resource "aws_cloudtrail" "t" {{ name = {expression} }}\n')
    assert {"name": answer} == found.plain("aws_cloudtrail.t")
