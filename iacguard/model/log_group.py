"""A CloudWatch Logs log group.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html
"""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_letters, digits

from ..core.value import Value
from .entity import Entity

NAME_CHARACTERS = frozenset(f"{ascii_letters}{digits}_-/.#")
"""What names of log groups are made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogGroup(Entity):
    """A log group that a trail may write to."""

    name: Value[str]

    arn: Value[str]
    """Without the ``:*`` that CloudTrail asks for."""

    retention_days: Value[int]
    """Days that events are kept; absent and 0 mean for ever."""

    log_class: Value[str]
    """``STANDARD`` by default; the other classes do less for less."""

    kms_key: Value[str]

    is_deletion_protected: Value[bool]
    """Whether CloudWatch Logs refuses to delete it until that is switched off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAccountPolicy(Entity):
    """A policy for all log groups of an account and region.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html
    """

    policy_type: Value[str]
    """``DATA_PROTECTION_POLICY`` masks text, ``TRANSFORMER_POLICY`` rewrites events; the other
    types leave events as they are."""
