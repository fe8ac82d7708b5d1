"""The table of input languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .protocol import Frontend


@dataclass(frozen=True, slots=True)
class FrontendRow:
    """One input language, loaded only when a file has one of its endings."""

    name: str
    endings: tuple[str, ...]
    load: Callable[[], Frontend]


def _terraform() -> Frontend:
    from .terraform.frontend import TerraformFrontend

    return TerraformFrontend()


def _terraform_plan() -> Frontend:
    from .terraform.plan.frontend import TerraformPlanFrontend

    return TerraformPlanFrontend()


def _cloudformation() -> Frontend:
    from .cloudformation.frontend import CloudFormation

    return CloudFormation()


FRONTENDS = (
    FrontendRow(
        "terraform",
        (".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json"),
        _terraform,
    ),
    FrontendRow("terraform-plan", (".json",), _terraform_plan),
    FrontendRow("cloudformation", (".yaml", ".yml", ".json", ".template"), _cloudformation),
)
"""Every front end; a new one is a folder and a row."""
