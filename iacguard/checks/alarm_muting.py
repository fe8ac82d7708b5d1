"""Whether an alarm's actions are muted by a schedule."""

from __future__ import annotations

import re

from ..core.text import equal, parts_of
from ..core.value import Absent, Known, Unknown, Value
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of
from ..model.alarm import MuteRule
from ..model.entity import together
from ..model.model import Model
from .composite_alarms import Acting
from .partial_lists import texts

_EVERY_DAY = re.compile(r"cron\(\s*\S+\s+\S+\s+\*\s+\*\s+\*\s*\)")
_DURATION = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,6})M)?)?")
_MINUTES_OF_A_DAY = 24 * 60


def is_heard(alarm: Acting, model: Model) -> Judgement:
    """Judge that no rule mutes an alarm, whose actions are not done while it is muted.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html
    """
    return model.once(_is_heard, alarm)


def _is_heard(alarm: Acting, model: Model) -> Judgement:
    return all_of(_is_left_alone(alarm, rule) for rule in model.mute_rules)


def _is_left_alone(alarm: Acting, rule: MuteRule) -> Judgement:
    if isinstance(rule.exists, Known) and not rule.exists.value:
        return Judgement(Verdict.PASS)
    targets = texts(rule.alarms)
    name = parts_of(alarm.name) or ()
    near = together(rule.place, alarm.place, alarm.name_reach)
    named = max(
        (min(near, equal(parts_of(each) or (), name)) for each in targets.certain),
        default=Verdict.FAIL,
    )
    if named is Verdict.FAIL:
        return all_of(map(undecided, targets.doubts))
    place = rule.alarms.provenance
    if named is Verdict.UNKNOWN:
        said = f"{rule.address} may mute {alarm.address}"
        return Judgement(Verdict.UNKNOWN, (Reason(said, place),))
    is_certain = isinstance(rule.exists, Known) and _is_always(rule)
    said = f"{rule.address} {'always' if is_certain else 'sometimes'} mutes {alarm.address}"
    verdict = Verdict.FAIL if is_certain else Verdict.UNKNOWN
    place = (*rule.schedule.provenance, *rule.duration.provenance)
    return Judgement(verdict, (Reason(said, place, remedy="muted"),))


def _is_always(rule: MuteRule) -> bool:
    """Return whether a rule mutes all day, and every day."""
    if any(not isinstance(value, Absent) for value in (rule.starts, rule.expires)):
        return False
    schedule = rule.schedule
    daily = isinstance(schedule, Known) and _EVERY_DAY.fullmatch(schedule.value.strip())
    return bool(daily) and _minutes(rule.duration) >= _MINUTES_OF_A_DAY


def _minutes(duration: Value[str]) -> int:
    """Return the minutes of a duration, and none where it is not known."""
    if isinstance(duration, Unknown | Absent):
        return 0
    found = _DURATION.fullmatch(duration.value.strip())
    if found is None:
        return 0
    days, hours, minutes = (int(each or 0) for each in found.groups())
    return (days * 24 + hours) * 60 + minutes
