"""The fingerprint that GitHub knows an alert by while lines move around it.

The same numbers as github/codeql-action computes when a file carries none:
https://github.com/github/codeql-action/blob/main/src/fingerprints.ts
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Mapping
from itertools import accumulate, chain, islice, repeat

from ..core.source import Source

LONGEST = 10_000_000
"""Characters of the longest text that is hashed; a plan can be far longer."""

_WINDOW = 100
"""UTF-16 units, from a line's first, that make its hash."""

_BASE = 37
_MASK = (1 << 64) - 1
_LEADING = pow(_BASE, _WINDOW, 1 << 64)
_LINE_FEED = 0x0A
_END = 0xFFFF
_BLANKS = str.maketrans("", "", " \t")


def line_hashes(
    source: Source, lines: Collection[int], longest: int = LONGEST
) -> Mapping[int, str]:
    """Return the hash of each of these one-based lines; none of a text that is too long."""
    if len(source.text) > longest:
        return {}
    units = _units(_as_github_reads(source))
    prefixes = accumulate(units, _roll, initial=0)
    padded = chain(units, repeat(0, _WINDOW))
    windows = islice(accumulate(padded, _roll, initial=0), _WINDOW, None)
    found: dict[int, str] = {}
    seen: Counter[int] = Counter()
    line, before = 0, _LINE_FEED
    for unit, prefix, window in zip(units, prefixes, windows):
        if before == _LINE_FEED:
            line += 1
            digest = (window - prefix * _LEADING) & _MASK
            seen[digest] += 1
            if line in lines:
                found[line] = f"{digest:x}:{seen[digest]}"
        before = unit
    return found


def _roll(digest: int, unit: int) -> int:
    return (digest * _BASE + unit) & _MASK


def _units(text: str) -> array[int]:
    """Return the text's UTF-16 units without blanks, every line break one LF, and the end's."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS)
    units = array("H", text.encode("utf-16", "surrogatepass")[2:])
    units.append(_END)
    return units


def _as_github_reads(source: Source) -> str:
    """Return the text of the file as UTF-8, whatever it is, its byte order mark included."""
    if source.encoding == "utf-8" and source.text.isascii():
        return source.text
    try:
        written = source.text.encode(source.encoding, "surrogateescape")
    except UnicodeEncodeError:
        # Half a character that no file can hold, as an escape in JSON can write it.
        written = source.text.encode(source.encoding, "replace")
    return written.decode("utf-8", "replace")
