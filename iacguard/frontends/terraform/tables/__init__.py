"""Where the model's fields stand in Terraform's resource types."""
