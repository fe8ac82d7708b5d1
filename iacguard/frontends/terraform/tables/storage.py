"""Buckets, which version 4 of the provider spread over a dozen resources."""

from __future__ import annotations

from collections.abc import Mapping

from ....core.text import ACCOUNT
from ....model.bucket import (
    AccountPublicAccessBlock,
    AclGrant,
    Bucket,
    LifecycleRule,
    PublicAccessBlock,
)
from ...lowering.arn_templates import BUCKET_EXCLUDES, bucket_arn, own
from ...lowering.fields import (
    AttributeTemplate,
    Derived,
    EntityTable,
    Kind,
    Never,
    Row,
    Satellite,
    Structure,
)
from ...lowering.transforms import (
    attached_policy,
    is_word,
    is_written,
    joined_texts,
    narrowed_by,
    numbers_at,
    only,
    prefix_of,
    unless_zero,
)

_INLINE_GRANT = Structure(
    AclGrant,
    (
        Row(field="grantee_uri", path="uri"),
        Row(field="permission", path="permissions", read=Kind.TEXTS, transform=joined_texts),
    ),
)

_GRANT = Structure(
    AclGrant,
    (
        Row(field="grantee_uri", path="grantee.uri"),
        Row(field="permission", path="permission"),
    ),
)

# Zero days stand beside `expired_object_delete_marker`, and expire nothing.
_EXPIRATION_DAYS = Row(
    field="expiration_days", path="expiration.days", read=Kind.INT, transform=unless_zero
)

_INLINE_LIFECYCLE_RULE = Structure(
    LifecycleRule,
    (
        Row(field="is_enabled", path="enabled", read=Kind.FLAG),
        Row(field="prefix", path="prefix"),
        Row(
            field="narrowing",
            path="",
            read=Kind.DATA,
            transform=narrowed_by(tags=("tags",), sizes=()),
        ),
        _EXPIRATION_DAYS,
        Row(field="expiration_date", path="expiration.date"),
        Row(
            field="noncurrent_days",
            path="noncurrent_version_expiration.days",
            read=Kind.INT,
            transform=unless_zero,
        ),
        Row(field="newer_noncurrent_versions", path=Never(0), transform=unless_zero),
        Row(
            field="transition_days",
            path="transition",
            read=Kind.DATA,
            transform=numbers_at("days"),
        ),
    ),
)

_LIFECYCLE_RULE = Structure(
    LifecycleRule,
    (
        Row(field="is_enabled", path="status", transform=is_word("Enabled")),
        Row(
            field="prefix",
            path="",
            read=Kind.DATA,
            transform=prefix_of("prefix", "filter", "and"),
        ),
        Row(
            field="narrowing",
            path="",
            read=Kind.DATA,
            transform=narrowed_by(
                "filter",
                "and",
                tags=("tag", "tags"),
                sizes=("object_size_greater_than", "object_size_less_than"),
            ),
        ),
        _EXPIRATION_DAYS,
        Row(field="expiration_date", path="expiration.date"),
        Row(
            field="noncurrent_days",
            path="noncurrent_version_expiration.noncurrent_days",
            read=Kind.INT,
            transform=unless_zero,
        ),
        Row(
            field="newer_noncurrent_versions",
            path="noncurrent_version_expiration.newer_noncurrent_versions",
            read=Kind.INT,
            transform=unless_zero,
        ),
        Row(
            field="transition_days",
            path="transition",
            read=Kind.DATA,
            transform=numbers_at("days"),
        ),
    ),
)

_SWITCHES = (
    Row(field="blocks_public_acls", path="block_public_acls", read=Kind.FLAG, default=False),
    Row(field="ignores_public_acls", path="ignore_public_acls", read=Kind.FLAG, default=False),
    Row(field="blocks_public_policy", path="block_public_policy", read=Kind.FLAG, default=False),
    Row(
        field="restricts_public_buckets",
        path="restrict_public_buckets",
        read=Kind.FLAG,
        default=False,
    ),
)


def _encryption(rule: str) -> tuple[Row, ...]:
    """Return the rows of a bucket's default encryption, which a rule at this path sets."""
    by_default = f"{rule}.apply_server_side_encryption_by_default"
    return (
        Row(field="default_encryption", path=f"{by_default}.sse_algorithm"),
        Row(field="default_key", path=f"{by_default}.kms_master_key_id"),
    )


ENTITIES = (
    EntityTable(
        type="aws_s3_bucket",
        entity="buckets",
        build=Bucket,
        rows=(
            Row(field="name", path=Derived("bucket")),
            Row(field="arn", path=Derived("arn")),
            Row(field="canned_acl", path="acl"),
            Row(field="acl_grants", path="grant", read=_INLINE_GRANT),
            Row(field="object_ownership", path="object_ownership"),
            Row(field="public_access_block", path="public_access_block", read=Kind.DATA),
            Row(field="website", path="website", read=Kind.DATA, transform=is_written),
            Row(field="is_versioned", path="versioning.enabled", read=Kind.FLAG, default=False),
            Row(
                field="has_mfa_delete",
                path="versioning.mfa_delete",
                read=Kind.FLAG,
                default=False,
            ),
            Row(
                field="has_object_lock",
                path="object_lock_enabled",
                read=Kind.FLAG,
                default=False,
                instead=Row(
                    field="has_object_lock",
                    path="object_lock_configuration.object_lock_enabled",
                    transform=is_word("Enabled"),
                ),
            ),
            Row(
                field="default_retention",
                path="object_lock_configuration.rule.default_retention.mode",
            ),
            *_encryption("server_side_encryption_configuration.rule"),
            Row(field="is_destroyable", path="force_destroy", read=Kind.FLAG, default=False),
            Row(field="access_log_bucket", path="logging.target_bucket"),
            Row(field="access_log_prefix", path="logging.target_prefix"),
            Row(field="lifecycle_rules", path="lifecycle_rule", read=_INLINE_LIFECYCLE_RULE),
            Row(
                field="is_requester_pays",
                path="request_payer",
                transform=is_word("Requester"),
                default=False,
            ),
        ),
        appends={"policies": attached_policy("policy")},
        reads=("lifecycle_rule.tags",),
    ),
    EntityTable(
        type="aws_s3_account_public_access_block",
        entity="account_public_access_blocks",
        build=AccountPublicAccessBlock,
        rows=(
            *_SWITCHES,
            Row(field="account", path="account_id"),
        ),
    ),
)

_BUCKET = ("name", "arn")


def _bucket_satellite(
    type_: str, *rows: Row, policy: str | None = None, reads: tuple[str, ...] = ()
) -> Satellite:
    return Satellite(
        type=type_,
        entity="buckets",
        joins="bucket",
        names=_BUCKET,
        rows=rows,
        appends={} if policy is None else {"policies": attached_policy(policy)},
        reads=reads,
    )


SATELLITES: tuple[Satellite, ...] = (
    _bucket_satellite("aws_s3_bucket_policy", policy="policy"),
    _bucket_satellite(
        "aws_s3_bucket_acl",
        Row(field="canned_acl", path="acl"),
        Row(field="acl_grants", path="access_control_policy.grant", read=_GRANT),
    ),
    _bucket_satellite(
        "aws_s3_bucket_versioning",
        Row(
            field="is_versioned",
            path="versioning_configuration.status",
            transform=is_word("Enabled"),
        ),
        Row(
            field="has_mfa_delete",
            path="versioning_configuration.mfa_delete",
            transform=is_word("Enabled"),
        ),
    ),
    _bucket_satellite("aws_s3_bucket_server_side_encryption_configuration", *_encryption("rule")),
    _bucket_satellite(
        "aws_s3_bucket_logging",
        Row(field="access_log_bucket", path="target_bucket"),
        Row(field="access_log_prefix", path="target_prefix"),
    ),
    _bucket_satellite(
        "aws_s3_bucket_lifecycle_configuration",
        Row(field="lifecycle_rules", path="rule", read=_LIFECYCLE_RULE),
        reads=("rule.prefix", "rule.filter"),
    ),
    _bucket_satellite(
        "aws_s3_bucket_public_access_block",
        Row(
            field="public_access_block",
            path="",
            read=Structure(PublicAccessBlock, _SWITCHES),
            transform=only,
        ),
    ),
    _bucket_satellite(
        "aws_s3_bucket_website_configuration",
        Row(field="website", path="", read=Kind.DATA, transform=is_written),
    ),
    _bucket_satellite(
        "aws_s3_bucket_object_lock_configuration",
        Row(
            field="has_object_lock",
            path="object_lock_enabled",
            transform=is_word("Enabled"),
            default=True,
        ),
        Row(field="default_retention", path="rule.default_retention.mode"),
    ),
    _bucket_satellite(
        "aws_s3_bucket_ownership_controls",
        Row(field="object_ownership", path="rule.object_ownership"),
    ),
    _bucket_satellite(
        "aws_s3_bucket_request_payment_configuration",
        Row(field="is_requester_pays", path="payer", transform=is_word("Requester")),
    ),
)

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "aws_s3_account_public_access_block": {"id": (ACCOUNT,)},
    "aws_s3_bucket": {
        "id": own("bucket", BUCKET_EXCLUDES),
        "bucket": own("bucket", BUCKET_EXCLUDES),
        "arn": bucket_arn("bucket"),
    },
    # These resources take the bucket's name as their id, and modules pass it on to order things.
    **{
        type_: {"id": own("bucket", BUCKET_EXCLUDES), "bucket": own("bucket", BUCKET_EXCLUDES)}
        for type_ in (
            "aws_s3_bucket_policy",
            "aws_s3_bucket_public_access_block",
            "aws_s3_bucket_versioning",
            "aws_s3_bucket_ownership_controls",
            "aws_s3_bucket_logging",
        )
    },
}
