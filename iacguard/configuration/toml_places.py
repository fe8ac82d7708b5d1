"""Where the tables and keys of a TOML text are written.

The text has been parsed already, so this only follows its outline: headers, keys, and where the
value behind a key ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from ..core.source import Source, SourceSpan

KeyPath: TypeAlias = "tuple[str | int, ...]"
"""Names of tables and keys from the outside in; a number is an entry of an array of tables."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*""")
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""' + r"|'''.*?'''" + r'|"(?:[^"\\\n]|\\.)*"' + r"|'[^'\n]*'"
    r"|#[^\n]*|[\[\]{}\n]",
    re.DOTALL,
)


def places(source: Source) -> Mapping[KeyPath, SourceSpan]:
    """Return the place of every header, by its table, and of every key with its value."""
    text, position = source.text, 0
    found: dict[KeyPath, SourceSpan] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    while position < len(text):
        start = position = _end(_BLANK, text, position)
        if text.startswith("[", position):
            brackets = 2 if text.startswith("[[", position) else 1
            names, position = _keys(text, position + brackets)
            table = _numbered(names, counts)
            if brackets == 2:
                number = counts.get(table, -1) + 1
                counts[table] = number
                table = (*table, number)
            position += brackets
            found.setdefault(table, source.span(start, position))
        else:
            names, position = _keys(text, position)
            position = _value_end(text, position)
            end = start + len(text[start:position].rstrip())
            found.setdefault((*table, *names), source.span(start, end))
        if position <= start:
            break
    return found


def place_of(source: Source, found: Mapping[KeyPath, SourceSpan], path: KeyPath) -> SourceSpan:
    """Return where a key is written, or else the innermost table around it that has a place."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path, source.span(0, 0))


def _keys(text: str, position: int) -> tuple[KeyPath, int]:
    """Return the names of a dotted key, and where it ends."""
    names: list[str] = []
    while (key := _KEY.match(text, position)) is not None:
        names.append(key[1] or key[2] or key[3] or "")
        position = key.end()
        if not text.startswith(".", position):
            break
        position += 1
    return tuple(names), position


def _numbered(names: KeyPath, counts: Mapping[KeyPath, int]) -> KeyPath:
    """Return a table's path with the current number of each array of tables before its last."""
    path: KeyPath = ()
    for index, name in enumerate(names):
        path = (*path, name)
        if index < len(names) - 1 and path in counts:
            path = (*path, counts[path])
    return path


def _value_end(text: str, position: int) -> int:
    """Return where the line ends on which a value does."""
    depth = 0
    for token in _TOKEN.finditer(text, position):
        match token[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case "\n" if depth <= 0:
                return token.start()
            case _:
                pass
    return len(text)


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return position if found is None else found.end()
