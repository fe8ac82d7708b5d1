"""What CloudFormation calls the fields of the model; names are case-exact.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
"""

from __future__ import annotations

from ...lowering.fields import Tables
from . import access, detection, events, guardrails, messaging, recording, storage
from .ledger import LEDGER

_PARTS = (recording, storage, access, messaging, detection, events, guardrails)

TABLES = Tables(
    entities=tuple(table for part in _PARTS for table in part.ENTITIES),
    satellites=tuple(table for part in _PARTS for table in part.SATELLITES),
    settings=(*recording.SETTINGS, *storage.SETTINGS),
    ledger=LEDGER,
    attributes={type_: names for part in _PARTS for type_, names in part.ATTRIBUTES.items()},
)
"""Every resource type that iacguard reads in CloudFormation. The attribute ``Ref`` is what a
`Ref` to the resource gives."""
