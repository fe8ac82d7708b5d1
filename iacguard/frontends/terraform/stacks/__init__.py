"""Terraform's stacks: their components, evaluated as the modules of one root a deployment."""
