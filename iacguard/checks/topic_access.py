"""Whether a service can publish to a topic: by the topic's policy, and with the topic's key.

https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..core.exhaustive import assert_never
from ..core.text import ends_with, parts_of
from ..core.value import Hop, Unknown, Value
from ..core.value_claims import is_false
from ..core.verdict import Judgement, Reason, Verdict, all_of, caused_by
from ..iam.document import PolicyDocument
from ..iam.evaluate import allows
from ..iam.request import Request
from ..model.key import Key
from ..model.link import Elsewhere, Here, Nowhere, Undecided
from ..model.model import Model
from ..model.topic import Topic
from .cloudtrail_requests import each_alone, in_force, worded
from .keys import is_usable
from .links import is_deployed, key_named

_KEY_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")
"""What a publisher does with the key of an encrypted topic."""

_MANAGED_KEY = "alias/aws/sns"
"""The key that AWS manages for SNS; its policy lets in no service, and cannot be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What messages on one topic call things."""

    topic: str
    """"cannot notify its topic: the topic"."""

    policy: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A service that publishes to topics on somebody's behalf."""

    service: str
    """``cloudwatch.amazonaws.com``."""

    words: Callable[[Topic], Words]

    asked: Callable[[str, Value[str]], Request]
    """The request to do an action on what has an ARN."""

    under_default_policy: Callable[[Topic], Judgement]
    """Whether a topic that nobody gave a policy takes its messages."""

    by_other_names: Callable[[Judgement, Sequence[PolicyDocument]], Judgement]
    """The judgement on a topic's policies, which may let the service in by other names."""


def can_publish(topic: Topic, model: Model, publisher: Publisher) -> Judgement:
    """Judge that a service can publish to a topic, and use its key where it has one."""
    return all_of(
        (
            _is_standard(topic, publisher),
            _policy_allows(topic, publisher),
            _key_allows(topic, model, publisher),
        )
    )


def _is_standard(topic: Topic, publisher: Publisher) -> Judgement:
    """Judge that a topic takes messages without a group, as services send them.

    https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
    """
    said = f"{publisher.words(topic).topic} is a FIFO topic, which needs a group for each message"
    return caused_by(is_false(topic.is_fifo, said), "fifo-topic")


def _policy_allows(topic: Topic, publisher: Publisher) -> Judgement:
    if not in_force(topic.policies):
        return publisher.under_default_policy(topic)
    policy = publisher.words(topic).policy
    said = f"{policy} does not allow {publisher.service} to perform SNS:Publish"
    request = publisher.asked("sns:Publish", topic.arn)

    def judged(documents: list[PolicyDocument]) -> Judgement:
        return worded(allows(documents, request), said, topic)

    allowed = caused_by(each_alone(topic.policies, judged), "topic-policy")
    return publisher.by_other_names(allowed, in_force(topic.policies))


def _key_allows(topic: Topic, model: Model, publisher: Publisher) -> Judgement:
    value = topic.kms_key
    if ends_with(parts_of(value) or (), _MANAGED_KEY) is Verdict.PASS:
        said = (
            f"{publisher.words(topic).topic} is encrypted with `{_MANAGED_KEY}`, "
            f"which {publisher.service} cannot use"
        )
        return Judgement(Verdict.FAIL, (Reason(said, value.provenance, remedy="topic-key"),))
    match key_named(value, topic.place, model):
        case Nowhere():
            return Judgement(Verdict.PASS)
        case Here(entity=key):
            called = publisher.words(topic).key
            return all_of((is_deployed(key), _is_let_in(key, publisher, called)))
        case Elsewhere():
            said = f"the key of {topic.address} is declared elsewhere"
            return Judgement(Verdict.UNKNOWN, (Reason(_doubt(value, said), value.provenance),))
        case Undecided():
            said = f"which key {topic.address} has depends on the deployment"
            return Judgement(Verdict.UNKNOWN, (Reason(_doubt(value, said), value.provenance),))
        case link:
            assert_never(link)


def _doubt(value: Value[str], otherwise: str) -> str:
    """Return why a value is not known, where that is more than that it is not deployed yet."""
    return value.reason if isinstance(value, Unknown) and not value.parts else otherwise


def _is_let_in(key: Key, publisher: Publisher, called: str) -> Judgement:
    usable = caused_by(is_usable(key, called), "topic-key")
    if not in_force(key.policies):
        # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
        said = f"{called} has the default policy, which allows no service"
        place = (Hop(key.span, key.address),)
        default = Judgement(Verdict.FAIL, (Reason(said, place, remedy="topic-key"),))
        return all_of((usable, default))

    def judged(documents: list[PolicyDocument]) -> Judgement:
        return all_of(of(action, documents) for action in _KEY_ACTIONS)

    def of(action: str, documents: list[PolicyDocument]) -> Judgement:
        said = f"{called} does not allow {publisher.service} to perform {action}"
        return worded(allows(documents, publisher.asked(action, key.arn)), said, key)

    return all_of((usable, caused_by(each_alone(key.policies, judged), "topic-key")))
