output "trail_arn" {
  description = "ARN of the trail."
  value       = module.trail.arn
}

output "bucket" {
  description = "Name of the bucket that holds the log files."
  value       = module.storage.bucket
}

output "deliveries_topic_arn" {
  description = "Topic that hears of every log file; whatever analyses them subscribes to it."
  value       = module.trail.deliveries_topic_arn
}
