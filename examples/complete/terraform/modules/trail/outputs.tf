output "arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}

output "log_group" {
  description = "Name of the log group that the trail's events are sent to."
  value       = aws_cloudwatch_log_group.trail.name
}

output "deliveries_topic_arn" {
  description = "ARN of the topic that hears of every log file."
  value       = aws_sns_topic.deliveries.arn
}
