"""What is said of parameters that the user gives and no stack declares."""

from __future__ import annotations

import re

from ..protocol import Surplus


def may_declare(name: str, path: str, content: bytes) -> bool:
    """Return whether a file that was not read may declare a parameter."""
    return re.search(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)", content) is not None


def undeclared(surplus: Surplus, near: str) -> str:
    """Say that no stack that is deployed by itself declares a parameter, which is refused."""
    assert surplus.place is not None, "parameters are given in files"
    where = f"{surplus.place.path}:{surplus.place.start.line}"
    return f"{where}: no scanned top-level stack has a parameter {surplus.name}{near}"
