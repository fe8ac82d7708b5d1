"""A result that Terraform supports and iacguard does not."""

from __future__ import annotations


class UndecidedResult(Exception):
    """The result is left unknown, for a reason; ``try`` and ``can`` do not answer this."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """A clause that a user understands: "the text is too large to evaluate"."""
