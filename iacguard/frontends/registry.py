"""The table of input languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .protocol import Frontend
from .terraform.file_names import TERRAFORM


@dataclass(frozen=True, slots=True)
class FrontendRow:
    """One input language, loaded only when a file has one of its endings."""

    name: str
    endings: tuple[str, ...]
    """Of the names that it may claim, in lower case; names are compared in lower case."""

    load: Callable[[], Frontend]

    def may_claim(self, path: str) -> bool:
        """Return whether a file of this name is worth loading the front end for."""
        return path.lower().endswith(self.endings)


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
        TERRAFORM,
        _terraform,
    ),
    FrontendRow("terraform-plan", (".json",), _terraform_plan),
    FrontendRow(
        "cloudformation",
        (".yaml", ".yml", ".json", ".template", ".cfn", ".cform", ".cloudformation"),
        _cloudformation,
    ),
)
"""Every front end; a new one is a folder and a row."""
