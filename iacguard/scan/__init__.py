"""The scanned tree: what is read of it, what is judged together, and what is told of it."""
