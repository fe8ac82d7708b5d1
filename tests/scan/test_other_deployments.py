"""Neither a made-up caller nor a file beside another one hides what fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from iacguard.api import check
from iacguard.core.verdict import Verdict
from iacguard.frontends.protocol import Inputs
from iacguard.options import Options

Scan: TypeAlias = Callable[..., "list[tuple[Verdict, str]]"]

TRAIL = """\
resource "aws_cloudtrail" "main" {
  name                       = "main"
  s3_bucket_name             = "logs"
  enable_log_file_validation = VALUE
}
"""
LITERAL = TRAIL.replace("VALUE", "false")
ASKING = 'variable "on" {}\n' + TRAIL.replace("VALUE", "var.on")
DEFAULTING = 'variable "on" { default = false }\n' + TRAIL.replace("VALUE", "var.on")
CALL = 'module "x" {\n  source = "../live"\n  on     = true\n}\n'
BACKEND = 'terraform {\n  backend "s3" {}\n}\n'

PASSES = (Verdict.PASS, "module.x.aws_cloudtrail.main validates its log files")
ALONE = (
    Verdict.FAIL,
    "aws_cloudtrail.main does not validate its log files when live is deployed by itself",
)


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    """Scan some files; return the verdict and the message of each outcome of CT201."""

    def scanned(files: dict[str, str], **inputs: object) -> list[tuple[Verdict, str]]:
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        options = Options(selected=("CT201",), inputs=Inputs(**inputs))
        report = check(tmp_path, options, root=tmp_path)
        return [(one.verdict, one.message) for one in report.outcomes]

    return scanned


@pytest.mark.parametrize(
    "live",
    [
        {"live/main.tf": BACKEND + ASKING, "live/terraform.tfvars": "on = false\n"},
        {"live/main.tf": ASKING, "live/prod.auto.tfvars": "on = false\n"},
        {"live/main.tf": 'provider "aws" {}\n' + DEFAULTING},
        {"live/main.tf": 'provider "aws" {}\nvariable "name" {}\n' + DEFAULTING},
        {"live/main.tf": DEFAULTING, "live/prod.tfvars": "on = false\n"},
        {"live/main.tf": BACKEND + DEFAULTING},
        {"live/main.tf": "terraform {\n  cloud {}\n}\n" + DEFAULTING},
        {"live/main.tf": 'provider "aws" {\n  region = "us-east-1"\n}\n' + DEFAULTING},
        {"live/main.tf": DEFAULTING},
    ],
)
def test_a_root_that_another_directory_calls_is_judged_by_itself(
    scan: Scan, live: dict[str, str]
) -> None:
    """What a caller in the same tree passes is no reason to pass what is deployed without it."""
    assert [ALONE] == scan({"tools/main.tf": CALL, **live})


@pytest.mark.parametrize(
    "call",
    [
        'module "x" {\n  source = "../live"\n  count  = 0\n}\n',
        'module "x" {\n  source   = "../live"\n  for_each = toset([])\n}\n',
    ],
)
def test_a_call_that_makes_no_instance_hides_nothing(scan: Scan, call: str) -> None:
    """A module without inputs is what it is."""
    assert [ALONE] == scan({"tools/main.tf": call, "live/main.tf": LITERAL})


@pytest.mark.parametrize(
    ("directory", "text"),
    [
        ("live", ASKING),
        ("live", 'provider "aws" {\n  alias = "x"\n}\n' + ASKING),
        ("modules/live", DEFAULTING),
        ("modules/live", 'provider "aws" {}\n' + ASKING),
        ("tools/live", 'provider "aws" {}\n' + ASKING),
    ],
)
def test_a_library_is_judged_as_it_is_called(scan: Scan, directory: str, text: str) -> None:
    """A module that asks for values, or lies among modules, is nothing by itself."""
    call = CALL.replace("../live", f"../{directory}")

    assert [PASSES] == scan({"tools/main.tf": call, f"{directory}/main.tf": text})


def test_what_fails_either_way_is_told_once(scan: Scan) -> None:
    """The failure in the caller's scope says all."""
    call = CALL.replace("  on     = true\n", "")
    (outcome,) = scan({"tools/main.tf": call, "live/main.tf": LITERAL})

    assert (
        Verdict.FAIL,
        "module.x.aws_cloudtrail.main does not validate its log files",
    ) == outcome


TEMPLATE = """\
Parameters:
  Validates:
    Type: String
    DEFAULT
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: logs
      IsLogging: true
      EnableLogFileValidation: !Ref Validates
"""
PARENT = """\
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./trail.yaml
      Parameters:
        Validates: "true"
"""


@pytest.mark.parametrize(
    ("default", "expected"),
    [
        (
            'Default: "false"',
            (
                Verdict.FAIL,
                "Trail does not validate its log files when trail.yaml is deployed by itself",
            ),
        ),
        ("Description: asked for", (Verdict.PASS, "Inner/Trail validates its log files")),
    ],
)
def test_a_template_that_asks_nothing_of_its_parent_is_judged_by_itself(
    scan: Scan, default: str, expected: tuple[Verdict, str]
) -> None:
    """A made-up parent hides nothing."""
    files = {"parent.yaml": PARENT, "trail.yaml": TEMPLATE.replace("DEFAULT", default)}

    assert [expected] == scan(files)


GOOD = TRAIL.replace("VALUE", "true")
AS_TERRAFORM = (
    Verdict.FAIL,
    "aws_cloudtrail.main does not validate its log files when Terraform deploys it, which reads "
    "main.tf",
)


@pytest.mark.parametrize(
    ("files", "engine", "expected"),
    [
        ({"main.tf": LITERAL, "main.tofu": ""}, None, [AS_TERRAFORM]),
        ({"main.tf": LITERAL, "main.tofu": GOOD}, None, [AS_TERRAFORM]),
        (
            {"main.tf": LITERAL, "main.tofu": GOOD},
            "opentofu",
            [(Verdict.PASS, "aws_cloudtrail.main validates its log files")],
        ),
        (
            {"main.tf": LITERAL, "main.tofu": GOOD},
            "terraform",
            [(Verdict.FAIL, "aws_cloudtrail.main does not validate its log files")],
        ),
        (
            {"main.tf": GOOD, "main.tofu": LITERAL},
            None,
            [(Verdict.FAIL, "aws_cloudtrail.main does not validate its log files")],
        ),
    ],
)
def test_a_file_of_opentofu_hides_nothing_from_terraform(
    scan: Scan, files: dict[str, str], engine: str | None, expected: list[tuple[Verdict, str]]
) -> None:
    """Both are judged, unless the configuration says which of them deploys the tree."""
    # Headers of two files differ, so the pass of the one stands beside the failure of the other.
    assert expected == [one for one in scan(files, engine=engine) if one in expected]
    assert any(one in expected for one in scan(files, engine=engine))
