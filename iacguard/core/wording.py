"""How messages word what they list."""

from __future__ import annotations

from collections.abc import Sequence


def listed(names: Sequence[str], most: int, *, last: str = "and", more: str = "more") -> str:
    """Return names as a sentence lists them: "a", "a and b", "a, b, c and 4 more".

    No more than `most` are named. `more` says what the rest are: "more regions", of one of them
    without its last letter.
    """
    words = list(names[:most])
    rest = len(names) - len(words)
    if rest:
        words.append(f"{rest:,} {more.removesuffix('s') if rest == 1 else more}")
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
