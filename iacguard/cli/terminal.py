"""What kind of reader sits at the other end of a stream."""

from __future__ import annotations

from collections.abc import Mapping


def wants_colour(choice: str, environment: Mapping[str, str], is_terminal: bool) -> bool:
    """Return whether to colour output, by flag, environment and stream.

    https://no-color.org and https://bixense.com/clicolors, the flag before both.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    forced = (environment.get("FORCE_COLOR", "0"), environment.get("CLICOLOR_FORCE", "0"))
    if any(value not in ("", "0") for value in forced):
        return True
    return is_terminal and environment.get("TERM") != "dumb"
