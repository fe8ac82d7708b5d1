variable "name" {
  description = "Name of the event data store."
  type        = string
}

variable "key_arn" {
  description = "ARN of the key that encrypts the events; it cannot be changed later."
  type        = string
}
