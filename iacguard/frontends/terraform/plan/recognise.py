"""Whether a file may be a plan, by its name and by byte searches."""

from __future__ import annotations

import codecs

from ....core.diagnostic import FILE_NOT_READ, Diagnostic, Level
from ....core.source import Position, SourceSpan
from ..file_names import TERRAFORM

_SECTIONS = ('"planned_values"', '"resource_changes"')

# PowerShell's redirection writes UTF-16.
_CODECS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# A plan file is a ZIP archive, whose first member has this name.
_ZIP, _MEMBER, _MEMBER_AT = b"PK\x03\x04", b"tfplan", 30


def may_be_plan_name(path: str) -> bool:
    """Return whether a file of this name may hold a plan."""
    return path.endswith(".json") and not path.endswith(TERRAFORM)


def may_be_plan(content: bytes) -> bool:
    """Return whether the bytes mention what every plan has, or are a plan file."""
    if is_plan_file(content):
        return True
    codec = next((name for mark, name in _CODECS if content.startswith(mark)), "utf-8")
    return '"format_version"'.encode(codec) in content and any(
        section.encode(codec) in content for section in _SECTIONS
    )


def is_plan_file(content: bytes) -> bool:
    """Return whether the bytes are those that ``terraform plan -out`` writes."""
    return content.startswith(_ZIP) and content.startswith(_MEMBER, _MEMBER_AT)


def not_as_json(path: str) -> Diagnostic:
    """Say of a plan file how it is made into one that can be read."""
    start = Position(1, 1, 0)
    name = path.rpartition("/")[2]
    return Diagnostic(
        rule=FILE_NOT_READ,
        level=Level.ERROR,
        summary="the plan is in Terraform's binary format, not JSON",
        detail=f"Convert it to JSON and scan that: `terraform show -json {name} > tfplan.json`.",
        subject=SourceSpan(path, start, start),
    )
