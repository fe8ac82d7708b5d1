"""What reports must know to quote Terraform's own syntax without its secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...core.notation import LineRange, Notation
from ...core.source import Source

_START = re.compile(r'"|#|//|/\*')
_TEMPLATE = re.compile(r'\\.|\$\$\{|%%\{|[$%]\{|["{}]')
_HEREDOC = re.compile(r"<<-?\s*([^\W\d][\w-]*)\s*\Z")


def _heredoc_lines(source: Source) -> frozenset[int]:
    """Return the one-based lines of a text that lie inside heredocs."""
    inside: list[int] = []
    marker: str | None = None
    for number in range(1, source.line_count + 1):
        line = source.line(number)
        if marker is None:
            opening = _HEREDOC.search(line) if "<<" in line else None
            marker = opening[1] if opening else None
        elif line.strip() == marker:
            marker = None
        else:
            inside.append(number)
    return frozenset(inside)


def _secrets(line: str) -> Iterator[LineRange]:
    """Yield what may be secret in a line of HCL: the contents of quotes, and comments."""
    position = 0
    while found := _START.search(line, position):
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


def _template_end(line: str, start: int) -> int:
    """Return the index of the quote that closes the template opened before `start`.

    A template holds expressions, which hold templates.
    """
    # What is open: `"` a template, `{` braces inside an expression.
    open_marks = ['"']
    for token in _TEMPLATE.finditer(line, start):
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


HCL = Notation(
    endings=(".tf", ".tofu", ".tfvars", ".hcl"),
    secrets=_secrets,
    lines_of_texts=_heredoc_lines,
)
