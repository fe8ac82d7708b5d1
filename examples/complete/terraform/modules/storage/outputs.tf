# CloudTrail tries the bucket when the trail is made, so the name is handed on with the policy.
output "bucket" {
  description = "Name of the bucket that holds the log files."
  value       = aws_s3_bucket.logs.id
  depends_on  = [aws_s3_bucket_policy.logs]
}

output "bucket_arn" {
  description = "ARN of the bucket that holds the log files."
  value       = aws_s3_bucket.logs.arn
}
