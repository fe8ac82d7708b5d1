"""Buckets and keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....core.value import Known, Unknown, Value
from ....model.bucket import ITSELF, Bucket, LifecycleRule, PublicAccessBlock
from ....model.key import Alias, Key
from ...lowering.arn_templates import BUCKET_EXCLUDES, NAME_EXCLUDES, arn, bucket_arn, own
from ...lowering.fields import (
    ApiSetting,
    AttributeTemplate,
    Derived,
    EntityTable,
    Kind,
    Never,
    NotExpressible,
    Own,
    Row,
    Satellite,
    Structure,
)
from ...lowering.transforms import (
    as_its_primary,
    attached_policy,
    canned_acl,
    first_written,
    is_word,
    is_written,
    narrowed_by,
    numbers_at,
    only,
    then,
    unless_zero,
)


def logs_to_itself(value: Value[Any]) -> Value[Any]:
    """Return the bucket that takes access logs where none is named: the logged one."""
    if not isinstance(value, Known):
        return value
    return Unknown(value.provenance, "the bucket logs to itself", parts=(ITSELF,))


_BY_DEFAULT = "BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault"


_LIFECYCLE_RULE = Structure(
    LifecycleRule,
    (
        Row(field="is_enabled", path="Status", transform=is_word("Enabled")),
        Row(field="prefix", path="Prefix"),
        Row(
            field="narrowing",
            path="",
            read=Kind.DATA,
            transform=narrowed_by(
                tags=("TagFilters",), sizes=("ObjectSizeGreaterThan", "ObjectSizeLessThan")
            ),
        ),
        Row(
            field="expiration_days",
            path="ExpirationInDays",
            read=Kind.INT,
            transform=unless_zero,
        ),
        Row(field="expiration_date", path="ExpirationDate"),
        Row(
            field="noncurrent_days",
            path="NoncurrentVersionExpiration.NoncurrentDays",
            read=Kind.INT,
            transform=unless_zero,
            instead=Row(
                field="noncurrent_days",
                path="NoncurrentVersionExpirationInDays",
                read=Kind.INT,
                transform=unless_zero,
            ),
        ),
        Row(
            field="newer_noncurrent_versions",
            path="NoncurrentVersionExpiration.NewerNoncurrentVersions",
            read=Kind.INT,
            transform=unless_zero,
        ),
        Row(
            field="transition_days",
            path="",
            read=Kind.DATA,
            # `Transition` is the older form, which holds one.
            transform=then(
                first_written("Transitions", "Transition"), numbers_at("TransitionInDays")
            ),
        ),
    ),
)

_PUBLIC_ACCESS_BLOCK = Structure(
    PublicAccessBlock,
    (
        Row(field="blocks_public_acls", path="BlockPublicAcls", read=Kind.BOOL, default=False),
        Row(field="ignores_public_acls", path="IgnorePublicAcls", read=Kind.BOOL, default=False),
        Row(field="blocks_public_policy", path="BlockPublicPolicy", read=Kind.BOOL, default=False),
        Row(
            field="restricts_public_buckets",
            path="RestrictPublicBuckets",
            read=Kind.BOOL,
            default=False,
        ),
    ),
)

ENTITIES = (
    EntityTable(
        type="AWS::S3::Bucket",
        entity="buckets",
        build=Bucket,
        rows=(
            Row(field="name", path=Derived("Ref")),
            Row(field="arn", path=Derived("Arn")),
            # `PublicRead` is the canned ACL that S3 itself writes as `public-read`.
            Row(field="canned_acl", path="AccessControl", transform=canned_acl),
            Row(field="acl_grants", path=Never(())),
            Row(field="object_ownership", path="OwnershipControls.Rules.ObjectOwnership"),
            Row(
                field="public_access_block",
                path="PublicAccessBlockConfiguration",
                read=_PUBLIC_ACCESS_BLOCK,
                transform=only,
            ),
            Row(
                field="website",
                path="WebsiteConfiguration",
                read=Kind.DATA,
                transform=is_written,
            ),
            Row(
                field="is_versioned",
                path="VersioningConfiguration.Status",
                transform=is_word("Enabled"),
                default=False,
            ),
            Row(
                field="has_mfa_delete",
                path=NotExpressible("CloudFormation cannot turn on MFA delete"),
            ),
            Row(
                field="has_object_lock",
                path="ObjectLockEnabled",
                read=Kind.BOOL,
                default=False,
            ),
            Row(
                field="default_retention",
                path="ObjectLockConfiguration.Rule.DefaultRetention.Mode",
            ),
            Row(field="default_encryption", path=f"{_BY_DEFAULT}.SSEAlgorithm"),
            Row(field="default_key", path=f"{_BY_DEFAULT}.KMSMasterKeyID"),
            # A stack's deletion fails on a bucket that still holds objects, and keeps them.
            Row(field="is_destroyable", path=Never(False)),
            Row(
                field="access_log_bucket",
                path="LoggingConfiguration.DestinationBucketName",
                instead=Row(
                    field="access_log_bucket",
                    path="LoggingConfiguration",
                    read=Kind.DATA,
                    transform=logs_to_itself,
                ),
            ),
            Row(field="access_log_prefix", path="LoggingConfiguration.LogFilePrefix"),
            Row(
                field="lifecycle_rules",
                path="LifecycleConfiguration.Rules",
                read=_LIFECYCLE_RULE,
            ),
            Row(field="is_requester_pays", path=Never(False)),
        ),
        reads=tuple(
            f"LifecycleConfiguration.Rules.{name}"
            for name in (
                "TagFilters",
                "ObjectSizeGreaterThan",
                "ObjectSizeLessThan",
                "Transition",
                "Transitions",
            )
        ),
    ),
    EntityTable(
        type="AWS::KMS::Key",
        entity="keys",
        build=Key,
        rows=(
            Row(field="key_id", path=Derived("Ref")),
            Row(field="arn", path=Derived("Arn")),
            Row(
                field="skips_lockout_check",
                path="BypassPolicyLockoutSafetyCheck",
                read=Kind.BOOL,
                default=False,
            ),
            Row(field="is_enabled", path="Enabled", read=Kind.BOOL, default=True),
            Row(field="rotates", path="EnableKeyRotation", read=Kind.BOOL, default=False),
            Row(field="key_spec", path="KeySpec", default="SYMMETRIC_DEFAULT"),
            Row(field="origin", path="Origin", default="AWS_KMS"),
        ),
        appends={"policies": attached_policy("KeyPolicy")},
    ),
    # What a replica shares with its primary key is not told by the replica.
    # https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
    EntityTable(
        type="AWS::KMS::ReplicaKey",
        entity="keys",
        build=Key,
        rows=(
            Row(field="key_id", path=Derived("Ref")),
            Row(field="arn", path=Derived("Arn")),
            # CloudFormation has no property to skip the check of a replica's policy.
            Row(field="skips_lockout_check", path=Never(False)),
            Row(field="is_enabled", path="Enabled", read=Kind.BOOL, default=True),
            Row(
                field="rotates",
                path="PrimaryKeyArn",
                required=True,
                transform=as_its_primary("its rotation"),
            ),
            Row(field="key_spec", path="PrimaryKeyArn", transform=as_its_primary("its key spec")),
            Row(field="origin", path="PrimaryKeyArn", transform=as_its_primary("its key material")),
        ),
        appends={"policies": attached_policy("KeyPolicy")},
    ),
    EntityTable(
        type="AWS::KMS::Alias",
        entity="aliases",
        build=Alias,
        rows=(
            Row(field="name", path=Derived("Ref")),
            Row(field="arn", path=Derived("arn")),
            Row(field="target", path="TargetKeyId", required=True),
        ),
    ),
)

_BUCKET_NAMES = ("name", "arn")

# PutBucketVersioning, PutBucketLogging and so on, each of which sets one thing.
SETTINGS = (
    *(
        ApiSetting(entity="buckets", names=_BUCKET_NAMES, fields=(field,))
        for field in (
            "is_versioned",
            "access_log_bucket",
            "lifecycle_rules",
            "public_access_block",
            "has_object_lock",
            "default_encryption",
        )
    ),
    ApiSetting(entity="keys", names=("key_id", "arn"), fields=("rotates",)),
)

SATELLITES: tuple[Satellite, ...] = (
    Satellite(
        type="AWS::S3::BucketPolicy",
        entity="buckets",
        joins="Bucket",
        names=("name",),
        appends={"policies": attached_policy("PolicyDocument")},
    ),
    # The AWS CDK's `autoDeleteObjects`: deleting the stack empties the bucket.
    # https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_s3.Bucket.html
    Satellite(
        type="Custom::S3AutoDeleteObjects",
        entity="buckets",
        joins="BucketName",
        names=("name",),
        rows=(Row(field="is_destroyable", path="", read=Kind.DATA, transform=is_written),),
    ),
)

_KEY: Mapping[str, AttributeTemplate] = {
    "Ref": own("KeyId"),
    "KeyId": own("KeyId"),
    "Arn": arn("kms", "key/", Own("KeyId", NAME_EXCLUDES)),
}

ATTRIBUTES: Mapping[str, Mapping[str, AttributeTemplate]] = {
    "AWS::S3::Bucket": {
        "Ref": own("BucketName", BUCKET_EXCLUDES),
        "Arn": bucket_arn("BucketName"),
    },
    "AWS::KMS::Key": _KEY,
    "AWS::KMS::ReplicaKey": _KEY,
    "AWS::KMS::Alias": {
        "Ref": own("AliasName", ":* "),
        "arn": arn("kms", Own("AliasName", ":* ")),
    },
}
