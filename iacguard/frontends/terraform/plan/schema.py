"""What a plan's JSON does not tell about the provider's schema."""

from __future__ import annotations

from collections.abc import Mapping

from ...lowering.fields import Row, Structure
from ..tables.all import TABLES

COMPUTED_BLOCKS: Mapping[str, frozenset[str]] = {
    "aws_s3_bucket": frozenset(
        {
            "grant",
            "lifecycle_rule",
            "logging",
            "object_lock_configuration",
            "versioning",
            "website",
        }
    ),
}
"""By type: blocks that the provider fills in where none is written, unknown before apply."""

SHADOWED: Mapping[tuple[str, str], frozenset[str]] = {
    ("aws_s3_bucket", "acl"): frozenset({"aws_s3_bucket_acl"}),
    ("aws_s3_bucket", "grant"): frozenset({"aws_s3_bucket_acl"}),
    ("aws_s3_bucket", "lifecycle_rule"): frozenset({"aws_s3_bucket_lifecycle_configuration"}),
    ("aws_s3_bucket", "logging"): frozenset({"aws_s3_bucket_logging"}),
    ("aws_s3_bucket", "object_lock_enabled"): frozenset(
        {"aws_s3_bucket_object_lock_configuration"}
    ),
    ("aws_s3_bucket", "policy"): frozenset({"aws_s3_bucket_policy"}),
    ("aws_s3_bucket", "request_payer"): frozenset({"aws_s3_bucket_request_payment_configuration"}),
    ("aws_s3_bucket", "versioning"): frozenset({"aws_s3_bucket_versioning"}),
    ("aws_s3_bucket", "website"): frozenset({"aws_s3_bucket_website_configuration"}),
    ("aws_iam_role", "inline_policy"): frozenset({"aws_iam_role_policy"}),
    ("aws_iam_role", "managed_policy_arns"): frozenset(
        {"aws_iam_role_policy_attachment", "aws_iam_policy_attachment"}
    ),
    ("aws_kms_key", "policy"): frozenset({"aws_kms_key_policy"}),
    ("aws_sns_topic", "policy"): frozenset({"aws_sns_topic_policy"}),
}
"""Attributes that another resource sets, by the types of that resource.

Where such a resource is in the plan, the attribute still shows what was before the apply.
"""

CONFIGURING = frozenset(kind for kinds in SHADOWED.values() for kind in kinds)
"""The types of those resources."""

WHOLE: frozenset[str] = frozenset(
    {
        "arn",
        "bucket",
        "cloud_watch_logs_role_arn",
        "function_name",
        "key_id",
        "kms_key_id",
        "kms_master_key_id",
        "log_group_name",
        "policy_arn",
        "queue_url",
        "policy_id",
        "role",
        "s3_bucket_name",
        "sns_topic_name",
        "target_bucket",
        "target_key_id",
        "topic_arn",
    }
)
"""Attributes that name another resource: their only reference is the whole value.

Plans tell what an expression refers to and not how; around a name, nothing else can stand.
"""

ALWAYS_KNOWN = (
    "count.",
    "data.aws_caller_identity.",
    "data.aws_partition.",
    "data.aws_region.",
    "each.",
    "path.",
    "terraform.",
)
"""Beginnings of references to what every plan knows, so that it makes no value unknown."""

NAMES: frozenset[tuple[str, str]] = frozenset({("aws_s3_bucket", "bucket")})
"""Attributes that give a resource its own name, which may be made of another one's."""

ARNS = frozenset(
    {
        "alarm_actions",
        "arn",
        "cloud_watch_logs_group_arn",
        "cloud_watch_logs_role_arn",
        "endpoint",
        "identifiers",
        "kms_key_id",
        "managed_policy_arns",
        "policy_arn",
        "resources",
        "sns_topic_arns",
        "source_arn",
        "topic_arn",
        "values",
    }
)
"""Attributes that an ARN stands in, from its beginning."""

CONTINUED_ARNS = frozenset({"aws_cloudwatch_log_group", "aws_lambda_function", "aws_s3_bucket"})
"""Types whose ARN something may follow, as ``:*`` or a path; behind any other, nothing can."""

LISTS = frozenset({"alarm_actions", "managed_policy_arns", "sns_topic_arns"})
"""Lists of such names; their only reference is an element."""


def block_names(kind: str) -> frozenset[str]:
    """Return the nested blocks of a type that the model reads."""
    rows = [row for table in TABLES.entities if table.type == kind for row in table.rows]
    rows += [row for table in TABLES.satellites if table.type == kind for row in table.rows]
    return frozenset(
        row.path.partition(".")[0] for row in rows if isinstance(row.path, str) and _is_nested(row)
    )


def _is_nested(row: Row) -> bool:
    return bool(row.path) and (isinstance(row.read, Structure) or "." in str(row.path))
