"""Terraform files that are made to exhaust or to mislead a parser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from canaries import MODULE
from hostile_case import HOSTILE, Case, evaluated, files, hcl

TRAIL = 'resource "aws_cloudtrail" "hostile" {\n  name = "hostile"\n'
HOSTILE_JSON = f"{MODULE}/hostile.tf.json"


def syntax_cases() -> Iterator[Case]:
    """Yield the cases in order of name."""
    yield from _deep()
    yield from _large()
    yield from _bytes()
    yield from _broken()


def _deep() -> Iterator[Case]:
    many = 100_000
    yield evaluated("parentheses", f"locals {{\n  x = {'(' * many}1{')' * many}\n}}\n")
    yield evaluated("lists", f"locals {{\n  x = {'[' * many}{']' * many}\n}}\n")
    yield evaluated("objects", f"locals {{\n  x = {'{a=' * 50_000}1{'}' * 50_000}\n}}\n")
    yield evaluated("calls", f"locals {{\n  x = {'upper(' * 20_000}1{')' * 20_000}\n}}\n")
    yield evaluated("indexes", f"locals {{\n  x = {'a[' * 50_000}0{']' * 50_000}\n}}\n")
    yield evaluated("unclosed-lists", f"locals {{\n  x = {'[' * many}\n}}\n")
    yield hcl("blocks", TRAIL + "  a {\n" * 20_000 + "  }\n" * 20_000 + "}\n")
    yield evaluated("negations", f"locals {{\n  x = {'!' * many}true\n}}\n")
    yield evaluated("minus-signs", f"locals {{\n  x = {'-' * many}1\n}}\n")
    yield evaluated("ternaries", f"locals {{\n  x = {'true ? 1 : ' * 20_000}2\n}}\n")
    yield evaluated("templates", "locals {\n  x = " + '"${' * 5_000 + "1" + '}"' * 5_000 + "\n}\n")
    yield evaluated(
        "directives", 'locals {\n  x = "' + "%{if true}" * 5_000 + "%{endif}" * 5_000 + '"\n}\n'
    )
    yield evaluated("additions", f"locals {{\n  x = {'1 + ' * 50_000}1\n}}\n")
    yield evaluated("attributes", f"locals {{\n  y = {{}}\n  x = local.y{'.a' * 50_000}\n}}\n")
    yield evaluated("splats", f"locals {{\n  y = []\n  x = local.y{'[*]' * 50_000}\n}}\n")
    value = '{"a":' * many + "1" + "}" * many
    yield files("json-depth", {HOSTILE_JSON: f'{{"locals": {{"x": {value}}}}}'})
    yield files("json-lists", {HOSTILE_JSON: "[" * many})


def _large() -> Iterator[Case]:
    yield hcl("long-line", 'locals {\n  x = "' + "a" * 50_000_000 + '"\n}\n')
    row = 'resource "null_resource" "r%d" {{}}\n'.replace("{{}}", "{}")
    yield hcl("resources", "".join(row % number for number in range(20_000)), is_named=False)
    yield hcl("million-resources", "".join(row % number for number in range(1_000_000)))
    trail = 'resource "aws_cloudtrail" "t%d" {\n  name = "t"\n  s3_bucket_name = "b"\n}\n'
    yield hcl("trails", "".join(trail % number for number in range(1_000)), is_named=False)
    yield Case("thousands-of-files", _thousands_of_files)
    yield Case("deep-directories", _deep_directories, None)
    yield evaluated("comment-openings", "/*" * 200_000 + "*/\nlocals {\n  x = 1\n}\n")
    yield evaluated("digits", f"locals {{\n  x = {'9' * 1_000_000}\n}}\n")


def _thousands_of_files(directory: Path) -> None:
    for number in range(4_000):
        (directory / MODULE / f"f{number}.tf").write_text(f"locals {{\n  l{number} = 1\n}}\n")


def _deep_directories(directory: Path) -> None:
    """Make a way longer than any path that a program may open."""
    here = os.open(directory, os.O_RDONLY)
    for _ in range(450):
        os.mkdir("directory0", dir_fd=here)
        below = os.open("directory0", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    with open(os.open("x.tf", os.O_CREAT | os.O_WRONLY, dir_fd=here), "w") as stream:
        stream.write(TRAIL + "}\n")
    os.close(here)


def _bytes() -> Iterator[Case]:
    text = TRAIL + '  s3_bucket_name = "hostile"\n}\n'
    yield hcl("not-utf-8", text.encode() + b'# \xff\xfe\xfa\nlocals { y = "\xc3\x28" }\n')
    yield hcl("utf-16", text.encode("utf-16"), is_named=False)
    yield hcl("utf-16-without-mark", text.encode("utf-16-le"))
    yield hcl("utf-32", text.encode("utf-32"), is_named=False)
    yield hcl("byte-order-mark", b"\xef\xbb\xbf" + text.encode(), is_named=False)
    yield hcl("nul", b"\0" * 5_000 + text.encode())
    yield hcl("nul-in-text", TRAIL + '  s3_bucket_name = "a\0b"\n}\n', is_named=False)
    yield hcl("carriage-returns", text.replace("\n", "\r"))
    yield hcl("line-separators", text.replace("\n", "\u2028"))
    yield hcl("empty", b"", is_named=False)
    yield hcl("blanks", b" \t\n" * 300_000, is_named=False)
    yield hcl("half-characters", TRAIL + '  s3_bucket_name = "\\ud800\\U0010ffff"\n}\n')
    yield hcl("noise", bytes(range(256)) * 2_000)


def _broken() -> Iterator[Case]:
    yield hcl("open-string", TRAIL + '  s3_bucket_name = "' + 'a" "' * 20_000)
    yield hcl("open-heredoc", TRAIL + "  s3_bucket_name = <<END\n" + "text\n" * 20_000)
    yield hcl("open-brace", TRAIL + "  s3_bucket_name = 1\n")
    yield hcl("open-comment", TRAIL + "}\n/* " + "x\n" * 50_000)
    yield hcl("closing-braces", "}\n" * 50_000)
    yield hcl("heredoc-openings", "".join(f"x = <<E{n}\n" for n in range(20_000)))
    trap = TRAIL + "  s3_bucket_name = <<EOT\n EOTX\n}\nEOT EOT\nXEOT\nEOT\n}\n"
    yield hcl("heredoc-trap", trap, is_named=False)
    yield hcl("attribute-twice", TRAIL + '  s3_bucket_name = "a"\n  s3_bucket_name = "b"\n}\n')
    twice = (
        '{"resource": {"aws_cloudtrail": {"h": {"name": "a", "name": "b"}, "h": {"name": "c"}}}}'
    )
    yield files("json-keys-twice", {HOSTILE_JSON: twice})
    yield hcl("odd-blocks", ODD_BLOCKS)
    wrong = '{"resource": [1, {"aws_cloudtrail": [null, {"h": 7}]}], "locals": "x", "module": [[]]}'
    yield files("json-shapes", {HOSTILE_JSON: wrong})
    yield files("override", {f"{MODULE}/hostile_override.tf": OVERRIDE, HOSTILE: ""}, ())


ODD_BLOCKS = """\
resource {}
resource "aws_cloudtrail" {}
resource "aws_cloudtrail" "a" "b" {}
resource aws_cloudtrail bare {}
resource "aws_cloudtrail" "${var.x}" {}
variable {}
locals "x" {}
module {}
module "m" {}
data "aws_iam_policy_document" {}
output "o" "p" {}
provider {}
nothing "like" "this" {}
resource "aws_cloudtrail" "twice" {}
resource "aws_cloudtrail" "twice" {}
resource "aws_cloudtrail" "line" { name = "x" s3_bucket_name = "y" }
terraform = 1
"""

OVERRIDE = """\
resource "aws_cloudtrail" "beside" {
  name = "overridden"
}
"""
