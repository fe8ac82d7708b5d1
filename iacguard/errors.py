"""The errors that iacguard raises for its callers."""

from __future__ import annotations


class IacguardError(Exception):
    """Something is wrong with how iacguard was called or set up; never with the scanned code."""


class UsageError(IacguardError):
    """A path, flag or configuration value that cannot be used (exit code 2)."""


class RuleError(IacguardError):
    """A rule file that does not say what a rule file must (exit code 2)."""
