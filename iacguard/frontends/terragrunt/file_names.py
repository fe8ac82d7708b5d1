"""What the names of Terragrunt's files are."""

from __future__ import annotations

import posixpath

CALLERS = (".hcl", ".hcl.json")
"""Files that may call modules, or are read by those that do."""

UNITS = ("terragrunt.hcl", "terragrunt.hcl.json")
"""Files of units; also of what old units include."""

STACKS = ("terragrunt.stack.hcl",)
VALUES = "terragrunt.values.hcl"

GENERATED = ".terragrunt-stack"
"""The directory into which the units of a stack are copied."""

_TEMPLATES = ".boilerplate"
"""The directory of templates that ``terragrunt scaffold`` makes units of; they are none yet."""

_OF_OTHERS = (
    *(".lock.hcl", ".pkr.hcl", ".nomad.hcl", ".tflint.hcl"),
    *(".tfcomponent.hcl", ".tfdeploy.hcl", ".tfstack.hcl"),
)


def may_call(path: str) -> bool:
    """Return whether a file may call modules, by its name."""
    is_template = _TEMPLATES in path and _TEMPLATES in path.split("/")
    return path.endswith(CALLERS) and not path.endswith(_OF_OTHERS) and not is_template


def is_unit(path: str) -> bool:
    """Return whether a file is that of a unit."""
    return posixpath.basename(path) in UNITS


def is_stack(path: str) -> bool:
    """Return whether a file is that of a stack."""
    return posixpath.basename(path) in STACKS
