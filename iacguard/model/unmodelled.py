"""What is written about an entity that no field of the model holds.

A pass that rests on such an entity is no proof: the attribute may be what breaks it. So whatever
passes is judged once more on a model in which every field that the attribute may change is
unknown, and passes only if it passes there, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..core.value import Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmodelled:
    """An attribute that is written, and that may change what the model says of an entity."""

    doubt: Unknown
    """Where it is written, and why it matters: what its fields are worth to a proof."""

    fields: frozenset[str] = frozenset()
    """The fields of the entity that it may change; every one where none is named."""

    instead: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """By tuple field: elements of unknown content, which may stand there as well."""
