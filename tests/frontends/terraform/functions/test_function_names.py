"""Every function that Terraform and OpenTofu have is evaluated, or known by its name."""

from __future__ import annotations

import base64
import gzip

import pytest
from terraform_configurations import Terraform, plain

from iacguard.core.text import ACCOUNT, PARTITION
from iacguard.core.value import Symbol, Unknown
from iacguard.frontends.terraform.expressions.unevaluated import UNEVALUATED
from iacguard.frontends.terraform.functions import FUNCTIONS
from iacguard.frontends.terraform.functions.run_time import AT_RUN_TIME, NOT_EVALUATED

# fmt: off
TERRAFORM = [
    "abs", "abspath", "alltrue", "anytrue", "base64decode", "base64encode", "base64gzip",
    "base64sha256", "base64sha512", "basename", "bcrypt", "can", "ceil", "chomp", "chunklist",
    "cidrhost", "cidrnetmask", "cidrsubnet", "cidrsubnets", "coalesce", "coalescelist",
    "compact", "concat", "contains", "convert", "csvdecode", "dirname", "distinct", "element",
    "endswith", "ephemeralasnull", "file", "filebase64", "filebase64sha256",
    "filebase64sha512", "fileexists", "filemd5", "fileset", "filesha1", "filesha256",
    "filesha512", "flatten", "floor", "format", "formatdate", "formatlist", "indent", "index",
    "issensitive", "join", "jsondecode", "jsonencode", "keys", "length", "log", "lookup",
    "lower", "matchkeys", "max", "md5", "merge", "min", "nonsensitive", "one", "parseint",
    "pathexpand", "plantimestamp", "pow", "range", "regex", "regexall", "replace", "reverse",
    "rsadecrypt", "sensitive", "setintersection", "setproduct", "setsubtract", "setunion",
    "sha1", "sha256", "sha512", "signum", "slice", "sort", "split", "startswith",
    "strcontains", "strrev", "substr", "sum", "templatefile", "templatestring",
    "textdecodebase64", "textencodebase64", "timeadd", "timecmp", "timestamp", "title",
    "tobool", "tolist", "tomap", "tonumber", "toset", "tostring", "transpose", "trim",
    "trimprefix", "trimspace", "trimsuffix", "try", "upper", "urlencode", "uuid", "uuidv5",
    "values", "yamldecode", "yamlencode", "zipmap",
]
# fmt: on
"""As ``terraform metadata functions`` of Terraform 1.15 names them."""

OPENTOFU = ["base64gunzip", "cidrcontains", "urldecode"]
"""Those that OpenTofu 1.11 has besides: https://opentofu.org/docs/language/functions/"""

PROVIDERS = [
    "provider::aws::arn_build",
    "provider::aws::arn_parse",
    "provider::aws::trim_iam_role_path",
    "provider::terraform::decode_tfvars",
    "provider::terraform::encode_expr",
    "provider::terraform::encode_tfvars",
]

OPEN = ["base64gzip", "rsadecrypt", *PROVIDERS[3:]]
"""Known by name only."""


def test_every_function_is_known() -> None:
    """No more and no fewer, so that a new version's list shows what is missing."""
    assert sorted([*TERRAFORM, *OPENTOFU, *PROVIDERS]) == sorted([*FUNCTIONS, *UNEVALUATED])


def test_what_is_not_evaluated_is_listed() -> None:
    """What only a run tells, and what is known by name only."""
    assert sorted(OPEN) == sorted(NOT_EVALUATED)
    assert ("timestamp", "plantimestamp", "uuid", "bcrypt") == AT_RUN_TIME


PACKED = base64.b64encode(gzip.compress(b"text", mtime=0)).decode()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('urldecode("a+b%2Fc%C3%A4")', "a b/cä"),
        ('urldecode(urlencode("ä b/c?"))', "ä b/c?"),
        ('try(urldecode("%zz"), "refused")', "refused"),
        (f'base64gunzip("{PACKED}")', "text"),
        ('try(base64gunzip("eA=="), "refused")', "refused"),
        ('cidrcontains("10.0.0.0/8", "10.1.2.3")', True),
        ('cidrcontains("10.0.0.0/8", "10.1.0.0/16")', True),
        ('cidrcontains("10.1.0.0/16", "10.0.0.0/8")', False),
        ('cidrcontains("10.0.0.0/8", "11.0.0.1")', False),
        ('cidrcontains("fd00::/8", "fd00::1")', True),
        ('try(cidrcontains("10.0.0.0/8", "fd00::1"), "refused")', "refused"),
        ('try(cidrcontains("10.0.0.0/8", "x"), "refused")', "refused"),
        ('templatestring(local.t, { who = "you" })', "hello you"),
        ('try(templatestring(local.t, {}), "refused")', "refused"),
        ("data.template_file.t.rendered", "hello you"),
        ("terraform_data.d.output.a", "x"),
        (
            'provider::aws::arn_parse("arn:aws:iam::111122223333:role/a:b")',
            {
                "account_id": "111122223333",
                "partition": "aws",
                "region": "",
                "resource": "role/a:b",
                "service": "iam",
            },
        ),
        ('try(provider::aws::arn_parse("x"), "refused")', "refused"),
        ('try(provider::aws::arn_parse("arn:aws:iam::1"), "refused")', "refused"),
        ('provider::aws::arn_build("aws", "s3", "", "", "b")', "arn:aws:s3:::b"),
        (
            'provider::aws::trim_iam_role_path("arn:aws:iam::111122223333:role/a/b/c")',
            "arn:aws:iam::111122223333:role/c",
        ),
        ('try(provider::aws::trim_iam_role_path("arn:aws:s3:::b"), "refused")', "refused"),
    ],
)
def test_newer_functions_are_evaluated(
    terraform: Terraform, written: str, expected: object
) -> None:
    """Those of OpenTofu, of the AWS provider, and templates that stand in no file."""
    found = terraform(
        f"""
        locals {{ t = "hello $${{who}}" }}
        data "template_file" "t" {{
          template = local.t
          vars     = {{ who = "you" }}
        }}
        resource "terraform_data" "d" {{ input = {{ a = "x" }} }}
        resource "aws_cloudtrail" "t" {{ a = {written} }}
        """
    )

    assert {"a": expected} == found.plain("aws_cloudtrail.t")
    assert [] == found.problems


def test_arns_of_which_pieces_are_known_are_taken_apart(terraform: Terraform) -> None:
    """The account stays the account, through parsing, building and trimming."""
    found = terraform(
        """
        data "aws_caller_identity" "me" {}
        data "aws_partition" "p" {}
        locals {
          account = data.aws_caller_identity.me.account_id
          arn     = "arn:${data.aws_partition.p.partition}:iam::${local.account}:role/a/r"
          parsed  = provider::aws::arn_parse(local.arn)
        }
        resource "aws_cloudtrail" "t" {
          account  = local.parsed.account_id
          resource = local.parsed.resource
          built    = provider::aws::arn_build("aws", "s3", "", local.account, "b")
          trimmed  = provider::aws::trim_iam_role_path(local.arn)
          open     = provider::aws::arn_parse(var.arn).service
        }
        variable "arn" { type = string }
        """
    )
    values = found.block("aws_cloudtrail.t").attributes

    assert "role/a/r" == plain(values["resource"])
    assert {
        "account": (ACCOUNT,),
        "built": ("arn:aws:s3::", ACCOUNT, ":b"),
        "trimmed": ("arn:", PARTITION, ":iam::", ACCOUNT, ":role/r"),
        "open": (Symbol("aws_cloudtrail.t.open"),),
    } == {name: value.parts for name, value in values.items() if isinstance(value, Unknown)}
    assert [] == found.problems
