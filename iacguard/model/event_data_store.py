"""A CloudTrail Lake event data store.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventDataStore.html
"""

from __future__ import annotations

from dataclasses import dataclass

from ..core.value import Value
from .entity import Entity
from .trail import AdvancedEventSelector


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDataStore(Entity):
    """An event data store: no trail, and no substitute for one in CIS 3.1."""

    name: Value[str]
    is_multi_region: Value[bool]
    is_organization_store: Value[bool]
    is_termination_protected: Value[bool]
    is_ingesting: Value[bool]

    retention_days: Value[int]
    """Days that events are kept; 2,555 by default."""

    kms_key: Value[str]
    advanced_event_selectors: Value[tuple[AdvancedEventSelector, ...]]
