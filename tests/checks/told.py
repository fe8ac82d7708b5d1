"""A metric filter whose alarm tells somebody, for tests that take one link away."""

from __future__ import annotations

from typing import Any

from builders import alarm, metric_filter, model, subscription, topic

from iacguard.checks.alarms import metric_reaches_somebody
from iacguard.core.verdict import Judgement
from iacguard.model.entity import Entity

FILTER = metric_filter("stopped", "{ $.eventName = StopLogging }")


def chain(*changed: Entity, without: tuple[type[Entity], ...] = ()) -> list[Any]:
    """Return an alarm, a topic and a subscription, or what stands in their place."""
    given = {type(each) for each in changed} | set(without)
    usual = (alarm("stopped"), topic(), subscription())
    return [*(each for each in usual if type(each) not in given), *changed]


def told(
    *changed: Entity, without: tuple[type[Entity], ...] = (), source: Any = FILTER
) -> Judgement:
    """Judge whether a match of a filter tells somebody where these are changed."""
    return metric_reaches_somebody(source, model(source, *chain(*changed, without=without)))


def said(judgement: Judgement) -> list[str]:
    """Return what a judgement says."""
    return [reason.message for reason in judgement.reasons]
