"""Whether an alarm changes its state when a metric filter finds an event.

The filter publishes what it counts once a minute: what every match adds, or its default value in a
minute of events without a match. The alarm compares a statistic over its period.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import ge, gt, le, lt

from ..core.value import Absent, Known, Unknown, Value
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict
from ..model.alarm import Alarm
from ..model.metric_filter import MetricTransformation
from .watched_metric import WatchedMetric

Compare = Callable[[float, float], bool]

_COMPARISONS: Mapping[str, Compare] = {
    "GreaterThanOrEqualToThreshold": ge,
    "GreaterThanThreshold": gt,
    "LessThanOrEqualToThreshold": le,
    "LessThanThreshold": lt,
}

_MINUTE = 60
_NUMBER = re.compile(r"[-+]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][-+]?\d{1,3})?")
_LARGEST = 2.0**360
"""Of the values that CloudWatch takes."""

_LONGEST = 86_400
"""Seconds of the longest period; what holds of it holds of all shorter ones."""

_PERCENTILE = re.compile(r"p\d{1,3}(?:\.\d{1,10})?")
_ADDS_UP = frozenset({"Sum", "SampleCount"})
"""Statistics that are larger for more matches."""

_DECIDED = frozenset({*_ADDS_UP, "Average", "Maximum", "Minimum", "a percentile"})


@dataclass(frozen=True, slots=True)
class _Range:
    """The values that a statistic may take."""

    least: float
    most: float

    def breaches(self, compare: Compare, threshold: float) -> Verdict:
        """Decide whether all of them, none or some are on the alarming side of a threshold."""
        # The comparisons are monotone: what holds at both ends holds between them.
        ends = {compare(self.least, threshold), compare(self.most, threshold)}
        return Verdict.of(ends.pop()) if len(ends) == 1 else Verdict.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """What an alarm sees of a metric over time."""

    alarm: Alarm
    metric: WatchedMetric
    transformation: MetricTransformation
    statistic: str
    minutes: int
    """Minutes of the alarm's period."""

    match: float
    """What a match adds."""

    quiet: float | None
    """What is published for a minute without a match; None where nothing is."""


def goes_off(
    alarm: Alarm, metric: WatchedMetric, transformation: MetricTransformation
) -> Judgement:
    """Judge that one match of a filter makes an alarm go off, and that it is quiet otherwise.

    What is not written decides nothing: the service refuses an alarm without a threshold.
    """
    has_data = _has_data(alarm, metric, transformation)
    if has_data.verdict is not Verdict.PASS:
        return has_data
    course = _course(alarm, metric, transformation)
    if isinstance(course, Judgement):
        return course
    operator, written = alarm.comparison_operator, alarm.threshold
    for value in (operator, written):
        if isinstance(value, Unknown):
            return undecided(value)
    threshold = _number(written)
    compare = _COMPARISONS.get(operator.value) if isinstance(operator, Known) else None
    if threshold is None or compare is None:
        return Judgement(Verdict.PASS)
    reaches, rests = _reaches(course, compare, threshold), _rests(course, compare, threshold)
    judged = min((reaches, _lasts(course), rests), key=lambda each: each.verdict)
    if judged.verdict is Verdict.UNKNOWN and isinstance(metric.period, Unknown):
        return undecided(metric.period)
    return judged


def _has_data(
    alarm: Alarm, metric: WatchedMetric, transformation: MetricTransformation
) -> Judgement:
    """Judge that an alarm looks at data of the unit that a filter publishes."""
    wanted, published = metric.unit, transformation.unit
    if isinstance(wanted, Absent) or (isinstance(wanted, Known) and not wanted.value):
        return Judgement(Verdict.PASS)
    for value in (wanted, published):
        if isinstance(value, Unknown):
            return undecided(value)
    unit = published.value if isinstance(published, Known) and published.value else "None"
    if isinstance(wanted, Known) and wanted.value == unit:
        return Judgement(Verdict.PASS)
    said = f"{alarm.address} never has data: it asks for a unit that the metric is not published in"
    places = (*wanted.provenance, *published.provenance)
    return Judgement(Verdict.FAIL, (Reason(said, places, remedy="unit"),))


def _course(
    alarm: Alarm, metric: WatchedMetric, transformation: MetricTransformation
) -> _Course | Judgement:
    """Return what an alarm sees, or why that is not known or never alarms."""
    statistic = _statistic(metric)
    if isinstance(statistic, Unknown):
        return undecided(statistic)
    default = transformation.default_value
    is_published = not isinstance(default, Absent) and not (
        isinstance(default, Known) and default.value == ""
    )
    counts_samples = statistic == "SampleCount"
    if isinstance(default, Unknown):
        return undecided(default)
    added = transformation.value
    if isinstance(added, Unknown) and not counts_samples:
        return undecided(added)
    match = 1.0 if counts_samples else _number(added)
    if match == 0:
        said = f"{alarm.address} never goes off: a match adds 0 to its metric"
        return Judgement(Verdict.FAIL, (Reason(said, added.provenance, remedy="adds-nothing"),))
    if match is None:
        if isinstance(added, Absent):
            return Judgement(Verdict.PASS)
        said = f"{alarm.address} watches a sum over what the events hold"
        return Judgement(Verdict.UNKNOWN, (Reason(said, added.provenance),))
    quiet = (1.0 if counts_samples else _number(default)) if is_published else None
    if is_published and quiet is None:
        said = f"the default value of {alarm.address}'s metric is not a number"
        return Judgement(Verdict.UNKNOWN, (Reason(said, default.provenance),))
    if statistic not in _DECIDED:
        said = f"{alarm.address} watches a statistic that is not evaluated"
        place = (*metric.statistic.provenance, *metric.extended_statistic.provenance)
        return Judgement(Verdict.UNKNOWN, (Reason(said, place),))
    seconds = metric.period.value if isinstance(metric.period, Known) else _LONGEST
    if not 0 < seconds <= _LONGEST:
        said = f"{alarm.address} has a period that CloudWatch does not accept"
        return Judgement(Verdict.UNKNOWN, (Reason(said, metric.period.provenance),))
    return _Course(
        alarm=alarm,
        metric=metric,
        transformation=transformation,
        statistic=statistic,
        minutes=max(seconds // _MINUTE, 1),
        match=match,
        quiet=quiet,
    )


def _statistic(metric: WatchedMetric) -> str | Unknown:
    """Return the statistic that an alarm takes; the sum where none is written."""
    for value in (metric.extended_statistic, metric.statistic):
        match value:
            case Unknown():
                return value
            case Known(value=name) if name:
                return "a percentile" if _PERCENTILE.fullmatch(name) else name
            case _:
                pass
    return "Sum"


def _reaches(course: _Course, compare: Compare, threshold: float) -> Judgement:
    """Judge that a period with one match is on the alarming side of the threshold."""
    alarm = course.alarm
    reached = _of_match(course).breaches(compare, threshold)
    if reached is Verdict.PASS and not _is_ignored(course):
        return Judgement(Verdict.PASS)
    place = alarm.threshold.provenance
    if reached is Verdict.FAIL and course.statistic not in _ADDS_UP:
        said = f"{alarm.address} never goes off: its metric does not reach the threshold"
        return Judgement(Verdict.FAIL, (Reason(said, place, remedy="threshold"),))
    said = f"{alarm.address} does not go off for a single event"
    if reached is Verdict.UNKNOWN:
        place = (*course.metric.statistic.provenance, *place)
        said = (
            f"{alarm.address} may not go off for a single event if the minutes around it have none"
        )
    return Judgement(Verdict.UNKNOWN, (Reason(said, place),))


def _is_ignored(course: _Course) -> bool:
    """Return whether an alarm on a percentile does nothing for few samples, or may."""
    value = course.alarm.low_sample_percentiles
    ignores = not (isinstance(value, Known) and value.value in ("", "evaluate"))
    return course.statistic == "a percentile" and ignores


def _of_match(course: _Course) -> _Range:
    """Return the values that the statistic takes over a period with one match."""
    match, quiet = course.match, course.quiet
    others = course.minutes - 1
    if quiet is None or not others:
        return _Range(match, match)
    match course.statistic:
        case "Sum":
            return _between(match, match + others * quiet)
        case "SampleCount":
            return _Range(1, course.minutes)
        case "Average":
            return _between(match, (match + others * quiet) / course.minutes)
        case "Maximum":
            return _between(match, max(match, quiet))
        case "Minimum":
            return _between(match, min(match, quiet))
        case _:
            return _between(match, quiet)


def _of_quiet(course: _Course, quiet: float) -> _Range:
    """Return the values that the statistic takes over a period of events without a match."""
    if course.statistic in _ADDS_UP:
        return _between(quiet, quiet * course.minutes)
    return _Range(quiet, quiet)


def _between(one: float, other: float) -> _Range:
    return _Range(min(one, other), max(one, other))


def _lasts(course: _Course) -> Judgement:
    """Judge that the periods without a match that follow one do not keep an alarm quiet.

    Where they count as missing, one old enough goes for as many as are asked for; otherwise they
    are within the threshold, or the alarm stays what it was.
    """
    alarm = course.alarm
    asked = alarm.datapoints_to_alarm
    if isinstance(asked, Absent):
        asked = alarm.evaluation_periods
    if isinstance(asked, Absent) or (isinstance(asked, Known) and asked.value < 2):
        return Judgement(Verdict.PASS)
    missing = alarm.treat_missing_data
    counts = isinstance(missing, Known) and missing.value in ("missing", "breaching")
    if counts and course.quiet is None:
        return Judgement(Verdict.PASS)
    doubt = next((value for value in (asked, missing) if isinstance(value, Unknown)), None)
    if doubt is not None:
        return undecided(doubt)
    said = f"{alarm.address} does not go off for a single event"
    cause = missing if course.quiet is None else course.transformation.default_value
    return Judgement(Verdict.UNKNOWN, (Reason(said, (*asked.provenance, *cause.provenance)),))


def _rests(course: _Course, compare: Compare, threshold: float) -> Judgement:
    """Judge that an alarm leaves ALARM while nothing happens: it acts when it changes only."""
    alarm, missing = course.alarm, course.alarm.treat_missing_data
    always = f"{alarm.address} is always in ALARM, and acts only when its state changes: "
    if course.quiet is not None:
        rests = _of_quiet(course, course.quiet).breaches(compare, threshold)
        place = (*alarm.threshold.provenance, *course.transformation.default_value.provenance)
        if rests is Verdict.PASS:
            said = f"{always}a period without a match is beyond the threshold, too"
            return Judgement(Verdict.FAIL, (Reason(said, place, remedy="always"),))
        if rests is Verdict.UNKNOWN:
            said = f"{alarm.address} may be in ALARM while nothing happens"
            return Judgement(Verdict.UNKNOWN, (Reason(said, place),))
    if isinstance(missing, Unknown):
        return undecided(missing)
    word = missing.value if isinstance(missing, Known) else "missing"
    if word == "breaching" and course.quiet is None:
        said = f"{always}a period without data counts as breaching"
        return Judgement(Verdict.FAIL, (Reason(said, missing.provenance, remedy="always"),))
    if word == "breaching":
        said = f"{alarm.address} may be in ALARM already: a period without data counts as breaching"
        return Judgement(Verdict.UNKNOWN, (Reason(said, missing.provenance),))
    if word == "ignore" and course.quiet is None:
        said = (
            f"{alarm.address} stays in ALARM after the first event: a period without data leaves "
            "it as it is"
        )
        return Judgement(Verdict.FAIL, (Reason(said, missing.provenance, remedy="always"),))
    return Judgement(Verdict.PASS)


def _number(value: Value[str]) -> float | None:
    """Return the number that a text is, as far as CloudWatch takes it for one.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
    """
    if not isinstance(value, Known) or _NUMBER.fullmatch(value.value) is None:
        return None
    number = float(value.value)
    return number if abs(number) <= _LARGEST else None
