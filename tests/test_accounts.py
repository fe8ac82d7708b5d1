"""Scopes that make up one account, and accounts that make up one organization."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.options import Account, Options

GOOD = """\
resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "audit-logs"
  is_multi_region_trail = true
}
"""
SINGLE = GOOD.replace("= true", "= false")
NO_TRAIL = """\
resource "aws_cloudwatch_log_group" "app" {
  name = "app"
}
"""
TEMPLATE = """\
Parameters:
  Stage:
    Type: String
    AllowedValues: [dev, prod]
Conditions:
  IsProduction: !Equals [!Ref Stage, prod]
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: audit-logs
      IsLogging: true
      IncludeGlobalServiceEvents: true
      IsMultiRegionTrail: !If [IsProduction, true, false]
"""


@pytest.fixture
def outcomes(tmp_path: Path):
    """Scan some files as some accounts; return rule, verdict and message of each outcome."""

    def scan(files: dict[str, str], *accounts: Account, select: tuple[str, ...] = ("CT10",)):
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        options = Options(selected=select, accounts=accounts)
        report = check([tmp_path], options, root=tmp_path)
        return [
            (one.rule.id, one.scope, one.verdict.word, one.message)
            for one in report.outcomes
            if one.rule.id in ("CT101", "CT102") and one.verdict.word != "pass"
        ]

    return scan


def test_a_trail_in_one_root_covers_the_other_roots_of_its_account(outcomes):
    """A single-region trail beside a covering one is informational, wherever it lies."""
    files = {"audit/main.tf": GOOD, "live/main.tf": SINGLE}
    single = "aws_cloudtrail.main records only its home region"

    assert [] == outcomes(files, Account(name="prod", paths=("audit", "live")))
    assert {("CT101", "live", "fail", single)} <= set(outcomes(files))


def test_another_account_is_not_covered(outcomes):
    """What one account records says nothing of another."""
    files = {"audit/main.tf": GOOD, "live/main.tf": NO_TRAIL}
    accounts = (Account(name="prod", paths=("audit",)), Account(name="dev", paths=("live",)))

    assert [("CT102", "dev", "fail", "dev has no trail")] == outcomes(files, *accounts)


def test_an_organization_trail_covers_the_other_accounts_of_the_organization(outcomes):
    """Only a trail that says so does, and only for accounts that name the organization."""
    plain = {"audit/main.tf": GOOD, "live/main.tf": NO_TRAIL}
    wide = {"audit/main.tf": GOOD.replace("}", "  is_organization_trail = true\n}")}
    audit = Account(name="audit", paths=("audit",), organization="o-1")
    member = Account(name="member", paths=("live",), organization="o-1")
    stranger = Account(name="stranger", paths=("live",))

    told = "member is not covered by any trail: aws_cloudtrail.main records only its own account"
    assert [("CT102", "member", "fail", told)] == outcomes(plain, audit, member)
    assert [] == outcomes({**plain, **wide}, audit, member)
    assert [("CT102", "stranger", "fail", "stranger has no trail")] == outcomes(
        {**plain, **wide}, audit, stranger
    )


def test_equal_addresses_of_two_roots_are_told_apart(outcomes):
    """Both are reported, each with the name of its root."""
    files = {"eu/main.tf": SINGLE, "us/main.tf": SINGLE}

    found = outcomes(files, Account(name="prod", paths=("eu", "us")), select=("CT101",))

    assert [
        ("CT101", "prod", "fail", "eu:aws_cloudtrail.main records only its home region"),
        ("CT101", "prod", "fail", "us:aws_cloudtrail.main records only its home region"),
    ] == found


def test_an_account_is_judged_for_every_deployment_of_its_templates(outcomes):
    """Open questions of a template stay open questions of the account."""
    files = {"stacks/trail.yaml": TEMPLATE, "live/main.tf": NO_TRAIL}

    found = outcomes(files, Account(name="prod", paths=("stacks", "live")), select=("CT102",))

    assert [
        (
            "CT102",
            "prod",
            "fail",
            "prod is not covered by any trail: Trail records only its home region when Stage=dev",
        )
    ] == found


def test_named_accounts_are_asked_for_coverage_by_default(tmp_path):
    """Naming an account is asking for CT102; a directory that nobody named is not asked."""
    (tmp_path / "main.tf").write_text(NO_TRAIL, encoding="utf-8")
    account = Account(name="prod", paths=(".",))

    named = check([tmp_path], Options(accounts=(account,)), root=tmp_path)
    unnamed = check([tmp_path], Options(), root=tmp_path)

    assert (["CT102"], []) == (
        [one.rule.id for one in named.outcomes],
        [one.rule.id for one in unnamed.outcomes],
    )


def test_links_between_roots_of_one_account_hold_by_name(tmp_path):
    """A bucket declared in one root is the bucket that a trail of another root names."""
    bucket = 'resource "aws_s3_bucket" "logs" {\n  bucket        = "audit-logs"\n'
    bucket += "  force_destroy = true\n}\n"
    for name, text in {"a": GOOD, "b": bucket}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text, encoding="utf-8")
    account = Account(name="prod", paths=("a", "b"))

    together = check([tmp_path], Options(selected=("CT212",), accounts=(account,)), root=tmp_path)
    apart = check([tmp_path], Options(selected=("CT212",)), root=tmp_path)

    assert ["aws_s3_bucket.logs is destroyed with all log files in it"] == [
        one.message for one in together.outcomes
    ]
    assert () == apart.outcomes
