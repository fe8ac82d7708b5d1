"""JSON text, wholly or partly known, read into a tree of values.

Unknown pieces may stand inside string literals; anywhere else the structure itself is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..core.exhaustive import assert_never
from ..core.json_reader import JsonError, Problem
from ..core.json_tree import (
    JsonArray,
    JsonObject,
    JsonScalar,
    JsonText,
    JsonValue,
    fold,
    read_tree,
)
from ..core.source import SourceSpan
from ..core.text import text_value
from ..core.text_location import Located, Passage
from ..core.value import Absent, Hop, Known, Part, Unknown, Value

MAX_LENGTH = 131_072
"""Characters of a policy; the largest that a service takes is a quarter of it (KMS, 32 KB)."""

MAX_DEPTH = 32
"""Nested brackets; a policy needs six."""

_MAX_DIGITS = 4_300
"""Digits of a whole number; Python turns no longer text into one."""

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
        return Unknown(provenance, "the policy contains characters that AWS does not accept")
    text = "".join(
        part if isinstance(part, str) else f"{marker}{index}{marker}"
        for index, part in enumerate(parts)
    )
    located = passage.locate(text) if passage is not None else None
    values = _Values(tuple(parts), marker, provenance, reason, located)
    try:
        return fold(read_tree(text, MAX_DEPTH), values.build)
    except JsonError as error:
        if error.problem is Problem.DEPTH:
            return Unknown(provenance, f"the policy is nested more than {MAX_DEPTH} levels deep")
        if any(not isinstance(part, str) for part in parts):
            return Unknown(provenance, reason)
        return _invalid(error, provenance, located, text)
    except _Refused as refused:
        if any(not isinstance(part, str) for part in parts):
            return Unknown(provenance, reason)
        return Unknown(provenance, f"the policy is not valid JSON ({refused})")


def _invalid(
    error: JsonError, provenance: tuple[Hop, ...], located: Located | None, text: str
) -> Unknown:
    if located is None:
        before = text[: error.start]
        line, column = before.count("\n") + 1, error.start - before.rfind("\n")
        summary = f"line {line}, column {column}: {error.summary}"
        return Unknown(provenance, f"the policy is not valid JSON ({summary})")
    # At the end of the text there is no character left to point at.
    start = min(error.start, len(text.rstrip()) - 1)
    sensitive = any(hop.is_sensitive for hop in provenance)
    place = Hop(located.span(start, start + 1), "", is_sensitive=sensitive)
    reason = f"the policy is not valid JSON ({error.summary})"
    return Unknown(_from(place, provenance), reason)


def _from(place: Hop, provenance: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """Return a place in a text, and in front of what read it from another file that file's."""
    outer = provenance[:1]
    return (place, *(hop for hop in outer if hop.span.path != place.span.path))


class _Refused(Exception):
    """The text is JSON, and still no service takes it."""


def _marker(parts: Sequence[Part]) -> str | None:
    """Return a character that the text holds neither plainly nor escaped."""
    texts = [part for part in parts if isinstance(part, str)]
    for code in _NONCHARACTERS:
        escaped = f"\\u{code:04x}"
        if not any(chr(code) in text or escaped in text.lower() for text in texts):
            return chr(code)
    return None


class _Values:
    """Turns read JSON into values, putting the unknown pieces back."""

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

    def build(self, read: JsonValue, inner: Sequence[Value[Any]]) -> Value[Any]:
        """Return the value of what was read, given the values in it."""
        match read:
            case JsonText():
                return self._text(read)
            case JsonScalar(number=""):
                hops = self._hops(read)
                return Absent(hops) if read.value is None else Known(read.value, hops)
            case JsonScalar():
                return Known(_number(read.number), self._hops(read))
            case JsonArray():
                return Known(tuple(inner), self._hops(read))
            case JsonObject():
                return self._object(read, inner)
            case _:
                assert_never(read)

    def _object(self, read: JsonObject, inner: Sequence[Value[Any]]) -> Value[Any]:
        keys = [key.text for key, _ in read.members]
        if len(set(keys)) != len(keys):
            raise _Refused("an object has the same key twice")
        if any(self._marker in key for key in keys):
            return Unknown(self._provenance, self._reason)
        return Known(dict(zip(keys, inner)), self._hops(read))

    def _hops(self, read: JsonValue) -> tuple[Hop, ...]:
        if self._located is None:
            return self._provenance
        span = self._located.span(read.start, read.end)
        return _from(Hop(span, "", is_sensitive=self._is_sensitive), self._provenance)

    def _text(self, read: JsonText) -> Value[str]:
        pieces = read.text.split(self._marker)
        hops = self._hops(read)
        if len(pieces) == 1:
            return Known(read.text, hops)
        if hops != self._provenance:
            hops += tuple(hop for hop in self._provenance if not _holds(hop.span, hops[0].span))
        parts: list[Part] = [
            self._parts[int(piece)] if index % 2 else piece for index, piece in enumerate(pieces)
        ]
        return text_value(parts, hops, self._reason)


def _number(written: str) -> int | float:
    if not written.lstrip("-").isdecimal():
        return float(written)
    if len(written) > _MAX_DIGITS:
        raise _Refused("a value is out of range")
    return int(written)


def _holds(outer: SourceSpan, inner: SourceSpan) -> bool:
    return outer.path == inner.path and outer.start <= inner.start and inner.end <= outer.end
