"""Templates, their parameters, and the stacks that they make together."""
