"""What keeps a trail from being switched off, and what notices that it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.value import Value
from .entity import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceControlPolicy(Entity):
    """An organization's policy of type SERVICE_CONTROL_POLICY."""

    document: Value[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigRule(Entity):
    """An AWS Config rule, an organization's rule, or a conformance pack's rule about trails."""

    source_identifier: Value[str]
    """The managed rule's identifier: ``MULTI_REGION_CLOUD_TRAIL_ENABLED``; of a rule that is not
    AWS's own, ``CUSTOM_LAMBDA``."""
