"""What an alarm does when it goes off, and whether somebody is told.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..core.exhaustive import assert_never
from ..core.text import equal, parts_of
from ..core.value import Absent, Hole, Hop, Known, Unknown, Value
from ..core.value_claims import is_true, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of, caused_by
from ..iam.arn import region_of
from ..model.alarm import Alarm, CompositeAlarm
from ..model.link import Elsewhere, Here, Nowhere, Undecided, follow
from ..model.model import Model
from ..model.topic import Topic
from .alarm_muting import is_heard
from .composite_alarms import Acting, following
from .links import is_deployed
from .partial_lists import texts
from .topic_delivery import topic_delivers

_TELLING: Mapping[str, str] = {
    ":ssm-incidents:": "starts a response plan of Incident Manager",
    ":ssm:": "opens an OpsItem",
    ":lambda:": "calls a Lambda function",
    ":aiops:": "starts an investigation",
}
"""Actions that may tell somebody, by the service in their ARN."""


def acts(alarm: Acting) -> Judgement:
    """Judge that an alarm has an action, and that its actions are enabled."""
    own = _acts(alarm)
    # An alarm is the subject of what is said of itself.
    return _about(alarm.address, own) if isinstance(alarm, CompositeAlarm) else own


def _acts(alarm: Acting) -> Judgement:
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
    """Judge that an alarm tells somebody when it goes off, or a composite alarm in its stead."""
    return model.once(_tells_in_some_way, alarm)


def _tells_in_some_way(alarm: Alarm, model: Model) -> Judgement:
    own = _tells(alarm, model)
    if own.verdict is Verdict.PASS:
        return own
    in_its_stead = [
        all_of(
            (
                follows,
                is_deployed(composite),
                _is_not_suppressed(composite),
                _tells(composite, model),
            )
        )
        for composite, follows in following(alarm, model)
    ]
    either = any_of((own, *in_its_stead))
    return own if either.verdict is Verdict.FAIL else either


def _is_not_suppressed(composite: CompositeAlarm) -> Judgement:
    """Judge that no other alarm keeps a composite alarm from acting."""
    value = composite.suppressor
    if isinstance(value, Absent) or (isinstance(value, Known) and not value.value):
        return Judgement(Verdict.PASS)
    said = f"{composite.address} does not act while another alarm suppresses its actions"
    return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),))


def _tells(alarm: Acting, model: Model) -> Judgement:
    acting = _about(alarm.address, _acts(alarm))
    actions = texts(alarm.alarm_actions)
    if not actions.certain:
        return acting
    told = any_of(
        (
            *(_action_tells_somebody(action, alarm, model) for action in actions.certain),
            *map(undecided, actions.doubts),
        )
    )
    return all_of((acting, is_heard(alarm, model), told))


def _action_tells_somebody(action: Value[str], alarm: Acting, model: Model) -> Judgement:
    match follow(action, alarm.place, model.topics, _topic_names):
        case Here(entity=topic):
            is_near = _in_one_region(alarm, topic)
            return all_of((is_deployed(topic), is_near, topic_delivers(topic, alarm, model)))
        case Elsewhere(value=value):
            return _tells_elsewhere(value, alarm)
        case Undecided(value=value):
            return _unknown(value, f"which topic {alarm.address} notifies is not known")
        case Nowhere():
            said = f"{alarm.address} notifies no SNS topic"
            return Judgement(Verdict.FAIL, (Reason(said, action.provenance, remedy="no-topic"),))
        case link:
            assert_never(link)


def _in_one_region(alarm: Acting, topic: Topic) -> Judgement:
    """Judge that a topic is in the region of an alarm: CloudWatch refuses any other."""
    ours, theirs = (parts_of(each.place.region) or (Hole(),) for each in (alarm, topic))
    verdict = equal(ours, theirs)
    said = f"{alarm.address} cannot notify {topic.address}, which is in another region"
    if verdict is Verdict.UNKNOWN:
        said = f"{topic.address} may be in a different region from {alarm.address}"
    places = (Hop(alarm.span, alarm.address), Hop(topic.span, topic.address))
    return Judgement(verdict, (Reason(said, places, remedy="topic-region"),))


def _tells_elsewhere(action: Value[str], alarm: Acting) -> Judgement:
    """Judge an action on what is not declared here, by its ARN."""
    arn = parts_of(action) or ()
    written = "".join(part if isinstance(part, str) else "" for part in arn)
    if ":sns:" in written or (isinstance(action, Unknown) and not written):
        region, own = region_of(arn), parts_of(alarm.place.region)
        if region and own and equal(region, own) is Verdict.FAIL:
            said = f"{alarm.address} cannot notify a topic in another region"
            reason = Reason(said, action.provenance, remedy="topic-region")
            return Judgement(Verdict.FAIL, (reason,))
        return _unknown(action, f"the topic of {alarm.address} is declared elsewhere")
    for service, does in _TELLING.items():
        if service in written:
            said = f"{alarm.address} {does}, and whom that alerts is not known"
            return Judgement(Verdict.UNKNOWN, (Reason(said, action.provenance),))
    if isinstance(action, Unknown):
        return _unknown(action, f"what {alarm.address} does is declared elsewhere")
    said = f"{alarm.address} notifies no SNS topic"
    return Judgement(Verdict.FAIL, (Reason(said, action.provenance, remedy="no-topic"),))


def _topic_names(topic: Topic) -> Iterable[Value[str]]:
    return (topic.arn,)


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
