"""Whether a subscription delivers what an alarm tells its topic.

https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..core.text import Text, parts_of, starts_with
from ..core.value import Absent, Hop, Known, Unknown, Value
from ..core.value_claims import is_set, undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, caused_by
from ..model.model import Model
from ..model.topic import Subscription, Topic
from .endpoint_permission import function_takes, queue_takes
from .subscription_filter import lets_alarms_through

_FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "email": (re.compile(r"[^@\s]+@[^@\s]+"), "an email address"),
    "email-json": (re.compile(r"[^@\s]+@[^@\s]+"), "an email address"),
    "http": (re.compile(r"http://\S+"), "a URL that begins with http://"),
    "https": (re.compile(r"https://\S+"), "a URL that begins with https://"),
    "sms": (re.compile(r"\+?[0-9][0-9 ().-]{3,24}"), "a phone number"),
    "sqs": (re.compile(r"arn:[^:]*:sqs:\S+"), "the ARN of a queue"),
    "lambda": (re.compile(r"arn:[^:]*:lambda:\S+"), "the ARN of a function"),
    "firehose": (re.compile(r"arn:[^:]*:firehose:\S+"), "the ARN of a delivery stream"),
    "application": (re.compile(r"arn:[^:]*:sns:\S+"), "the ARN of an application's endpoint"),
}
"""By protocol, what an endpoint looks like, and what it is called."""


def delivers(subscription: Subscription, topic: Topic, alarm: Text, model: Model) -> Judgement:
    """Judge that a subscription delivers the messages of an alarm of this name."""
    protocol = subscription.protocol
    if isinstance(protocol, Unknown):
        return all_of((_has_endpoint(subscription), undecided(protocol)))
    word = protocol.value if isinstance(protocol, Known) else ""
    if word not in _FORMS:
        said = f"{subscription.address} has no protocol that SNS supports"
        return Judgement(Verdict.FAIL, (Reason(said, protocol.provenance, remedy="endpoint"),))
    return all_of(
        (
            _is_where_the_topic_is(subscription, topic),
            _has_endpoint(subscription),
            _has_form(subscription, word),
            lets_alarms_through(subscription, alarm),
            _takes(subscription, topic, word, model),
        )
    )


def _is_where_the_topic_is(subscription: Subscription, topic: Topic) -> Judgement:
    """Judge that a subscription is made in its topic's region, from whatever account it is."""
    if not _are_different(subscription.place.region, topic.place.region):
        return Judgement(Verdict.PASS)
    said = f"{subscription.address} is created in a different region from {topic.address}"
    place = (Hop(subscription.span, subscription.address),)
    return Judgement(Verdict.FAIL, (Reason(said, place, remedy="endpoint"),))


def _are_different(one: Value[str], other: Value[str]) -> bool:
    return isinstance(one, Known) and isinstance(other, Known) and one.value != other.value


def _has_endpoint(subscription: Subscription) -> Judgement:
    said = f"{subscription.address} delivers nothing: it has no endpoint"
    value = subscription.endpoint
    if isinstance(value, Unknown):
        # Somebody gives it; only a text that is certainly empty is refused.
        return Judgement(Verdict.PASS)
    return caused_by(is_set(value, said), "endpoint")


def _has_form(subscription: Subscription, protocol: str) -> Judgement:
    """Judge that an endpoint is of the kind that a protocol delivers to."""
    form, called = _FORMS[protocol]
    said = f"{subscription.address} delivers nothing: its endpoint is not {called}"
    value = subscription.endpoint
    reason = Reason(said, value.provenance, remedy="endpoint")
    match value:
        case Known(value=text):
            is_right = not text or form.fullmatch(text.strip()) is not None
            return Judgement(Verdict.of(is_right), (reason,))
        case Unknown() if form.pattern.startswith("arn") and _is_no_arn(value):
            return Judgement(Verdict.FAIL, (reason,))
        case _:
            return Judgement(Verdict.PASS)


def _is_no_arn(value: Value[str]) -> bool:
    return starts_with(parts_of(value) or (), "arn:") is Verdict.FAIL


def _takes(subscription: Subscription, topic: Topic, protocol: str, model: Model) -> Judgement:
    """Judge that what a subscription delivers to takes messages of the topic."""
    if protocol == "lambda":
        return function_takes(subscription, topic, model)
    if protocol == "sqs":
        return queue_takes(subscription, topic, model)
    if protocol == "firehose":
        said = f"{subscription.address} delivers nothing: it has no role to write to a stream with"
        value = subscription.role_arn
        if isinstance(value, Absent | Known):
            return caused_by(is_set(value, said), "endpoint")
    return Judgement(Verdict.PASS)
