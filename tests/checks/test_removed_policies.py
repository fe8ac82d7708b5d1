"""Policies of a role that are removed, for something lists all that the role is to have."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.options import Options

PIPELINE = """
provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111122223333"]
}
variable "open" {}
locals {
  write = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${aws_cloudwatch_log_group.audit.arn}:*"
    }]
  })
}
resource "aws_cloudwatch_log_group" "audit" {
  name = "audit"
}
resource "aws_cloudtrail" "main" {
  name                       = "main"
  s3_bucket_name             = "logs"
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.audit.arn}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.delivery.arn
}
resource "aws_iam_role" "delivery" {
  name               = "delivery"
  assume_role_policy = "{}"
  INLINE
}
"""

INLINE = """
resource "aws_iam_role_policy" "write" {{
  role   = aws_iam_role.delivery.id
  {name}
  policy = local.write
}}
resource "aws_iam_role_policies_exclusive" "all" {{
  role_name    = aws_iam_role.delivery.name
  policy_names = {listed}
}}
"""

MANAGED = """
resource "aws_iam_policy" "write" {{
  name   = "write"
  policy = local.write
}}
resource "aws_iam_role_policy_attachment" "write" {{
  role       = aws_iam_role.delivery.name
  policy_arn = aws_iam_policy.write.arn
}}
resource "aws_iam_role_policy_attachments_exclusive" "all" {{
  role_name   = aws_iam_role.delivery.name
  policy_arns = {listed}
}}
"""


def verdict(tmp_path: Path, text: str, inline: str = "") -> tuple[str, str]:
    """Return whether the role of a trail can write, and what is said of it if that is open."""
    (tmp_path / "main.tf").write_text(PIPELINE.replace("INLINE", inline) + text, encoding="utf-8")
    (outcome,) = check(tmp_path, Options(selected=("CT304",)), root=tmp_path).outcomes
    return outcome.verdict.word, outcome.reason


REMOVED = (
    "unknown",
    "aws_iam_role_policies_exclusive.all removes from its role every policy that it does not list",
)
DETACHED = (
    "unknown",
    (
        "aws_iam_role_policy_attachments_exclusive.all removes from its role "
        "every policy that it does not list"
    ),
)
STAYS = ("pass", "")


@pytest.mark.parametrize(
    ("name", "listed", "expected"),
    [
        ('name = "write"', "[]", REMOVED),
        ('name = "write"', '["write"]', STAYS),
        ('name = "write"', '["read", "write"]', STAYS),
        ('name = "write"', '["read"]', REMOVED),
        ('name = "write"', "[aws_iam_role_policy.write.name]", STAYS),
        ('name = "write"', '[var.open, "write"]', STAYS),
        ('name = "write"', "[var.open]", REMOVED),
        ('name = "write"', "var.open", REMOVED),
        ("name = var.open", '["write"]', REMOVED),
        ('name_prefix = "write"', "[aws_iam_role_policy.write.name]", STAYS),
        ('name_prefix = "write"', '["write"]', REMOVED),
        ("", "[aws_iam_role_policy.write.name]", STAYS),
    ],
)
def test_an_inline_policy_stays_that_is_listed(
    tmp_path: Path, name: str, listed: str, expected: tuple[str, str]
) -> None:
    """Any other one may be removed, and then the role cannot write."""
    assert expected == verdict(tmp_path, INLINE.format(name=name, listed=listed))


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("[]", DETACHED),
        ("[aws_iam_policy.write.arn]", STAYS),
        ('["arn:aws:iam::111122223333:policy/write"]', STAYS),
        ('["arn:aws:iam::111122223333:policy/read"]', DETACHED),
        ("var.open", DETACHED),
    ],
)
def test_a_managed_policy_stays_that_is_listed(
    tmp_path: Path, listed: str, expected: tuple[str, str]
) -> None:
    """By its ARN, written out or not."""
    assert expected == verdict(tmp_path, MANAGED.format(listed=listed))


@pytest.mark.parametrize(("listed", "expected"), [("[]", REMOVED), ('["write"]', STAYS)])
def test_a_policy_inside_of_the_role_stays_that_is_listed(
    tmp_path: Path, listed: str, expected: tuple[str, str]
) -> None:
    """It has a name like any other."""
    exclusive = f"""
resource "aws_iam_role_policies_exclusive" "all" {{
  role_name    = aws_iam_role.delivery.name
  policy_names = {listed}
}}
"""
    inline = 'inline_policy {\n name = "write"\n policy = local.write\n}'

    assert expected == verdict(tmp_path, exclusive, inline)


def test_a_list_that_is_left_out_removes_nothing(tmp_path: Path) -> None:
    """Where its count is not known, it may."""
    written = INLINE.format(name='name = "write"', listed="[]\n  count = {}")

    assert STAYS == verdict(tmp_path, written.replace("{}", "0"))
    assert "unknown" == verdict(tmp_path, written.replace("{}", "var.open"))[0]


def test_a_list_of_one_kind_leaves_the_other_alone(tmp_path: Path) -> None:
    """Inline policies are no managed ones."""
    text = MANAGED.format(listed="[aws_iam_policy.write.arn]")
    other = """
resource "aws_iam_role_policies_exclusive" "all" {
  role_name    = aws_iam_role.delivery.name
  policy_names = []
}
"""

    assert STAYS == verdict(tmp_path, text + other)


OWN = """
resource "aws_iam_role_policy" "write" {
  name   = "write"
  role   = aws_iam_role.delivery.id
  policy = local.write
}
resource "aws_iam_policy" "write" {
  name   = "write"
  policy = local.write
}
resource "aws_iam_role_policy_attachment" "write" {
  role       = aws_iam_role.delivery.name
  policy_arn = aws_iam_policy.write.arn
}
"""
INLINE_ALONE, _, ATTACHED_ALONE = OWN.partition('resource "aws_iam_policy"')
BY_ITS_ROLE = (
    "unknown",
    "aws_iam_role.delivery removes from its role every policy that it does not list",
)


@pytest.mark.parametrize(
    ("inline", "text", "expected"),
    [
        ("inline_policy {}", INLINE_ALONE, BY_ITS_ROLE),
        ("inline_policy {}", OWN, STAYS),
        ("inline_policy = []", INLINE_ALONE, BY_ITS_ROLE),
        (
            'inline_policy {\n name = "read"\n policy = jsonencode({ Statement = [] })\n }',
            INLINE_ALONE,
            BY_ITS_ROLE,
        ),
        ('inline_policy {\n name = "write"\n policy = local.write\n }', "", STAYS),
        ("inline_policy {\n name = var.open\n policy = local.write\n }", "", STAYS),
        ("managed_policy_arns = []", INLINE_ALONE, STAYS),
        ("managed_policy_arns = []", f'resource "aws_iam_policy"{ATTACHED_ALONE}', BY_ITS_ROLE),
        (
            "managed_policy_arns = [aws_iam_policy.write.arn]",
            f'resource "aws_iam_policy"{ATTACHED_ALONE}',
            STAYS,
        ),
        ("managed_policy_arns = null", f'resource "aws_iam_policy"{ATTACHED_ALONE}', STAYS),
    ],
)
def test_a_role_that_lists_its_policies_removes_others(tmp_path, inline, text, expected):
    """An empty list is one that holds nothing; null is none."""
    assert expected == verdict(tmp_path, text, inline)
