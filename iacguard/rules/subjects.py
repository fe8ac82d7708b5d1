"""The kinds of subject that a rule may judge, and where the model keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from ..model.alarm import Alarm
from ..model.bucket import Bucket
from ..model.event_data_store import EventDataStore
from ..model.key import Key
from ..model.log_group import LogGroup
from ..model.trail import Trail
from .rule import CheckName


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of entity: its class, and the model's collection of it."""

    type: type[Any]
    collection: str

    concern: CheckName | None = None
    """The function that judges only those of the collection that a trail names:
    ``(entity, model, judge)``; None where rules concern all of them."""


ENTITY_KINDS: Mapping[str, SubjectKind] = {
    "alarm": SubjectKind(Alarm, "alarms"),
    "event_data_store": SubjectKind(EventDataStore, "event_data_stores"),
    "trail": SubjectKind(Trail, "trails"),
    "trail.bucket": SubjectKind(Bucket, "buckets", CheckName("links", "of_trail_bucket")),
    "trail.key": SubjectKind(Key, "keys", CheckName("links", "of_trail_key")),
    "trail.log_group": SubjectKind(LogGroup, "log_groups", CheckName("logs", "of_trail_log_group")),
}
"""A dotted one is what trails name: their buckets, and no other bucket."""

ACCOUNT = "account"
"""The subject of rules that judge a whole scope."""

SCAN = "scan"
"""The subject of the IG0xx rules: the scan itself."""

SUBJECTS = (*ENTITY_KINDS, ACCOUNT, SCAN)


def has_field(subject: str, name: str) -> bool:
    """Return whether a kind of subject has a field of this name."""
    kind = ENTITY_KINDS.get(subject)
    return kind is not None and name in {field.name for field in fields(kind.type)}
