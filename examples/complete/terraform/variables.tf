variable "region" {
  description = "Home region of the trail; it records every other region from there."
  type        = string
  default     = "eu-central-1"
}

variable "organization_profile" {
  description = "Profile of the AWS CLI that may manage the organization's policies."
  type        = string
}

variable "security_contact" {
  description = "Email address that the alarms go to; AWS asks it to confirm the subscription."
  type        = string
}

variable "name" {
  description = "Name of the trail, and the beginning of every other name."
  type        = string
  default     = "audit"
}
