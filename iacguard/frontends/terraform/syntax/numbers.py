"""Number literals."""

from __future__ import annotations

from .rejection import RejectionError

_MOST_DIGITS = 1_000


def number(written: str, start: int, end: int) -> int | float:
    """Return the number that a literal stands for; whole ones are exact."""
    if len(written) > _MOST_DIGITS:
        raise RejectionError(start, end, f"the number has more than {_MOST_DIGITS} digits")
    if written.isdigit():
        return int(written)
    value = float(written)
    if value in (float("inf"), float("-inf")):
        raise RejectionError(start, end, "the number is too large")
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
