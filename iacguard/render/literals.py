"""Where a line of YAML or JSON holds what may be a secret: literals and comments.

A report quotes lines that an attacker or an accident may have put a password on, so everything
that is neither marked nor code is hidden (CVE-2025-2181 is a peer's lesson).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.notation import LineRange

# Quoted text, comments, and words that run to the next blank, colon or bracket. Runs of plain
# characters are taken whole: a repetition costs a hundred bytes for each time around.
_YAML_TOKEN = re.compile(
    r"""(?P<quoted>"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|'[^']*(?:''[^']*)*(?:'|\Z))"""
    r"""|(?P<comment>(?<!\S)\#.*)"""
    r"""|(?P<word>[^\s\[\]{},:"'][^\s\[\]{},:]*(?::(?!\s|\Z)[^\s\[\]{},:]*)*)"""
)
_YAML_KEY = re.compile(r"\s*:(?:\s|\Z)")
_QUOTED_KEY = re.compile(r"\s*:")

# Tags, signs of structure, booleans, null and short numbers say nothing secret.
_YAML_PLAIN = re.compile(
    r"![\w:.!-]*|[-?|>&*=+<%.]+|[|>][-+\d]*|-?\d{1,9}(?:\.\d{1,9})?|~|null|true|false|yes|no|on|off",
    re.IGNORECASE,
)


def yaml_secrets(line: str) -> Iterator[LineRange]:
    """Yield what may be secret in a line of YAML or JSON: scalars that are no keys, comments."""
    for token in _YAML_TOKEN.finditer(line):
        start, end = token.span()
        if token["comment"]:
            yield start + 1, end
        elif token["quoted"]:
            if not _QUOTED_KEY.match(line, end):
                closed = end - start > 1 and line[end - 1] == line[start]
                yield start + 1, end - 1 if closed else end
        elif not _YAML_KEY.match(line, end) and not _YAML_PLAIN.fullmatch(token["word"]):
            yield start, end
