"""Who is told of what happens in the account: the controls of CT4xx.

Options: ``mode`` is ``equivalent``, which decides on the meaning of a filter pattern, or
``exact``, which asks for the text that AWS Security Hub compares with as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..core.verdict import Judgement, Verdict, all_of, any_of
from ..model.alarm import Alarm
from ..model.control import Control
from ..model.model import Model
from ..patterns.parse import parse
from ..patterns.pattern import JsonPattern, Malformed
from . import detection_chain
from .alarms import alarm_acts, watches
from .detection_chain import is_fed
from .links import judge_used
from .partial_lists import elements


def is_noticed(
    account: Model, model: Model, options: Mapping[str, object], control: Control
) -> Judgement:
    """Judge that somebody is told of every event that a control names."""
    return detection_chain.is_noticed(control, model, options)


def refused_patterns(control: Control) -> Iterator[str]:
    """Yield what is wrong with the filter patterns that a rule file states."""
    for events in control.events:
        yield from _refused(events.name, events.pattern)
    if control.literal:
        yield from _refused("security_hub", control.literal)


def _refused(name: str, text: str) -> Iterator[str]:
    pattern = parse(text)
    if isinstance(pattern, Malformed):
        yield f"the pattern of {name} cannot be read: {pattern.reason}"
    elif not isinstance(pattern, JsonPattern):
        yield f"the pattern of {name} is none of JSON events"


def alarm_reaches_somebody(
    alarm: Alarm, model: Model, options: Mapping[str, object]
) -> Judgement | None:
    """Judge that an alarm on a trail's metric acts when it goes off.

    None for an alarm on any other metric.
    """
    return judge_used(_watches_a_trail(alarm, model), lambda: alarm_acts(alarm, model))


def _watches_a_trail(alarm: Alarm, model: Model) -> Judgement:
    """Judge that an alarm is on a metric that counts the events of some trail."""
    return any_of(
        all_of((watching, fed))
        for source in model.metric_filters
        for transformation in elements(source.transformations).certain
        for trail in model.trails
        if (watching := watches(alarm, source, transformation)).verdict is not Verdict.FAIL
        and (fed := is_fed(source, trail, model)).verdict is not Verdict.FAIL
    )
