"""IAM policies as Terraform writes them: data sources, blocks and JSON texts."""
