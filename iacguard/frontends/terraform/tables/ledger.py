"""What Terraform's modelled resource types hold beside the arguments that rows read.

Each is harmless to every pass, with the reason, or voids the passes that rest on it. The schemas
are recorded in `tests/fixtures/schemas`, and a test asks for the class of every argument there.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...lowering.fields import EVERY_OTHER, LINK, AttributeClass, Ledger, harmless, voids

_EVERYWHERE = {
    **harmless("a label", "tags", "tags_all", "description"),
    **harmless("what the provider calls the resource", "id"),
    **harmless("part of the resource's place", "region"),
    **harmless("how long the provider waits", "timeouts"),
}
"""Arguments that mean the same wherever a type has them."""

_GENERATED_NAME = harmless("how a name is made up", "name_prefix", "bucket_prefix")
_OWNER = harmless("refused where another account owns the bucket", "expected_bucket_owner")
_REPLICA = harmless("how long a deletion waits", "deletion_window_in_days")
_KEY = {**_REPLICA, **harmless("replicas elsewhere", "multi_region")}
_EXPIRY = voids("its material expires", "valid_to", fields=("is_enabled",))
_NO_ENCRYPTION = voids(
    "the key may not encrypt", "key_usage", fields=("is_enabled",), unless=("ENCRYPT_DECRYPT",)
)
_CHANNEL = {
    **harmless("a label", "configuration_name"),
    **harmless(
        "what a channel shows besides, and who may do what from it",
        "guardrail_policy_arns",
        "iam_role_arn",
        "logging_level",
        "user_authorization_required",
    ),
}
_TELEMETRY = harmless(
    "no pass rests on such a rule",
    "rule_name",
    *(
        f"rule.{name}"
        for name in (
            "all_regions",
            "allow_field_updates",
            "regions",
            "scope",
            "selection_criteria",
            "telemetry_source_types",
        )
    ),
    *(
        f"rule.destination_configuration.{name}"
        for name in (
            "cloudtrail_parameters",
            "destination_pattern",
            "elb_load_balancer_logging_parameters",
            "log_delivery_parameters",
            "msk_monitoring_parameters",
            "retention_in_days",
            "vpc_flow_log_parameters",
            "waf_logging_parameters",
        )
    ),
)
_RULE = ("source_identifier",)
_PACK = {
    **harmless("a label", "name"),
    **harmless("where results go", "delivery_s3_bucket", "delivery_s3_key_prefix"),
    **harmless("a template elsewhere, whose rules are unknown", "template_s3_uri"),
    **voids("the pack's rules may hang on them", "input_parameter", fields=_RULE),
}

_TYPES: Mapping[str, Mapping[str, AttributeClass]] = {
    "aws_cloudtrail": {},
    "aws_cloudtrail_event_data_store": harmless("the price", "billing_mode"),
    "aws_chatbot_slack_channel_configuration": {
        **_CHANNEL,
        **harmless("where the channel is", "slack_channel_id", "slack_team_id"),
    },
    "aws_chatbot_teams_channel_configuration": {
        **_CHANNEL,
        **harmless(
            "where the channel is",
            "channel_id",
            "channel_name",
            "team_id",
            "team_name",
            "tenant_id",
        ),
    },
    **dict.fromkeys(
        (
            "awscc_chatbot_microsoft_teams_channel_configuration",
            "awscc_chatbot_slack_channel_configuration",
        ),
        harmless("where a channel is, and what it shows", EVERY_OTHER),
    ),
    **dict.fromkeys(
        ("aws_cloudwatch_alarm_mute_rule", "awscc_cloudwatch_alarm_mute_rule"),
        harmless("a label, or when it mutes", "name", "rule.schedule.timezone"),
    ),
    "aws_cloudwatch_composite_alarm": {
        **harmless("a label", "alarm_description"),
        **harmless("other changes of state", "ok_actions", "insufficient_data_actions"),
        **harmless(
            "how long a suppressor is waited for",
            "actions_suppressor.extension_period",
            "actions_suppressor.wait_period",
        ),
    },
    "aws_cloudwatch_event_rule": {
        **_GENERATED_NAME,
        **harmless("how it is deleted", "force_destroy"),
        **harmless("calls by the clock besides", "schedule_expression"),
        **voids("its targets may be called with a role", "role_arn", fields=(LINK,)),
    },
    "aws_cloudwatch_event_target": {
        **harmless("a label", "target_id"),
        **harmless("how it is deleted", "force_destroy"),
        **harmless("what a message says", "input", "input_path", "input_transformer"),
        **harmless("how often a delivery is tried", "dead_letter_config", "retry_policy"),
        **harmless(
            "how a target of one kind is called",
            "appsync_target",
            "batch_target",
            "ecs_target",
            "http_target",
            "kinesis_target",
            "redshift_target",
            "run_command_targets",
            "sagemaker_pipeline_target",
            "sqs_target",
        ),
    },
    "aws_observabilityadmin_telemetry_rule": _TELEMETRY,
    "aws_observabilityadmin_telemetry_rule_for_organization": _TELEMETRY,
    "awscc_cloudwatch_log_alarm": harmless("no pass rests on such an alarm", EVERY_OTHER),
    "aws_cloudwatch_log_account_policy": harmless("its type tells what it may do", EVERY_OTHER),
    "aws_cloudwatch_log_data_protection_policy": harmless("it masks anything", EVERY_OTHER),
    "aws_cloudwatch_log_group": {
        **_GENERATED_NAME,
        **harmless("how it is deleted", "skip_destroy"),
    },
    "aws_cloudwatch_log_metric_filter": {},
    "aws_cloudwatch_metric_alarm": {
        **harmless("a label", "alarm_description", "metric_query.label"),
        **harmless("other changes of state", "ok_actions", "insufficient_data_actions"),
        **harmless("of an expression, which is not evaluated", "metric_query.period"),
        **voids(
            "the alarm may look at other periods",
            "evaluation_interval",
            "evaluation_window",
            "warm_up_configuration",
            fields=("evaluation_periods",),
        ),
        **voids("the alarm watches what these compute", "evaluation_criteria"),
        **voids("the threshold moves", "threshold_metric_id", fields=("threshold",)),
    },
    "aws_config_config_rule": {
        **harmless("a label", "name"),
        **harmless("what it asks for besides", "input_parameters"),
        **harmless("how often it asks", "maximum_execution_frequency"),
        **voids("the rule may ask only before a deployment", "evaluation_mode", fields=_RULE),
        **voids("the rule may leave trails out", "scope", fields=_RULE),
    },
    "aws_config_organization_managed_rule": {
        **harmless("a label", "name"),
        **harmless("what it asks for besides", "input_parameters"),
        **harmless("how often it asks", "maximum_execution_frequency"),
        **voids(
            "the rule may leave trails out",
            "resource_id_scope",
            "resource_types_scope",
            "tag_key_scope",
            "tag_value_scope",
            fields=_RULE,
        ),
    },
    "aws_config_conformance_pack": _PACK,
    "aws_config_organization_conformance_pack": _PACK,
    # Both rules about trails are evaluated at intervals, whatever is recorded.
    "aws_config_configuration_recorder": harmless(
        "what else it records", "recording_group", "recording_mode", "role_arn"
    ),
    "aws_config_configuration_recorder_status": {},
    "aws_iam_policy": {
        **_GENERATED_NAME,
        **harmless("how long the provider waits", "delay_after_policy_creation_in_ms"),
    },
    "aws_iam_policy_attachment": harmless("other principals", "groups", "name", "users"),
    "aws_iam_role": {
        **_GENERATED_NAME,
        **harmless("how a role is deleted", "force_detach_policies"),
        **harmless("CloudTrail takes up the role anew", "max_session_duration"),
    },
    "aws_iam_role_policy": _GENERATED_NAME,
    "aws_iam_role_policy_attachment": {},
    "aws_iam_role_policies_exclusive": {},
    "aws_iam_role_policy_attachments_exclusive": {},
    "aws_kms_alias": _GENERATED_NAME,
    "aws_kms_key": {
        **_KEY,
        **_NO_ENCRYPTION,
        **harmless("how often it rotates", "rotation_period_in_days"),
        **voids("its material lies outside of AWS", "xks_key_id", fields=("is_enabled", "rotates")),
    },
    "aws_kms_external_key": {**_KEY, **_EXPIRY, **_NO_ENCRYPTION},
    "aws_kms_replica_external_key": {
        **_REPLICA,
        **_EXPIRY,
        **harmless("the key that it is a replica of", "primary_key_arn"),
    },
    "aws_kms_replica_key": _REPLICA,
    "aws_kms_key_policy": {},
    "aws_lambda_function": {
        **harmless("what a function does", EVERY_OTHER),
        **voids(
            "a function without concurrency never runs",
            "reserved_concurrent_executions",
            fields=(LINK,),
            only=(0, "0"),
        ),
    },
    "aws_lambda_permission": {
        **harmless("a label", "statement_id", "statement_id_prefix"),
        **voids(
            "it may not be for calls of SNS",
            "event_source_token",
            "function_url_auth_type",
            "invoked_via_function_url",
            "principal_org_id",
            "qualifier",
            fields=(LINK,),
        ),
    },
    "aws_lambda_resource_policy": {},
    "aws_organizations_aws_service_access": {},
    "aws_organizations_organization": {
        **harmless("what the provider asks for", "return_organization_only"),
    },
    "aws_organizations_policy_attachment": harmless("how it is deleted", "skip_destroy"),
    "aws_securityhub_account": harmless(
        "how further controls are enabled and told of",
        "auto_enable_controls",
        "control_finding_generator",
    ),
    "aws_securityhub_standards_control": harmless("a label", "disabled_reason"),
    "aws_securityhub_standards_control_association": {
        **harmless("a label", "updated_reason"),
        **harmless("a control counts as off wherever it is", "standards_arn"),
    },
    "aws_securityhub_standards_subscription": {},
    "aws_organizations_policy": {
        **harmless("a label", "name"),
        **harmless("how a policy is deleted", "skip_destroy"),
    },
    "aws_s3_account_public_access_block": {},
    "aws_s3_bucket": {
        **_GENERATED_NAME,
        **harmless("how a name is made up", "bucket_namespace"),
        **harmless("speed", "acceleration_status"),
        **harmless("browsers", "cors_rule"),
        **harmless("a grantee who is not everyone", "grant.id", "grant.type"),
        **harmless("a label", "lifecycle_rule.id"),
        **harmless(
            "what is no current version",
            "lifecycle_rule.abort_incomplete_multipart_upload_days",
            "lifecycle_rule.expiration.expired_object_delete_marker",
            "lifecycle_rule.noncurrent_version_transition",
        ),
        **harmless("how long a lock holds by default", "object_lock_configuration.rule"),
        **harmless("copies elsewhere", "replication_configuration"),
        **harmless("speed", "server_side_encryption_configuration.rule.bucket_key_enabled"),
    },
    "aws_s3_bucket_acl": {
        **_OWNER,
        **harmless(
            "a grantee who is not everyone",
            "access_control_policy.grant.grantee.email_address",
            "access_control_policy.grant.grantee.id",
            "access_control_policy.grant.grantee.type",
        ),
        **harmless("the owner", "access_control_policy.owner"),
    },
    "aws_s3_bucket_lifecycle_configuration": {
        **_OWNER,
        **harmless("a label", "rule.id"),
        **harmless(
            "what is no current version",
            "rule.abort_incomplete_multipart_upload",
            "rule.expiration.expired_object_delete_marker",
            "rule.noncurrent_version_transition",
        ),
        **harmless("how small an object moves", "transition_default_minimum_object_size"),
    },
    "aws_s3_bucket_logging": {
        **_OWNER,
        **harmless("who else may read access logs", "target_grant"),
        **harmless("what follows the prefix in their names", "target_object_key_format"),
    },
    "aws_s3_bucket_object_lock_configuration": {
        **_OWNER,
        **harmless("how long a lock holds by default", "rule"),
        **harmless("how a lock is put on a bucket that exists", "token"),
    },
    "aws_s3_bucket_ownership_controls": {},
    "aws_s3_bucket_policy": {},
    "aws_s3_bucket_public_access_block": harmless("how it is deleted", "skip_destroy"),
    "aws_s3_bucket_request_payment_configuration": _OWNER,
    "aws_s3_bucket_server_side_encryption_configuration": {
        **_OWNER,
        **harmless("speed", "rule.bucket_key_enabled"),
        **harmless("ways of encryption that nothing asks for", "rule.blocked_encryption_types"),
    },
    "aws_s3_bucket_versioning": {**_OWNER, **harmless("how MFA delete is put", "mfa")},
    "aws_s3_bucket_website_configuration": {
        **_OWNER,
        **harmless(
            "how a website answers",
            "error_document",
            "index_document",
            "redirect_all_requests_to",
            "routing_rule",
            "routing_rules",
        ),
    },
    "aws_sns_topic": {
        **_GENERATED_NAME,
        **harmless("a label", "display_name"),
        **harmless("messages of the past", "archive_policy"),
        **harmless("how often a delivery is tried", "delivery_policy"),
        **harmless("how a message is signed", "signature_version"),
        **harmless(
            "records of deliveries",
            "tracing_config",
            *(
                f"{protocol}_{name}"
                for protocol in ("application", "firehose", "http", "lambda", "sqs")
                for name in (
                    "failure_feedback_role_arn",
                    "success_feedback_role_arn",
                    "success_feedback_sample_rate",
                )
            ),
        ),
        **voids("a longer message is refused", "maximum_message_size", fields=(LINK,)),
        **harmless("of FIFO topics only", "content_based_deduplication", "fifo_throughput_scope"),
    },
    "aws_sns_topic_data_protection_policy": harmless("it holds anything back", EVERY_OTHER),
    "aws_sns_topic_policy": {},
    "aws_sns_topic_subscription": {
        **harmless("how often a delivery is tried", "delivery_policy", "redrive_policy"),
        **harmless(
            "how an endpoint confirms", "confirmation_timeout_in_minutes", "endpoint_auto_confirms"
        ),
        **harmless("the envelope of a message", "raw_message_delivery"),
        **harmless("messages of the past", "replay_policy"),
    },
    "aws_sqs_queue": {
        **_GENERATED_NAME,
        **voids("a longer message is refused", "max_message_size", fields=(LINK,)),
        **harmless(
            "how a queue keeps its messages, and gives them out",
            "delay_seconds",
            "kms_data_key_reuse_period_seconds",
            "message_retention_seconds",
            "receive_wait_time_seconds",
            "redrive_allow_policy",
            "redrive_policy",
            "sqs_managed_sse_enabled",
            "visibility_timeout_seconds",
        ),
        **harmless(
            "of FIFO queues only",
            "content_based_deduplication",
            "deduplication_scope",
            "fifo_throughput_limit",
        ),
        **voids("its key may shut SNS out", "kms_master_key_id", fields=(LINK,)),
        **voids(
            "a FIFO queue takes messages of FIFO topics",
            "fifo_queue",
            fields=(LINK,),
            unless=(False,),
        ),
    },
    "aws_sqs_queue_policy": {},
}

LEDGER: Ledger = {type: {**_EVERYWHERE, **classes} for type, classes in _TYPES.items()}
