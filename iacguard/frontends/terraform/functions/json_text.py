"""JSON as Terraform writes it, of wholly and of partly known values.

Keys are sorted, nothing is spaced, and ``<``, ``>``, ``&``, U+2028 and U+2029 are escaped, as
Go's encoder does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from ....core.exhaustive import assert_never
from ....core.value import Hole, Part, Symbol
from ..values.convert import number_text
from ..values.text_pieces import TextPieces
from ..values.types import BOOL, NUMBER, STRING
from ..values.values import TerraformValue

_ESCAPED = re.compile(r'["\\\x00-\x1f<>&\u2028\u2029]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def encode(text: str) -> str:
    """Return a string as a JSON string, quotes included."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """Return the characters of a string as they stand in a JSON string."""
    return _ESCAPED.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}", text)


def json_of(value: TerraformValue) -> str:
    """Return the JSON of a wholly known value."""
    parts, cause = json_parts(value)
    assert cause is None
    return "".join(part for part in parts if isinstance(part, str))


def json_parts(value: TerraformValue) -> tuple[list[Part], TerraformValue | None]:
    """Return the JSON text of a value in pieces, and the first unknown value in it."""
    writer = _Writer()
    writer.write(value)
    return writer.made.parts, writer.cause


class _Writer:
    """Collects the pieces of one JSON text."""

    def __init__(self) -> None:
        self.made = TextPieces()
        self.cause: TerraformValue | None = None
        self._add = self.made.add

    def write(self, value: TerraformValue) -> None:
        """Append the JSON of one value."""
        content = value.content
        if value.unknown is not None:
            self._write_unknown(value)
        elif content is None:
            self._add("null")
        elif isinstance(content, bool):
            self._add("true" if content else "false")
        elif isinstance(content, str):
            self._add(encode(content))
        elif isinstance(content, int | Fraction):
            self._add(number_text(content))
        elif isinstance(content, Mapping):
            self._write_entries(content)
        else:
            self._add("[")
            for index, element in enumerate(content):
                if index:
                    self._add(",")
                self.write(element)
            self._add("]")

    def _write_entries(self, entries: Mapping[str, TerraformValue]) -> None:
        self._add("{")
        for index, key in enumerate(sorted(entries)):
            self._add(("," if index else "") + encode(key) + ":")
            self.write(entries[key])
        self._add("}")

    def _write_unknown(self, value: TerraformValue) -> None:
        details = value.unknown
        assert details is not None
        self.cause = self.cause or value
        if value.type is STRING and details.never_null:
            self._add('"')
            self.made.extend(map(_within_json, details.parts or (Hole(),)))
            self._add('"')
        elif value.type in (BOOL, NUMBER):
            self.made.extend((Hole(excludes='"{}[],:*/ '),))
        else:
            self.made.extend((Hole(),))


def _within_json(part: Part) -> Part:
    """Return a piece as it stands between quotes: escapes may change a text that is not plain."""
    match part:
        case str():
            return escaped(part)
        case Hole():
            return Hole()
        case Symbol():
            return part
        case _:
            assert_never(part)
