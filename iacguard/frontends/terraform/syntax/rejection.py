"""Why a stretch of Terraform was not read."""

from __future__ import annotations


class RejectionError(Exception):
    """Raised inside the parser where Terraform would refuse the text; never leaves it."""

    def __init__(self, start: int, end: int, summary: str, detail: str = "") -> None:
        super().__init__(summary)
        self.start = start
        self.end = end
        self.summary = summary
        self.detail = detail
