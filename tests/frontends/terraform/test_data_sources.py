"""Data sources, template files, and the account that a provider allows."""

from __future__ import annotations

from typing import Any

import pytest
from terraform_configurations import Terraform, TextFiles, plain

from iacguard.core.text import ACCOUNT, PARTITION, REGION, equal, parts_of
from iacguard.core.value import Known, Symbol, Unknown, Value
from iacguard.core.verdict import Verdict
from iacguard.frontends.protocol import FrontendRequest, Inputs
from iacguard.frontends.terraform.frontend import TerraformFrontend


def parts(value: Value[Any]) -> object:
    return value.parts if isinstance(value, Unknown) else value


def test_the_deployments_own_names_are_symbols(terraform: Terraform) -> None:
    """Account, partition and region stand for themselves wherever they are read."""
    found = terraform(
        """
        data "aws_caller_identity" "me" {}
        data "aws_partition" "p" {}
        data "aws_region" "r" {}
        data "aws_vpc" "v" { default = true }
        resource "aws_cloudtrail" "t" {
          name = join(":", [
            data.aws_partition.p.partition,
            data.aws_region.r.name,
            data.aws_caller_identity.me.account_id,
          ])
          other  = data.aws_vpc.v.id
          given  = data.aws_vpc.v.default
        }
        """
    ).block("aws_cloudtrail.t")

    assert (PARTITION, ":", REGION, ":", ACCOUNT) == parts(found.attributes["name"])
    assert (Symbol("data.aws_vpc.v.id", never_empty=True),) == parts(found.attributes["other"])
    assert plain(found.attributes["given"]) is True


def test_a_policy_document_keeps_its_structure(terraform: Terraform) -> None:
    """The JSON is partly known, and the statements keep their places."""
    found = terraform(
        """
        data "aws_caller_identity" "me" {}
        data "aws_iam_policy_document" "d" {
          statement {
            actions   = ["s3:PutObject"]
            resources = ["arn:aws:s3:::b/AWSLogs/${data.aws_caller_identity.me.account_id}/*"]
          }
        }
        resource "aws_s3_bucket_policy" "p" {
          bucket = "b"
          policy = data.aws_iam_policy_document.d.json
        }
        """
    ).block("aws_s3_bucket_policy.p")

    encoded = found.attributes["policy"].encodes
    assert isinstance(encoded, Known)
    assert [
        {
            "Effect": "Allow",
            "Action": "s3:PutObject",
            "Resource": "?data.aws_caller_identity.me is read only at deployment",
            "Sid": "",
        }
    ] == plain(encoded.value["Statement"])
    assert [4] == [s.provenance[0].span.start.line for s in encoded.value["Statement"].value]


def test_a_template_file_is_rendered_whatever_its_name(terraform: Terraform) -> None:
    """Its variables are its own names, and nothing else is."""
    found = terraform(
        {
            "main.tf": 'resource "aws_cloudtrail" "t" {\n'
            '  name  = templatefile("${path.module}/p.json", { x = ["a", "b"], y = "c" })\n'
            '  wrong = templatefile("p.txt", {})\n}\n',
            "p.json": '{"l": [%{ for e in x }"${e}",%{ endfor } "${y}"]}\n',
            "p.txt": "${var.secret}",
        }
    )

    assert '{"l": ["a","b", "c"]}\n' == found.plain("aws_cloudtrail.t")["name"]
    assert ["error p.txt:1: there is no variable named `var` here"] == found.problems


@pytest.mark.parametrize(
    ("provider", "inputs", "account"),
    [
        ('allowed_account_ids = ["111122223333"]', Inputs(), "111122223333"),
        ("", Inputs(account_id="444455556666"), "444455556666"),
    ],
)
def test_the_account_is_settled_where_the_code_or_the_user_says_it(
    provider: str, inputs: Inputs, account: str
) -> None:
    """Everything that names the deployment's account names this one."""
    texts = {
        "main.tf": f'provider "aws" {{\n {provider}\n}}\n'
        'resource "aws_sns_topic" "t" { name = "logs" }\n'
    }
    request = FrontendRequest(files=TextFiles(texts), candidates=("main.tf",), inputs=inputs)

    scope = next(TerraformFrontend().scopes(request))

    topic = scope.deployments[0].model.topics[0]
    assert isinstance(topic.arn, Unknown)
    assert (
        "arn:",
        PARTITION,
        ":sns:",
        REGION,
        f":{account}:logs",
    ) == topic.arn.parts


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        ("", ["aws_sns_topic.main[0]"]),
        ('provider "aws" { region = "eu-west-1" }', ["aws_sns_topic.main[0]"]),
        ('provider "aws" { allowed_account_ids = ["444455556666"] }', ["aws_sns_topic.other[0]"]),
        (
            'provider "aws" {\n assume_role {\n'
            '  role_arn = "arn:aws:iam::444455556666:role/r"\n }\n}',
            ["aws_sns_topic.other[0]"],
        ),
    ],
)
def test_the_account_of_the_user_decides_what_is_created(provider: str, expected: list[str]):
    """A count that looks at the account is known; what the code says of it goes first."""
    texts = {
        "live/main.tf": f"{provider}\n"
        'data "aws_caller_identity" "me" {}\n'
        'locals { is_main = data.aws_caller_identity.me.account_id == "111122223333" }\n'
        'resource "aws_sns_topic" "main" { count = local.is_main ? 1 : 0 }\n'
        'resource "aws_sns_topic" "other" { count = local.is_main ? 0 : 1 }\n'
    }
    inputs = Inputs(accounts=(("live", "111122223333"),))
    request = FrontendRequest(files=TextFiles(texts), candidates=("live/main.tf",), inputs=inputs)

    scope = next(TerraformFrontend().scopes(request))

    assert expected == [topic.address for topic in scope.deployments[0].model.topics]


@pytest.mark.parametrize(
    ("kind", "written", "attribute", "argument"),
    [
        ("aws_sns_topic", 'name = "alerts"', "arn", "name"),
        ("aws_sns_topic", 'name = "alerts"', "id", "name"),
        ("aws_sqs_queue", 'name = "alerts"', "url", "name"),
        ("aws_lambda_function", 'function_name = "alerts"', "arn", "function_name"),
        ("aws_cloudwatch_log_group", 'name = "alerts"', "arn", "name"),
        ("aws_kms_alias", 'name = "alias/alerts"', "arn", "name"),
    ],
)
def test_what_is_looked_up_by_its_name_is_the_resource_of_that_name(
    terraform: Terraform, kind: str, written: str, attribute: str, argument: str
) -> None:
    """A data source leads to what is declared beside it, and not to another one."""
    found = terraform(
        f"""
        resource "{kind}" "own" {{ {written} }}
        data "{kind}" "same" {{ {written} }}
        data "{kind}" "other" {{ {argument} = "other" }}
        resource "aws_cloudtrail" "t" {{
          name  = {kind}.own.{attribute}
          same  = data.{kind}.same.{attribute}
          other = data.{kind}.other.{attribute}
        }}
        """
    ).block("aws_cloudtrail.t")

    own, same, other = (
        parts_of(found.attributes[each]) or () for each in ("name", "same", "other")
    )
    assert (Verdict.PASS, Verdict.FAIL) == (equal(own, same), equal(own, other))
