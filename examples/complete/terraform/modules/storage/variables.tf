variable "name" {
  description = "Name of the bucket that holds the log files; unique in all of AWS."
  type        = string
}

variable "trail_arn" {
  description = "ARN of the only trail that may deliver to the bucket."
  type        = string
}

variable "key_arn" {
  description = "ARN of the key that encrypts the objects."
  type        = string
}

variable "lock_days" {
  description = "Days during which nobody deletes a log file."
  type        = number
  default     = 365
}

variable "archive_days" {
  description = "Days until log files move to a cheaper storage class."
  type        = number
  default     = 90
}

variable "keep_days" {
  description = "Days until log files are deleted: seven years."
  type        = number
  default     = 2557
}
