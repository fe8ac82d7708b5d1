"""Changes of the example in Terraform, from the log group to the person who is told."""

from __future__ import annotations

from mutations import DETECTION, Mutation

TRAIL = "module.trail.aws_cloudtrail.this"
GROUP = "module.trail.aws_cloudwatch_log_group.trail"

DELIVERIES_FILE = "modules/trail/deliveries.tf"
GROUP_FILE = "modules/trail/log_group.tf"
FILTER_FILE = "modules/detection/main.tf"
TOPIC_FILE = "modules/detection/topic.tf"
PATTERNS_FILE = "modules/detection/patterns.tf"
KEYS_FILE = "keys.tf"

DELIVERIES = 'resource "aws_sns_topic" "deliveries" {\n'
GROUP_HEADER = 'resource "aws_cloudwatch_log_group" "trail" {\n'
CLASS = "  retention_in_days = var.retention_days\n"
VALUE = '    value     = "1"\n'
GROUP_NAME = "  log_group_name = var.log_group\n"
STATISTIC = '  statistic           = "Sum"\n'
MISSING = '  treat_missing_data = "notBreaching"\n'
TOPIC_NAME = '  name              = "${var.name}-alarms"\n'
ENDPOINT = "  endpoint  = var.contact\n"
ACTIONS = "  alarm_actions   = [aws_sns_topic.alarms.arn]\n"
ALARM_KEY = '    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]\n'


def mute(name: str, duration: str) -> str:
    """Return a rule that mutes every alarm from midnight on."""
    return f"""\
resource "aws_cloudwatch_alarm_mute_rule" "{name}" {{
  name = "{name}"

  rule {{
    schedule {{
      expression = "cron(0 0 * * *)"
      duration   = "{duration}"
    }}
  }}

  mute_targets {{
    alarm_names = [for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name]
  }}
}}

resource "aws_cloudwatch_log_metric_filter" "this" {{
"""


def composite(rule: str, more: str = "") -> str:
    """Return composite alarms that act in the alarms' stead."""
    return f"""\
  alarm_actions   = []
}}

resource "aws_cloudwatch_composite_alarm" "this" {{
  for_each = aws_cloudwatch_metric_alarm.this

  alarm_name    = "any-${{each.key}}"
  alarm_rule    = "{rule}"
  alarm_actions = [aws_sns_topic.alarms.arn]
{more}"""


FILTERS = (
    Mutation(
        name="a policy of the account masks text in every log group",
        file=FILTER_FILE,
        old="locals {\n",
        new="""\
resource "aws_cloudwatch_log_account_policy" "mask" {
  policy_name     = "mask"
  policy_type     = "DATA_PROTECTION_POLICY"
  policy_document = jsonencode({ Name = "mask", Version = "2021-06-01", Statement = [] })
}

locals {
""",
        unknown=DETECTION,
    ),
    Mutation(
        name="a policy masks text in the log group",
        file=GROUP_FILE,
        old=GROUP_HEADER,
        new=f"""\
resource "aws_cloudwatch_log_data_protection_policy" "mask" {{
  log_group_name  = aws_cloudwatch_log_group.trail.name
  policy_document = jsonencode({{ Name = "mask", Version = "2021-06-01", Statement = [] }})
}}

{GROUP_HEADER}""",
        unknown=DETECTION,
    ),
    Mutation(
        name="the alarms share one name",
        file=FILTER_FILE,
        old="  alarm_name        = each.value.name\n",
        new="  alarm_name        = var.name\n",
        unknown=DETECTION,
    ),
    Mutation(
        name="the filters share one name",
        file=FILTER_FILE,
        old='  name           = "${var.name}-${each.key}"\n',
        new="  name           = var.name\n",
        unknown=DETECTION,
    ),
    Mutation(
        name="the log group is of a class for seldom access",
        file=GROUP_FILE,
        old=CLASS,
        new=f'{CLASS}  log_group_class = "INFREQUENT_ACCESS"\n',
        fails=DETECTION,
        at='  log_group_class = "INFREQUENT_ACCESS"\n',
    ),
    Mutation(
        name="the log group is of a class with the essentials",
        file=GROUP_FILE,
        old=CLASS,
        new=f'{CLASS}  log_group_class = "ESSENTIALS"\n',
        fails=DETECTION,
        at='  log_group_class = "ESSENTIALS"\n',
    ),
    Mutation(
        name="the log group is of a class that keeps events for a day",
        file=GROUP_FILE,
        old=CLASS,
        new=f'{CLASS}  log_group_class = "DELIVERY"\n',
        fails=(*DETECTION, f"CT305 {GROUP}"),
        at='  log_group_class = "DELIVERY"\n',
    ),
    Mutation(
        name="the filters take events of another account",
        file=FILTER_FILE,
        old=GROUP_NAME,
        new=f'{GROUP_NAME}  field_selection_criteria = "@aws.account = \\"999999999999\\""\n',
        unknown=DETECTION,
    ),
    Mutation(
        name="the filters read transformed events",
        file=FILTER_FILE,
        old=GROUP_NAME,
        new=f"{GROUP_NAME}  apply_on_transformed_logs = true\n",
        unknown=DETECTION,
    ),
    Mutation(
        name="the filters emit the account",
        file=FILTER_FILE,
        old=GROUP_NAME,
        new=f'{GROUP_NAME}  emit_system_field_dimensions = ["@aws.account"]\n',
        fails=DETECTION,
        at='  emit_system_field_dimensions = ["@aws.account"]\n',
    ),
    Mutation(
        name="a pattern has three regular expressions",
        file=PATTERNS_FILE,
        old='($.errorCode = \\"*UnauthorizedOperation\\")',
        new="($.errorCode = %UnauthorizedOperation$%) || ($.a = %b%) || ($.a = %c%)",
        fails=("CT401 the account",),
    ),
)

STATES = (
    Mutation(
        name="the alarms ask for another unit",
        file=FILTER_FILE,
        old=STATISTIC,
        new=f'{STATISTIC}  unit                = "Count"\n',
        fails=DETECTION,
    ),
    Mutation(
        name="the filters publish another unit",
        file=FILTER_FILE,
        old=VALUE,
        new=f'{VALUE}    unit      = "Count"\n',
        fails=DETECTION,
        also=(FILTER_FILE, STATISTIC, f'{STATISTIC}  unit                = "None"\n'),
        at='    unit      = "Count"\n',
    ),
    Mutation(
        name="the alarms take a maximum that a match does not reach",
        file=FILTER_FILE,
        old=f'{STATISTIC}  comparison_operator = "GreaterThanOrEqualToThreshold"\n'
        "  threshold           = 1\n",
        new='  statistic           = "Maximum"\n'
        '  comparison_operator = "GreaterThanThreshold"\n  threshold           = 1\n',
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms take an average of quiet minutes",
        file=FILTER_FILE,
        old=STATISTIC,
        new='  statistic           = "Average"\n',
        also=(FILTER_FILE, VALUE, f'{VALUE}    default_value = "0"\n'),
        unknown=DETECTION,
    ),
    Mutation(
        name="the alarms count the samples of quiet minutes",
        file=FILTER_FILE,
        old=STATISTIC,
        new='  statistic           = "SampleCount"\n',
        also=(FILTER_FILE, VALUE, f'{VALUE}    default_value = "0"\n'),
        fails=DETECTION,
        at="  threshold           = 1\n",
    ),
    Mutation(
        name="the alarms go off for nothing",
        file=FILTER_FILE,
        old="  threshold           = 1\n",
        new="  threshold           = 0\n",
        also=(FILTER_FILE, VALUE, f'{VALUE}    default_value = "0"\n'),
        fails=DETECTION,
    ),
    Mutation(
        name="quiet periods are breaching",
        file=FILTER_FILE,
        old=MISSING,
        new='  treat_missing_data = "breaching"\n',
        fails=DETECTION,
    ),
    Mutation(
        name="quiet periods are ignored",
        file=FILTER_FILE,
        old=MISSING,
        new='  treat_missing_data = "ignore"\n',
        fails=DETECTION,
    ),
)

ACTING = (
    Mutation(
        name="the alarms are muted at times",
        file=FILTER_FILE,
        old='resource "aws_cloudwatch_log_metric_filter" "this" {\n',
        new=mute("night", "PT4H"),
        unknown=DETECTION,
    ),
    Mutation(
        name="the alarms are muted always",
        file=FILTER_FILE,
        old='resource "aws_cloudwatch_log_metric_filter" "this" {\n',
        new=mute("always", "PT24H"),
        fails=DETECTION,
    ),
    Mutation(
        name="composite alarms act in their stead",
        file=FILTER_FILE,
        old=ACTIONS,
        new=composite("ALARM(${each.value.alarm_name}) OR ALARM(other)"),
    ),
    Mutation(
        name="composite alarms ask for more",
        file=FILTER_FILE,
        old=ACTIONS,
        new=composite("ALARM(${each.value.alarm_name}) AND ALARM(other)"),
        unknown=(
            *DETECTION,
            *(
                f'CT417 module.detection.aws_cloudwatch_metric_alarm.this["{name}"]'
                for name in (
                    "cloudtrail-configuration-changes",
                    "config-changes",
                    "console-authentication-failures",
                    "console-sign-in-without-mfa",
                    "customer-key-disabled-or-deleted",
                    "event-selector-changes",
                    "iam-policy-changes",
                    "network-acl-changes",
                    "network-gateway-changes",
                    "organizations-changes",
                    "root-account-use",
                    "route-table-changes",
                    "s3-bucket-policy-changes",
                    "security-group-changes",
                    "unauthorized-api-calls",
                    "vpc-changes",
                )
            ),
        ),
    ),
    Mutation(
        name="composite alarms are suppressed",
        file=FILTER_FILE,
        old=ACTIONS,
        new=composite(
            "ALARM(${each.value.alarm_name})",
            '  actions_suppressor {\n    alarm            = "maintenance"\n'
            "    extension_period = 10\n    wait_period      = 10\n  }\n",
        ),
        unknown=DETECTION,
    ),
    Mutation(
        name="the alarms start a response plan",
        file=FILTER_FILE,
        old=ACTIONS,
        new='  alarm_actions   = ["arn:aws:ssm-incidents::111122223333:response-plan/security"]\n',
        unknown=DETECTION,
    ),
    Mutation(
        name="the alarms stop an instance",
        file=FILTER_FILE,
        old=ACTIONS,
        new='  alarm_actions   = ["arn:aws:automate:eu-west-1:ec2:stop"]\n',
        fails=DETECTION,
    ),
)

TOPICS = (
    Mutation(
        name="a policy holds messages of the alarms' topic back",
        file=TOPIC_FILE,
        old='resource "aws_sns_topic" "alarms" {\n',
        new="""\
resource "aws_sns_topic_data_protection_policy" "alarms" {
  arn    = aws_sns_topic.alarms.arn
  policy = jsonencode({ Name = "mask", Version = "2021-06-01", Statement = [] })
}

resource "aws_sns_topic" "alarms" {
""",
        unknown=DETECTION,
    ),
    Mutation(
        name="the alarms' topic is for another service",
        file=TOPIC_FILE,
        old="cloudwatch.amazonaws.com",
        new="budgets.amazonaws.com",
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms' topic refuses alarms",
        file=TOPIC_FILE,
        old='    sid       = "AlarmsPublish"\n',
        new='    sid       = "AlarmsPublish"\n    effect    = "Deny"\n',
        fails=DETECTION,
        at="  statement {\n",
    ),
    Mutation(
        name="the alarms' topic is for another account",
        file=TOPIC_FILE,
        old="[data.aws_caller_identity.current.account_id]",
        new='[substr("${data.aws_caller_identity.current.account_id}0", 1, 12)]',
        unknown=DETECTION,
    ),
    Mutation(
        name="the alarms' topic takes subscribers only",
        file=TOPIC_FILE,
        old='["sns:Publish"]',
        new='["sns:Subscribe"]',
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms' topic is a FIFO topic",
        file=TOPIC_FILE,
        old=TOPIC_NAME,
        new='  name              = "${var.name}-alarms.fifo"\n  fifo_topic        = true\n',
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms' topic is in another region",
        file=TOPIC_FILE,
        old=TOPIC_NAME,
        new=f'{TOPIC_NAME}  region            = "us-east-1"\n',
        fails=DETECTION,
        at='resource "aws_sns_topic" "alarms" {\n',
    ),
    Mutation(
        name="the alarms' topic has the key of AWS",
        file=TOPIC_FILE,
        old="  kms_master_key_id = var.key_id\n",
        new='  kms_master_key_id = "alias/aws/sns"\n',
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms' key lets them decrypt only",
        file=KEYS_FILE,
        old=ALARM_KEY,
        new='    actions   = ["kms:Decrypt"]\n',
        fails=DETECTION,
    ),
    Mutation(
        name="the alarms' key is for the topic's service",
        file=KEYS_FILE,
        old='      identifiers = ["cloudwatch.amazonaws.com"]\n',
        new='      identifiers = ["sns.amazonaws.com"]\n',
        fails=DETECTION,
    ),
    Mutation(
        name="the trail's topic has the key of AWS",
        file=DELIVERIES_FILE,
        old=DELIVERIES,
        new=f'{DELIVERIES}  kms_master_key_id = "alias/aws/sns"\n',
        fails=(f"CT214 {TRAIL}",),
    ),
    Mutation(
        name="the trail's topic has the trail's key",
        file=DELIVERIES_FILE,
        old=DELIVERIES,
        new=f"{DELIVERIES}  kms_master_key_id = var.key_arn\n",
        fails=(f"CT214 {TRAIL}",),
        at='    actions   = ["kms:GenerateDataKey*"]\n',
        at_file=KEYS_FILE,
    ),
    Mutation(
        name="the trail's topic is a FIFO topic",
        file=DELIVERIES_FILE,
        old=DELIVERIES,
        new=f"{DELIVERIES}  fifo_topic = true\n",
        fails=(f"CT214 {TRAIL}",),
    ),
)

SUBSCRIBED = (
    Mutation(
        name="the contact is empty",
        file=TOPIC_FILE,
        old=ENDPOINT,
        new='  endpoint  = ""\n',
        fails=DETECTION,
    ),
    Mutation(
        name="the contact is no email address",
        file=TOPIC_FILE,
        old=ENDPOINT,
        new='  endpoint  = "https://example.com/alarms"\n',
        fails=DETECTION,
    ),
    Mutation(
        name="the contact's messages are filtered by attributes",
        file=TOPIC_FILE,
        old=ENDPOINT,
        new=f'{ENDPOINT}  filter_policy = jsonencode({{ severity = ["high"] }})\n',
        fails=DETECTION,
    ),
    Mutation(
        name="the contact is told that all is well",
        file=TOPIC_FILE,
        old=ENDPOINT,
        new=f'{ENDPOINT}  filter_policy = jsonencode({{ NewStateValue = ["OK"] }})\n'
        '  filter_policy_scope = "MessageBody"\n',
        fails=DETECTION,
    ),
    Mutation(
        name="a function is told that is declared elsewhere",
        file=TOPIC_FILE,
        old=f'  protocol  = "email"\n{ENDPOINT}',
        new='  protocol  = "lambda"\n'
        '  endpoint  = "arn:aws:lambda:eu-west-1:111122223333:function:tell"\n',
        unknown=DETECTION,
    ),
    Mutation(
        name="a queue is told that takes nothing",
        file=TOPIC_FILE,
        old=f'  protocol  = "email"\n{ENDPOINT}}}\n',
        new='  protocol  = "sqs"\n  endpoint  = aws_sqs_queue.alarms.arn\n}\n\n'
        'resource "aws_sqs_queue" "alarms" {\n  name = "alarms"\n}\n',
        fails=DETECTION,
    ),
    Mutation(
        name="a channel is told",
        file=TOPIC_FILE,
        old="""\
resource "aws_sns_topic_subscription" "contact" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.contact
}
""",
        new="""\
resource "aws_chatbot_slack_channel_configuration" "security" {
  configuration_name = "security"
  iam_role_arn       = "arn:aws:iam::111122223333:role/chat"
  slack_channel_id   = "C0123456789"
  slack_team_id      = "T0123456789"
  sns_topic_arns     = [aws_sns_topic.alarms.arn]
}
""",
    ),
)

CHAIN = (*FILTERS, *STATES, *ACTING, *TOPICS, *SUBSCRIBED)
