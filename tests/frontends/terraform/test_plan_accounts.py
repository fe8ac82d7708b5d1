"""Which account a plan's resources are in, as far as its provider configurations tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from plan_models import plan_scope
from terraform_configurations import TextFiles
from test_plan_reading import change, plan

from iacguard.api import check
from iacguard.core.text import parts_of
from iacguard.core.value import Symbol
from iacguard.core.verdict import Verdict
from iacguard.frontends.protocol import Inputs
from iacguard.options import Options

REGION = {"region": {"constant_value": "us-east-1"}}
ROLE = "arn:aws:iam::222222222222:role/deploy"


def constant(value: Any) -> dict[str, Any]:
    """Return an expression that is a constant."""
    return {"constant_value": value}


def referring(name: str) -> dict[str, Any]:
    """Return an expression that refers to one name."""
    return {"references": [name]}


def planned(
    default: dict[str, Any] | None,
    other: dict[str, Any] | None,
    kind: str = "aws_sns_topic",
    arns: dict[str, str] | None = None,
    key: str = "aws.other",
) -> str:
    """Return a plan with a resource of the default configuration and two of another one."""
    users = {"main": "aws", "other": key, "third": key}
    configured = {"aws": default, "aws.other": other}
    changes = []
    for name in users:
        after = {"name": name, "s3_bucket_name": "x", "is_multi_region_trail": name != "main"}
        if arns and name in arns:
            after["arn"] = arns[name]
        changes.append(change(f"{kind}.{name}", after=after))
    written = {
        "provider_config": {
            name: {"name": "aws", "expressions": {**REGION, **expressions}}
            for name, expressions in configured.items()
            if expressions is not None
        },
        "root_module": {
            "resources": [
                {
                    "address": f"{kind}.{name}",
                    "provider_config_key": provider,
                    "expressions": {"name": constant(name)},
                }
                for name, provider in users.items()
            ]
        },
    }
    return plan(*changes, configuration=written)


def accounts(text: str, **beside: str) -> list[str]:
    """Return the account in the ARN of each topic."""
    texts = {f"{name}.tf": source for name, source in beside.items()}
    scope = plan_scope(TextFiles({"plan.json": text, **texts}))
    assert scope is not None
    return [account(parts_of(topic.arn)) for topic in scope.deployments[0].model.topics]


def account(parts: object) -> str:
    """Return the fifth field of an ARN, with `/` in the names of symbols."""
    assert isinstance(parts, tuple)
    texts = (part.name.replace(":", "/") if isinstance(part, Symbol) else part for part in parts)
    return "".join(texts).split(":")[4]


@pytest.mark.parametrize(
    ("default", "other", "found"),
    [
        ({}, {}, ("aws/account", "aws/account")),
        (None, {}, ("aws/account", "aws/account")),
        ({}, {"assume_role": [{"role_arn": constant(ROLE)}]}, ("aws/account", "222222222222")),
        (
            {},
            {"assume_role": [{"role_arn": constant("x")}, {"role_arn": constant(ROLE)}]},
            ("aws/account", "222222222222"),
        ),
        (
            {"allowed_account_ids": constant(["111111111111"])},
            {"profile": constant("p"), "allowed_account_ids": constant(["222222222222"])},
            ("111111111111", "222222222222"),
        ),
        ({"allowed_account_ids": constant(["111111111111"])}, {}, ("111111111111",) * 2),
        ({"profile": constant("p")}, {"profile": constant("p")}, ("aws/account",) * 2),
        ({}, {"profile": constant(None)}, ("aws/account",) * 2),
        ({}, {"profile": constant("p")}, ("aws/account", "aws/account/aws.other")),
        ({"profile": constant("p")}, {}, ("aws/account", "aws/account/aws.other")),
        ({}, {"access_key": constant("k")}, ("aws/account", "aws/account/aws.other")),
        (
            {},
            {"shared_credentials_files": constant(["f"])},
            ("aws/account", "aws/account/aws.other"),
        ),
        (
            {"profile": referring("var.p")},
            {"profile": referring("var.p")},
            ("aws/account", "aws/account/aws.other"),
        ),
        (
            {},
            {"assume_role": [{"role_arn": referring("var.role")}]},
            ("aws/account", "aws/account/aws.other"),
        ),
        ({}, None, ("aws/account", "aws/account/aws.other")),
    ],
)
def test_credentials_tell_accounts_apart(
    default: dict[str, Any] | None, other: dict[str, Any] | None, found: tuple[str, str]
) -> None:
    """Equal constants lead to one account; around a reference, anything may stand."""
    main, second = found

    assert [main, second, second] == accounts(planned(default, other))


def test_resources_that_exist_show_the_account_of_their_provider() -> None:
    """And that of every provider with the same credentials."""
    arns = {
        "main": "arn:aws:sns:us-east-1:111111111111:main",
        "other": "arn:aws:sns:us-east-1:222222222222:other",
    }

    found = accounts(planned({}, {"profile": referring("var.p")}, arns=arns))

    assert ["111111111111", "222222222222", "222222222222"] == found


def test_each_user_of_a_for_each_may_be_in_an_account_of_its_own() -> None:
    """A plan tells the name of such a configuration without its key."""
    role = {"assume_role": [{"role_arn": referring("each.value")}]}

    found = accounts(planned({}, role))

    assert [
        "aws/account",
        "aws/account/aws.other of aws_sns_topic.other",
        "aws/account/aws.other of aws_sns_topic.third",
    ] == found


def test_an_alias_of_a_module_is_none_of_another_one() -> None:
    """Plans that do not tell what a call passes leave it open."""
    found = accounts(planned({}, {}, key="module.m:aws.other"))

    stand_in = "aws/account/module.m/aws.other"
    assert ["aws/account", stand_in, stand_in] == found


def test_the_source_beside_a_plan_tells_equal_credentials() -> None:
    """It has the expressions, of which a plan has only the references."""
    source = """
variable "p" {}
provider "aws" {
  region  = "us-east-1"
  profile = var.p
}
provider "aws" {
  alias   = "other"
  region  = "us-east-1"
  profile = var.p
}
resource "aws_sns_topic" "main" { name = "main" }
resource "aws_sns_topic" "other" {
  provider = aws.other
  name     = "other"
}
resource "aws_sns_topic" "third" {
  provider = aws.other
  name     = "third"
}
"""
    profile = {"profile": referring("var.p")}

    assert ["aws/account"] * 3 == accounts(planned(profile, profile), main=source)


@pytest.mark.parametrize(
    ("other", "given", "verdict"),
    [
        ({}, None, Verdict.PASS),
        ({}, "111111111111", Verdict.PASS),
        ({"profile": constant("p")}, None, Verdict.UNKNOWN),
        ({"profile": constant("p")}, "111111111111", Verdict.UNKNOWN),
        ({"assume_role": [{"role_arn": constant(ROLE)}]}, None, Verdict.UNKNOWN),
        ({"assume_role": [{"role_arn": constant(ROLE)}]}, "111111111111", Verdict.FAIL),
    ],
)
def test_a_trail_covers_the_account_of_its_credentials(
    tmp_path: Path, other: dict[str, Any], given: str | None, verdict: Verdict
) -> None:
    """The account that a user gives is that of the default credentials."""
    (tmp_path / "plan.json").write_text(planned({}, other, "aws_cloudtrail"), encoding="utf-8")
    options = Options(selected=("CT101", "CT102"), inputs=Inputs(account_id=given))

    report = check([tmp_path], options, root=tmp_path)

    assert {
        ("CT101", "aws_cloudtrail.main"): verdict,
        ("CT101", "aws_cloudtrail.other"): Verdict.PASS,
        ("CT101", "aws_cloudtrail.third"): Verdict.PASS,
        ("CT102", "plan.json"): verdict,
    } == {(one.rule.id, one.subject): one.verdict for one in report.outcomes}
