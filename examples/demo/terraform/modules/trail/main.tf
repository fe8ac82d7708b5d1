resource "aws_cloudtrail" "this" {
  name                          = var.name
  s3_bucket_name                = var.bucket
  is_multi_region_trail         = var.multi_region
  include_global_service_events = true
  enable_log_file_validation    = true

  cloud_watch_logs_group_arn = aws_cloudwatch_log_group.this.arn
  cloud_watch_logs_role_arn  = aws_iam_role.delivery.arn

  event_selector {
    read_write_type = "WriteOnly"
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/audit/${var.name}"
  retention_in_days = var.retention_days
}

resource "aws_iam_role" "delivery" {
  name = "${var.name}-delivery"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "cloudtrail.amazonaws.com" }
    }]
  })
}
