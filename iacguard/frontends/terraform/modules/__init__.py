"""Modules, their calls and instances, and what each of their names comes to."""
