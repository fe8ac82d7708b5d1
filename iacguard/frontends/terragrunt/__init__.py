"""Terragrunt: units and stacks, evaluated into calls of Terraform's modules."""
