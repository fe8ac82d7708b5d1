"""Expressions: operators, traversals, templates and loops over values with unknowns."""
