"""From a metric to a person: alarms, their actions, topics and subscriptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from operator import ge, gt, le, lt

from ..core.exhaustive import assert_never
from ..core.text import equal, parts_of
from ..core.value import Absent, Hop, Known, Unknown, Value
from ..core.value_claims import is_set, is_true, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, caused_by
from ..model.alarm import Alarm
from ..model.entity import Reach, together
from ..model.link import Elsewhere, Here, Link, Nowhere, Undecided, follow
from ..model.metric_filter import MetricFilter, MetricTransformation
from ..model.model import Model
from ..model.topic import Subscription, Topic
from .links import is_deployed, may_be_in
from .partial_lists import elements, texts
from .same_region import is_near

_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": ge,
    "GreaterThanThreshold": gt,
    "LessThanOrEqualToThreshold": le,
    "LessThanThreshold": lt,
}


def metric_reaches_somebody(source: MetricFilter, model: Model) -> Judgement:
    """Judge that some alarm on a filter's metric tells a topic that somebody listens to."""
    transformations = elements(source.transformations)
    judgements = [
        all_of(
            (
                watching,
                goes_off(alarm, transformation),
                is_deployed(alarm),
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
            if _same(alarm.metric_name, transformation.name, "").verdict is Verdict.PASS:
                another, hops = _what_differs(alarm, source, transformation)
                said += f": {alarm.address} watches its name in another {another}"
                return Judgement(Verdict.FAIL, (Reason(said, (*place, *hops)),))
    return Judgement(Verdict.FAIL, (Reason(said, place),))


def _what_differs(
    alarm: Alarm, source: MetricFilter, transformation: MetricTransformation
) -> tuple[str, tuple[Hop, ...]]:
    """Return what sets an alarm apart that watches a metric of the same name, and its place."""
    here = (Hop(alarm.span, alarm.address),)
    if _same(alarm.namespace, transformation.namespace, "").verdict is Verdict.FAIL:
        return "namespace", alarm.namespace.provenance
    if together(alarm.place, source.place, Reach.ACCOUNT) is Verdict.FAIL:
        return "account", here
    if together(alarm.place, source.place, Reach.REGION) is Verdict.FAIL:
        return "region", here
    return "metric: its dimensions differ", alarm.dimensions.provenance


def watches(alarm: Alarm, source: MetricFilter, transformation: MetricTransformation) -> Judgement:
    """Judge that an alarm is on a metric of a filter: its name, namespace, account and region."""
    if isinstance(alarm.metric_name, Absent):
        said = f"{alarm.address} watches an expression of metrics, which is not evaluated"
        return Judgement(Verdict.UNKNOWN, (Reason(said, alarm.metric_name.provenance),))
    said = f"{alarm.address} watches another metric"
    return all_of(
        (
            _same(alarm.metric_name, transformation.name, said),
            _same(alarm.namespace, transformation.namespace, said),
            _same_dimensions(alarm, transformation),
            is_near(alarm, source.place, f"{alarm.address} watches a metric of another region"),
        )
    )


def _same_dimensions(alarm: Alarm, transformation: MetricTransformation) -> Judgement:
    """Judge that an alarm sees every match of a transformation, whatever its dimensions.

    A metric with a dimension is a metric for each value of it, and an alarm watches one.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """
    watched, published = texts(alarm.dimensions), texts(transformation.dimensions)
    doubts = [*watched.doubts, *published.doubts]
    if doubts:
        return any_of(map(undecided, doubts[:1]))
    place = alarm.dimensions.provenance
    if _names(watched.certain) != _names(published.certain):
        said = f"{alarm.address} watches a metric with other dimensions"
        return Judgement(Verdict.FAIL, (Reason(said, place),))
    if not published.certain:
        return Judgement(Verdict.PASS)
    said = f"{alarm.address} watches the metric for one value of its dimensions"
    return Judgement(Verdict.UNKNOWN, (Reason(said, place),))


def _names(certain: Iterable[Value[str]]) -> set[str]:
    return {name.value for name in certain if isinstance(name, Known)}


def goes_off(alarm: Alarm, transformation: MetricTransformation) -> Judgement:
    """Judge that one match of a filter is enough for an alarm to go off.

    What is not written decides nothing: the service refuses an alarm without a threshold.
    """
    added = transformation.value
    if isinstance(alarm.statistic, Known) and alarm.statistic.value == "SampleCount":
        added = Known("1", alarm.statistic.provenance)
    doubt = next((v for v in (added, alarm.threshold) if isinstance(v, Unknown)), None)
    if doubt is not None:
        return undecided(doubt)
    match = _number(added)
    if match == 0:
        said = f"{alarm.address} never goes off: a match adds 0 to its metric"
        return Judgement(Verdict.FAIL, (Reason(said, added.provenance, remedy="adds-nothing"),))
    if match is None and isinstance(added, Known):
        said = f"{alarm.address} watches a sum over what the events hold"
        return Judgement(Verdict.UNKNOWN, (Reason(said, added.provenance),))
    reaches = _reaches(alarm, match)
    return reaches if reaches.verdict is not Verdict.PASS else _lasts(alarm, transformation)


def _reaches(alarm: Alarm, match: float | None) -> Judgement:
    """Judge that what one match adds is on the alarming side of the threshold."""
    operator, threshold = alarm.comparison_operator, _number(alarm.threshold)
    if isinstance(operator, Unknown):
        return undecided(operator)
    if match is None or threshold is None or not isinstance(operator, Known):
        return Judgement(Verdict.PASS)
    compare = _COMPARISONS.get(operator.value)
    if compare is not None and compare(match, threshold):
        return Judgement(Verdict.PASS)
    said = f"{alarm.address} does not go off for a single event"
    return Judgement(Verdict.UNKNOWN, (Reason(said, alarm.threshold.provenance),))


def _lasts(alarm: Alarm, transformation: MetricTransformation) -> Judgement:
    """Judge that the periods without a match that follow one do not keep an alarm quiet.

    Where they count as missing, one old enough goes for as many as are asked for; otherwise they
    are within the threshold, or the alarm stays what it was.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    """
    asked = alarm.datapoints_to_alarm
    if isinstance(asked, Absent):
        asked = alarm.evaluation_periods
    if isinstance(asked, Absent) or (isinstance(asked, Known) and asked.value < 2):
        return Judgement(Verdict.PASS)
    quiet, missing = transformation.default_value, alarm.treat_missing_data
    is_published = is_set(quiet, "").verdict is not Verdict.FAIL
    counts = isinstance(missing, Known) and missing.value in ("missing", "breaching")
    if counts and not is_published:
        return Judgement(Verdict.PASS)
    doubt = next((value for value in (asked, quiet, missing) if isinstance(value, Unknown)), None)
    if doubt is not None:
        return undecided(doubt)
    said = f"{alarm.address} does not go off for a single event"
    cause = quiet if is_published else missing
    places = (*asked.provenance, *cause.provenance)
    return Judgement(Verdict.UNKNOWN, (Reason(said, places),))


def _number(value: Value[str]) -> float | None:
    """Return the number that a text is."""
    try:
        return float(value.value) if isinstance(value, Known) else None
    except ValueError:
        return None


def alarm_acts(alarm: Alarm, model: Model) -> Judgement:
    """Judge that an alarm does something when it goes off.

    A composite alarm may do so in its stead; what it asks for is not evaluated.
    """
    return _or_in_its_stead(_acts_itself(alarm), model)


def _or_in_its_stead(acts: Judgement, model: Model) -> Judgement:
    if acts.verdict is not Verdict.FAIL or not model.composite_alarms:
        return acts
    composite = model.composite_alarms[0]
    said = f"{composite.address} may act in its stead, and is not evaluated"
    return Judgement(Verdict.UNKNOWN, (Reason(said, composite.rule.provenance),))


def _acts_itself(alarm: Alarm) -> Judgement:
    enabled = alarm.actions_enabled
    # CloudWatch's default is true.
    switched = is_true(
        Known(True, enabled.provenance) if isinstance(enabled, Absent) else enabled,
        "has its actions switched off",
    )
    switched = caused_by(switched, "switched-off")
    actions = texts(alarm.alarm_actions)
    if actions.certain:
        return switched
    if actions.doubts:
        return all_of((switched, *map(undecided, actions.doubts)))
    said = "does nothing when it goes off"
    none = Reason(said, alarm.alarm_actions.provenance, remedy="no-action")
    return all_of((switched, Judgement(Verdict.FAIL, (none,))))


def alarm_tells_somebody(alarm: Alarm, model: Model) -> Judgement:
    """Judge that an alarm's actions reach a topic that has a subscription."""
    acts = _about(alarm.address, alarm_acts(alarm, model))
    actions = texts(alarm.alarm_actions)
    if not actions.certain:
        return acts
    told = any_of(
        (
            *(_action_tells_somebody(action, alarm, model) for action in actions.certain),
            *map(undecided, actions.doubts),
        )
    )
    return _or_in_its_stead(all_of((acts, told)), model)


def topic_has_subscription(topic: Topic, model: Model) -> Judgement:
    """Judge that somebody has subscribed to a topic."""
    judgements = []
    for subscription in model.subscriptions:
        match model.once(_topic_of, subscription):
            case Here(entity=entity) if entity is topic:
                judgements.append(is_deployed(subscription))
            case Undecided(value=value, candidates=candidates) if topic in candidates:
                judgements.append(
                    _unknown(value, f"{subscription.address} may be to another topic")
                )
            case _:
                pass
    unread = model.reaching((topic.arn, topic.name))
    if unread is not None:
        judgements.append(may_be_in(unread, f"a subscription of {topic.address}"))
    if judgements:
        return any_of(judgements)
    said = f"{topic.address} has no subscription"
    reason = Reason(said, (Hop(topic.span, ""),), remedy="no-subscription")
    return Judgement(Verdict.FAIL, (reason,))


def _action_tells_somebody(action: Value[str], alarm: Alarm, model: Model) -> Judgement:
    said = f"{alarm.address} tells no SNS topic"
    no_topic = Reason(said, action.provenance, remedy="no-topic")
    match follow(action, alarm.place, model.topics, _topic_names):
        case Here(entity=topic):
            return all_of((is_deployed(topic), model.once(topic_has_subscription, topic)))
        case Elsewhere(value=Known(value=arn)) if ":sns:" not in arn:
            return Judgement(Verdict.FAIL, (no_topic,))
        case Elsewhere(value=value):
            return _unknown(value, f"the topic of {alarm.address} is declared elsewhere")
        case Undecided(value=value):
            return _unknown(value, f"which topic {alarm.address} tells is not known")
        case Nowhere():
            return Judgement(Verdict.FAIL, (no_topic,))
        case link:
            assert_never(link)


def _topic_of(subscription: Subscription, model: Model) -> Link[Topic]:
    return follow(subscription.topic_arn, subscription.place, model.topics, _topic_names)


def _topic_names(topic: Topic) -> Iterable[Value[str]]:
    return (topic.arn,)


def _same(left: Value[str], right: Value[str], otherwise: str) -> Judgement:
    ours, theirs = parts_of(left), parts_of(right)
    if ours is None or theirs is None:
        return Judgement(Verdict.FAIL, (Reason(otherwise, left.provenance),))
    verdict = equal(ours, theirs)
    if verdict is Verdict.UNKNOWN:
        return undecided(next(value for value in (left, right) if isinstance(value, Unknown)))
    return Judgement(verdict, (Reason(otherwise, left.provenance),))


def _about(address: str, judgement: Judgement) -> Judgement:
    """Return a judgement whose failing clauses name their subject."""
    if judgement.verdict is not Verdict.FAIL:
        return judgement
    reasons = (replace(r, message=f"{address} {r.message}") for r in judgement.reasons)
    return Judgement(Verdict.FAIL, tuple(reasons))


def _unknown(value: Value[str], otherwise: str) -> Judgement:
    """Return that a link is not known, with the reason of the value where it has one."""
    symbols = isinstance(value, Unknown) and value.parts
    message = value.reason if isinstance(value, Unknown) and not symbols else otherwise
    return Judgement(Verdict.UNKNOWN, (Reason(message, value.provenance),))
