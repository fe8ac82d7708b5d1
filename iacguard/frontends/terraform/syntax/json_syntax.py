"""Reads Terraform's JSON configuration syntax: .tf.json, .tofu.json and .tfvars.json.

The tree is the one that native syntax gives, with these differences, which JSON imposes:

* JSON does not tell nested blocks from arguments. In a ``resource``, ``data``, ``module`` or
  ``provider`` everything is an attribute; a nested block type is an attribute whose value is an
  object (one block) or a list of objects (one block each). Only ``dynamic``, ``lifecycle``,
  ``provisioner`` and ``connection`` are blocks. Whoever knows the type's schema takes an object
  and a list of objects as blocks.
* A block begins at its last label, which is where it differs from its neighbours.
* Strings are templates, keys of objects too; ``"${x}"`` is a template of one interpolation.
  Strings that name something (``type`` of a variable, ``depends_on``, ``provider`` …) are read
  as the expression that native syntax has there.
* The default of a variable and the values of a .tfvars.json file are plain: ``${`` stands for
  itself there.
* A ``"//"`` key in a body is a comment.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....core.diagnostic import Diagnostic
from ....core.json_tree import JsonArray, JsonObject, JsonText, JsonValue
from ....core.limits import Limits
from ....core.source import Source
from .diagnostics import loss, too_large
from .json_bodies import LABELS, BodyReader
from .json_text import read_json
from .nodes import BlockSyntax, Body, Comment, TerraformFile
from .rejection import RejectionError


def parse_json(source: Source, limits: Limits) -> TerraformFile:
    """Return the tree of a .tf.json file; what cannot be read of it costs its own block."""
    root = _root(source, limits)
    if isinstance(root, Diagnostic):
        return TerraformFile(source=source, body=Body(), diagnostics=(root,))
    reader = BodyReader(source, limits)
    blocks: list[BlockSyntax] = []
    for key, value in _members(root):
        if key.text == "//":
            reader.add_comment(value)
        elif key.text not in LABELS:
            reader.losses.add(
                RejectionError(
                    key.start, key.end, f"`{key.text[:40]}` is not a Terraform block type"
                ),
                key.start,
                value.end,
                "the block",
            )
        else:
            blocks.extend(reader.blocks(key, value, LABELS[key.text]))
    return TerraformFile(
        source=source,
        body=Body(blocks=tuple(blocks)),
        comments=tuple(
            Comment(source.span(start, end), text) for start, end, text in reader.comments
        ),
        diagnostics=reader.losses.diagnostics(),
    )


def parse_json_values(source: Source, limits: Limits) -> TerraformFile:
    """Return the tree of a .tfvars.json file: attributes with plain values."""
    root = _root(source, limits)
    if isinstance(root, Diagnostic):
        return TerraformFile(source=source, body=Body(), diagnostics=(root,))
    reader = BodyReader(source, limits)
    attributes = reader.values(tuple(_members(root)))
    return TerraformFile(
        source=source,
        body=Body(attributes=attributes),
        diagnostics=reader.losses.diagnostics(),
    )


def members_of(
    source: Source, limits: Limits
) -> tuple[tuple[JsonText, JsonValue], ...] | Diagnostic:
    """Return what a file's body holds by name, or why it cannot be read."""
    root = _root(source, limits)
    return root if isinstance(root, Diagnostic) else tuple(_members(root))


def _root(source: Source, limits: Limits) -> JsonValue | Diagnostic:
    if refusal := too_large(source, limits):
        return refusal
    try:
        root = read_json(source.text, limits.nesting)
        if not _is_body(root):
            raise RejectionError(root.start, root.end, "expected an object")
    except RejectionError as error:
        return loss(source, error, 0, len(source.text), "the file")
    return root


def _is_body(value: JsonValue) -> bool:
    if isinstance(value, JsonArray):
        return all(isinstance(element, JsonObject) for element in value.elements)
    return isinstance(value, JsonObject)


def _members(root: JsonValue) -> Iterator[tuple[JsonText, JsonValue]]:
    bodies = root.elements if isinstance(root, JsonArray) else (root,)
    for body in bodies:
        if isinstance(body, JsonObject):
            yield from body.members
