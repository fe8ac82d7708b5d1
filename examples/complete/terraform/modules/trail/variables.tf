variable "name" {
  description = "Name of the trail."
  type        = string
}

variable "trail_arn" {
  description = "ARN that the trail will have."
  type        = string
}

variable "bucket" {
  description = "Name of the bucket that log files are delivered to."
  type        = string
}

variable "key_arn" {
  description = "ARN of the key that encrypts log files and the log group."
  type        = string
}

variable "log_group" {
  description = "Name of the log group that events are sent to."
  type        = string
}

variable "retention_days" {
  description = "Days that the log group keeps events; the bucket keeps them longer."
  type        = number
  default     = 731
}
