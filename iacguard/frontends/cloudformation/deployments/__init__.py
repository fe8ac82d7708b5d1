"""The ways in which a stack may turn out, and what each is lowered to."""
