"""Says what is wrong with YAML that no parser takes, by what stands where reading ended.

Parsers word their complaints each in its own way, and otherwise in each release, so their words
are never used: only whether tokens or structure were wrong, and the two places that they name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .tree_builder import Frame, Unreadable

_QUOTED: Mapping[str, re.Pattern[str]] = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL),
    "'": re.compile(r"'(?:[^']|'')*'"),
}
_END_OF_DOCUMENT = re.compile(r"(?:---|\.\.\.)(?=\s|\Z)")
_LONGEST_KEY = 1_024
"""Characters between a key's start and its colon that a parser waits for."""

_CANNOT_STAND: Mapping[str, str] = {
    "\t": "a tab: indent YAML with spaces",
    ":": "`:` where a key is not allowed",
    "-": "`-` where a list is not allowed",
    "?": "a key where none is allowed",
}
_BEHIND = "text after the end of the template"
_UNCLOSED_LIST = "a list without a closing bracket, or a missing comma"
_UNCLOSED_MAP = "a map without a closing brace, or a missing comma"
_WRONGLY_WRITTEN: Mapping[str, str] = {
    "|": "a block string with more than `|` on its first line",
    ">": "a block string with more than `>` on its first line",
    "&": "an anchor without a valid name",
    "*": "an alias without a valid name",
    "!": "an invalid YAML tag",
    "%": "an invalid YAML directive",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is taken from a parser's complaint."""

    is_of_tokens: bool
    """Whether no token could be made of the text; else the tokens make no structure."""

    place: int
    """Where reading ended."""

    construct: int | None
    """Where that which was being read begins, if it begins elsewhere."""


def fault(complaint: Complaint, text: str, frames: Sequence[Frame]) -> Unreadable:
    """Return what is wrong, at the place that tells most."""
    if complaint.is_of_tokens:
        words, place = _wrong_token(complaint, text)
    else:
        words, place = _wrong_structure(complaint, text, frames)
    return Unreadable(words, min(place, len(text)), 0)


def _wrong_token(complaint: Complaint, text: str) -> tuple[str, int]:
    place, construct = complaint.place, complaint.construct
    character = text[place : place + 1]
    if construct is None or construct == place:
        return _CANNOT_STAND.get(character, "a character that cannot start anything"), place
    first = text[construct : construct + 1]
    if first in _QUOTED:
        closed = _QUOTED[first].match(text, construct)
        if closed is None or _END_OF_DOCUMENT.match(text, place, closed.end()):
            return "a string without a closing quote", construct
        if closed.end() > place:
            return "an escape sequence that YAML does not have", place
    if character != "\t" and _is_awaited_key(text, construct, place):
        return "expected `:` after this key", construct
    if character in _CANNOT_STAND:
        return _CANNOT_STAND[character], place
    return _WRONGLY_WRITTEN.get(first, "a string that needs quotes"), place


def _is_awaited_key(text: str, construct: int, place: int) -> bool:
    """Return whether what began there had to be a key: nothing else is waited for so long."""
    if text[construct] in "|>":
        return False
    is_over = "\n" in text[construct:place] or place >= len(text)
    return is_over or place - construct > _LONGEST_KEY


def _wrong_structure(complaint: Complaint, text: str, frames: Sequence[Frame]) -> tuple[str, int]:
    place, construct = complaint.place, complaint.construct
    is_at_end = not text[place:].strip()
    if construct == place and not is_at_end:
        is_tag = text[place] == "!"
        return "a tag whose handle is not declared" if is_tag else "expected a value", place
    if not frames:
        is_version = text.startswith("%", place)
        words = "a version of YAML other than 1" if is_version else _BEHIND
        return words, place
    frame = frames[-1]
    if not frame.is_block:
        return _UNCLOSED_MAP if frame.is_map else _UNCLOSED_LIST, frame.start
    if frame.is_map:
        return "expected a key with the same indentation as those above", place
    return "expected `-` with the same indentation as above", place
