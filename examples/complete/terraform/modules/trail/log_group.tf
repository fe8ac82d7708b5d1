data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

resource "aws_cloudwatch_log_group" "trail" {
  name              = var.log_group
  retention_in_days = var.retention_days
  kms_key_id        = var.key_arn

  # A call that deletes it is refused until another one switches this off.
  deletion_protection_enabled = true
}

data "aws_iam_policy_document" "delivery_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
}

# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
data "aws_iam_policy_document" "delivery" {
  statement {
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]

    # CloudTrail names its streams so; it may write to no other.
    resources = [
      join("", [
        aws_cloudwatch_log_group.trail.arn,
        ":log-stream:",
        "${data.aws_caller_identity.current.account_id}_CloudTrail_${data.aws_region.current.region}*",
      ])
    ]
  }
}

resource "aws_iam_role" "delivery" {
  name               = "${var.name}-trail-delivery"
  description        = "Lets CloudTrail write to its log group"
  assume_role_policy = data.aws_iam_policy_document.delivery_trust.json
}

resource "aws_iam_role_policy" "delivery" {
  name   = "write-to-log-group"
  role   = aws_iam_role.delivery.id
  policy = data.aws_iam_policy_document.delivery.json
}
