"""Small Terraform configurations, evaluated in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from text_files import TextFiles, plain

from iacguard.core.diagnostic import Diagnostic
from iacguard.core.limits import Limits
from iacguard.frontends.lowering.block import Block
from iacguard.frontends.protocol import Inputs
from iacguard.frontends.terraform.frontend import evaluate


@dataclass(frozen=True)
class Evaluated:
    """What evaluation made of a configuration, in plain words."""

    blocks: tuple[Block, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def addresses(self) -> list[str]:
        return [block.address for block in self.blocks]

    @property
    def problems(self) -> list[str]:
        return [
            f"{each.level.value} {each.subject.path}:{each.subject.start.line}: {each.summary}"
            for each in self.diagnostics
        ]

    def block(self, address: str) -> Block:
        return next(block for block in self.blocks if block.address == address)

    def plain(self, address: str) -> dict[str, Any]:
        return {name: plain(value) for name, value in self.block(address).attributes.items()}

    def way(self, address: str, attribute: str) -> list[str]:
        """The hops of an attribute, as `path:line:column label`."""
        return [
            f"{hop.span.path}:{hop.span.start.line}:{hop.span.start.column} {hop.label}".rstrip()
            for hop in self.block(address).attributes[attribute].provenance
        ]


Terraform = Callable[..., Evaluated]
"""One text, or texts by path; then the user's inputs and the limits."""


def evaluated(
    texts: str | Mapping[str, str], inputs: Inputs | None = None, limits: Limits | None = None
) -> Evaluated:
    """Evaluate the root that lies at the top of a tree."""
    files = TextFiles({"main.tf": texts} if isinstance(texts, str) else texts)
    return Evaluated(*evaluate("", files, inputs or Inputs(), limits or Limits()))
