"""Conditions on the time of a request, decided without a clock: what is over stays over.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone

from ..core.verdict import Verdict

KEYS = frozenset({"aws:currenttime", "aws:epochtime"})
"""Condition keys that every request carries the present time in."""

SINCE = datetime(2026, 1, 1, tzinfo=timezone.utc)
"""No request that this release judges is older; a date before it is over in every deployment."""

IN_THE_PAST: Mapping[str, Verdict] = {
    "DateEquals": Verdict.FAIL,
    "DateNotEquals": Verdict.PASS,
    "DateLessThan": Verdict.FAIL,
    "DateLessThanEquals": Verdict.FAIL,
    "DateGreaterThan": Verdict.PASS,
    "DateGreaterThanEquals": Verdict.PASS,
}
"""What an operator makes of the present time and a date that is over."""


def decide_now(operator: str, wanted: str) -> Verdict:
    """Decide an operator on the present time and one of a policy's texts."""
    date = _date(wanted)
    if date is None or date >= SINCE:
        return Verdict.UNKNOWN
    return IN_THE_PAST.get(operator, Verdict.UNKNOWN)


def _date(written: str) -> datetime | None:
    """Return a date of ISO 8601, or of seconds since 1970; None for any other text."""
    try:
        if written.isascii() and written.isdigit():
            return datetime.fromtimestamp(int(written[:12]), timezone.utc)
        found = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=timezone.utc)
