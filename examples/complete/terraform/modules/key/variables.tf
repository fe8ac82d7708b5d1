variable "name" {
  description = "The key's alias, without its prefix."
  type        = string
}

variable "description" {
  description = "What the key is for."
  type        = string
}

variable "service_policy" {
  description = "Policy document in JSON: what services may do with the key."
  type        = string
}
