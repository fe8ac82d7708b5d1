"""Intrinsic functions, conditions and references: what a template's values come to."""
