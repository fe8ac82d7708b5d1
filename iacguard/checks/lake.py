"""CloudTrail Lake event data stores."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.value_claims import is_true
from ..core.verdict import Judgement, all_of, caused_by
from ..model.event_data_store import EventDataStore
from ..model.model import Model


def is_protected_and_ingesting(
    store: EventDataStore, model: Model, options: Mapping[str, object]
) -> Judgement:
    """Judge that a store cannot be deleted at once and still takes in events."""
    return all_of(
        (
            is_true(store.is_termination_protected, "can be deleted at once"),
            caused_by(is_true(store.is_ingesting, "takes in no events"), "suspended"),
        )
    )
