"""Texts of the catalogue set in lines of a hundred columns."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from .display import display

WIDTH = 100
"""Columns of a line."""

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")

# Where a shell command and a filter pattern may go on in the next line.
_OPTION = re.compile(r" (?=--|&& )")
_WORD = re.compile(r" ")
_OPERATOR = re.compile(r" (?=\|\| |&& )")


def filled(text: str, indent: str = "", hanging: str | None = None) -> str:
    """Return one paragraph in lines; those after the first are indented by `hanging`."""
    return textwrap.fill(
        display(" ".join(text.split())),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def paragraphs(text: str, indent: str) -> str:
    """Return a text in lines, with its empty lines kept; a filter pattern breaks at operators."""
    parts = re.split(r"\n[ \t]*\n", text.strip())
    return "\n\n".join(
        _joined(_pieces(part, _OPERATOR), indent) if part.startswith("{") else filled(part, indent)
        for part in parts
    )


def command(text: str, indent: str) -> str:
    """Return shell commands in lines that the shell joins again.

    Nothing inside quotes is broken, so that what is copied is what was written.
    """
    hanging, ending = f"{indent}    ", " \\"
    commands: list[list[str]] = []
    for piece in _pieces(text, _OPTION):
        if piece.startswith("&& ") or not commands:
            commands.append([])
        fits = len(hanging + piece + ending) <= WIDTH
        commands[-1] += [piece] if fits else _pieces(piece, _WORD)
    lines = [_joined(pieces, indent, hanging, ending) for pieces in commands]
    return " \\\n".join(lines)


def _pieces(text: str, boundary: re.Pattern[str]) -> list[str]:
    """Return the parts of a text between boundaries that stand outside of quotes."""
    text = " ".join(text.split())
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    places = [
        found.start()
        for found in boundary.finditer(text)
        if not any(start < found.start() < end for start, end in quoted)
    ]
    starts, ends = [0, *(place + 1 for place in places)], [*places, len(text)]
    return [text[start:end] for start, end in zip(starts, ends)]


def _joined(pieces: Sequence[str], indent: str, hanging: str = "", ending: str = "") -> str:
    """Return pieces in as few lines as hold them; every line but the last has the ending."""
    lines = [indent + pieces[0]]
    for piece in pieces[1:]:
        if len(lines[-1]) + len(piece) + 1 + len(ending) <= WIDTH:
            lines[-1] += f" {piece}"
        else:
            lines.append((hanging or indent) + piece)
    return f"{ending}\n".join(map(display, lines))
