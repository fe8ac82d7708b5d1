"""The message of an unknown verdict in a few lines, whatever keeps it open."""

from __future__ import annotations

from collections.abc import Iterable

from .display import columns

MOST_LINES = 4
"""Lines of a message. Nearly all are shorter; the rest is cut where a reason lists very much."""

_CUT = "…"


def folded(message: str, reason: str, first: int, rest: int) -> list[str]:
    """Return a message in one line of `first` columns, and at most three more of `rest`.

    Of a reason that the message begins with, some is left out where both would be too long: what
    is not known keeps a line, for the name of the rule says it as well.
    """
    # A word that does not fit leaves some of its line empty.
    room = (first + (MOST_LINES - 1) * rest) * 9 // 10
    question = message.removeprefix(reason)
    if columns(message) > room and question != message:
        kept = min(columns(question), rest)
        message = _shortened(reason, room - kept) + _shortened(question, kept)
    lines, words = [], message.split(" ")
    for width in (first, *[rest] * (MOST_LINES - 2)):
        head = _at_most(words, width)
        lines.append(" ".join(head))
        words = words[len(head) :]
    return [*lines, _shortened(" ".join(words), rest)]


def _shortened(text: str, room: int) -> str:
    """Return a text, without the words at its end for which there is no room."""
    if columns(text) <= room:
        return text
    words = _at_most(text.split(" "), room - columns(f" {_CUT}"))
    return " ".join((*words, _CUT))


def _at_most(words: Iterable[str], room: int) -> list[str]:
    found: list[str] = []
    for word in words:
        room -= columns(word)
        if room < 0:
            break
        found.append(word)
        room -= 1
    return found
