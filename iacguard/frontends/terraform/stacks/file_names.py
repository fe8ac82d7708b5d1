"""What the names of the files of stacks end in."""

from __future__ import annotations

COMPONENTS = (".tfcomponent.hcl", ".tfstack.hcl")
"""Files of a stack; the second is what they were called first."""

DEPLOYMENTS = (".tfdeploy.hcl",)
"""Files that say how often a stack is deployed, and with what."""


def is_of_stack(path: str) -> bool:
    """Return whether a file belongs to a stack."""
    return path.endswith((*COMPONENTS, *DEPLOYMENTS))
