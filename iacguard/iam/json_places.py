"""Where the values of a JSON text stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:]|[^\s,:\[\]{}"]+', re.DOTALL)


@dataclass(slots=True)
class PlaceInText:
    """A value's place, and those of the values in it: of elements, or of entries in order."""

    start: int
    """Zero-based offset into the text."""

    end: int
    """The end is excluded."""

    inner: list[PlaceInText] = field(default_factory=list)


def places_in(text: str) -> PlaceInText:
    """Return the places of a text that is valid JSON, with no key twice in one object."""
    outermost = PlaceInText(0, len(text))
    opened = [outermost]
    for place, following in _values(text):
        if text[place.start] in "]}":
            opened.pop().end = place.end
            continue
        if following == ":":
            continue
        opened[-1].inner.append(place)
        if text[place.start] in "[{":
            opened.append(place)
    return outermost.inner[0]


def _values(text: str) -> Iterator[tuple[PlaceInText, str]]:
    """Yield the place of each token but colons, with the first character of the token after it."""
    before: re.Match[str] | None = None
    for found in _TOKEN.finditer(text):
        if before is not None and before.group() != ":":
            yield PlaceInText(*before.span()), text[found.start()]
        before = found
    if before is not None:
        yield PlaceInText(*before.span()), ""
