"""Whether a file may be a plan, by its name and by byte searches."""

from __future__ import annotations

import codecs

_SECTIONS = ('"planned_values"', '"resource_changes"')

# PowerShell's redirection writes UTF-16.
_CODECS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_TERRAFORM = (".tf.json", ".tofu.json", ".tfvars.json")


def may_be_plan_name(path: str) -> bool:
    """Return whether a file of this name may hold a plan."""
    return path.endswith(".json") and not path.endswith(_TERRAFORM)


def may_be_plan(content: bytes) -> bool:
    """Return whether the bytes mention what every plan has."""
    codec = next((name for mark, name in _CODECS if content.startswith(mark)), "utf-8")
    return '"format_version"'.encode(codec) in content and any(
        section.encode(codec) in content for section in _SECTIONS
    )
