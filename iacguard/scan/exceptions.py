"""What the exceptions of the source accept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timezone

from ..core.diagnostic import Diagnostic
from ..core.outcome import Outcome
from ..core.written_exception import WrittenException
from ..rules.rule import Rule
from ..rules.subjects import ACCOUNT
from ..triage.risk_exception import Terms
from ..triage.suppress import suppress


def accepted(
    outcomes: Sequence[Outcome],
    exceptions: Sequence[WrittenException],
    judged: Sequence[Rule],
    known: Sequence[Rule],
    today: date | None,
) -> tuple[list[Outcome], list[Diagnostic]]:
    """Return the outcomes with the exceptions of the source, and what is wrong with these.

    `known` are all rules. Without a day, exceptions are held against the one that it is in UTC.
    """
    terms = Terms(
        today=today or datetime.now(timezone.utc).date(),
        rules=frozenset(rule.id for rule in known if rule.claim is not None),
        account_wide=frozenset(rule.id for rule in known if rule.subject == ACCOUNT),
        judged=frozenset(rule.id for rule in judged),
        ids={rule.name: rule.id for rule in known},
    )
    return suppress(outcomes, exceptions, terms)
