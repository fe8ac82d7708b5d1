"""Takes JSON values for the shapes that a plan has; any other shape is refused with its place."""

from __future__ import annotations

from collections.abc import Mapping

from ....core.json_tree import JsonObject, JsonText, JsonValue
from ..syntax.rejection import RejectionError

LONGEST_NAME = 4_096
"""Characters of an address; Terraform sets no bound, and no real one comes near."""


def entries(tree: JsonObject) -> dict[str, JsonValue]:
    """Return the members of an object by key; of equal keys the last one counts."""
    return {key.text: value for key, value in tree.members}


def as_object(value: JsonValue | None, name: str, around: JsonValue | None = None) -> JsonObject:
    """Return an object; `name` says what was expected, `around` what it is missing in."""
    if isinstance(value, JsonObject):
        return value
    raise wrong(value or around, f"{name} is not an object")


def as_name(found: Mapping[str, JsonValue], key: str, otherwise: str | None = None) -> str:
    """Return the text of a member; `otherwise` stands for one that is left out."""
    value = found.get(key)
    if isinstance(value, JsonText):
        if len(value.written) > LONGEST_NAME:
            raise wrong(value, f"`{key}` is longer than {LONGEST_NAME} characters")
        return value.text
    if value is None and otherwise is not None:
        return otherwise
    raise wrong(value or next(iter(found.values()), None), f"`{key}` is not a text")


def wrong(value: JsonValue | None, summary: str) -> RejectionError:
    """Return the refusal of a value."""
    start, end = (0, 0) if value is None else (value.start, value.end)
    return RejectionError(start, end, summary)
