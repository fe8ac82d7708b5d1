"""The least that a rule file says, for tests that change one thing of it."""

from __future__ import annotations

import yaml

MINIMAL = """
id: CT999
name: trail-odd
title: CloudTrail trail is odd
subject: trail
severity: low
clause: is odd
passing: is even
checked: Passes when the trail is even. Fails when it is odd.
why: It is odd.
expect: {is_true: is_logging}
remedy: {text: make it even, safety: safe, cli: aws cloudtrail help, console: Look at it.}
"""


def raw(**changes: object) -> dict[str, object]:
    """Return the raw mapping of a rule file with changes."""
    return {**yaml.safe_load(MINIMAL), **changes}
