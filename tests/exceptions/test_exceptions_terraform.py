"""Exceptions in Terraform's native and JSON syntax, from the files to the outcomes."""

from __future__ import annotations

import json

import pytest
from exception_texts import EXCEPTION, JSON_TRAIL, MAIN, OTHER, TRAIL, Accepted, malformed, unused

HEADER, NAME, BUCKET, REGIONS, END = TRAIL.splitlines()


@pytest.mark.parametrize(
    "lines",
    [
        [f"# {EXCEPTION}", HEADER, NAME, BUCKET, REGIONS, END],
        [f"// {EXCEPTION}", HEADER, NAME, BUCKET, REGIONS, END],
        [f"/* {EXCEPTION} */", HEADER, NAME, BUCKET, REGIONS, END],
        [f"/* {EXCEPTION} */ {HEADER}", NAME, BUCKET, REGIONS, END],
        ["/*", f" * {EXCEPTION}", " * and nothing else", " */", HEADER, NAME, BUCKET, REGIONS, END],
        [f"# {EXCEPTION}", "# The trail of the account.", HEADER, NAME, BUCKET, REGIONS, END],
        [f"{HEADER} # {EXCEPTION}", NAME, BUCKET, REGIONS, END],
        [HEADER, f"  # {EXCEPTION}", NAME, BUCKET, REGIONS, END],
        [HEADER, NAME, BUCKET, f"{REGIONS} # {EXCEPTION}", END],
        [HEADER, NAME, f"{BUCKET} # {EXCEPTION}", REGIONS, END],
        [HEADER, NAME, BUCKET, REGIONS, f"  # {EXCEPTION}", END],
        [HEADER, NAME, BUCKET, REGIONS, f"{END} # {EXCEPTION}"],
        [HEADER, NAME, BUCKET, REGIONS, "  event_selector {", f"  # {EXCEPTION}", "  }", END],
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_comment_of_terraform_holds_for_its_block(accepted: Accepted, lines, line_break):
    """In the block, right above it, and behind its end on the same line."""
    text = line_break.join((*lines, "", *OTHER.splitlines(), ""))

    assert accepted({"main.tf": text}) == (MAIN, [])


@pytest.mark.parametrize(
    "before",
    [
        f"# {EXCEPTION}\n\n",
        f"# {EXCEPTION}\nlocals {{}}\n",
        f"locals {{\n  # {EXCEPTION}\n}}\n",
        f"locals {{}} # {EXCEPTION}\n",
        f'variable "x" {{}}\n# {EXCEPTION}\n\n',
        f'# {EXCEPTION}\nprovider "aws" {{}}\n',
    ],
)
def test_a_comment_of_terraform_that_stands_at_no_block_is_told(accepted: Accepted, before):
    """It holds neither for the file nor for what follows somewhere below."""
    line = before[: before.index("iacguard")].count("\n") + 1

    assert accepted({"main.tf": before + TRAIL}) == ([], [malformed(f"main.tf:{line}")])


def test_a_text_that_looks_like_a_comment_accepts_nothing(accepted: Accepted):
    """Heredocs and strings are what they are."""
    text = TRAIL.replace('"main"\n', f'"# {EXCEPTION}"\n')
    heredoc = f"locals {{\n  x = <<-EOT\n    # {EXCEPTION}\n  EOT\n}}\n"

    assert accepted({"main.tf": text + heredoc}) == ([], [])


def test_words_about_exceptions_are_none(accepted: Accepted):
    """A comment that does not begin with the word speaks to people."""
    words = (
        "# As in iacguard:ignore=CT101",
        "# As in\u2028iacguard:ignore=CT101",
        f"# {EXCEPTION[9:]}",
        "# iacguard: read its manual",
    )

    assert accepted({"main.tf": "\n".join((*words, TRAIL))}) == ([], [])


def test_a_comment_at_a_module_call_holds_for_all_that_the_call_makes(accepted: Accepted):
    """The other call of the same module is judged by itself."""
    calls = (
        f'# {EXCEPTION}\nmodule "a" {{\n  source = "./m"\n}}\n'
        'module "b" {\n  source = "./m"\n  for_each = toset(["x", "y"])\n}\n'
    )

    assert accepted({"main.tf": calls, "m/main.tf": TRAIL}) == (
        [". module.a.aws_cloudtrail.main CT101"],
        [],
    )


def test_a_comment_in_a_module_holds_for_every_call(accepted: Accepted):
    """And it is told once, however many roots call the module."""
    call = 'module "a" {\n  source = "../m"\n}\n'
    files = {"one/main.tf": call, "two/main.tf": call}

    assert accepted({**files, "m/main.tf": f"# {EXCEPTION}\n{TRAIL}"}) == (
        ["one module.a.aws_cloudtrail.main CT101", "two module.a.aws_cloudtrail.main CT101"],
        [],
    )
    assert accepted({"m/main.tf": f"# {EXCEPTION}\n{TRAIL}".replace("false", "true")}) == (
        [],
        [unused("m/main.tf:1")],
    )


def test_a_comment_at_an_outer_call_holds_through_inner_ones(accepted: Accepted):
    """Callers are the whole way to a subject."""
    files = {
        "main.tf": f'# {EXCEPTION}\nmodule "a" {{\n  source = "./m"\n}}\n',
        "m/main.tf": 'module "b" {\n  source = "./n"\n}\n',
        "m/n/main.tf": TRAIL,
    }

    assert accepted(files) == ([". module.a.module.b.aws_cloudtrail.main CT101"], [])


VERSIONING = """\
resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = aws_s3_bucket.logs.id
}
resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}
resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id
  versioning_configuration {
    status = "Suspended"
  }
}
"""


@pytest.mark.parametrize("place", ['resource "aws_s3_bucket" ', 'resource "aws_s3_bucket_versio'])
def test_a_comment_may_stand_where_the_finding_points(accepted: Accepted, place):
    """A bucket's versioning is a block of its own, and the finding points into it."""
    said = f"# {EXCEPTION}\n".replace("CT101", "CT209")

    assert accepted({"main.tf": VERSIONING.replace(place, said + place)}, "CT209") == (
        [". aws_s3_bucket.logs CT209"],
        [],
    )


def test_a_comment_accepts_what_is_not_known(accepted: Accepted):
    """A value that only a deployment knows is a risk that somebody may accept."""
    text = TRAIL.replace("false", "var.x") + 'variable "x" {}\n'

    assert accepted({"main.tf": f"# {EXCEPTION}\n{text}"}) == (MAIN, [])


def test_several_comments_at_one_block_hold_each_for_its_rules(accepted: Accepted):
    """One may be unused while the others hold."""
    said = "".join(f"# {EXCEPTION}\n".replace("CT101", rule) for rule in ("CT101", "CT201,CT106"))

    assert accepted({"main.tf": said + TRAIL}, "CT101,CT106,CT201") == (
        [*MAIN, ". aws_cloudtrail.main CT201"],
        [unused("main.tf:2", "CT106")],
    )


@pytest.mark.parametrize("comment", [EXCEPTION, ["The trail.", EXCEPTION]])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_comment_of_terraform_json_is_a_member_of_its_block(accepted: Accepted, comment, indent):
    """JSON has no comments; Terraform leaves out what stands under ``//``."""
    trails = {"main": {"//": comment, **JSON_TRAIL}, "other": JSON_TRAIL}
    text = json.dumps({"resource": {"aws_cloudtrail": trails}}, indent=indent)

    assert accepted({"main.tf.json": text}) == (MAIN, [])


@pytest.mark.parametrize("indent", [None, 2])
def test_a_comment_of_a_whole_json_file_holds_for_nothing(accepted: Accepted, indent):
    """It stands at no block, even where all is one line."""
    whole = {"//": EXCEPTION, "resource": {"aws_cloudtrail": {"main": JSON_TRAIL}}}

    assert accepted({"main.tf.json": json.dumps(whole, indent=indent)}) == (
        [],
        [malformed(f"main.tf.json:{1 if indent is None else 2}")],
    )


def test_a_comment_of_a_json_module_call_holds_for_all_that_it_makes(accepted: Accepted):
    """As in native syntax."""
    call = {"module": {"a": {"//": EXCEPTION, "source": "./m"}}}

    assert accepted({"main.tf.json": json.dumps(call), "m/main.tf": TRAIL}) == (
        [". module.a.aws_cloudtrail.main CT101"],
        [],
    )


def test_a_downloaded_module_accepts_nothing(accepted: Accepted):
    """Its author is not who owns the account."""
    manifest = {"Modules": [{"Key": "trail", "Dir": ".terraform/modules/trail"}]}
    files = {
        "main.tf": 'module "trail" {\n  source = "example/trail/aws"\n}\n',
        ".terraform/modules/modules.json": json.dumps(manifest),
        ".terraform/modules/trail/main.tf": f"# {EXCEPTION}\n{TRAIL}",
    }

    assert accepted(files) == ([], [])
