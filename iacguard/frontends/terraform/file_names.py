"""What the names of Terraform's files end in, OpenTofu's among them."""

from __future__ import annotations

CONFIGURATION = (".tf", ".tofu", ".tf.json", ".tofu.json")
"""Files of a module."""

TOFU = (".tofu", ".tofu.json")
"""Files that only OpenTofu reads."""

VARIABLES = (".tfvars", ".tfvars.json")
"""Files that give variables their values."""

CALLERS = (".hcl",)
"""Files that may call modules, of Terragrunt and of Terraform's stacks."""

_NO_CALLERS = (".lock.hcl", ".pkr.hcl", ".nomad.hcl", ".tflint.hcl", ".tfdeploy.hcl")

TERRAFORM = (*CONFIGURATION, *VARIABLES)

DOWNLOADS = ".terraform"
"""The directory beside a root into which modules and providers are downloaded."""


def is_caller(path: str) -> bool:
    """Return whether a file may call modules: of Terragrunt, or of Terraform's stacks."""
    return path.endswith(CALLERS) and not path.endswith(_NO_CALLERS)
