"""Text that is safe to show: nothing in it moves a cursor, hides, or commands a build log."""

from __future__ import annotations

import re
import unicodedata

# Full-width space: ordinary in Japanese and Chinese comments, and as visible as a space can be.
_SHOWN = "\u3000"

# Letters and marks by category, but drawn as nothing: fillers, joiners, variation selectors. The
# selector U+FE0F stays, since every other emoji in a comment carries it.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0e\uffa0\U000e0100-\U000e01ef]"
)

# GitHub's runner and Azure's agent look for `##[` and `##vso[` anywhere in a line.
# https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
_COMMAND = re.compile(r"(?<=#)#(?=\w*\[)")

# Vowels and final consonants of decomposed Korean are drawn into the syllable before them.
_JOINING_HANGUL = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")


def display(text: str) -> str:
    r"""Return one line of text with everything unsafe written as an escape: ``\x1b``.

    Escaped are controls, line breaks, what turns the direction of writing, what is drawn as
    nothing, half characters, and the marks that build logs take for commands.
    """
    if not text.isascii() or not text.isprintable():
        text = "".join(map(display_character, text))
    return _COMMAND.sub(r"\\x23", text)


def display_character(character: str) -> str:
    """Return one character, or its escape."""
    if (character.isprintable() and not _INVISIBLE.match(character)) or character in _SHOWN:
        return character
    number = ord(character)
    if character in "\t\n\r":
        return {"\t": r"\t", "\n": r"\n", "\r": r"\r"}[character]
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def display_line(line: str) -> str:
    """Return a whole line of displayed text, so that no build log takes it for a command.

    GitHub's runner obeys a line that starts with ``::`` once its blanks are cut off.
    """
    start = line.lstrip()
    if not start.startswith("::"):
        return line
    return f"{line[: len(line) - len(start)]}\\x3a{start[1:]}"


def command_marks(text: str) -> frozenset[int]:
    """Return the indexes of the characters that must be escaped lest a build log obeys."""
    return frozenset(found.start() for found in _COMMAND.finditer(text))


def columns(text: str) -> int:
    """Return how many columns of a terminal a displayed text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_character_columns, text))


def _character_columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me") or _JOINING_HANGUL.match(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
