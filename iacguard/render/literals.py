"""Where a line of code holds what may be a secret: literals and comments, by language.

A report quotes lines that an attacker or an accident may have put a password on, so everything
that is neither marked nor code is hidden (CVE-2025-2181 is a peer's lesson).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from ..core.source import Source

Stretch: TypeAlias = tuple[int, int]
"""A half-open range of indexes into a line."""

_HCL_NAMES = (".tf", ".tofu", ".tfvars", ".hcl")
_HCL_START = re.compile(r'"|#|//|/\*')
_HCL_TEMPLATE = re.compile(r'\\.|\$\$\{|%%\{|[$%]\{|["{}]')
_HCL_HEREDOC = re.compile(r"<<-?\s*([^\W\d][\w-]*)\s*\Z")

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


def is_hcl(path: str) -> bool:
    """Return whether a path's name is one of Terraform's own syntax."""
    return path.endswith(_HCL_NAMES)


def heredoc_lines(source: Source) -> frozenset[int]:
    """Return the one-based lines of a Terraform text that lie inside heredocs."""
    inside: list[int] = []
    marker: str | None = None
    for number in range(1, source.line_count + 1):
        line = source.line(number)
        if marker is None:
            opening = _HCL_HEREDOC.search(line) if "<<" in line else None
            marker = opening[1] if opening else None
        elif line.strip() == marker:
            marker = None
        else:
            inside.append(number)
    return frozenset(inside)


def hcl_secrets(line: str) -> Iterator[Stretch]:
    """Yield what may be secret in a line of HCL: the contents of quotes, and comments."""
    position = 0
    while found := _HCL_START.search(line, position):
        if found[0] == '"':
            end = _template_end(line, found.end())
            yield found.end(), end
            position = end + 1
        elif found[0] == "/*":
            end = line.find("*/", found.end())
            yield found.end(), len(line) if end < 0 else end
            if end < 0:
                return
            position = end + 2
        else:
            yield found.end(), len(line)
            return


def yaml_secrets(line: str) -> Iterator[Stretch]:
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


def _template_end(line: str, start: int) -> int:
    """Return the index of the quote that closes the template opened before `start`.

    A template holds expressions, which hold templates.
    """
    # What is open: `"` a template, `{` braces inside an expression.
    open_marks = ['"']
    for token in _HCL_TEMPLATE.finditer(line, start):
        mark = token[0]
        in_template = open_marks[-1] == '"'
        if in_template and mark == '"':
            open_marks.pop()
            if not open_marks:
                return token.start()
        elif mark in ("${", "%{"):
            open_marks.append("{")
        elif not in_template and mark in ('"', "{"):
            open_marks.append(mark)
        elif not in_template and mark == "}":
            open_marks.pop()
    return len(line)
