# Not even the account's administrator may blind the trail. The organization's management account is
# not bound by service control policies, so a change goes through it.
data "aws_iam_policy_document" "protect_trail" {
  statement {
    sid    = "TrailStaysOn"
    effect = "Deny"

    actions = [
      "cloudtrail:DeleteTrail",
      "cloudtrail:PutEventSelectors",
      "cloudtrail:PutInsightSelectors",
      "cloudtrail:StopLogging",
      "cloudtrail:UpdateTrail",
    ]
    resources = [var.trail_arn]
  }

  statement {
    sid    = "LogFilesStay"
    effect = "Deny"

    actions = [
      "s3:DeleteBucket",
      "s3:DeleteBucketPolicy",
      "s3:PutBucketPolicy",
      "s3:PutLifecycleConfiguration",
    ]
    resources = [var.bucket_arn]
  }

  statement {
    sid    = "KeyStays"
    effect = "Deny"

    actions = [
      "kms:DisableKey",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
    ]
    resources = [var.key_arn]
  }
}

resource "aws_organizations_policy" "protect_trail" {
  provider = aws.organization

  name        = "${var.name}-protect-trail"
  description = "Keeps the trail, its bucket and its key as they are"
  type        = "SERVICE_CONTROL_POLICY"
  content     = data.aws_iam_policy_document.protect_trail.minified_json
}

resource "aws_organizations_policy_attachment" "protect_trail" {
  provider = aws.organization

  policy_id = aws_organizations_policy.protect_trail.id
  target_id = var.account
}

# Notices a trail that no longer records everything, however it came about.
# https://docs.aws.amazon.com/config/latest/developerguide/cloudtrail-security-trail-enabled.html
resource "aws_config_config_rule" "security_trail" {
  name        = "${var.name}-security-trail"
  description = "A trail of all regions records, validates and encrypts all management events"

  source {
    owner             = "AWS"
    source_identifier = "CLOUDTRAIL_SECURITY_TRAIL_ENABLED"
  }
}
