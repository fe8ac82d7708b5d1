"""Alarms and metric filters of one name: what is deployed last is all that is left.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from ..core.text import Text, parts_of
from ..core.value import Hole, Hop, Value
from ..core.verdict import Judgement, Reason, Verdict, all_of
from ..model.alarm import Alarm, CompositeAlarm
from ..model.entity import Reach, together
from ..model.metric_filter import MetricFilter
from ..model.model import Model
from .links import is_deployed

Named: TypeAlias = "Alarm | CompositeAlarm | MetricFilter"
_ByName: TypeAlias = "Mapping[tuple[Text, ...], Sequence[Named]]"


def is_kept(named: Named, model: Model) -> Judgement:
    """Judge that no other resource of the same name takes the place of this one."""
    key = _key(named)
    if key is None:
        return Judgement(Verdict.PASS)
    for other in model.once(_by_name, model).get(key, ()):
        if other is not named and _is_certain(other, named):
            said = (
                f"{named.address} and {other.address} have one name, "
                "and the one that is deployed last replaces the other"
            )
            places = (Hop(other.span, other.address), *named.name.provenance)
            return Judgement(Verdict.UNKNOWN, (Reason(said, places),))
    return Judgement(Verdict.PASS)


def _is_certain(other: Named, named: Named) -> bool:
    """Return whether both are deployed, to one account and region."""
    deployed = all_of((is_deployed(other), is_deployed(named)))
    near = together(named.place, other.place, Reach.REGION)
    return deployed.verdict is near is Verdict.PASS


def _by_name(_: Model, model: Model) -> _ByName:
    found: dict[tuple[Text, ...], list[Named]] = {}
    every: Iterable[Named] = (*model.alarms, *model.composite_alarms, *model.metric_filters)
    for named in every:
        key = _key(named)
        if key is not None:
            found.setdefault(key, []).append(named)
    return found


def _key(named: Named) -> tuple[Text, ...] | None:
    """Return what sets a resource apart from others of its account and region, where it is known.

    Alarms of both kinds share their names; metric filters have names of their log group's.
    """
    values: tuple[Value[str], ...] = (named.name,)
    if isinstance(named, MetricFilter):
        values = (named.name, named.log_group)
    texts = tuple(text for value in values if (text := parts_of(value)))
    is_whole = len(texts) == len(values)
    is_known = not any(isinstance(part, Hole) for text in texts for part in text)
    return texts if is_whole and is_known else None
