"""Changes of the example in Terraform."""

from __future__ import annotations

from mutations import DETECTION, Mutation
from terraform_chain_mutations import CHAIN

TRAIL = "module.trail.aws_cloudtrail.this"
BUCKET = "module.storage.aws_s3_bucket.logs"
GROUP = "module.trail.aws_cloudwatch_log_group.trail"
KEY = "module.trail_key.aws_kms_key.this"
STORE = "module.lake.aws_cloudtrail_event_data_store.this"
ALARM = "module.detection.aws_cloudwatch_metric_alarm.this"

TRAIL_FILE = "modules/trail/main.tf"
LOGS_FILE = "modules/storage/logs.tf"
GROUP_FILE = "modules/trail/log_group.tf"
TOPIC_FILE = "modules/trail/deliveries.tf"
DETECTION_FILE = "modules/detection/main.tf"
PATTERNS_FILE = "modules/detection/patterns.tf"
GUARDRAILS_FILE = "modules/guardrails/main.tf"

KEY_POLICY = """\
resource "aws_kms_key_policy" "this" {
  key_id = aws_kms_key.this.key_id
  policy = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "this" {
"""

BY_KMS = """\
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.key_arn
"""

OF_ONE_ACCOUNT = 'data.aws_caller_identity.current.account_id == "111122223333"'

NOT_COVERED = ("CT102 the account", *DETECTION)
NO_OBJECTS = ("CT107 the account", "CT108 the account")

TRAIL_HEADER = 'resource "aws_cloudtrail" "this"'
BUCKET_HEADER = 'resource "aws_s3_bucket" "logs"'

MANAGEMENT_SELECTOR = """\
  advanced_event_selector {
    name = "All management events"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }
"""
OBJECT_SELECTOR = """\
  advanced_event_selector {
    name = "All S3 object events"

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }
  }
"""


def narrowed(selector: str, field: str, condition: str) -> str:
    """Return a selector with one more field."""
    body = selector.removesuffix("  }\n")
    return (
        f'{body}\n    field_selector {{\n      field = "{field}"\n      {condition}\n    }}\n  }}\n'
    )


RECORDING = (
    Mutation(
        name="the trail does not log",
        file=TRAIL_FILE,
        old="enable_logging                = true",
        new="enable_logging                = false",
        fails=(f"CT106 {TRAIL}", *NOT_COVERED, *NO_OBJECTS),
    ),
    Mutation(
        name="the trail is in one region",
        file=TRAIL_FILE,
        old="is_multi_region_trail         = true",
        new="is_multi_region_trail         = false",
        fails=(f"CT101 {TRAIL}", *NOT_COVERED, *NO_OBJECTS),
    ),
    Mutation(
        name="the trail does not say whether it is in all regions",
        file=TRAIL_FILE,
        old="  is_multi_region_trail         = true\n",
        fails=(f"CT101 {TRAIL}", *NOT_COVERED, *NO_OBJECTS),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the trail leaves global services out",
        file=TRAIL_FILE,
        old="include_global_service_events = true",
        new="include_global_service_events = false",
        fails=(f"CT103 {TRAIL}", *NOT_COVERED),
    ),
    Mutation(
        name="no selector takes management events",
        file=TRAIL_FILE,
        old=MANAGEMENT_SELECTOR,
        fails=(f"CT104 {TRAIL}", *NOT_COVERED),
        at='equals = ["Data"]',
    ),
    Mutation(
        name="management events are written calls only",
        file=TRAIL_FILE,
        old=MANAGEMENT_SELECTOR,
        new=narrowed(MANAGEMENT_SELECTOR, "readOnly", 'equals = ["false"]'),
        fails=(f"CT104 {TRAIL}", *NOT_COVERED),
    ),
    Mutation(
        name="calls of the key service are excluded",
        file=TRAIL_FILE,
        old=MANAGEMENT_SELECTOR,
        new=narrowed(MANAGEMENT_SELECTOR, "eventSource", 'not_equals = ["kms.amazonaws.com"]'),
        fails=(f"CT105 {TRAIL}", *NOT_COVERED),
    ),
    Mutation(
        name="no selector takes object events",
        file=TRAIL_FILE,
        old=OBJECT_SELECTOR,
        fails=NO_OBJECTS,
        at='equals = ["Management"]',
    ),
    Mutation(
        name="object events are reads only",
        file=TRAIL_FILE,
        old=OBJECT_SELECTOR,
        new=narrowed(OBJECT_SELECTOR, "readOnly", 'equals = ["true"]'),
        fails=("CT107 the account",),
    ),
    Mutation(
        name="object events are writes only",
        file=TRAIL_FILE,
        old=OBJECT_SELECTOR,
        new=narrowed(OBJECT_SELECTOR, "readOnly", 'equals = ["false"]'),
        fails=("CT108 the account",),
    ),
    Mutation(
        name="object events are those of one bucket",
        file=TRAIL_FILE,
        old=OBJECT_SELECTOR,
        new=narrowed(OBJECT_SELECTOR, "resources.ARN", 'starts_with = ["arn:aws:s3:::payroll/"]'),
        fails=NO_OBJECTS,
    ),
    Mutation(
        name="there are no Insights",
        file=TRAIL_FILE,
        old="""\
  insight_selector {
    insight_type = "ApiCallRateInsight"
  }

  insight_selector {
    insight_type = "ApiErrorRateInsight"
  }
""",
        fails=(f"CT109 {TRAIL}",),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the trail is the organization's, and its bucket and role are not",
        file=TRAIL_FILE,
        old="is_organization_trail = false",
        new="is_organization_trail = true",
        fails=(f"CT205 {TRAIL}", f"CT304 {TRAIL}"),
        mends=(f"CT110 {TRAIL}",),
    ),
    Mutation(
        name="the event data store is in one region",
        file="modules/lake/main.tf",
        old="multi_region_enabled           = true",
        new="multi_region_enabled           = false",
        fails=(f"CT111 {STORE}",),
    ),
    Mutation(
        name="the event data store has no key",
        file="modules/lake/main.tf",
        old="  kms_key_id                     = var.key_arn\n",
        fails=(f"CT112 {STORE}",),
        at='resource "aws_cloudtrail_event_data_store" "this"',
    ),
    Mutation(
        name="the event data store can be deleted",
        file="modules/lake/main.tf",
        old="termination_protection_enabled = true",
        new="termination_protection_enabled = false",
        fails=(f"CT113 {STORE}",),
    ),
    Mutation(
        name="the event data store takes no events",
        file="modules/lake/main.tf",
        old="  retention_period               = 2555\n",
        new="  retention_period               = 2555\n  suspend = true\n",
        fails=(f"CT113 {STORE}",),
    ),
)

STORAGE = (
    Mutation(
        name="access logs are encrypted with KMS",
        file="modules/storage/access_logs.tf",
        old='sse_algorithm = "AES256"',
        new='sse_algorithm = "aws:kms"',
        fails=(f"CT208 {BUCKET}",),
    ),
    Mutation(
        name="access logs are delivered below another prefix",
        file="modules/storage/access_logs.tf",
        old="${aws_s3_bucket.access_logs.arn}/trail/*",
        new="${aws_s3_bucket.access_logs.arn}/others/*",
        fails=(f"CT208 {BUCKET}",),
    ),
    Mutation(
        name="another service may deliver access logs",
        file="modules/storage/access_logs.tf",
        old='"logging.s3.amazonaws.com"',
        new='"delivery.logs.amazonaws.com"',
        fails=(f"CT208 {BUCKET}",),
    ),
    Mutation(
        name="log files are not validated",
        file=TRAIL_FILE,
        old="enable_log_file_validation    = true",
        new="enable_log_file_validation    = false",
        fails=(f"CT201 {TRAIL}",),
    ),
    Mutation(
        name="the trail has no key",
        file=TRAIL_FILE,
        old="  kms_key_id     = var.key_arn\n",
        fails=(f"CT202 {TRAIL}",),
        # Whether the bucket's key lets in log files that name none is another question (CT205).
        also=(LOGS_FILE, BY_KMS, '      sse_algorithm = "AES256"\n'),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the key lets CloudTrail decrypt only",
        file="keys.tf",
        old='actions   = ["kms:GenerateDataKey*"]',
        new='actions   = ["kms:Decrypt"]',
        fails=(f"CT203 {TRAIL}",),
    ),
    Mutation(
        name="the key is for another trail",
        file="keys.tf",
        old="trail/*",
        new="trail/other",
        fails=(f"CT203 {TRAIL}",),
    ),
    Mutation(
        name="the key refuses CloudTrail",
        file="keys.tf",
        old='    sid       = "CloudTrailEncrypts"\n',
        new='    sid       = "CloudTrailEncrypts"\n    effect = "Deny"\n',
        fails=(f"CT203 {TRAIL}",),
        at='statement {\n    sid       = "CloudTrailEncrypts"',
    ),
    Mutation(
        name="the key is disabled",
        file="modules/key/main.tf",
        old="  enable_key_rotation     = true\n",
        new="  enable_key_rotation     = true\n  is_enabled = false\n",
        # The module makes the key of the alarms' topic, too.
        fails=(f"CT203 {TRAIL}", f"CT307 {GROUP}", *DETECTION),
    ),
    Mutation(
        name="the key does not rotate",
        file="modules/key/main.tf",
        old="enable_key_rotation     = true",
        new="enable_key_rotation     = false",
        fails=(f"CT204 {KEY}",),
    ),
    Mutation(
        name="the key does not say whether it rotates",
        file="modules/key/main.tf",
        old="  enable_key_rotation     = true\n",
        fails=(f"CT204 {KEY}",),
        at='resource "aws_kms_key" "this"',
    ),
    Mutation(
        name="CloudTrail may not look at the bucket",
        file=LOGS_FILE,
        old='["s3:GetBucketAcl"]',
        new='["s3:GetBucketPolicy"]',
        fails=(f"CT205 {TRAIL}",),
    ),
    Mutation(
        name="CloudTrail may write elsewhere in the bucket",
        file=LOGS_FILE,
        old="/AWSLogs/",
        new="/audit/AWSLogs/",
        fails=(f"CT205 {TRAIL}",),
    ),
    Mutation(
        name="the trail writes elsewhere in the bucket",
        file=TRAIL_FILE,
        old="  s3_bucket_name = var.bucket\n",
        new='  s3_bucket_name = var.bucket\n  s3_key_prefix  = "audit"\n',
        fails=(f"CT205 {TRAIL}",),
        at="/AWSLogs/",
        at_file=LOGS_FILE,
    ),
    Mutation(
        name="whoever writes to the bucket pays",
        file=LOGS_FILE,
        old='resource "aws_s3_bucket_logging" "logs" {',
        new="""\
resource "aws_s3_bucket_request_payment_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id
  payer  = "Requester"
}

resource "aws_s3_bucket_logging" "logs" {""",
        fails=(f"CT205 {TRAIL}",),
    ),
    Mutation(
        name="the bucket asks for another ACL",
        file=LOGS_FILE,
        old='["bucket-owner-full-control"]',
        new='["private"]',
        fails=(f"CT205 {TRAIL}",),
    ),
    Mutation(
        name="the bucket refuses everybody",
        file=LOGS_FILE,
        old='values   = ["false"]',
        new='values   = ["true"]',
        fails=(f"CT205 {TRAIL}",),
        at='statement {\n    sid       = "EncryptedTransportOnly"',
    ),
    Mutation(
        name="the bucket has no policy",
        file=LOGS_FILE,
        old='resource "aws_s3_bucket_policy" "logs" {\n  bucket = aws_s3_bucket.logs.id\n',
        new='resource "aws_s3_bucket_policy" "logs" {\n  bucket = "elsewhere"\n',
        fails=(f"CT205 {TRAIL}",),
        at=BUCKET_HEADER,
    ),
    Mutation(
        name="anybody's trail may write to the bucket",
        file=LOGS_FILE,
        old="""\
    # Without it anybody's trail could write here: CloudTrail is one principal for all accounts.
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [var.trail_arn]
    }
""",
        fails=(f"CT206 {BUCKET}",),
        at='statement {\n    sid       = "CloudTrailDelivers"',
    ),
    Mutation(
        name="the whole world reads the bucket",
        file=LOGS_FILE,
        old='    sid       = "EncryptedTransportOnly"\n    effect    = "Deny"\n',
        new='    sid       = "EncryptedTransportOnly"\n    effect    = "Allow"\n',
        also=(
            LOGS_FILE,
            "  block_public_policy     = true\n"
            "  ignore_public_acls      = true\n"
            "  restrict_public_buckets = true\n",
            "  ignore_public_acls      = true\n",
        ),
        fails=(f"CT207 {BUCKET}",),
        at='statement {\n    sid       = "EncryptedTransportOnly"',
    ),
    Mutation(
        name="nobody logs who reads the bucket",
        file=LOGS_FILE,
        old="""\
resource "aws_s3_bucket_logging" "logs" {
  bucket = aws_s3_bucket.logs.id

  target_bucket = aws_s3_bucket.access_logs.id
  target_prefix = "trail/"
}
""",
        fails=(f"CT208 {BUCKET}",),
        at=BUCKET_HEADER,
    ),
    Mutation(
        name="the bucket keeps no versions",
        file=LOGS_FILE,
        old='  versioning_configuration {\n    status = "Enabled"\n',
        new='  versioning_configuration {\n    status = "Suspended"\n',
        fails=(f"CT209 {BUCKET}",),
    ),
    Mutation(
        name="versions are deleted with a second factor",
        file=LOGS_FILE,
        old='  versioning_configuration {\n    status = "Enabled"\n',
        new='  versioning_configuration {\n    status = "Enabled"\n    mfa_delete = "Enabled"\n',
        mends=(f"CT210 {BUCKET}",),
    ),
    Mutation(
        name="the lifecycle is switched off",
        file=LOGS_FILE,
        old='    id     = "archive-then-expire"\n    status = "Enabled"\n',
        new='    id     = "archive-then-expire"\n    status = "Disabled"\n',
        fails=(f"CT211 {BUCKET}",),
        at='rule {\n    id     = "archive-then-expire"',
    ),
    Mutation(
        name="log files are deleted after a quarter",
        file="modules/storage/variables.tf",
        old="default     = 2557",
        new="default     = 91",
        also=(LOGS_FILE, "noncurrent_days = var.lock_days", "noncurrent_days = 30"),
        # For how long the lock keeps them is not read.
        unknown=(f"CT211 {BUCKET}",),
        at='      mode = "COMPLIANCE"\n',
        at_file=LOGS_FILE,
    ),
    Mutation(
        name="what expires after a quarter stays for a year",
        file="modules/storage/variables.tf",
        old="default     = 2557",
        new="default     = 91",
    ),
    Mutation(
        name="a destroy takes the log files along",
        file=LOGS_FILE,
        old="force_destroy = false",
        new="force_destroy = true",
        fails=(f"CT212 {BUCKET}",),
    ),
    Mutation(
        name="log files are not locked",
        file=LOGS_FILE,
        old="  object_lock_enabled = true\n",
        also=(
            LOGS_FILE,
            """\
resource "aws_s3_bucket_object_lock_configuration" "logs" {
  bucket = aws_s3_bucket_versioning.logs.bucket

  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = var.lock_days
    }
  }
}
""",
            "",
        ),
        fails=(f"CT213 {BUCKET}",),
        at=BUCKET_HEADER,
    ),
    Mutation(
        name="the topic lets CloudTrail subscribe only",
        file=TOPIC_FILE,
        old='["sns:Publish"]',
        new='["sns:Subscribe"]',
        fails=(f"CT214 {TRAIL}",),
    ),
    Mutation(
        name="the topic's policy is for another topic",
        file=TOPIC_FILE,
        old="  arn    = aws_sns_topic.deliveries.arn\n",
        new='  arn    = "arn:aws:sns:eu-central-1:111122223333:elsewhere"\n',
        fails=(f"CT214 {TRAIL}",),
        at='resource "aws_sns_topic" "deliveries"',
    ),
)

ORDER = (
    Mutation(
        name="the trail does not wait for the role's policy",
        file=TRAIL_FILE,
        old="    aws_iam_role_policy.delivery,\n",
        fails=(f"CT216 {TRAIL}",),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the bucket's name is handed on without its policy",
        file="modules/storage/outputs.tf",
        old="  depends_on  = [aws_s3_bucket_policy.logs]\n",
        fails=(f"CT216 {TRAIL}",),
        at=TRAIL_HEADER,
        at_file=TRAIL_FILE,
    ),
    Mutation(
        name="the trail's module waits for that of the bucket",
        file="modules/storage/outputs.tf",
        old="  depends_on  = [aws_s3_bucket_policy.logs]\n",
        also=(
            "main.tf",
            "  bucket    = module.storage.bucket\n",
            "  bucket    = module.storage.bucket\n  depends_on = [module.storage]\n",
        ),
        at="# CloudTrail tries the bucket",
    ),
    Mutation(
        name="the key's policy is a resource of its own",
        file="modules/key/main.tf",
        old="  policy                  = data.aws_iam_policy_document.key.json\n",
        also=(
            "modules/key/main.tf",
            'resource "aws_kms_alias" "this" {\n',
            KEY_POLICY,
        ),
        fails=(f"CT216 {TRAIL}",),
        at=TRAIL_HEADER,
        at_file=TRAIL_FILE,
    ),
)

LOGS = (
    Mutation(
        name="the trail names no log group",
        file=TRAIL_FILE,
        old='  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"\n',
        fails=(f"CT301 {TRAIL}", *DETECTION),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the trail names no role",
        file=TRAIL_FILE,
        old="  cloud_watch_logs_role_arn  = aws_iam_role.delivery.arn\n",
        fails=(f"CT301 {TRAIL}",),
        at=TRAIL_HEADER,
    ),
    Mutation(
        name="the log group's ARN lacks its suffix",
        file=TRAIL_FILE,
        old='"${aws_cloudwatch_log_group.trail.arn}:*"',
        new="aws_cloudwatch_log_group.trail.arn",
        fails=(f"CT302 {TRAIL}",),
    ),
    Mutation(
        name="the role trusts another service",
        file=GROUP_FILE,
        old="cloudtrail.amazonaws.com",
        new="config.amazonaws.com",
        fails=(f"CT303 {TRAIL}",),
    ),
    Mutation(
        name="the role may not write events",
        file=GROUP_FILE,
        old='["logs:CreateLogStream", "logs:PutLogEvents"]',
        new='["logs:CreateLogStream"]',
        fails=(f"CT304 {TRAIL}",),
    ),
    Mutation(
        name="the role may write to other streams",
        file=GROUP_FILE,
        old="_CloudTrail_",
        new="_Config_",
        fails=(f"CT304 {TRAIL}",),
    ),
    Mutation(
        name="the role has no policy",
        file=GROUP_FILE,
        old="  role   = aws_iam_role.delivery.id\n",
        new='  role   = "elsewhere"\n',
        fails=(f"CT304 {TRAIL}",),
        at='resource "aws_iam_role" "delivery"',
    ),
    Mutation(
        name="the log group keeps events for a quarter",
        file="modules/trail/variables.tf",
        old="default     = 731",
        new="default     = 90",
        fails=(f"CT305 {GROUP}",),
    ),
    Mutation(
        name="the log group has no key",
        file=GROUP_FILE,
        old="  kms_key_id        = var.key_arn\n",
        fails=(f"CT306 {GROUP}",),
        at='resource "aws_cloudwatch_log_group" "trail"',
    ),
    Mutation(
        name="the log group can be deleted",
        file=GROUP_FILE,
        old="  deletion_protection_enabled = true\n",
        new="  deletion_protection_enabled = false\n",
        fails=(f"CT308 {GROUP}",),
    ),
    Mutation(
        name="the log group is not protected from deletion",
        file=GROUP_FILE,
        old="  deletion_protection_enabled = true\n",
        fails=(f"CT308 {GROUP}",),
        at='resource "aws_cloudwatch_log_group" "trail"',
    ),
    Mutation(
        name="the log group of one account is protected from deletion",
        file=GROUP_FILE,
        old="  deletion_protection_enabled = true\n",
        new=f"  deletion_protection_enabled = {OF_ONE_ACCOUNT}\n",
        unknown=(f"CT308 {GROUP}",),
    ),
    Mutation(
        name="the log group's key is for another log group",
        file="keys.tf",
        old="      values   = [local.log_group_arn]\n",
        new='      values   = ["${local.log_group_arn}-other"]\n',
        fails=(f"CT307 {GROUP}",),
    ),
    Mutation(
        name="the log group's key lets nobody decrypt",
        file="keys.tf",
        old='["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"',
        new='["kms:DescribeKey", "kms:Encrypt"',
        fails=(f"CT307 {GROUP}",),
    ),
    Mutation(
        name="the log group's key is not described",
        file="keys.tf",
        old='["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"',
        new='["kms:Decrypt", "kms:Encrypt"',
        unknown=(f"CT307 {GROUP}",),
    ),
)

WRITTEN_OUT = ("CT401", "CT402", "CT403", "CT406")
EVENTS = (
    (
        "CT401",
        "unauthorized-api-calls",
        '($.errorCode = \\"*UnauthorizedOperation\\")',
        '($.errorCode = \\"Throttled\\")',
    ),
    (
        "CT402",
        "console-sign-in-without-mfa",
        '($.responseElements.ConsoleLogin = \\"Success\\")',
        "($.recipientAccountId = 1)",
    ),
    ("CT403", "root-account-use", '!= \\"AwsServiceEvent\\"', '= \\"AwsApiCall\\"'),
    ("CT404", "iam-policy-changes", '        "DetachGroupPolicy",\n', ""),
    ("CT405", "cloudtrail-configuration-changes", '        "StopLogging",\n', ""),
    (
        "CT406",
        "console-authentication-failures",
        'authentication\\")',
        'authentication\\") && ($.sourceIPAddress = \\"10.*\\")',
    ),
    ("CT407", "customer-key-disabled-or-deleted", '        "ScheduleKeyDeletion",\n', ""),
    ("CT408", "s3-bucket-policy-changes", '"PutBucketPolicy"', '"PutBucketTagging"'),
    ("CT409", "config-changes", '        "StopConfigurationRecorder",\n', ""),
    ("CT410", "security-group-changes", '        "ModifySecurityGroupRules",\n', ""),
    ("CT411", "network-acl-changes", '        "ReplaceNetworkAclEntry",\n', ""),
    ("CT412", "network-gateway-changes", '        "AttachInternetGateway",\n', ""),
    ("CT413", "route-table-changes", '        "ReplaceRoute",\n', ""),
    ("CT414", "vpc-changes", '        "DeleteVpc",\n', ""),
    ("CT415", "organizations-changes", '        "LeaveOrganization",\n', ""),
    ("CT416", "event-selector-changes", '        "PutInsightSelectors",\n', ""),
)

ALARMS = tuple(f'{ALARM}["{name}"]' for _, name, _, _ in EVENTS)

ALERTING = (
    *(
        Mutation(
            name=f"the pattern of {rule} misses an event",
            file=PATTERNS_FILE,
            old=old,
            new=new,
            fails=(f"{rule} the account",),
            # Of names that a loop joins, the beginning is shown.
            at=new if rule in WRITTEN_OUT else f"    {name} = {{\n      source",
        )
        for rule, name, old, new in EVENTS
    ),
    Mutation(
        name="the filters read another log group",
        file=DETECTION_FILE,
        old="log_group_name = var.log_group",
        new='log_group_name = "/aws/lambda/orders"',
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms watch another namespace",
        file=DETECTION_FILE,
        old="each.value.metric_transformation[0].namespace",
        new='"orders"',
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms are switched off",
        file=DETECTION_FILE,
        old="actions_enabled = true",
        new="actions_enabled = false",
        fails=(*DETECTION, *(f"CT417 {alarm}" for alarm in ALARMS)),
    ),
    Mutation(
        name="the alarms do nothing",
        file=DETECTION_FILE,
        old="[aws_sns_topic.alarms.arn]",
        new="[]",
        fails=(*DETECTION, *(f"CT417 {alarm}" for alarm in ALARMS)),
    ),
    Mutation(
        name="nobody has subscribed",
        file="modules/detection/topic.tf",
        old="""\
resource "aws_sns_topic_subscription" "contact" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.contact
}
""",
        fails=DETECTION,
        at='resource "aws_sns_topic" "alarms"',
    ),
)

ATTACHMENT = """\
resource "aws_organizations_policy_attachment" "protect_trail" {
  provider = aws.organization

  policy_id = aws_organizations_policy.protect_trail.id
  target_id = var.account
}
"""
ORGANIZATION = """
resource "aws_organizations_organization" "this" {{
  provider             = aws.organization
  enabled_policy_types = ["{}"]
}}
"""
EXCEPTION = """\
    resources = [var.trail_arn]

    condition {{
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:{}"]
    }}
"""
RESOURCE_CONTROL = """
resource "aws_organizations_policy" "no_writes" {{
  provider = aws.organization

  name = "no-writes"
  type = "RESOURCE_CONTROL_POLICY"
  content = jsonencode({{
    Version   = "2012-10-17"
    Statement = [{{ Effect = "Deny", Principal = "*", Action = "s3:PutObject", Resource = "*" }}]
  }})
}}

resource "aws_organizations_policy_attachment" "no_writes" {{
  provider = aws.organization

  policy_id = aws_organizations_policy.no_writes.id
  target_id = {}
}}
"""
RECORDER = """
resource "aws_config_configuration_recorder" "this" {{
  role_arn = "arn:aws:iam::111122223333:role/config"
}}

resource "aws_config_configuration_recorder_status" "this" {{
  name       = aws_config_configuration_recorder.this.name
  is_enabled = {}
}}
"""

GUARDRAILS = (
    Mutation(
        name="an administrator may stop the trail",
        file=GUARDRAILS_FILE,
        old='      "cloudtrail:StopLogging",\n',
        fails=("CT501 the account",),
        at='statement {\n    sid    = "TrailStaysOn"',
    ),
    Mutation(
        name="the service control policy allows",
        file=GUARDRAILS_FILE,
        old='    sid    = "TrailStaysOn"\n    effect = "Deny"\n',
        new='    sid    = "TrailStaysOn"\n    effect = "Allow"\n',
        fails=("CT501 the account",),
        at='resource "aws_organizations_policy" "protect_trail"',
    ),
    Mutation(
        name="the service control policy is for another trail",
        file=GUARDRAILS_FILE,
        old="    resources = [var.trail_arn]\n",
        new='    resources = ["${var.trail_arn}-2"]\n',
        fails=("CT501 the account",),
    ),
    Mutation(
        name="the service control policy leaves the trail out",
        file=GUARDRAILS_FILE,
        old="    resources = [var.trail_arn]\n",
        new="    not_resources = [var.trail_arn]\n",
        fails=("CT501 the account",),
    ),
    Mutation(
        name="the service control policy is attached to nothing",
        file=GUARDRAILS_FILE,
        old=ATTACHMENT,
        unknown=("CT501 the account",),
        at='resource "aws_organizations_policy" "protect_trail"',
    ),
    Mutation(
        name="the service control policy is attached to another account",
        file=GUARDRAILS_FILE,
        old="  target_id = var.account\n",
        new='  target_id = "444455556666"\n',
        unknown=("CT501 the account",),
    ),
    Mutation(
        name="the policy may be of another type",
        file=GUARDRAILS_FILE,
        old='  type        = "SERVICE_CONTROL_POLICY"\n',
        new="  type        = var.policy_type\n",
        unknown=("CT501 the account",),
    ),
    Mutation(
        name="the organization enables no service control policies",
        file=GUARDRAILS_FILE,
        old=ATTACHMENT,
        new=ATTACHMENT + ORGANIZATION.format("TAG_POLICY"),
        fails=("CT501 the account",),
    ),
    Mutation(
        name="the service control policy makes an exception of all users",
        file=GUARDRAILS_FILE,
        old="    resources = [var.trail_arn]\n",
        new=EXCEPTION.format("user/*"),
        fails=("CT501 the account",),
    ),
    Mutation(
        name="the service control policy makes an exception of all administrators",
        file=GUARDRAILS_FILE,
        old="    resources = [var.trail_arn]\n",
        new=EXCEPTION.format("role/*admin*"),
        fails=("CT501 the account",),
    ),
    Mutation(
        name="a resource control policy may shut CloudTrail out",
        file=GUARDRAILS_FILE,
        old=ATTACHMENT,
        new=ATTACHMENT + RESOURCE_CONTROL.format("var.account"),
        fails=("CT205 module.trail.aws_cloudtrail.this",),
    ),
    Mutation(
        name="a resource control policy for the organization may shut CloudTrail out",
        file=GUARDRAILS_FILE,
        old=ATTACHMENT,
        new=ATTACHMENT + RESOURCE_CONTROL.format('"r-abcd"'),
        unknown=("CT205 module.trail.aws_cloudtrail.this",),
    ),
    Mutation(
        name="a resource control policy may be attached",
        file=GUARDRAILS_FILE,
        old=ATTACHMENT,
        new=ATTACHMENT
        + RESOURCE_CONTROL.format("").partition('resource "aws_organizations_policy_a')[0],
        unknown=("CT205 module.trail.aws_cloudtrail.this",),
    ),
    Mutation(
        name="the recorder of AWS Config is off",
        file=GUARDRAILS_FILE,
        old=ATTACHMENT,
        new=ATTACHMENT + RECORDER.format("false"),
        fails=("CT502 the account",),
    ),
    Mutation(
        name="the recorder of AWS Config is never switched on",
        file=GUARDRAILS_FILE,
        old=ATTACHMENT,
        new=ATTACHMENT
        + RECORDER.format("").partition('resource "aws_config_configuration_recorder_s')[0],
        unknown=("CT502 the account",),
    ),
    Mutation(
        name="the recorder of AWS Config may be off",
        file=GUARDRAILS_FILE,
        old=ATTACHMENT,
        new=ATTACHMENT + RECORDER.format("var.records"),
        unknown=("CT502 the account",),
    ),
    Mutation(
        name="AWS Config watches something else",
        file=GUARDRAILS_FILE,
        old="CLOUDTRAIL_SECURITY_TRAIL_ENABLED",
        new="S3_BUCKET_VERSIONING_ENABLED",
        fails=("CT502 the account",),
    ),
)

MUTATIONS = (*RECORDING, *STORAGE, *ORDER, *LOGS, *ALERTING, *CHAIN, *GUARDRAILS)
