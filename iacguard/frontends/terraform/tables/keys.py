"""Keys and their aliases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....core.value import Absent, Known, Value
from ....model.key import Alias, Key
from ...lowering.arn_templates import arn, own
from ...lowering.fields import (
    AttributeTemplate,
    Derived,
    EntityTable,
    Kind,
    Never,
    Own,
    Row,
    Satellite,
)
from ...lowering.transforms import (
    as_its_primary,
    attached_policy,
    enabled_with_material,
    is_written,
)


def origin_of_store(value: Value[Any]) -> Value[str]:
    """Return the origin of a key that is kept in a custom store, if it is."""
    match is_written(value):
        case Known(value=True, provenance=provenance):
            return Known("AWS_CLOUDHSM", provenance)
        case Known(provenance=provenance):
            return Absent(provenance)
        case other:
            return other


_POLICY = {"policies": attached_policy("policy")}
_LOCKOUT = Row(
    field="skips_lockout_check",
    path="bypass_policy_lockout_safety_check",
    read=Kind.FLAG,
    default=False,
)
_NAMES = (Row(field="key_id", path=Derived("key_id")), Row(field="arn", path=Derived("arn")))

# Material that is imported does not rotate by itself.
# https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
_IMPORTED = (
    Row(
        field="is_enabled",
        path="enabled",
        read=Kind.FLAG,
        instead=Row(
            field="is_enabled", path="key_material_base64", transform=enabled_with_material
        ),
    ),
    Row(field="rotates", path=Never(False)),
    Row(field="key_spec", path="key_spec", default="SYMMETRIC_DEFAULT"),
    Row(field="origin", path=Never("EXTERNAL")),
)

ENTITIES = (
    EntityTable(
        type="aws_kms_key",
        entity="keys",
        build=Key,
        rows=(
            *_NAMES,
            _LOCKOUT,
            Row(field="is_enabled", path="is_enabled", read=Kind.FLAG, default=True),
            Row(field="rotates", path="enable_key_rotation", read=Kind.FLAG, default=False),
            Row(
                field="key_spec",
                path="customer_master_key_spec",
                default="SYMMETRIC_DEFAULT",
            ),
            Row(
                field="origin",
                path="custom_key_store_id",
                default="AWS_KMS",
                transform=origin_of_store,
            ),
        ),
        appends=_POLICY,
    ),
    # What a replica shares with its primary key is not told by the replica.
    # https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
    EntityTable(
        type="aws_kms_replica_key",
        entity="keys",
        build=Key,
        rows=(
            *_NAMES,
            _LOCKOUT,
            Row(field="is_enabled", path="enabled", read=Kind.FLAG, default=True),
            Row(
                field="rotates",
                path="primary_key_arn",
                required=True,
                transform=as_its_primary("its rotation"),
            ),
            Row(field="key_spec", path="primary_key_arn", transform=as_its_primary("its key spec")),
            Row(
                field="origin",
                path="primary_key_arn",
                transform=as_its_primary("its key material"),
            ),
        ),
        appends=_POLICY,
    ),
    EntityTable(
        type="aws_kms_external_key",
        entity="keys",
        build=Key,
        rows=(*_NAMES, _LOCKOUT, *_IMPORTED),
        appends=_POLICY,
    ),
    EntityTable(
        type="aws_kms_replica_external_key",
        entity="keys",
        build=Key,
        rows=(*_NAMES, _LOCKOUT, *_IMPORTED),
        appends=_POLICY,
    ),
    EntityTable(
        type="aws_kms_alias",
        entity="aliases",
        build=Alias,
        rows=(
            Row(field="name", path=Derived("name")),
            Row(field="arn", path=Derived("arn")),
            Row(field="target", path="target_key_id", required=True),
        ),
    ),
)

SATELLITES: tuple[Satellite, ...] = (
    Satellite(
        type="aws_kms_key_policy",
        entity="keys",
        joins="key_id",
        names=("key_id", "arn"),
        rows=(_LOCKOUT,),
        appends=_POLICY,
    ),
)

_KEY: Mapping[str, AttributeTemplate] = {
    "id": own("key_id"),
    "key_id": own("key_id"),
    "arn": arn("kms", "key/", Own("key_id", ":*/ ")),
}

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "aws_kms_key": _KEY,
    "aws_kms_replica_key": _KEY,
    "aws_kms_external_key": _KEY,
    "aws_kms_replica_external_key": _KEY,
    "aws_kms_alias": {
        "id": own("name", ":* "),
        "name": own("name", ":* "),
        "arn": arn("kms", Own("name", ":* ")),
        "target_key_id": own("target_key_id"),
        "target_key_arn": arn("kms", "key/", Own("target_key_id")),
    },
}
