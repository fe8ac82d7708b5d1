"""Texts that reach a module: inputs as the environment has them, contents that are not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from iacguard.api import check
from iacguard.core.diagnostic import Level
from iacguard.options import Options

MODULE = """\
variable "names" {
  type = %s
}

resource "aws_cloudtrail" "main" {
  name                  = "main"
  s3_bucket_name        = "audit-logs"
  is_multi_region_trail = %s
}
"""
UNIT = 'terraform {\n  source = "../../modules/trail"\n}\n'


def judged(directory: Path, files):
    """Return the verdicts of CT101 and the errors."""
    for name, text in files.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    report = check(directory, Options(selected=("CT101",)), root=directory)
    errors = [one.summary for one in report.diagnostics if one.level is Level.ERROR]
    return [one.verdict.word for one in report.outcomes], errors


@pytest.mark.parametrize(
    ("type_", "condition", "text", "verdict"),
    [
        ("list(string)", 'var.names[0] == "a"', '"[\\"a\\"]"', "pass"),
        ("list(string)", 'var.names[0] == "a"', '"[\\"b\\"]"', "fail"),
        ("object({ a = bool })", "var.names.a", '"{ a = true }"', "pass"),
        ("any", "var.names", '"true"', "pass"),
        ("map(string)", 'var.names["a"] == "b"', '"{\\"a\\": \\"b\\"}"', "pass"),
        ("list(string)", 'var.names[0] == "a"', 'get_env("NAMES", "[]")', "unknown"),
        ("string", 'var.names == "[a]"', '"[a]"', "pass"),
    ],
)
def test_a_text_for_a_list_is_read_as_terraform_reads_it(tmp_path, type_, condition, text, verdict):
    """Terragrunt passes inputs by the environment, where each is a text."""
    files = {
        "modules/trail/main.tf": MODULE % (type_, condition),
        "live/trail/terragrunt.hcl": f"{UNIT}inputs = {{\n  names = {text}\n}}\n",
    }

    assert ([verdict], []) == judged(tmp_path, files)


def test_a_text_that_is_no_list_is_an_error(tmp_path):
    """Terraform refuses it as well."""
    files = {
        "modules/trail/main.tf": MODULE % ("list(string)", 'var.names[0] == "a"'),
        "live/trail/terragrunt.hcl": f'{UNIT}inputs = {{\n  names = "[a"\n}}\n',
    }
    said = "the value of var.names does not match its type: a list of string is required"

    assert [said] == judged(tmp_path, files)[1]


def test_contents_that_are_one_of_two_texts_are_not_known(tmp_path):
    """No mistake is found in what nobody generates."""
    files = {
        "modules/trail/main.tf": MODULE % ("string", "true"),
        "live/trail/one": "locals {\n  a = 1\n}\n",
        "live/trail/two": "locals {\n  b = 2\n}\n",
        "live/trail/terragrunt.hcl": UNIT
        + """\
locals {
  env = get_env("STAGE", "a")
}

generate "more" {
  path      = "more.tf"
  if_exists = "overwrite"
  contents  = local.env == "a" ? file("one") : file("two")
}

inputs = {
  names = "x"
}
""",
    }

    assert [] == judged(tmp_path, files)[1]
