"""The message of an unknown verdict in at most two lines, whatever keeps it open."""

from __future__ import annotations

from collections.abc import Iterable

from .display import columns

_CUT = "…"


def in_two_lines(message: str, reason: str, first: int, second: int) -> tuple[str, str]:
    """Return a message in one line of `first` columns, and what is left in one of `second`.

    Of a reason that the message begins with, some is left out where both would be too long: what
    is not known keeps a third of a line, for the name of the rule says it as well.
    """
    question = message.removeprefix(reason)
    if columns(message) > first + second and question != message:
        message = _shortened(reason, first + second * 2 // 3) + question
    words = message.split(" ")
    head = _at_most(words, first)
    return " ".join(head), _shortened(" ".join(words[len(head) :]), second)


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
