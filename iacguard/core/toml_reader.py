"""TOML read by the standard library, or by its twin for Python 3.10."""

from __future__ import annotations

import sys
from typing import Any


def read_toml(text: str) -> dict[str, Any]:
    """Return the table that a text is; raise ValueError where it is no TOML, or nested too deeply.

    The error's own words end with the place, " (at line 3, column 1)" or " (at end of document)".
    """
    # 10 ms to import, and most projects have no such file.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return table
