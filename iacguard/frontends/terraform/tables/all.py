"""What Terraform's AWS provider calls the fields of the model.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs
"""

from __future__ import annotations

from ...lowering.fields import Tables
from . import access, detection, events, guardrails, keys, messaging, recording, storage
from .ledger import LEDGER

_PARTS = (recording, storage, keys, access, messaging, detection, events, guardrails)

TABLES = Tables(
    entities=tuple(table for part in _PARTS for table in part.ENTITIES),
    satellites=tuple(table for part in _PARTS for table in part.SATELLITES),
    ledger=LEDGER,
    attributes={type_: names for part in _PARTS for type_, names in part.ATTRIBUTES.items()},
)
"""Every resource type that iacguard reads in Terraform."""
