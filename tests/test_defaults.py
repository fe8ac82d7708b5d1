"""Variables and parameters that nobody gives a value: their default, or anything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iacguard import Options, check
from iacguard.frontends.protocol import Inputs

TERRAFORM = """
variable "regions" { default = true }
module "trail" {
  source  = "./trail"
  regions = REGIONS
}
"""
MODULE = """
variable "regions" { default = true }
resource "aws_cloudtrail" "t" {
  name                  = "t"
  s3_bucket_name        = "logs"
  is_multi_region_trail = var.regions
}
"""
TEMPLATE = """
Parameters:
  Regions: {Type: String, Default: "true"}
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties: {IsLogging: true, S3BucketName: logs, IsMultiRegionTrail: !Ref Regions}
"""
CONDITIONAL = TEMPLATE.replace(
    "Resources:", "Conditions: {Everywhere: !Equals [!Ref Regions, 'true']}\nResources:"
).replace("!Ref Regions}", "!If [Everywhere, true, false]}")


@pytest.mark.parametrize(
    ("files", "with_defaults", "without"),
    [
        ({"main.tf": MODULE}, "pass", "unknown"),
        # A caller that passes nothing takes the module's default in every deployment.
        (
            {"main.tf": TERRAFORM.replace("regions = REGIONS", ""), "trail/main.tf": MODULE},
            "pass",
            "pass",
        ),
        (
            {"main.tf": TERRAFORM.replace("REGIONS", "var.regions"), "trail/main.tf": MODULE},
            "pass",
            "unknown",
        ),
        ({"main.tf": MODULE, "terraform.tfvars": "regions = true"}, "pass", "pass"),
        ({"template.yaml": TEMPLATE}, "pass", "unknown"),
        # A condition that asks for the value is answered both ways without being told.
        ({"template.yaml": CONDITIONAL}, "fail", "fail"),
    ],
)
def test_a_default_is_taken_unless_inputs_are_left_open(tmp_path, files, with_defaults, without):
    """Left open, a verdict holds for whoever calls the module or deploys the template."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    options = Options(selected=("CT101",))

    (taken,) = check([tmp_path], options, root=tmp_path).outcomes
    options = replace(options, inputs=Inputs(has_defaults=False))
    (left,) = check([tmp_path], options, root=tmp_path).outcomes

    assert (taken.verdict.word, left.verdict.word) == (with_defaults, without)


def test_an_open_default_is_the_reason(tmp_path):
    """A reader learns which variable to give a value."""
    (tmp_path / "main.tf").write_text(MODULE, encoding="utf-8")
    options = Options(selected=("CT101",), inputs=Inputs(has_defaults=False))

    (outcome,) = check([tmp_path], options, root=tmp_path).outcomes

    assert "var.regions has only its default (set it with --var or --var-file)" == outcome.reason
