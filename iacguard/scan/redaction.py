"""Sensitive texts, which no report shows, also where they are a part of another text.

A message may hold an ARN, and that the name of a trail. Whoever makes the message sees a text and
not where each piece of it came from, so the pieces are looked for when all is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..core.outcome import Mark, Outcome
from ..core.value import Known, Unknown, is_hidden
from ..core.value_walk import values_in
from ..model.model import Model

_SHOWN = "…"

_SHORTEST = 3
"""Characters; a shorter text says nothing, and stands in every word."""


def without(outcomes: Iterable[Outcome], texts: Iterable[str]) -> list[Outcome]:
    """Return outcomes whose messages hold none of these texts."""
    # A longer text may hold a shorter one.
    longest_first = sorted(set(texts), key=lambda text: (-len(text), text))

    def hide(text: str) -> str:
        for secret in longest_first:
            text = text.replace(secret, _SHOWN)
        return text

    def hidden(mark: Mark) -> Mark:
        return replace(mark, label=hide(mark.label))

    if not longest_first:
        return list(outcomes)
    return [
        replace(
            one,
            message=hide(one.message),
            reason=hide(one.reason),
            primary=hidden(one.primary),
            related=tuple(map(hidden, one.related)),
            remedy=hide(one.remedy),
            caveat=hide(one.caveat),
        )
        for one in outcomes
    ]


def hidden_texts(model: Model) -> frozenset[str]:
    """Return the sensitive texts of a model, and the known pieces of those that are half known."""
    return frozenset(text.strip("/") for text in _texts(model) if len(text.strip("/")) >= _SHORTEST)


def _texts(model: Model) -> Iterator[str]:
    for value in values_in(model):
        match value:
            case Known(value=str() as text, provenance=provenance) if is_hidden(provenance):
                yield text
            case Unknown(parts=parts, provenance=provenance) if is_hidden(provenance):
                # Of an ARN, the secret is a name that is met by itself, too.
                if not str(*parts[:1]).startswith("arn:"):
                    yield from (part for part in parts if isinstance(part, str))
            case _:
                pass
