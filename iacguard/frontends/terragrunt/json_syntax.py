"""Terragrunt's JSON syntax: ``terragrunt.hcl.json``."""

from __future__ import annotations

from collections.abc import Mapping

from ...core.diagnostic import Diagnostic
from ...core.json_tree import JsonObject, JsonText, JsonValue
from ...core.limits import Limits
from ...core.source import Source
from ..terraform.syntax.json_bodies import BodyReader
from ..terraform.syntax.json_syntax import members_of
from ..terraform.syntax.nodes import Attribute, BlockSyntax, Body, TerraformFile

_LABELS: Mapping[str, int] = {
    "dependency": 1,
    "exclude": 0,
    "feature": 1,
    "generate": 1,
    "include": 1,
    "locals": 0,
    "terraform": 0,
}
"""The blocks that are evaluated, and how many labels each has; all else is an attribute."""


def parse_json(source: Source, limits: Limits) -> TerraformFile:
    """Return the tree of a file; what cannot be read of it is lost alone."""
    members = members_of(source, limits)
    if isinstance(members, Diagnostic):
        return TerraformFile(source=source, body=Body(), diagnostics=(members,))
    reader = BodyReader(source, limits)
    blocks: list[BlockSyntax] = []
    others: list[tuple[JsonText, JsonValue]] = []
    for key, value in members:
        if key.text in _LABELS:
            labels = 0 if _is_bare(key, value) else _LABELS[key.text]
            blocks.extend(reader.blocks(key, value, labels))
        elif key.text != "//":
            others.append((key, value))
    attributes: Mapping[str, Attribute] = reader.templates(others)
    return TerraformFile(
        source=source,
        body=Body(attributes=attributes, blocks=tuple(blocks)),
        diagnostics=reader.losses.diagnostics(),
    )


def _is_bare(key: JsonText, value: JsonValue) -> bool:
    """Return whether an ``include`` has no label, as it once needed none."""
    if key.text != "include" or not isinstance(value, JsonObject):
        return False
    return any(name.text == "path" and isinstance(each, JsonText) for name, each in value.members)
