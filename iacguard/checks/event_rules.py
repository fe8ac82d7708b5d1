"""From an event to a person by EventBridge: trail, rule, event pattern, target.

EventBridge gets what a trail records, on the default bus of the region in which it happens; what
IAM and Organizations do happens in one region, whoever asks for it.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..core.text import equal, parts_of
from ..core.value import Absent, Hole, Hop, Known, Unknown, Value
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of
from ..iam.json_text import read_json
from ..iam.request import Request, ServicePrincipal
from ..model.control import Control, NamedEvents
from ..model.event_rule import EventRule, EventTarget
from ..model.link import Here, Undecided, follow
from ..model.model import Model
from ..model.topic import Subscription, Topic
from ..patterns.coverage import Covered, Misses, covers, spelled_out
from ..patterns.event_pattern import EventPattern, read_event_pattern
from ..patterns.match import Field
from ..patterns.pattern import Every, Expression, Holds, JsonPattern, Malformed, Selector
from ..patterns.records import facts_of, in_event_bridge
from ..patterns.search import SearchBudget
from .account import covers_account
from .endpoint_permission import Caller, function_lets, queue_lets
from .links import is_deployed, may_be_in
from .named_events import missed_events, wanted
from .subscriptions import delivers
from .topic_access import Publisher, can_publish
from .topic_delivery import is_delivered, words_of

_SERVICE = "events.amazonaws.com"
_WORK = 40_000
"""The most that comparing patterns may cost for one control."""

_DISABLED = "DISABLED"
_WITH_READS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
_DEFAULT_BUS = "default"

_GLOBAL_REGION = "us-east-1"
_GLOBAL_SERVICES = frozenset({"iam.amazonaws.com", "organizations.amazonaws.com"})
"""Services whose events are in one region, whichever region a caller is in."""

_OF_TARGETS = frozenset({"endpoint-permission", "fifo-topic", "topic-key", "topic-policy"})
"""Remedies that name the service that an alarm calls by."""

_SOURCE = Selector(("eventSource",))
_NO_READS = Holds(selector=Selector(("readOnly",)), constants=(False,), may_be_missing=True)
"""What a rule sees that does not ask for read-only events, too."""


def by_event_rule(control: Control, model: Model) -> Judgement:
    """Judge that an EventBridge rule tells somebody of every event of a control."""
    budget = SearchBudget(_WORK)
    return any_of(_judged(control, rule, model, budget) for rule in model.event_rules)


def _judged(control: Control, rule: EventRule, model: Model, budget: SearchBudget) -> Judgement:
    """Judge one rule; of one that is about other events there is nothing to say."""
    catches, caught = _catches(control, rule, budget)
    if catches.verdict is Verdict.FAIL and not caught:
        return Judgement(Verdict.FAIL)
    judged = all_of(
        (
            catches,
            _is_enabled(rule),
            is_deployed(rule),
            _is_on_default_bus(rule),
            _gets(control, rule),
            _some_trail_records(model),
            _to_be_let_in(_tells(rule, model)),
        )
    )
    if judged.verdict is not Verdict.PASS:
        return judged
    said = f"by the EventBridge rule {rule.address}, not by a metric filter"
    return Judgement(Verdict.PASS, (Reason(said, rule.pattern.provenance, is_caveat=True),))


def _to_be_let_in(judgement: Judgement) -> Judgement:
    """Return a judgement on targets whose remedies are those of a rule, not of an alarm."""
    reasons = (
        replace(one, remedy="rule-target") if one.remedy in _OF_TARGETS else one
        for one in judgement.reasons
    )
    return replace(judgement, reasons=tuple(reasons))


def _catches(control: Control, rule: EventRule, budget: SearchBudget) -> tuple[Judgement, int]:
    """Judge that a rule's pattern catches every event of a control, and count those it does."""
    value = rule.pattern
    if isinstance(value, Absent):
        said = f"{rule.address} has no event pattern"
        return Judgement(Verdict.FAIL, (Reason(said, value.provenance),)), 0
    tree = _tree(value)
    if isinstance(tree, Unknown):
        return undecided(tree), 0
    pattern = read_event_pattern(tree)
    if isinstance(pattern, Malformed):
        said = f"the event pattern of {rule.address} cannot be read: {pattern.reason}"
        return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),)), 0
    seen = JsonPattern(_seen(rule, pattern))
    answers = [
        (events, covers(seen, named, budget, in_event_bridge(facts_of(texts), service, None)))
        for events, named, texts, service in _wanted(control)
    ]
    caught = sum(1 for _, answer in answers if isinstance(answer, Covered))
    missed = [(events, answer) for events, answer in answers if isinstance(answer, Misses)]
    if missed:
        # A pattern calls the record `detail`, and the envelope has no name.
        words = missed_events(missed).replace("$..", "").replace("$.", "detail.")
        said = f"the event pattern of {rule.address} misses {words}"
        return Judgement(Verdict.FAIL, (Reason(said, value.provenance, remedy="misses"),)), caught
    if caught < len(answers):
        if pattern.doubts:
            return undecided(pattern.doubts[0]), caught
        said = f"what the event pattern of {rule.address} catches is not certain"
        return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),)), caught
    return Judgement(Verdict.PASS), caught


def _wanted(
    control: Control,
) -> Iterator[tuple[NamedEvents, JsonPattern, Mapping[Selector, Field], str | None]]:
    """Yield the events of a control, what their texts are, and the service that they are of."""
    for events in control.events:
        pattern = wanted(events.pattern)
        texts = spelled_out(pattern.expression)
        service = texts.get(_SOURCE)
        yield events, pattern, texts, service if isinstance(service, str) else None


def _seen(rule: EventRule, pattern: EventPattern) -> Expression:
    """Return what a rule sees of the events that its pattern matches."""
    state = rule.state.value if isinstance(rule.state, Known) else ""
    if state == _WITH_READS or isinstance(rule.state, Unknown):
        return pattern.expression
    return Every((pattern.expression, _NO_READS))


def _tree(value: Value[Any]) -> Value[Any]:
    """Return the structure of a pattern that is written as JSON, or as one."""
    match value:
        case Known(value=str() as text, provenance=provenance):
            tree = read_json((text,), provenance, "it is not JSON")
        case Unknown(parts=(_, *_) as parts, provenance=provenance, reason=reason):
            tree = read_json(parts, provenance, reason)
        case _:
            return value
    if isinstance(tree, Unknown):
        said = tree.reason.replace("the policy", "the event pattern", 1)
        return Unknown(tree.provenance, said)
    return tree


def _is_enabled(rule: EventRule) -> Judgement:
    if isinstance(rule.state, Unknown):
        return undecided(rule.state)
    is_off = isinstance(rule.state, Known) and rule.state.value == _DISABLED
    said = f"{rule.address} is disabled"
    reason = Reason(said, rule.state.provenance, remedy="rule-disabled")
    return Judgement(Verdict.of(not is_off), (reason,))


def _is_on_default_bus(rule: EventRule) -> Judgement:
    if isinstance(rule.bus, Absent) or parts_of(rule.bus) == (_DEFAULT_BUS,):
        return Judgement(Verdict.PASS)
    said = f"{rule.address} is on an event bus that may get no events from CloudTrail"
    return Judgement(Verdict.UNKNOWN, (Reason(said, rule.bus.provenance),))


def _gets(control: Control, rule: EventRule) -> Judgement:
    """Judge that a rule is where all events of a control are."""
    services = {service for *_, service in _wanted(control)}
    region = parts_of(rule.place.region) or (Hole(),)
    place = (Hop(rule.span, rule.address),)
    if services <= _GLOBAL_SERVICES:
        verdict = equal(region, (_GLOBAL_REGION,))
        said = f"{rule.address} is not in {_GLOBAL_REGION}, where these events occur"
        if verdict is Verdict.UNKNOWN:
            said = f"{rule.address} may not be in {_GLOBAL_REGION}, where these events occur"
        return Judgement(verdict, (Reason(said, place, remedy="rule-region"),))
    where = f" ({region[0]})" if len(region) == 1 and isinstance(region[0], str) else ""
    said = f"{rule.address} catches these events, but only in its own region{where}"
    return Judgement(Verdict.UNKNOWN, (Reason(said, place),))


def _some_trail_records(model: Model) -> Judgement:
    """Judge that a trail covers the account: EventBridge gets what a trail records."""
    recording = [covers_account(trail, model) for trail in model.trails]
    if any_of(recording).verdict is Verdict.PASS:
        return Judgement(Verdict.PASS)
    said = "whether a trail records the events that EventBridge gets is not known"
    return Judgement(Verdict.UNKNOWN, (Reason(said),))


def _tells(rule: EventRule, model: Model) -> Judgement:
    """Judge that a rule calls something that tells somebody."""
    told = []
    for target in model.event_targets:
        link = follow(target.rule, target.place, (rule,), _rule_names)
        if isinstance(link, Here):
            told.append(all_of((is_deployed(target), _target_tells(rule, target, model))))
        elif isinstance(link, Undecided):
            said = f"{target.address} may be of another rule"
            told.append(Judgement(Verdict.UNKNOWN, (Reason(said, target.rule.provenance),)))
    unread = model.reaching((rule.name, rule.arn))
    if unread is not None:
        told.append(may_be_in(unread, f"a target of {rule.address}"))
    if told:
        return any_of(told)
    said = f"{rule.address} has no target"
    place = (Hop(rule.span, rule.address),)
    return Judgement(Verdict.FAIL, (Reason(said, place, remedy="no-target"),))


def _target_tells(rule: EventRule, target: EventTarget, model: Model) -> Judgement:
    if isinstance(target.arn, Absent):
        said = f"{target.address} names nothing to call"
        return Judgement(Verdict.FAIL, (Reason(said, target.arn.provenance, remedy="no-target"),))
    topic = follow(target.arn, target.place, model.topics, lambda one: (one.arn,))
    queue = follow(target.arn, target.place, model.queues, lambda one: (one.arn,))
    function = follow(target.arn, target.place, model.functions, lambda one: (one.arn,))
    if not isinstance(target.role_arn, Absent | Known) or (
        isinstance(target.role_arn, Known) and target.role_arn.value
    ):
        said = f"{target.address} is called with a role, which is not judged"
        return Judgement(Verdict.UNKNOWN, (Reason(said, target.role_arn.provenance),))
    caller = Caller(
        service=_SERVICE, arn=parts_of(rule.arn) or (Hole(),), on_behalf_of=rule.address
    )
    if isinstance(topic, Here):
        return all_of((is_deployed(topic.entity), _topic_tells(topic.entity, caller, model)))
    if isinstance(queue, Here):
        return queue_lets(queue.entity, caller)
    if isinstance(function, Here):
        return function_lets(function.entity, caller, model)
    said = f"what {target.address} calls, and whom that alerts, is not known"
    return Judgement(Verdict.UNKNOWN, (Reason(said, target.arn.provenance),))


def _topic_tells(topic: Topic, caller: Caller, model: Model) -> Judgement:
    publishes = can_publish(topic, model, _publisher(caller))
    return all_of((publishes, is_delivered(topic, model, _delivers)))


def _publisher(caller: Caller) -> Publisher:
    def asked(action: str, arn: Value[str]) -> Request:
        resource = parts_of(arn) or (Hole(),)
        return Request(
            principal=ServicePrincipal(_SERVICE),
            action=action,
            resource=resource,
            context=caller.context(),
        )

    def default(topic: Topic) -> Judgement:
        # The default policy is for what the owner sends; the guide asks for a policy of its own.
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
        said = f"{topic.address} has the default policy, which may not let {_SERVICE} publish"
        place = (Hop(topic.span, topic.address),)
        return Judgement(Verdict.UNKNOWN, (Reason(said, place, remedy="topic-policy"),))

    return Publisher(
        service=_SERVICE,
        words=words_of,
        asked=asked,
        under_default_policy=default,
        by_other_names=lambda judgement, documents: judgement,
    )


def _delivers(subscription: Subscription, topic: Topic, model: Model) -> Judgement:
    """Judge that a subscription delivers what a rule tells its topic."""
    value = subscription.filter_policy
    if isinstance(value, Absent) or (isinstance(value, Known) and not value.value):
        return delivers(subscription, topic, (Hole(),), model)
    said = f"the filter policy of {subscription.address} may not let these events through"
    return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),))


def _rule_names(rule: EventRule) -> Iterable[Value[str]]:
    return (rule.name, rule.arn)
