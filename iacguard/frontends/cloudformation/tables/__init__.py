"""Where the model's fields stand in CloudFormation's resource types."""
