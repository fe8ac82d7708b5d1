"""What variables say is shared between roots; what could not be read is told in each."""

from __future__ import annotations

from terraform_configurations import TextFiles

from iacguard.frontends.protocol import FrontendRequest
from iacguard.frontends.terraform.frontend import TerraformFrontend

MODULE = """variable "multi_region" {
  type    = TYPE
  default = DEFAULT
}
resource "aws_cloudtrail" "a" {
  name                  = "n"
  s3_bucket_name        = "b"
  is_multi_region_trail = var.multi_region
}
"""


def told(type: str, default: str) -> dict[str, tuple[object, list[str]]]:
    call = 'module "m" {\n  source = "../modules/m"\n}\n'
    module = MODULE.replace("TYPE", type).replace("DEFAULT", default)
    texts = {"one/a.tf": call, "two/a.tf": call, "modules/m/a.tf": module}
    request = FrontendRequest(files=TextFiles(texts), candidates=tuple(texts))
    return {
        scope.name: (
            next(getattr(trail.is_multi_region, "value", "?") for trail in each.model.trails),
            [diagnostic.summary for diagnostic in scope.diagnostics],
        )
        for scope in TerraformFrontend().scopes(request)
        for each in scope.deployments
    }


def test_a_default_means_the_same_in_every_root() -> None:
    """Also where it is converted."""
    expected: dict[str, tuple[object, list[str]]] = {"one": (True, []), "two": (True, [])}

    assert expected == told("bool", '"true"')


def test_a_default_of_a_wrong_type_is_told_in_every_root() -> None:
    """Each is scanned for itself."""
    summary = "the value of var.multi_region does not match its type: a bool is required"

    assert {"one": ("?", [summary]), "two": ("?", [summary])} == told("bool", "[]")


def test_a_wrong_constraint_is_told_in_every_root() -> None:
    """Each is scanned for itself."""
    found = told("boolean", "true")

    assert found["one"] == found["two"]
    assert len(found["one"][1]) == 1
