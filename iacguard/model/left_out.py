"""What is declared and not deployed."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.value import Hop


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A trail, or a module that declares one, of which this deployment has no instance."""

    name: str
    """``aws_cloudtrail.main``, ``module.audit``."""

    by: str
    """What leaves it out: "the default of var.enable", "its count"."""

    provenance: tuple[Hop, ...]
    """From the argument that leaves it out to the literal that decides it."""
