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


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of entity: its class, and the model's collection of it."""

    type: type[Any]
    collection: str


ENTITY_KINDS: Mapping[str, SubjectKind] = {
    "alarm": SubjectKind(Alarm, "alarms"),
    "bucket": SubjectKind(Bucket, "buckets"),
    "event_data_store": SubjectKind(EventDataStore, "event_data_stores"),
    "key": SubjectKind(Key, "keys"),
    "log_group": SubjectKind(LogGroup, "log_groups"),
    "trail": SubjectKind(Trail, "trails"),
}

ACCOUNT = "account"
"""The subject of rules that judge a whole scope."""

SCAN = "scan"
"""The subject of the IG0xx rules: the scan itself."""

SUBJECTS = (*ENTITY_KINDS, ACCOUNT, SCAN)


def has_field(subject: str, path: tuple[str, ...]) -> bool:
    """Return whether the first step of a dotted path is a field of a kind of subject."""
    kind = ENTITY_KINDS.get(subject)
    return kind is not None and path[0] in {field.name for field in fields(kind.type)}
