"""From an alarm to a person: the alarm's topic takes its message, and delivers it to somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..core.text import ACCOUNT, Text, equal, normal, parts_of
from ..core.value import Hole, Hop, Unknown, Value
from ..core.value_claims import undecided
from ..core.verdict import Judgement, Reason, Verdict, all_of, any_of
from ..iam.arn import account_of
from ..iam.request import Context, NotCarried, Request, ServicePrincipal, carried
from ..model.link import Here, Link, Undecided, follow
from ..model.model import Model
from ..model.topic import ChatChannel, Subscription, Topic
from .cloudtrail_requests import OF_EVERY_SERVICE
from .composite_alarms import Acting
from .links import is_deployed, may_be_in
from .partial_lists import texts
from .subscriptions import delivers
from .topic_access import Publisher, Words, can_publish

CLOUDWATCH = "cloudwatch.amazonaws.com"
_SERVICE = ServicePrincipal(CLOUDWATCH)

_ALARM = ":alarm:"

_CARRIED: Context = {
    **OF_EVERY_SERVICE,
    "aws:principalservicename": carried(CLOUDWATCH),
    "aws:principalservicenameslist": carried(CLOUDWATCH),
    # These are of requests to subscribe.
    "sns:endpoint": NotCarried.MISSING,
    "sns:protocol": NotCarried.MISSING,
}


@dataclass(frozen=True, slots=True)
class _FromAlarms:
    """The question whether a topic delivers what alarms tell it, by the ARN that they have.

    The ARN of any alarm of an account and region ends in a hole.
    """

    arn: Text

    def __call__(self, topic: Topic, model: Model) -> Judgement:
        is_taken = can_publish(topic, model, self._publisher())
        return all_of((is_taken, is_delivered(topic, model, self._delivers)))

    def _publisher(self) -> Publisher:
        account = account_of(self.arn) or (ACCOUNT,)
        context: Context = {
            **_CARRIED,
            "aws:sourcearn": carried(self.arn),
            "aws:sourceaccount": carried(account),
            "aws:sourceowner": carried(account),
        }

        def asked(action: str, arn: Value[str]) -> Request:
            resource = parts_of(arn) or (Hole(),)
            return Request(principal=_SERVICE, action=action, resource=resource, context=context)

        def default(topic: Topic) -> Judgement:
            # The default policy takes whatever the topic's owner sends.
            # https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
            owner = account_of(parts_of(topic.arn) or ()) or (ACCOUNT,)
            verdict = equal(account, owner)
            said = f"{topic.address} has the default policy, which allows only its owner's account"
            if verdict is Verdict.UNKNOWN:
                said = f"{topic.address} may be in another account than the alarm"
            place = (Hop(topic.span, topic.address),)
            return Judgement(verdict, (Reason(said, place, remedy="topic-policy"),))

        return Publisher(
            service=CLOUDWATCH,
            words=words_of,
            asked=asked,
            under_default_policy=default,
            by_other_names=lambda judgement, documents: judgement,
        )

    def _delivers(self, subscription: Subscription, topic: Topic, model: Model) -> Judgement:
        return delivers(subscription, topic, _name(self.arn), model)


def is_delivered(
    topic: Topic, model: Model, delivering: Callable[[Subscription, Topic, Model], Judgement]
) -> Judgement:
    """Judge that somebody has subscribed to a topic whom a message reaches.

    `delivering` judges a subscription of the topic.
    """
    judgements = []
    for subscription in model.subscriptions:
        match model.once(_topic_of, subscription):
            case Here(entity=entity) if entity is topic:
                judged = delivering(subscription, topic, model)
                judgements.append(all_of((is_deployed(subscription), judged)))
            case Undecided(value=value, candidates=candidates) if topic in candidates:
                said = f"{subscription.address} may be to another topic"
                judgements.append(_open(value, said))
            case _:
                pass
    judgements += (
        all_of((is_deployed(channel), joined))
        for channel in model.chat_channels
        if (joined := _joins(channel, topic)).verdict is not Verdict.FAIL
    )
    unread = model.reaching((topic.arn, topic.name))
    if unread is not None:
        judgements.append(may_be_in(unread, f"a subscription of {topic.address}"))
    if judgements:
        return any_of(judgements)
    said = f"{topic.address} has no subscription"
    reason = Reason(said, (Hop(topic.span, ""),), remedy="no-subscription")
    return Judgement(Verdict.FAIL, (reason,))


def topic_delivers(topic: Topic, alarm: Acting, model: Model) -> Judgement:
    """Judge that a topic takes what an alarm tells it, and delivers it to somebody.

    Most topics do that for any alarm or for none, which is asked once.
    """
    arn = parts_of(alarm.arn) or (Hole(),)
    of_any = model.once(_FromAlarms(_of_any_name(arn)), topic)
    return of_any if of_any.verdict is not Verdict.UNKNOWN else _FromAlarms(arn)(topic, model)


def _of_any_name(arn: Text) -> Text:
    """Return the ARN of an alarm without its name."""
    for index, part in enumerate(arn):
        if isinstance(part, str) and _ALARM in part:
            return (*arn[:index], part[: part.index(_ALARM) + len(_ALARM)], Hole())
    return (Hole(),)


def _name(arn: Text) -> Text:
    """Return the name in the ARN of an alarm."""
    for index, part in enumerate(arn):
        if isinstance(part, str) and _ALARM in part:
            return normal((part[part.index(_ALARM) + len(_ALARM) :], *arn[index + 1 :]))
    return (Hole(),)


def words_of(topic: Topic) -> Words:
    """Return what messages on the end of a chain call a topic, its policy and its key."""
    address = topic.address
    return Words(topic=address, policy=f"the policy of {address}", key=f"the key of {address}")


def _joins(channel: ChatChannel, topic: Topic) -> Judgement:
    """Judge that a channel is subscribed to a topic."""
    listed = texts(channel.topics)
    ours = parts_of(topic.arn) or (Hole(),)
    found = [equal(parts_of(each) or (Hole(),), ours) for each in listed.certain]
    best = max(found, default=Verdict.FAIL)
    if best is Verdict.FAIL and listed.doubts:
        return undecided(listed.doubts[0])
    said = f"{channel.address} may be subscribed to other topics"
    return Judgement(best, (Reason(said, channel.topics.provenance),))


def _topic_of(subscription: Subscription, model: Model) -> Link[Topic]:
    def names(topic: Topic) -> Iterable[Value[str]]:
        return (topic.arn,)

    return follow(subscription.topic_arn, subscription.place, model.topics, names)


def _open(value: Value[str], said: str) -> Judgement:
    """Return that something is not known, with the reason of the value where it has one."""
    if isinstance(value, Unknown) and not value.parts:
        said = value.reason
    return Judgement(Verdict.UNKNOWN, (Reason(said, value.provenance),))
