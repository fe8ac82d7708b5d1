"""The text of strings and heredocs: escapes, indentation, strip markers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .nodes import Expression
from .rejection import RejectionError

SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What Terraform strips and counts as indentation."""

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.?))|(\$\$\{|%%\{)", re.DOTALL)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(slots=True)
class Characters:
    """Literal characters between two offsets, decoded."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TemplateSequence:
    """``${ … }`` or ``%{ … }``: what is written between two braces of a template."""

    kind: str
    """``interpolation``, ``if``, ``else``, ``endif``, ``for``, ``endfor``."""

    start: int
    end: int
    strips_before: bool
    strips_after: bool
    expression: Expression | None = None
    key: str | None = None
    value: str = ""


def decode_quoted(text: str, start: int, end: int) -> str:
    """Return the characters that a stretch of a quoted string stands for."""
    written = text[start:end]
    if "\\" not in written:
        return decode_heredoc(written)

    def replace(found: re.Match[str]) -> str:
        short, long, simple, sequence = found.groups()
        if sequence:
            return str(sequence[1:])
        if simple is not None:
            if simple in _SIMPLE:
                return _SIMPLE[simple]
        else:
            code = int(short or long, 16)
            if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
                return chr(code)
        raise RejectionError(
            start + found.start(),
            start + found.end(),
            f"`{found[0]}` is not an escape sequence",
            'Terraform supports \\n, \\r, \\t, \\", \\\\, \\uNNNN and \\UNNNNNNNN. '
            "Write a backslash twice.",
        )

    return _ESCAPE.sub(replace, written)


def decode_heredoc(written: str) -> str:
    """Return the characters that a stretch of a heredoc stands for."""
    if "{" not in written:
        return written
    return written.replace("$${", "${").replace("%%{", "%{")


def heredoc_lines(text: str, start: int, end: int) -> list[Characters]:
    """Return a stretch of a heredoc, one text a line."""
    lines = []
    for line in text[start:end].split("\n"):
        stop = min(start + len(line) + 1, end)
        if stop > start:
            lines.append(Characters(decode_heredoc(text[start:stop]), start, stop))
        start = stop
    return lines


def strip(parts: Sequence[Characters | TemplateSequence]) -> None:
    """Apply the strip markers: each trims the literal text directly beside it.

    NOTE: In a heredoc that is the text up to the end of the line and no further.
    """
    for before, part, after in zip((None, *parts), parts, (*parts[1:], None)):
        if not isinstance(part, TemplateSequence):
            continue
        if part.strips_before and isinstance(before, Characters):
            before.text = before.text.rstrip(SPACES)
        if part.strips_after and isinstance(after, Characters):
            after.text = after.text.lstrip(SPACES)


def outdent(parts: Sequence[Characters | TemplateSequence]) -> None:
    """Take the indentation that all lines of a ``<<-`` heredoc share from each of them."""
    starts_line, indented, smallest = True, [], None
    for part in parts:
        if starts_line:
            if not isinstance(part, Characters):
                smallest = 0
            else:
                rest = part.text.lstrip(SPACES)
                if rest or not part.text.endswith("\n"):
                    width = len(part.text) - len(rest)
                    smallest = width if smallest is None else min(smallest, width)
                    indented.append(part)
        starts_line = isinstance(part, Characters) and part.text.endswith("\n")
    for part in indented:
        part.text = part.text[smallest or 0 :]


def joined(parts: Sequence[Characters | TemplateSequence]) -> list[Characters | TemplateSequence]:
    """Return the parts with neighbouring texts made one, and empty ones left out."""
    result: list[Characters | TemplateSequence] = []
    run: list[Characters] = []
    for part in (*parts, None):
        if isinstance(part, Characters):
            run.append(part)
            continue
        text = "".join(piece.text for piece in run)
        if text:
            result.append(Characters(text, run[0].start, run[-1].end))
        run = []
        if part is not None:
            result.append(part)
    return result
