"""From a metric to an alarm that goes off, and acts."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.text import equal, parts_of
from ..core.value import Absent, Hop, Known, Unknown, Value
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of
from ..model.alarm import Alarm
from ..model.entity import Place, Reach, together
from ..model.metric_filter import MetricFilter, MetricTransformation
from ..model.model import Model
from .alarm_actions import acts, alarm_tells_somebody
from .alarm_state import goes_off
from .composite_alarms import following
from .links import is_deployed, may_be_in
from .overwritten import is_kept
from .partial_lists import elements, texts
from .same_region import is_near
from .watched_metric import WatchedExpression, WatchedMetric, watched_by


def metric_reaches_somebody(source: MetricFilter, model: Model) -> Judgement:
    """Judge that some alarm on a filter's metric tells a topic that somebody listens to."""
    transformations = elements(source.transformations)
    judgements = [
        all_of(
            (
                watching,
                _goes_off(alarm, transformation),
                is_deployed(alarm),
                is_kept(alarm, model),
                alarm_tells_somebody(alarm, model),
            )
        )
        for transformation in transformations.certain
        for alarm in model.alarms
        if (watching := watches(alarm, source, transformation)).verdict is not Verdict.FAIL
    ]
    judgements += map(undecided, transformations.doubts)
    names = [source.name, *(transformation.name for transformation in transformations.certain)]
    unread = model.reaching(names)
    if unread is not None:
        judgements.append(may_be_in(unread, f"an alarm on the metric of {source.address}"))
    if judgements:
        return any_of(judgements)
    said = f"no alarm watches the metric of {source.address}"
    places = [part.provenance for part in transformations.certain]
    place = places[0] if places else source.transformations.provenance
    for transformation in transformations.certain:
        for alarm in model.alarms:
            metric = watched_by(alarm)
            if not isinstance(metric, WatchedMetric):
                continue
            if _same(metric.name, transformation.name, "").verdict is Verdict.PASS:
                another, hops = _what_differs(alarm, metric, source, transformation)
                said += f": {alarm.address} watches its name in another {another}"
                return Judgement(Verdict.FAIL, (Reason(said, (*place, *hops)),))
    return Judgement(Verdict.FAIL, (Reason(said, place),))


def _goes_off(alarm: Alarm, transformation: MetricTransformation) -> Judgement:
    metric = watched_by(alarm)
    if isinstance(metric, WatchedMetric):
        return goes_off(alarm, metric, transformation)
    # Of an expression it is not known that it watches the metric at all.
    return Judgement(Verdict.PASS)


def _what_differs(
    alarm: Alarm,
    metric: WatchedMetric,
    source: MetricFilter,
    transformation: MetricTransformation,
) -> tuple[str, tuple[Hop, ...]]:
    """Return what sets an alarm apart that watches a metric of the same name, and its place."""
    here = (Hop(alarm.span, alarm.address),)
    if _same(metric.namespace, transformation.namespace, "").verdict is Verdict.FAIL:
        return "namespace", metric.namespace.provenance
    place = _place_of(alarm, metric)
    if together(place, source.place, Reach.ACCOUNT) is Verdict.FAIL:
        return "account", here
    if together(place, source.place, Reach.REGION) is Verdict.FAIL:
        return "region", here
    hops = (*metric.dimensions.provenance, *source.emitted_dimensions.provenance)
    return "metric: its dimensions differ", hops


def watches(alarm: Alarm, source: MetricFilter, transformation: MetricTransformation) -> Judgement:
    """Judge that an alarm is on a metric of a filter: its name, namespace, account and region."""
    metric = watched_by(alarm)
    if isinstance(metric, Unknown):
        return undecided(metric)
    if isinstance(metric, WatchedExpression):
        return _may_work_with(alarm, metric, transformation)
    said = f"{alarm.address} watches another metric"
    elsewhere = f"{alarm.address} watches a metric of another region"
    place = _place_of(alarm, metric)
    return all_of(
        (
            _same(metric.name, transformation.name, said),
            _same(metric.namespace, transformation.namespace, said),
            _same_dimensions(alarm, metric, source, transformation),
            is_near(alarm, source.place, elsewhere)
            if place is alarm.place
            else Judgement(
                together(place, source.place, Reach.REGION),
                (Reason(elsewhere, metric.account.provenance),),
            ),
        )
    )


def _place_of(alarm: Alarm, metric: WatchedMetric) -> Place:
    """Return the account and the region of the metric that an alarm watches."""
    is_own = isinstance(metric.account, Absent)
    return alarm.place if is_own else Place(metric.account, alarm.place.region)


def _may_work_with(
    alarm: Alarm, expression: WatchedExpression, transformation: MetricTransformation
) -> Judgement:
    """Judge that an expression works with a metric of a filter, which is never certain."""
    said = f"{alarm.address} watches an expression of metrics, which is not evaluated"
    place = expression.value.provenance
    may = not isinstance(expression.fetches, Absent) or any(
        _same(metric.name, transformation.name, "").verdict is not Verdict.FAIL
        and _same(metric.namespace, transformation.namespace, "").verdict is not Verdict.FAIL
        for metric in expression.metrics
    )
    return Judgement(Verdict.UNKNOWN if may else Verdict.FAIL, (Reason(said, place),))


def _same_dimensions(
    alarm: Alarm,
    metric: WatchedMetric,
    source: MetricFilter,
    transformation: MetricTransformation,
) -> Judgement:
    """Judge that an alarm sees every match of a transformation, whatever its dimensions.

    A metric with a dimension is a metric for each value of it, and an alarm watches one.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """
    watched, written = texts(metric.dimensions), texts(transformation.dimensions)
    emitted = texts(source.emitted_dimensions)
    published = (*written.certain, *emitted.certain)
    doubts = [*watched.doubts, *written.doubts, *emitted.doubts]
    if doubts:
        return any_of(map(undecided, doubts[:1]))
    place = (*metric.dimensions.provenance, *source.emitted_dimensions.provenance)
    if _names(watched.certain) != _names(published):
        said = f"{alarm.address} watches a metric with other dimensions"
        return Judgement(Verdict.FAIL, (Reason(said, place),))
    if not published:
        return Judgement(Verdict.PASS)
    said = f"{alarm.address} watches the metric for one value of its dimensions"
    return Judgement(Verdict.UNKNOWN, (Reason(said, place),))


def _names(certain: Iterable[Value[str]]) -> set[str]:
    return {name.value for name in certain if isinstance(name, Known)}


def alarm_acts(alarm: Alarm, model: Model) -> Judgement:
    """Judge that an alarm does something when it goes off, or a composite alarm in its stead."""
    own = acts(alarm)
    if own.verdict is not Verdict.FAIL:
        return own
    in_its_stead = any_of(
        all_of((follows, is_deployed(composite), acts(composite)))
        for composite, follows in following(alarm, model)
    )
    return own if in_its_stead.verdict is Verdict.FAIL else in_its_stead


def _same(left: Value[str], right: Value[str], otherwise: str) -> Judgement:
    ours, theirs = parts_of(left), parts_of(right)
    if ours is None or theirs is None:
        return Judgement(Verdict.FAIL, (Reason(otherwise, left.provenance),))
    verdict = equal(ours, theirs)
    if verdict is Verdict.UNKNOWN:
        return undecided(next(value for value in (left, right) if isinstance(value, Unknown)))
    return Judgement(verdict, (Reason(otherwise, left.provenance),))
