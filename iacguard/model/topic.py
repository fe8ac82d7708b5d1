"""An SNS topic, with its policies and subscriptions joined."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.value import Value
from .entity import Entity
from .policy import AttachedPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(Entity):
    """Somebody, or something, that a topic tells."""

    topic_arn: Value[str]
    protocol: Value[str]
    endpoint: Value[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Entity):
    """A topic."""

    name: Value[str]
    arn: Value[str]
    policies: tuple[AttachedPolicy, ...] = ()
