"""What the input languages share on the way from their blocks to the model."""
