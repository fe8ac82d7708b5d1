variable "name" {
  description = "Beginning of the names."
  type        = string
}

variable "log_group" {
  description = "Name of the log group that the trail's events are sent to."
  type        = string
}

variable "key_id" {
  description = "Id of the key that encrypts the topic's messages."
  type        = string
}

variable "contact" {
  description = "Email address that is told."
  type        = string
}
