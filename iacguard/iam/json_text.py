"""JSON text, wholly or partly known, read into a tree of values.

Unknown pieces may stand inside string literals; anywhere else the structure itself is unknown.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from ..core.source import SourceSpan
from ..core.text import text_value
from ..core.text_location import Located, Passage
from ..core.value import Absent, Hop, Known, Part, Unknown, Value
from .json_places import PlaceInText, places_in

MAX_LENGTH = 131_072
"""Characters of a policy; the largest that a service takes is a quarter of it (KMS, 32 KB)."""

MAX_DEPTH = 32
"""Nested brackets; a policy needs six."""

# An unterminated string runs to the end, so that no character is looked at twice.
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_NONCHARACTERS = range(0xFDD0, 0xFDF0)


def read_json(
    parts: Sequence[Part],
    provenance: tuple[Hop, ...],
    reason: str,
    passage: Passage | None = None,
) -> Value[Any]:
    """Return the tree that a JSON text stands for; `reason` says why pieces are not known.

    Unknown, with what is wrong, when it is not JSON, too large or too deep. Where it is known
    which lines the text was written in, each value has a place of its own.
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
        return _invalid(error, provenance, passage, text)
    located = passage.locate(text) if passage is not None else None
    reader = _Reader(tuple(parts), marker, provenance, reason, located)
    return reader.value(tree, places_in(text) if located is not None else None)


def _invalid(
    error: Exception, provenance: tuple[Hop, ...], passage: Passage | None, text: str
) -> Unknown:
    located = passage.locate(text) if passage is not None else None
    if located is None or not isinstance(error, json.JSONDecodeError):
        return Unknown(provenance, f"the policy is not valid JSON ({_words(error)})")
    # At the end of the text there is no character left to point at.
    start = min(error.pos, len(text.rstrip()) - 1)
    sensitive = any(hop.is_sensitive for hop in provenance)
    place = Hop(located.span(start, start + 1), "", is_sensitive=sensitive)
    reason = f"the policy is not valid JSON ({_problem(error)})"
    return Unknown(_from(place, provenance), reason)


def _from(place: Hop, provenance: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """Return a place in a text, and in front of what read it from another file that file's."""
    outer = provenance[:1]
    return (place, *(hop for hop in outer if hop.span.path != place.span.path))


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
        return f"line {error.lineno}, column {error.colno}: {_problem(error)}"
    return str(error) if isinstance(error, _Repeated) else "a value is out of range"


def _problem(error: json.JSONDecodeError) -> str:
    return error.msg[:1].lower() + error.msg[1:]


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
        self,
        parts: tuple[Part, ...],
        marker: str,
        provenance: tuple[Hop, ...],
        reason: str,
        located: Located | None,
    ) -> None:
        self._parts = parts
        self._marker = marker
        self._provenance = provenance
        self._reason = reason
        self._located = located
        self._is_sensitive = any(hop.is_sensitive for hop in provenance)

    def value(self, tree: object, place: PlaceInText | None) -> Value[Any]:
        if isinstance(tree, str):
            return self._text(tree, place)
        hops = self._hops(place)
        if tree is None:
            return Absent(hops)
        if isinstance(tree, list):
            inner = place.inner if place is not None else itertools.repeat(None)
            return Known(tuple(self.value(one, at) for one, at in zip(tree, inner)), hops)
        if isinstance(tree, dict):
            if any(self._marker in key for key in tree):
                return Unknown(self._provenance, self._reason)
            inner = place.inner if place is not None else itertools.repeat(None)
            entries = zip(tree.items(), inner)
            return Known({key: self.value(item, at) for (key, item), at in entries}, hops)
        return Known(tree, hops)

    def _hops(self, place: PlaceInText | None) -> tuple[Hop, ...]:
        if place is None or self._located is None:
            return self._provenance
        span = self._located.span(place.start, place.end)
        return _from(Hop(span, "", is_sensitive=self._is_sensitive), self._provenance)

    def _text(self, text: str, place: PlaceInText | None) -> Value[str]:
        pieces = text.split(self._marker)
        hops = self._hops(place)
        if len(pieces) == 1:
            return Known(text, hops)
        if hops != self._provenance:
            hops += tuple(hop for hop in self._provenance if not _holds(hop.span, hops[0].span))
        parts: list[Part] = [
            self._parts[int(piece)] if index % 2 else piece for index, piece in enumerate(pieces)
        ]
        return text_value(parts, hops, self._reason)


def _holds(outer: SourceSpan, inner: SourceSpan) -> bool:
    return outer.path == inner.path and outer.start <= inner.start and inner.end <= outer.end
