"""Where rules say otherwise of a plan than of its source, and why they have to.

A plan's configuration lists what an expression refers to, and nothing of the expression itself.
What is unknown before apply can then be followed only where one name stands alone. The source
beside the plan tells the rest: with it, plan and source differ only where the plan knows more.
"""

from __future__ import annotations

AROUND_AN_ARN = '`group.arn` and `"${group.arn}:*"` refer to the same'
LOCALS = "what a local refers to is not in a plan"
WHICH_INSTANCE = "which one of several instances is meant is not in a plan"
PART_OF_A_NAME = "a bucket is named after another one, so a reference may be to either"

KNOWN_MORE: dict[str, list[str]] = {
    "bucket_named_after": [
        # The plan holds the provider's default of the ACL.
        "CT208 aws_s3_bucket.logs: pass, fail in the plan",
    ],
    "variable_given": [
        "CT101 aws_cloudtrail.main: unknown, fail in the plan",
        "CT102 account: unknown, fail in the plan",
        "CT201 aws_cloudtrail.main: unknown, pass in the plan",
    ],
}
"""By case: what only the plan decides."""

TOLD_LESS: dict[str, dict[str, list[str]]] = {
    "alarms": {
        AROUND_AN_ARN: [
            "CT302 aws_cloudtrail.main: pass, unknown in the plan",
        ]
    },
    "bucket_named_after": {
        PART_OF_A_NAME: [
            "CT205 aws_cloudtrail.main: fail, unknown in the plan",
            "CT207 aws_s3_bucket.other: none, pass in the plan",
            "CT208 aws_s3_bucket.access: fail, unknown in the plan",
            "CT208 aws_s3_bucket.other: none, unknown in the plan",
            "CT209 aws_s3_bucket.access: fail, unknown in the plan",
            "CT209 aws_s3_bucket.other: none, unknown in the plan",
            "CT210 aws_s3_bucket.access: fail, unknown in the plan",
            "CT210 aws_s3_bucket.other: none, unknown in the plan",
            "CT211 aws_s3_bucket.access: fail, unknown in the plan",
            "CT211 aws_s3_bucket.other: none, unknown in the plan",
            "CT212 aws_s3_bucket.other: none, unknown in the plan",
            "CT213 aws_s3_bucket.access: fail, unknown in the plan",
            "CT213 aws_s3_bucket.other: none, unknown in the plan",
        ]
    },
    "bucket_policy_unknown": {
        AROUND_AN_ARN: [
            "CT205 aws_cloudtrail.main: pass, unknown in the plan",
        ]
    },
    "count_and_for_each": {
        WHICH_INSTANCE: [
            "CT205 aws_cloudtrail.counted[0]: fail, unknown in the plan",
            "CT205 aws_cloudtrail.counted[1]: fail, unknown in the plan",
            "CT208 aws_s3_bucket.logs[0]: fail, unknown in the plan",
            "CT209 aws_s3_bucket.logs[0]: fail, unknown in the plan",
            "CT210 aws_s3_bucket.logs[0]: fail, unknown in the plan",
            "CT211 aws_s3_bucket.logs[0]: fail, unknown in the plan",
            "CT213 aws_s3_bucket.logs[0]: fail, unknown in the plan",
        ]
    },
    "golden keys and groups": {
        AROUND_AN_ARN: [
            "CT302 aws_cloudtrail.t: pass, unknown in the plan",
        ]
    },
    "locals_between": {
        LOCALS: [
            "CT205 aws_cloudtrail.main: fail, unknown in the plan",
            "CT208 aws_s3_bucket.logs: fail, unknown in the plan",
            "CT209 aws_s3_bucket.logs: fail, unknown in the plan",
            "CT210 aws_s3_bucket.logs: fail, unknown in the plan",
            "CT211 aws_s3_bucket.logs: fail, unknown in the plan",
            "CT213 aws_s3_bucket.logs: fail, unknown in the plan",
            "CT301 aws_cloudtrail.main: pass, unknown in the plan",
            "CT302 aws_cloudtrail.main: pass, unknown in the plan",
            "CT305 aws_cloudwatch_log_group.trail: fail, unknown in the plan",
            "CT306 aws_cloudwatch_log_group.trail: fail, unknown in the plan",
            "CT308 aws_cloudwatch_log_group.trail: fail, unknown in the plan",
        ]
    },
    "log_group_bare_arn": {
        AROUND_AN_ARN: [
            "CT302 aws_cloudtrail.main: fail, unknown in the plan",
        ]
    },
    "log_group_delivery": {
        AROUND_AN_ARN: [
            "CT302 aws_cloudtrail.main: pass, unknown in the plan",
            "CT304 aws_cloudtrail.main: pass, unknown in the plan",
        ]
    },
    "module_counted": {
        LOCALS: [
            'CT301 module.trail["a"].aws_cloudtrail.this: pass, unknown in the plan',
            'CT301 module.trail["b"].aws_cloudtrail.this: pass, unknown in the plan',
            'CT302 module.trail["a"].aws_cloudtrail.this: pass, unknown in the plan',
            'CT302 module.trail["b"].aws_cloudtrail.this: pass, unknown in the plan',
            "CT305 aws_cloudwatch_log_group.trail: fail, unknown in the plan",
            "CT306 aws_cloudwatch_log_group.trail: fail, unknown in the plan",
            "CT308 aws_cloudwatch_log_group.trail: fail, unknown in the plan",
        ]
    },
    "module_outputs_splat": {
        WHICH_INSTANCE: [
            'CT205 aws_cloudtrail.main["trail-0"]: fail, unknown in the plan',
            'CT205 aws_cloudtrail.main["trail-1"]: fail, unknown in the plan',
            "CT208 module.buckets.aws_s3_bucket.this[0]: fail, unknown in the plan",
            "CT209 module.buckets.aws_s3_bucket.this[0]: fail, unknown in the plan",
            "CT210 module.buckets.aws_s3_bucket.this[0]: fail, unknown in the plan",
            "CT211 module.buckets.aws_s3_bucket.this[0]: fail, unknown in the plan",
            "CT213 module.buckets.aws_s3_bucket.this[0]: fail, unknown in the plan",
        ]
    },
    "policy_documents_unknown": {
        AROUND_AN_ARN: [
            "CT205 aws_cloudtrail.main: pass, unknown in the plan",
        ]
    },
    "splats_of_one": {
        AROUND_AN_ARN: [
            "CT302 aws_cloudtrail.main: pass, unknown in the plan",
        ]
    },
}
"""By case and reason: what a plan without its source leaves open."""
