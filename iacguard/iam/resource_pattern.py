"""Resources of policies: ARNs whose wildcards stay where AWS documents them.

A wildcard stands for characters of one segment, up to the next colon; only at the end may it go
on. There is none in the service or in the type of a resource (``u*`` for ``user/``). What a
pattern would match beyond that, it may match in fact, and nobody says so.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ..core.value import Hole, Part, Symbol
from ..core.verdict import Verdict
from .match import Matched, Pattern, Token, Wildcard, matches

_SERVICE, _RESOURCE = 2, 5
"""The segments of an ARN that are not free."""

_UNTYPED = frozenset({"s3", "sns", "sqs"})
"""Services whose resources are a name, or a bucket's name and a path in it."""

Segment = tuple[Token, ...]


class Resource:
    """A resource that somebody asks for, to be matched by the patterns of policies."""

    def __init__(self, text: Sequence[Part]) -> None:
        """`text` is its ARN."""
        self._text = text
        self._matched = Matched(text)

    def by(self, pattern: Pattern, *, is_left_out: bool = False) -> Verdict:
        """Decide whether a pattern covers the resource.

        `is_left_out` says that a statement is about all others: what is no ARN leaves out nothing
        that anybody could tell.
        """
        verdict = self._matched.by(pattern)
        return Verdict.UNKNOWN if self._doubt(verdict, pattern, is_left_out) else verdict

    def doubt(self, pattern: Pattern, *, is_left_out: bool) -> str:
        """Return why nobody can tell whether a pattern covers it, as a clause; else nothing."""
        return self._doubt(self._matched.by(pattern), pattern, is_left_out)

    def _doubt(self, verdict: Verdict, pattern: Pattern, is_left_out: bool) -> str:
        if verdict is Verdict.PASS and not self._is_documented(pattern):
            return "and AWS does not document that its wildcards reach so far"
        if verdict is Verdict.FAIL and is_left_out and _is_short(pattern):
            return "which is not an ARN"
        return ""

    def _is_documented(self, pattern: Pattern) -> bool:
        wanted = _segments(pattern)
        if pattern == (Wildcard.ANY,) or not any(map(_has_wildcard, wanted)):
            return True
        # Where a symbol may stand for several segments, the others have no place of their own.
        if not any(map(_may_hold_a_colon, wanted[:-1])) and _is_loose(wanted):
            return False
        if not any(map(_has_wildcard, wanted[:-1])):
            return True
        given = _segments(self._text, len(wanted))
        if len(given) < len(wanted) or any(map(_may_hold_a_colon, given[:-1])):
            return False
        return all(matches(one, other) is Verdict.PASS for one, other in zip(wanted, given))


T = TypeVar("T", bound=Token)


def _segments(tokens: Sequence[T], most: int = 0) -> list[tuple[T | str, ...]]:
    """Return what the colons of the literals part, into at most so many pieces where it is said."""
    segments: list[tuple[T | str, ...]] = []
    current: list[T | str] = []
    for token in tokens:
        if not isinstance(token, str):
            current.append(token)
            continue
        pieces = token.split(":", most - 1 - len(segments) if most else -1)
        for piece in pieces[:-1]:
            segments.append((*current, piece) if piece else tuple(current))
            current = []
        if pieces[-1]:
            current.append(pieces[-1])
    segments.append(tuple(current))
    return segments


def _is_short(pattern: Pattern) -> bool:
    """Return whether a pattern certainly has fewer segments than an ARN."""
    segments = _segments(pattern)
    return len(segments) <= _RESOURCE and not any(map(_may_hold_a_colon, segments))


def _is_loose(wanted: Sequence[Segment]) -> bool:
    """Return whether a pattern has a wildcard in a segment that takes none, or for several."""
    if len(wanted) <= _SERVICE or _has_wildcard(wanted[_SERVICE]):
        return True
    if len(wanted) <= _RESOURCE:
        # Only at the end may a wildcard stand for all that follows.
        return any(map(_is_wildcard, wanted[-1][:-1]))
    if wanted[_SERVICE] in {(service,) for service in _UNTYPED}:
        return False
    first, *more = wanted[_RESOURCE:]
    if first == (Wildcard.ANY,):
        return bool(more)
    kind = first[0] if first else ""
    return not (isinstance(kind, str) and "/" in kind) and _has_wildcard(first)


def _has_wildcard(segment: Segment) -> bool:
    return any(map(_is_wildcard, segment))


def _is_wildcard(token: Token) -> bool:
    return isinstance(token, Wildcard)


def _may_hold_a_colon(segment: Segment) -> bool:
    return any(isinstance(token, (Symbol, Hole)) and ":" not in token.excludes for token in segment)
