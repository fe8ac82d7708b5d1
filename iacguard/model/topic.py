"""An SNS topic, with its policies, and whom it tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.value import Value
from .entity import Entity
from .policy import AttachedPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(Entity):
    """Somebody, or something, that a topic tells.

    https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
    """

    topic_arn: Value[str]
    protocol: Value[str]
    endpoint: Value[str]

    filter_policy: Value[Any]
    """JSON text, or a mapping of values: what a message must hold to be delivered."""

    filter_scope: Value[str]
    """``MessageAttributes``, the default, or ``MessageBody``."""

    role_arn: Value[str]
    """The role that writes to a Firehose stream."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatChannel(Entity):
    """A channel of Slack or Microsoft Teams that Amazon Q Developer tells of messages.

    https://docs.aws.amazon.com/chatbot/latest/adminguide/what-is.html
    """

    topics: Value[tuple[Value[str], ...]]
    """The ARNs of topics that it is subscribed to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Entity):
    """A topic."""

    name: Value[str]
    arn: Value[str]

    kms_key: Value[str]
    """The id, the ARN or an alias of the key that encrypts its messages."""

    is_fifo: Value[bool]
    """Whether it keeps messages in order, each in a group that its sender names."""

    policies: tuple[AttachedPolicy, ...] = ()
