"""Rules of which one says all that the others would: where there is no trail, each lacks it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..core.outcome import Outcome
from ..core.verdict import Verdict
from ..model.model import Model
from ..rules.rule import Rule


def without_followers(
    outcomes: Iterable[Outcome], models: Iterable[Model], rules: Sequence[Rule]
) -> list[Outcome]:
    """Return outcomes with one in place of all that say no more than that there is no trail.

    It is that of the rule which the others follow, or else the first of them; it names their rules.
    """
    scopes = _without_trails(models)
    followed = {rule.id: rule.follows for rule in rules if rule.follows}
    leaders: dict[tuple[str, str, Verdict], Outcome] = {}
    followers: dict[tuple[str, str, Verdict], list[Outcome]] = {}
    ordered = sorted(outcomes, key=lambda one: (one.rule.id in followed, one.rule.id))
    kept: list[Outcome] = []
    for one in ordered:
        leader = followed.get(one.rule.id, one.rule.id)
        key = (one.scope, leader, one.verdict)
        is_open = one.suppression is None and one.verdict is not Verdict.PASS
        if one.scope not in scopes or not is_open or leader not in followed.values():
            kept.append(one)
        elif key not in leaders:
            leaders[key] = one
        elif one.severity <= leaders[key].severity:
            followers.setdefault(key, []).append(one)
        else:
            # What weighs more is not to be passed over.
            kept.append(one)
    return [*kept, *(_standing(one, followers.get(key, ())) for key, one in leaders.items())]


def _without_trails(models: Iterable[Model]) -> frozenset[str]:
    """Return the scopes that have no trail in any deployment."""
    found: dict[str, bool] = {}
    for model in models:
        trails = (model.trails, model.organization_trails, model.stack_set_trails)
        found[model.scope] = found.get(model.scope, False) or any(trails)
    return frozenset(scope for scope, has_some in found.items() if not has_some)


def _standing(leader: Outcome, followers: Sequence[Outcome]) -> Outcome:
    return replace(leader, stands_for=tuple(sorted(one.rule.id for one in followers)))
