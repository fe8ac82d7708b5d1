"""Terraform and OpenTofu: HCL, its JSON form, and plans."""
