"""What a topic may deliver to: queues and functions, and what lets it do so."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.value import Value
from .entity import Entity
from .policy import AttachedPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue(Entity):
    """An SQS queue."""

    name: Value[str]
    arn: Value[str]
    url: Value[str]
    policies: tuple[AttachedPolicy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(Entity):
    """A Lambda function."""

    name: Value[str]
    arn: Value[str]

    policies: tuple[AttachedPolicy, ...] = ()
    """Its resource policies, written as a whole; permissions are statements of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionPermission(Entity):
    """What somebody else may do with a Lambda function.

    https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
    """

    function: Value[str]
    """The name or the ARN of the function."""

    action: Value[str]
    principal: Value[str]
    source_arn: Value[str]
    source_account: Value[str]
