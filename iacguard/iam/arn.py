"""Amazon Resource Names taken apart: ``arn:partition:service:region:account:resource``."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.value import Hole, Part, Symbol
from .match import Token, Wildcard

FIELDS = 6


def fields_of(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], ...] | None:
    """Return the six fields of an ARN or of a pattern of one.

    None when it has fewer, or when a piece before the resource may hold a colon itself.
    """
    fields: list[tuple[Token, ...]] = []
    current: list[Token] = []
    for token in tokens:
        if not isinstance(token, str):
            if len(fields) < FIELDS - 1 and _may_hold_a_colon(token):
                return None
            current.append(token)
            continue
        pieces = token.split(":", FIELDS - 1 - len(fields))
        for piece in pieces[:-1]:
            fields.append((*current, piece) if piece else tuple(current))
            current = []
        if pieces[-1]:
            current.append(pieces[-1])
    fields.append(tuple(current))
    return tuple(fields) if len(fields) == FIELDS else None


def _may_hold_a_colon(token: Token) -> bool:
    # A wildcard of a pattern stays inside its field.
    return isinstance(token, (Symbol, Hole)) and ":" not in token.excludes


def partition_of(arn: Sequence[Part]) -> tuple[Part, ...] | None:
    """Return the partition field of an ARN; None where it cannot be told or is empty."""
    return _field(arn, 1)


def account_of(arn: Sequence[Part]) -> tuple[Part, ...] | None:
    """Return the account field of an ARN; None where it cannot be told or is empty."""
    return _field(arn, 4)


def region_of(arn: Sequence[Part]) -> tuple[Part, ...] | None:
    """Return the region field of an ARN; None where it cannot be told or is empty."""
    return _field(arn, 3)


def _field(arn: Sequence[Part], index: int) -> tuple[Part, ...] | None:
    fields = fields_of(arn)
    if fields is None:
        return None
    return tuple(part for part in fields[index] if not isinstance(part, Wildcard)) or None
