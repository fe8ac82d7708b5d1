"""Patterns of terms: words and phrases that an event's text holds or does not."""

from __future__ import annotations

import re

from .pattern import Malformed, TermPattern, Undecidable

_TERM = re.compile(
    r'\s*(?P<sign>[?-]?)(?:"(?P<phrase>(?:[^"\\]|\\.)*)"|(?P<word>[^\s"]+))', re.DOTALL
)
_ESCAPE = re.compile(r'\\(["\\])')


def parse_terms(text: str) -> TermPattern | Undecidable | Malformed:
    """Return the terms of a pattern that is neither JSON nor space-delimited."""
    stripped = text.strip()
    if stripped.startswith("%") and stripped.endswith("%"):
        return Undecidable("a regular expression is matched against the text of the whole event")
    found: dict[str, list[str]] = {"": [], "?": [], "-": []}
    offset, end = 0, len(text.rstrip())
    while offset < end:
        term = _TERM.match(text, offset, end)
        if term is None:
            return Malformed("a quotation mark is not closed", offset)
        phrase = term["phrase"]
        word = term["word"] if phrase is None else _ESCAPE.sub(r"\1", phrase)
        found[term["sign"]].append(word)
        offset = term.end()
    return TermPattern(tuple(found[""]), tuple(found["?"]), tuple(found["-"]))
