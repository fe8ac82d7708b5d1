variable "name" {
  type = string
}

variable "bucket" {
  type = string
}

variable "retention_days" {
  type    = number
  default = 365
}

variable "multi_region" {
  type    = bool
  default = false
}

