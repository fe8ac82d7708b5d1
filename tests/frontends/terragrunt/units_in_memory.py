"""Trees of Terragrunt in memory, and what their units give to modules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from text_files import TextFiles, plain

from iacguard.core.limits import Limits
from iacguard.frontends.protocol import Inputs
from iacguard.frontends.terraform.frontend import parse_file
from iacguard.frontends.terraform.modules.loader import Loader
from iacguard.frontends.terraform.modules.outside_calls import (
    Found,
    OpenCall,
    OutsideCall,
    UnreachedCall,
)
from iacguard.frontends.terraform.values.core_values import core_value
from iacguard.frontends.terragrunt.calls import Terragrunt

MODULE = 'variable "multi_region" {}\nresource "aws_cloudtrail" "main" {}\n'
REPOSITORY = {".git/HEAD": "ref: refs/heads/main\n"}
"""What makes the top of a tree the root of a repository."""


@dataclass(frozen=True)
class Deployed:
    """What the files of a tree deploy."""

    found: tuple[Found, ...]
    loader: Loader

    @property
    def calls(self) -> dict[str, OutsideCall]:
        """The calls of modules by the names of their units."""
        return {each.name: each for each in self.found if isinstance(each, OutsideCall)}

    @property
    def unreached(self) -> dict[str, str]:
        """Why modules are not read by the names of their units."""
        return {each.name: each.reason for each in self.found if isinstance(each, UnreachedCall)}

    @property
    def doubtful(self) -> list[tuple[str, str | None, str]]:
        """The calls that are not certain: the file, the directory, and the end of its path."""
        return [
            (each.path, each.directory, each.ending)
            for each in self.found
            if isinstance(each, OpenCall)
        ]

    def inputs(self, unit: str = "live/trail") -> dict[str, Any]:
        """Return what a unit gives its module, in plain words."""
        given = self.calls[unit].inputs
        return {name: plain(core_value(value)) for name, value in sorted(given.items())}


def deployed(files: Mapping[str, str], inputs: Inputs | None = None) -> Deployed:
    """Return what the files of a tree deploy; it has a module in ``modules/trail``."""
    texts = {"modules/trail/main.tf": MODULE, **files}
    loader = Loader(TextFiles(texts), Limits(), parse_file)
    language = Terragrunt()
    callers = sorted(filter(language.is_caller, texts))
    found = language.calls(callers, loader, inputs or Inputs(), lambda directory: True)
    return Deployed(tuple(found), loader)


def unit(body: str, source: str = "../../modules/trail") -> str:
    """Return the text of a unit of the module."""
    return f'terraform {{\n  source = "{source}"\n}}\n{body}\n'
