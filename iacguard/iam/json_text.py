"""JSON text, wholly or partly known, read into a tree of values.

Unknown pieces may stand inside string literals; anywhere else the structure itself is unknown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from ..core.text import text_value
from ..core.value import Absent, Hop, Known, Part, Unknown, Value

MAX_LENGTH = 131_072
"""Characters of a policy; the largest that a service takes is a quarter of it (KMS, 32 KB)."""

MAX_DEPTH = 32
"""Nested brackets; a policy needs six."""

# An unterminated string runs to the end, so that no character is looked at twice.
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_NONCHARACTERS = range(0xFDD0, 0xFDF0)


def read_json(parts: Sequence[Part], provenance: tuple[Hop, ...], reason: str) -> Value[Any]:
    """Return the tree that a JSON text stands for; `reason` says why pieces are not known.

    Unknown, with what is wrong, when it is not JSON, too large or too deep.
    """
    if sum(len(part) for part in parts if isinstance(part, str)) > MAX_LENGTH:
        return Unknown(provenance, f"the policy is longer than {MAX_LENGTH:,} characters")
    marker = _marker(parts)
    if marker is None:
        return Unknown(provenance, "the policy holds characters that no policy may hold")
    text = "".join(
        part if isinstance(part, str) else f"{marker}{index}{marker}"
        for index, part in enumerate(parts)
    )
    if _depth(text) > MAX_DEPTH:
        return Unknown(provenance, f"the policy is nested more than {MAX_DEPTH} levels deep")
    try:
        tree = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        if any(not isinstance(part, str) for part in parts):
            return Unknown(provenance, reason)
        return Unknown(provenance, f"the policy is not valid JSON ({_words(error)})")
    return _Reader(tuple(parts), marker, provenance, reason).value(tree)


class _Repeated(ValueError):
    """An object names a key twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise _Repeated("a key is written twice in one object")
    return tree


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON value")


def _words(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}"
    return str(error) if isinstance(error, _Repeated) else "a value is out of range"


def _marker(parts: Sequence[Part]) -> str | None:
    """Return a character that the text holds neither plainly nor escaped."""
    texts = [part for part in parts if isinstance(part, str)]
    for code in _NONCHARACTERS:
        escaped = f"\\u{code:04x}"
        if not any(chr(code) in text or escaped in text.lower() for text in texts):
            return chr(code)
    return None


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _BRACKET.finditer(text):
        character = found.group()[0]
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


class _Reader:
    """Turns parsed JSON into values, putting the unknown pieces back; `MAX_DEPTH` bounds it."""

    def __init__(
        self, parts: tuple[Part, ...], marker: str, provenance: tuple[Hop, ...], reason: str
    ) -> None:
        self._parts = parts
        self._marker = marker
        self._provenance = provenance
        self._reason = reason

    def value(self, tree: object) -> Value[Any]:
        if tree is None:
            return Absent(self._provenance)
        if isinstance(tree, str):
            return self._text(tree)
        if isinstance(tree, list):
            return Known(tuple(self.value(element) for element in tree), self._provenance)
        if isinstance(tree, dict):
            if any(self._marker in key for key in tree):
                return Unknown(self._provenance, self._reason)
            return Known({key: self.value(item) for key, item in tree.items()}, self._provenance)
        return Known(tree, self._provenance)

    def _text(self, text: str) -> Value[str]:
        pieces = text.split(self._marker)
        parts: list[Part] = [
            self._parts[int(piece)] if index % 2 else piece for index, piece in enumerate(pieces)
        ]
        return text_value(parts, self._provenance, self._reason)
