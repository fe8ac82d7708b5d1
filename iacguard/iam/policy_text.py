"""Texts of policies and requests in a reason: ``arn:aws:s3:::logs/AWSLogs/<account>/…``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..core.exhaustive import assert_never
from ..core.text import ACCOUNT, PARTITION, REGION, URL_SUFFIX, parts_of
from ..core.value import Hole, Part, Symbol, Value
from ..core.wording import listed
from .request import OUTSIDER, UNNAMED
from .statement import Texts

_LONGEST = 140
"""Characters of one text; of a longer one the ends are shown."""

_MOST = 2
"""Texts of one element that are shown; the others are counted."""

_ACCOUNT_LENGTH = 12

_OPEN = "…"
_OPEN_PATH = re.compile(f"{_OPEN}(?:[/*]?{_OPEN})+")

_PARAMETER = "parameter:"
"""What the symbols of parameters are named by."""

_NAMES: tuple[tuple[Symbol, str], ...] = (
    (ACCOUNT, "<account>"),
    (REGION, "<region>"),
    (PARTITION, "<partition>"),
    (URL_SUFFIX, "<url suffix>"),
    (Symbol("aws:organization"), "<organization>"),
)


def shown_text(text: Sequence[Part]) -> str:
    """Return a text in backticks, with names for its symbols and an ellipsis for its holes."""
    whole = _OPEN_PATH.sub(_OPEN, "".join(map(_part, text))).replace("`", "'")
    # Every organization's id begins so, and the name says as much.
    whole = whole.replace("o-<organization>", "<organization>")
    for another in (OUTSIDER, UNNAMED * _ACCOUNT_LENGTH):
        whole = whole.replace(another, "<another account>")
    if len(whole) > _LONGEST:
        half = _LONGEST // 2
        whole = f"{whole[:half]}{_OPEN}{whole[-half:]}"
    return f"`{whole}`"


def shown_all(elements: Iterable[Texts]) -> str:
    """Return the texts of elements in a row; empty where there is none, or one is sensitive."""
    texts = list(elements)
    values = [value for one in texts for value in one.values]
    places = [*(value.provenance for value in values), *(one.provenance for one in texts)]
    if any(hop.is_sensitive for place in places for hop in place):
        return ""
    words = list(dict.fromkeys(shown_text(_parts(value)) for value in values))
    if any(one.more is not None for one in texts):
        words.append("more")
    # One more is named: "1 more" says less.
    return listed(words, _MOST if len(words) > _MOST + 1 else _MOST + 1)


def _parts(value: Value[str]) -> tuple[Part, ...]:
    return parts_of(value) or ()


def _name(symbol: Symbol) -> str:
    for known, name in _NAMES:
        if symbol == known:
            return name
        if symbol.name.startswith(f"{known.name}:"):
            # The account or region of one provider configuration among several.
            return f"{name[:-1]} of {symbol.name.removeprefix(known.name)[1:]}>"
    return f"<{symbol.name.removeprefix(_PARAMETER)}>"


def _part(part: Part) -> str:
    match part:
        case str():
            return part
        case Hole():
            return _OPEN
        case Symbol():
            return _name(part)
        case _:
            assert_never(part)
