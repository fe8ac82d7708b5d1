"""What CloudFormation calls the fields of the model; names are case-exact.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
"""

from __future__ import annotations

from ..lowering.fields import Tables
from . import tables_access, tables_detection, tables_recording, tables_storage

_PARTS = (tables_recording, tables_storage, tables_access, tables_detection)

TABLES = Tables(
    entities=tuple(table for part in _PARTS for table in part.ENTITIES),
    satellites=tuple(table for part in _PARTS for table in part.SATELLITES),
    settings=(*tables_recording.SETTINGS, *tables_storage.SETTINGS),
    attributes={type_: names for part in _PARTS for type_, names in part.ATTRIBUTES.items()},
)
"""Every resource type that iacguard reads in CloudFormation. The attribute ``Ref`` is what a
`Ref` to the resource gives."""
