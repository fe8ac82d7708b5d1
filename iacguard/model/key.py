"""A KMS key, with its aliases.

https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
"""

from __future__ import annotations

from dataclasses import dataclass

from ..core.value import Value
from .entity import Entity
from .policy import AttachedPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias(Entity):
    """Another name of a key."""

    name: Value[str]
    """With its ``alias/`` prefix."""

    arn: Value[str]

    target: Value[str]
    """The key's id or ARN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Entity):
    """A customer managed key."""

    key_id: Value[str]
    arn: Value[str]
    policies: tuple[AttachedPolicy, ...] = ()

    skips_lockout_check: Value[bool]
    """Whether KMS accepts a policy that lets nobody replace it."""

    is_enabled: Value[bool]
    """A disabled key encrypts nothing: the trail's delivery stops."""

    rotates: Value[bool]

    key_spec: Value[str]
    """``SYMMETRIC_DEFAULT`` is the one kind that rotates by itself."""

    origin: Value[str]
    """Where its material is from; only that of ``AWS_KMS`` rotates by itself."""
