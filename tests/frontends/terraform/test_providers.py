"""What a provider's configuration says of the region, partition and account of its resources."""

from __future__ import annotations

from pathlib import Path

import pytest
from terraform_configurations import Terraform, TextFiles

from iacguard.api import check
from iacguard.core.text import parts_of
from iacguard.core.verdict import Verdict
from iacguard.frontends.protocol import FrontendRequest, Inputs
from iacguard.frontends.terraform.frontend import TerraformFrontend
from iacguard.options import Options

TOPIC = 'resource "aws_sns_topic" "t" { name = "n" }\n'
WEST = 'resource "aws_sns_topic" "w" {\n name = "n"\n provider = aws.west\n}\n'
MODULE = """
data "aws_region" "r" {}
data "aws_partition" "p" {}
data "aws_caller_identity" "c" {}
resource "aws_sns_topic" "t" {
  name              = "n"
  kms_master_key_id = join(":", [
    data.aws_partition.p.partition, data.aws_region.r.name, data.aws_caller_identity.c.account_id
  ])
}
"""


def arns(texts: str | dict[str, str]) -> dict[str, str]:
    """Return the topics' ARNs with `<name>` for each symbol."""
    files = {"main.tf": texts} if isinstance(texts, str) else texts
    request = FrontendRequest(files=TextFiles(files), candidates=("main.tf",), inputs=Inputs())
    (scope,) = TerraformFrontend().scopes(request)
    assert () == scope.diagnostics
    topics = scope.deployments[0].model.topics
    return {topic.address: shown(parts_of(topic.arn)) for topic in topics}


def shown(parts: object) -> str:
    assert isinstance(parts, tuple)
    return "".join(
        part if isinstance(part, str) else f"<{part.name.removeprefix('aws:')}>" for part in parts
    )


@pytest.mark.parametrize(
    ("provider", "arn"),
    [
        ("", "arn:<partition>:sns:<region>:<account>:n"),
        ('provider "aws" {}', "arn:<partition>:sns:<region>:<account>:n"),
        ('provider "aws" { region = "eu-west-1" }', "arn:aws:sns:eu-west-1:<account>:n"),
        ('provider "aws" { region = "cn-north-1" }', "arn:aws-cn:sns:cn-north-1:<account>:n"),
        ('provider "aws" { region = "xx-new-1" }', "arn:<partition>:sns:xx-new-1:<account>:n"),
        (
            'variable "r" { default = "us-gov-west-1" }\nprovider "aws" { region = var.r }',
            "arn:aws-us-gov:sns:us-gov-west-1:<account>:n",
        ),
        (
            'variable "r" {}\nprovider "aws" { region = var.r }',
            "arn:<partition>:sns:<region>:<account>:n",
        ),
        (
            'provider "aws" { allowed_account_ids = ["111122223333"] }',
            "arn:<partition>:sns:<region>:111122223333:n",
        ),
        (
            'provider "aws" { allowed_account_ids = ["111122223333", "444455556666"] }',
            "arn:<partition>:sns:<region>:<account>:n",
        ),
        (
            'data "aws_region" "r" {}\nprovider "aws" { region = data.aws_region.r.name }',
            "arn:<partition>:sns:<region>:<account>:n",
        ),
        (
            'provider "aws" { alias = "west"\n region = "us-west-2" }'.replace("{ ", "{\n "),
            "arn:aws:sns:<region>:<account>:n",
        ),
    ],
)
def test_the_default_provider_settles_what_its_code_says(provider: str, arn: str) -> None:
    """What it does not say stays open."""
    provider = provider.replace(" }", "\n}") if "alias" in provider else provider
    assert {"aws_sns_topic.t": arn} == arns(f"{provider}\n{TOPIC}")


@pytest.mark.parametrize(
    ("west", "arn"),
    [
        ('region = "us-west-2"', "arn:aws:sns:us-west-2:111122223333:n"),
        ("region = var.r", "arn:aws:sns:<region:aws.west>:111122223333:n"),
        ("", "arn:aws:sns:<region:aws.west>:111122223333:n"),
        (
            'region = "us-west-2"\n allowed_account_ids = ["444455556666"]',
            "arn:aws:sns:us-west-2:444455556666:n",
        ),
        (
            'region = "us-west-2"\n assume_role { role_arn = "r" }',
            "arn:aws:sns:us-west-2:<account:aws.west>:n",
        ),
        (
            'region = "us-west-2"\n'
            ' assume_role { role_arn = "arn:aws:iam::444455556666:role/deploy" }',
            "arn:aws:sns:us-west-2:444455556666:n",
        ),
        (
            "region = var.r\n profile = var.r",
            "arn:<partition>:sns:<region:aws.west>:<account:aws.west>:n",
        ),
    ],
)
def test_an_aliased_provider_settles_its_own_resources(west: str, arn: str) -> None:
    """It is another region until the code says otherwise, and another account if it may be."""
    text = f"""
variable "r" {{}}
provider "aws" {{
  region = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}}
provider "aws" {{
  alias = "west"
  {west}
}}
"""
    assert {
        "aws_sns_topic.t": "arn:aws:sns:eu-west-1:111122223333:n",
        "aws_sns_topic.w": arn,
    } == arns(text + TOPIC + WEST)


@pytest.mark.parametrize(
    ("default", "west", "account"),
    [
        ("", "", "account"),
        ('profile = "a"', 'profile = "a"', "account"),
        ("profile = var.p", "profile = local.p", "account"),
        ('profile = "a"', 'profile = "b"', "account:aws.west"),
        ('profile = "a"', "", "account:aws.west"),
        ("", 'profile = "b"', "account:aws.west"),
        ("assume_role { role_arn = var.p }", "assume_role { role_arn = var.p }", "account"),
        (
            'dynamic "assume_role" {\n for_each = []\n content {}\n}',
            "",
            "account:aws.west",
        ),
    ],
)
def test_other_credentials_may_lead_to_another_account(
    default: str, west: str, account: str
) -> None:
    """Equal ones lead to the same; the account of the default provider is the deployment's."""
    text = f"""
variable "p" {{}}
locals {{ p = var.p }}
provider "aws" {{
  region = "us-west-2"
  {default}
}}
provider "aws" {{
  alias  = "west"
  region = "us-west-2"
  {west}
}}
"""
    found = arns(text + TOPIC + WEST)

    accounts = {address: arn.split("sns:us-west-2:")[1] for address, arn in found.items()}
    assert {"aws_sns_topic.t": "<account>:n", "aws_sns_topic.w": f"<{account}>:n"} == accounts


def test_an_alias_of_the_same_open_region_is_in_the_same_region() -> None:
    """One variable has one value."""
    text = """
variable "r" {}
provider "aws" { region = var.r }
provider "aws" {
  alias  = "west"
  region = var.r
}
"""
    open_arn = "arn:<partition>:sns:<region>:<account>:n"
    assert {"aws_sns_topic.t": open_arn, "aws_sns_topic.w": open_arn} == arns(text + TOPIC + WEST)


@pytest.mark.parametrize(
    ("call", "region"),
    [
        ("", "eu-west-1"),
        ("providers = { aws = aws.west }", "us-west-2"),
        ("providers = { aws.other = aws.west }", "eu-west-1"),
        ("providers = { aws = aws.many[0] }", ""),
    ],
)
def test_a_module_uses_what_it_is_passed(call: str, region: str) -> None:
    """The default provider is passed by itself."""
    text = f"""
provider "aws" {{ region = "eu-west-1" }}
provider "aws" {{
  alias  = "west"
  region = "us-west-2"
}}
module "m" {{
  source = "./m"
  {call}
}}
"""
    arn = (
        f"arn:aws:sns:{region}:<account>:n"
        if region
        else "arn:<partition>:sns:<region:aws.many[0]>:<account:aws.many[0]>:n"
    )
    assert {"module.m.aws_sns_topic.t": arn} == arns({"main.tf": text, "m/main.tf": MODULE})


def test_an_empty_block_in_a_module_is_the_configuration_of_its_caller() -> None:
    """Older modules declare so that they use the provider."""
    text = 'provider "aws" { region = "eu-west-1" }\nmodule "m" { source = "./m" }\n'

    found = arns({"main.tf": text, "m/main.tf": f'provider "aws" {{}}\n{MODULE}'})

    assert {"module.m.aws_sns_topic.t": "arn:aws:sns:eu-west-1:<account>:n"} == found


def test_each_configuration_of_a_for_each_has_an_account_and_a_region_of_its_own() -> None:
    """What names the same one is in the same account, whichever account that is."""
    text = """
locals { accounts = { a = "111111111111", b = "222222222222" } }
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["333333333333"]
}
provider "aws" {
  alias    = "by"
  for_each = local.accounts
  region   = "us-east-1"
  assume_role { role_arn = "arn:aws:iam::${each.value}:role/x" }
}
resource "aws_sns_topic" "a" {
  provider = aws.by["a"]
  name     = "n"
}
resource "aws_sns_topic" "b" {
  provider = aws.by["b"]
  name     = "n"
}
resource "aws_sns_topic" "each" {
  for_each = local.accounts
  provider = aws.by[each.key]
  name     = "n"
}
resource "aws_sns_topic" "value" {
  for_each = { x = "a" }
  provider = aws.by[each.value]
  name     = "n"
}
module "m" {
  source    = "./m"
  for_each  = local.accounts
  providers = { aws = aws.by[each.key] }
}
"""

    found = arns({"main.tf": text, "m/main.tf": TOPIC})

    of_a, of_b, of_value = (
        f"arn:<partition>:sns:{of(reference)}:n"
        for reference in (
            'by["a"]',
            'by["b"]',
            'by[each.value] of aws_sns_topic.value["x"]',
        )
    )
    assert {
        "aws_sns_topic.a": of_a,
        "aws_sns_topic.b": of_b,
        'aws_sns_topic.each["a"]': of_a,
        'aws_sns_topic.each["b"]': of_b,
        'aws_sns_topic.value["x"]': of_value,
        'module.m["a"].aws_sns_topic.t': of_a,
        'module.m["b"].aws_sns_topic.t': of_b,
    } == found


def of(reference: str) -> str:
    """Return what stands for the region and account of a configuration that is not certain."""
    return f"<region:aws.{reference}>:<account:aws.{reference}>"


def test_configurations_that_nobody_passes_may_be_of_any_account() -> None:
    """A module that is judged by itself does not tell what its callers pass."""
    text = """
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.west, aws.east]
    }
  }
}
resource "aws_sns_topic" "e" {
  name     = "n"
  provider = aws.east
}
"""

    assert {
        "aws_sns_topic.t": "arn:<partition>:sns:<region>:<account>:n",
        "aws_sns_topic.w": f"arn:<partition>:sns:{of('west')}:n",
        "aws_sns_topic.e": f"arn:<partition>:sns:{of('east')}:n",
    } == arns(text + TOPIC + WEST)


@pytest.mark.parametrize("given", [None, "111111111111"])
def test_a_trail_of_an_uncertain_configuration_covers_no_other_account(
    tmp_path: Path, given: str | None
) -> None:
    """The other trail may be in the same account or not, whatever account is given."""
    text = """
resource "aws_cloudtrail" "a" {
  provider       = aws.by["a"]
  name           = "a"
  s3_bucket_name = "x"
}
resource "aws_cloudtrail" "b" {
  provider              = aws.by["b"]
  name                  = "b"
  s3_bucket_name        = "x"
  is_multi_region_trail = true
}
"""
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    options = Options(selected=("CT101", "CT102"), inputs=Inputs(account_id=given))

    report = check([tmp_path], options, root=tmp_path)

    assert {
        ("CT101", "aws_cloudtrail.a"): Verdict.UNKNOWN,
        ("CT101", "aws_cloudtrail.b"): Verdict.PASS,
        ("CT102", "the account"): Verdict.UNKNOWN,
    } == {(one.rule.id, one.subject): one.verdict for one in report.outcomes}


def test_data_sources_are_read_through_the_same_provider(terraform: Terraform) -> None:
    """So texts that are put together from them are literal."""
    text = 'provider "aws" {\n region = "eu-west-1"\n allowed_account_ids = ["111122223333"]\n}\n'

    found = terraform(text + MODULE).plain("aws_sns_topic.t")

    assert "aws:eu-west-1:111122223333" == found["kms_master_key_id"]


def test_a_resource_may_name_its_own_region() -> None:
    """As every resource may from version 6 of the provider on."""
    text = """
variable "r" {}
provider "aws" { region = "eu-west-1" }
resource "aws_sns_topic" "a" {
  name   = "n"
  region = "us-east-2"
}
resource "aws_sns_topic" "b" {
  name   = "n"
  region = var.r
}
"""
    assert {
        "aws_sns_topic.a": "arn:aws:sns:us-east-2:<account>:n",
        "aws_sns_topic.b": "arn:aws:sns:<region:aws_sns_topic.b>:<account>:n",
    } == arns(text)
