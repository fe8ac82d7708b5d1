terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

# The account that is audited.
provider "aws" {
  region = var.region
}

# The organization's management account, or an account that it lets manage policies: a service
# control policy cannot be made from the account that it binds.
provider "aws" {
  alias   = "organization"
  region  = var.region
  profile = var.organization_profile
}
