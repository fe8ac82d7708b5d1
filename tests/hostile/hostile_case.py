"""What a case of the hostile kit is, and short ways to write one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from canaries import MODULE

HOSTILE = f"{MODULE}/hostile.tf"
"""Where most hostile Terraform stands."""

TEMPLATE = "hostile.yaml"
"""Where most hostile CloudFormation stands."""

EVERY = ("*",)
"""Stands for all files of a case."""

SECRET = "hunter2-7c1e"
"""A password beside a finding, which no report may quote."""

VICTIM = """
resource "aws_cloudtrail" "victim" {
  name                  = "victim"
  s3_bucket_name        = local.x
  is_multi_region_trail = true
}
"""
"""A trail that needs the hostile value, so that it is evaluated."""


@dataclass(frozen=True)
class Case:
    """Hostile files, and the paths that the report must name as not read or not evaluated."""

    name: str
    write: Callable[[Path], None]
    """Writes the hostile files into the directory of the case."""

    named: tuple[str, ...] | None = ()
    """Relative to the directory of the case, exactly those with an error; None for any of them."""


def files(
    name: str, texts: Mapping[str, str | bytes], named: tuple[str, ...] | None = EVERY
) -> Case:
    """Return a case of some files; by default all of them are to be named."""

    def write(directory: Path) -> None:
        for path, text in texts.items():
            file = directory / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())

    return Case(name, write, tuple(texts) if named is EVERY else named)


def hcl(name: str, text: str | bytes, *, is_named: bool = True) -> Case:
    """Return a case of one file beside the canary of the same module."""
    return files(name, {HOSTILE: text}, (HOSTILE,) if is_named else ())


def evaluated(name: str, text: str, *, is_named: bool = True) -> Case:
    """Return the same with a trail that needs ``local.x``."""
    return hcl(name, text + VICTIM, is_named=is_named)


def template(name: str, text: str | bytes, *, is_named: bool = True) -> Case:
    """Return a case of one template."""
    return files(f"template-{name}", {TEMPLATE: text}, (TEMPLATE,) if is_named else ())


def json_template(name: str, text: str | bytes, *, is_named: bool = True) -> Case:
    """Return a case of one template in JSON."""
    path = "hostile.json"
    return files(f"template-{name}", {path: text}, (path,) if is_named else ())
