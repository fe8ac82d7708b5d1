resource "aws_cloudtrail" "this" {
  name           = var.name
  s3_bucket_name = var.bucket
  kms_key_id     = var.key_arn
  sns_topic_name = aws_sns_topic.deliveries.arn

  # The provider cuts the suffix off that CloudTrail asks for.
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.delivery.arn

  enable_logging                = true
  enable_log_file_validation    = true
  is_multi_region_trail         = true
  include_global_service_events = true

  # One account's trail, by choice: see the README.
  is_organization_trail = false

  # Advanced selectors replace the default, so management events are named as well. No `readOnly`
  # field: both reads and writes are recorded.
  advanced_event_selector {
    name = "All management events"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }

  # Every bucket, those that are made tomorrow and the trail's own included.
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

  insight_selector {
    insight_type = "ApiCallRateInsight"
  }

  insight_selector {
    insight_type = "ApiErrorRateInsight"
  }

  # CloudTrail tries the role and the topic when the trail is made.
  depends_on = [
    aws_iam_role_policy.delivery,
    aws_sns_topic_policy.deliveries,
  ]
}
