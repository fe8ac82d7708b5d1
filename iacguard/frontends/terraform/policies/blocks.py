"""The order in which the provider goes through the blocks of a set: by a hash of each.

https://github.com/hashicorp/terraform-plugin-sdk/blob/main/helper/schema/serialize.go
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from ..values.convert import convert
from ..values.types import STRING
from ..values.values import TerraformValue, first_unknown


def in_set_order(blocks: tuple[TerraformValue, ...]) -> tuple[TerraformValue, ...]:
    """Return ``principals`` or ``condition`` blocks in the provider's order.

    Where a block is not wholly known, so is its place, and the order stays as written.
    """
    if len(blocks) < 2 or any(first_unknown(block) is not None for block in blocks):
        return blocks
    by_hash = {_hash(_serialized(block)): block for block in blocks}
    return tuple(by_hash[key] for key in sorted(by_hash))


def _hash(serialized: str) -> str:
    return str(crc32(serialized.encode()))


def _serialized(block: TerraformValue) -> str:
    written = []
    for name, value in sorted(block.entries.items()):
        if isinstance(value.content, tuple):
            members = [f"{_text(element)};" for element in value.elements]
            if name == "identifiers":
                members = _members(members)
            opening, closing = "{}" if name == "identifiers" else "()"
            written.append(f"{name}:{opening}{''.join(members)}{closing};")
        else:
            written.append(f"{name}:{_text(value)};")
    return "".join(written)


def _members(members: Iterable[str]) -> list[str]:
    by_hash = {_hash(member): member for member in members}
    return [by_hash[key] for key in sorted(by_hash)]


def _text(value: TerraformValue) -> str:
    return "" if value.is_null else convert(value, STRING).text
