"""Terraform's types and values, what is unknown among them, and their conversions."""
