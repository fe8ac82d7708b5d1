"""What a reader takes for one character: extended grapheme clusters.

https://www.unicode.org/reports/tr29/
"""

from __future__ import annotations

from unicodedata import category

from .unmodelled import UndecidedResult

_ZERO_WIDTH_JOINER = "\u200d"
# Marks that the tables of the standard do not count as extending, and letters put in front of
# what follows: rare, and not decided here.
_UNDECIDED = frozenset(
    "\u102b\u102c\u1038\u1a61\u1a63\u1a64\uaa7b\uaa7d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd"
    "\u070f\u08e2\u0d4e"
)


def graphemes(text: str) -> tuple[str, ...]:
    """Return the clusters of a text; raise `UndecidedResult` for scripts that are not supported."""
    if text.isascii() and "\r" not in text:
        return tuple(text)
    clusters: list[str] = []
    for character in text:
        if character in _UNDECIDED or "\u1062" <= character <= "\u109c":
            raise UndecidedResult("the text is in a script whose characters are not supported")
        if clusters and _continues(clusters[-1], character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return tuple(clusters)


def _continues(cluster: str, character: str) -> bool:
    last = cluster[-1]
    if last == "\r":
        return character == "\n"
    if category(last) in ("Cc", "Zl", "Zp"):
        return False
    if character == _ZERO_WIDTH_JOINER or category(character) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    if last == _ZERO_WIDTH_JOINER:
        return _is_pictograph(cluster[0]) and _is_pictograph(character)
    if _is_regional(character):
        return _is_regional(last) and len(cluster) == 1
    return _hangul_continues(last, character)


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_pictograph(character: str) -> bool:
    return category(character) == "So" or "\U0001f000" <= character <= "\U0001faff"


def _hangul_continues(last: str, character: str) -> bool:
    syllable = "\uac00" <= last <= "\ud7a3"
    bare_syllable = syllable and (ord(last) - 0xAC00) % 28 == 0
    leading = "\u1100" <= last <= "\u115f"
    vowel = "\u1160" <= last <= "\u11a7"
    trailing = "\u11a8" <= last <= "\u11ff"
    if "\u1160" <= character <= "\u11a7":
        return leading or vowel or bare_syllable
    if "\u11a8" <= character <= "\u11ff":
        return vowel or trailing or syllable
    return leading and ("\u1100" <= character <= "\u115f" or "\uac00" <= character <= "\ud7a3")
