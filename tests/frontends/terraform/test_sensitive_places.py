"""No report quotes what is written for a sensitive value."""

from __future__ import annotations

import pytest
from terraform_configurations import TextFiles

from iacguard.core.value import Known
from iacguard.core.value_claims import shown
from iacguard.frontends.protocol import FrontendRequest
from iacguard.frontends.registry import NOTATIONS
from iacguard.frontends.terraform.frontend import TerraformFrontend
from iacguard.render.snippet import Quoter

SECRET = """variable "s" {
  sensitive = true
  default   = "hunter2"
}
"""
TRAIL = """resource "aws_cloudtrail" "t" {
  name           = "n"
  s3_bucket_name = "b"
  s3_key_prefix  = %s
}
"""


def quoted(texts: dict[str, str], root: str = "main.tf") -> list[str]:
    """Return the lines that a report quotes on the way to the trail's prefix."""
    files = TextFiles(texts)
    request = FrontendRequest(files=files, candidates=(root,))
    (scope,) = TerraformFrontend().scopes(request)
    (trail,) = scope.deployments[0].model.trails
    sources = {path: source for path in texts if (source := files.read(path))}
    quoter = Quoter(sources, scope.sensitive, NOTATIONS)
    snippets = [quoter.quote(hop.span, 80) for hop in trail.key_prefix.provenance]
    return [snippet.text.strip() for snippet in snippets if snippet]


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        (
            {"main.tf": SECRET + TRAIL % "var.s"},
            ["s3_key_prefix  = var.s", "default   = …"],
        ),
        (
            {"main.tf": SECRET + TRAIL % '"p-${var.s}"', "terraform.tfvars": 's = "hunter2"\n'},
            ['s3_key_prefix  = "p-${var.s}"', "s = …"],
        ),
        (
            {
                "main.tf": 'locals {\n  pass = "hunter2"\n}\n'
                'module "m" {\n  source = "./m"\n  s      = local.pass\n}\n',
                "m/main.tf": SECRET + TRAIL % "nonsensitive(var.s)",
            },
            ["s3_key_prefix  = nonsensitive(var.s)", "s      = …", "pass = …"],
        ),
        (
            {"main.tf": SECRET.replace('"hunter2"', '{ a = "hunter2" }') + TRAIL % "var.s.a"},
            ["s3_key_prefix  = var.s.a", "default   = …"],
        ),
        (
            {"main.tf": TRAIL % 'sensitive("hunter2")'},
            ["s3_key_prefix  = sensitive(…)", "s3_key_prefix  = sensitive(…)"],
        ),
        (
            {"main.tf": SECRET.replace("true", "false") + TRAIL % "var.s"},
            ["s3_key_prefix  = var.s", 'default   = "hunter2"'],
        ),
    ],
)
def test_where_a_sensitive_value_is_written_is_not_quoted(
    texts: dict[str, str], lines: list[str]
) -> None:
    """Neither a default, a line of a variable file, a module's argument nor what is behind it."""
    assert lines == quoted(texts)


def test_a_sensitive_boolean_is_not_shown_beside_its_place() -> None:
    """Its hops say that it is sensitive."""
    text = SECRET.replace('"hunter2"', "false") + TRAIL.replace("s3_key_prefix ", "enable_logging")
    request = FrontendRequest(files=TextFiles({"main.tf": text % "var.s"}), candidates=("main.tf",))

    (scope,) = TerraformFrontend().scopes(request)

    (trail,) = scope.deployments[0].model.trails
    assert isinstance(trail.is_logging, Known)
    assert [True, True] == [hop.is_sensitive for hop in trail.is_logging.provenance]
    assert "" == shown(trail.is_logging)


def test_a_header_of_a_block_is_quoted_all_the_same() -> None:
    """It holds no value."""
    texts = {
        "main.tf": 'resource "aws_kms_key" "k" {}\n'
        'module "m" {\n  source = "./m"\n  s      = aws_kms_key.k.arn\n}\n',
        "m/main.tf": SECRET + TRAIL % "var.s",
    }
    assert [
        "s3_key_prefix  = var.s",
        "s      = …",
        'resource "aws_kms_key" "k" {}',
    ] == quoted(texts)
