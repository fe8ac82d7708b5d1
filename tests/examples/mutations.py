"""A change of one thing in an example, and what iacguard has to say of it."""

from __future__ import annotations

from dataclasses import dataclass

DETECTION = tuple(f"CT{number} the account" for number in range(401, 417))
"""Every control on what somebody is told of: all hang on one trail, log group and topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """One attribute, statement or resource that is taken away or changed."""

    name: str

    file: str
    """Relative to the example's directory."""

    old: str
    """Occurs once in the file."""

    new: str = ""

    fails: tuple[str, ...] = ()
    """What fails besides what the README names, as ``CT101 address`` or ``CT102 the account``."""

    unknown: tuple[str, ...] = ()
    """What is unknown besides what the README names."""

    mends: tuple[str, ...] = ()
    """What the README names and is no longer reported."""

    at: str = ""
    """A text that only the reported line holds, where nothing is left in the changed lines."""

    at_file: str = ""
    """The file that holds `at`, if it is another one."""

    also: tuple[str, str, str] | None = None
    """A second change, as file, old and new: two guards stand before some defects."""
