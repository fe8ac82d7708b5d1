# The bucket is handed on with its policy, so that whoever delivers to it waits for both.
output "bucket" {
  description = "Name of the bucket that holds the log files."
  value       = aws_s3_bucket.logs.id
  depends_on  = [aws_s3_bucket_policy.logs]
}

output "bucket_arn" {
  description = "ARN of the bucket that holds the log files."
  value       = aws_s3_bucket.logs.arn
}
