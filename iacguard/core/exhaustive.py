"""A closed choice that was not taken apart to the end."""

from __future__ import annotations

from typing import NoReturn


def assert_never(value: NoReturn) -> NoReturn:
    """Fail at type-checking time, and at run time, when a case of a closed choice is missing.

    NOTE: ``typing.assert_never`` came with Python 3.11.
    """
    raise AssertionError(f"unexpected case: {value!r}")
