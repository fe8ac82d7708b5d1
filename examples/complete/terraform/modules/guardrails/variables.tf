variable "name" {
  description = "Beginning of the names."
  type        = string
}

variable "account" {
  description = "Id of the account that the service control policy binds."
  type        = string
}

variable "trail_arn" {
  description = "ARN of the trail that is protected."
  type        = string
}

variable "bucket_arn" {
  description = "ARN of the bucket that is protected."
  type        = string
}

variable "key_arn" {
  description = "ARN of the key that is protected."
  type        = string
}
