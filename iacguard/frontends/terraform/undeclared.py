"""What is said of variables that the user sets and no scanned root declares."""

from __future__ import annotations

import re

from ...core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ..protocol import Surplus


def may_declare(name: str, path: str, content: bytes) -> bool:
    """Return whether a file that was not read may declare a variable."""
    written = re.escape(name.encode())
    if path.endswith(".json"):
        return re.search(b'"' + written + b'"', content) is not None
    return re.search(rb"\bvariable[ \t]+\"?" + written + rb"\b", content) is not None


def undeclared(surplus: Surplus, near: str) -> Diagnostic | str:
    """Say that no scanned root declares a variable; on the command line it is refused.

    Terraform warns of one that a file sets.
    """
    if surplus.place is None:
        return f"--var {surplus.name}: no scanned root declares this variable{near}"
    return Diagnostic(
        rule=NOT_EVALUATED,
        level=Level.NOTE,
        summary=f"no scanned root declares variable `{surplus.name}`{near}",
        detail="The value is not used.",
        subject=surplus.place,
    )
