"""What a detection control is about: events of which somebody has to be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedEvents:
    """Events that a reader calls by one name, as a filter pattern."""

    name: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Calls:
    """API calls of one service, by their names."""

    source: str
    """The service's ``eventSource``: ``iam.amazonaws.com``."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """Something that somebody has to be told of."""

    what: str
    """In the plural, before "can go unnoticed": "IAM policy changes"."""

    calls: tuple[Calls, ...] = ()
    patterns: tuple[NamedEvents, ...] = ()
    """Events that no call's name tells from others."""

    literal: str = ""
    """The text that AWS Security Hub compares with; empty where it has no such control."""

    note: str = ""
    """In which the standards' versions differ."""

    @property
    def events(self) -> tuple[NamedEvents, ...]:
        """Everything that has to be caught.

        Each call names its service, so that a filter may name the service or leave it out.
        """
        of_calls = (
            NamedEvents(name, f'{{ $.eventSource = "{calls.source}" && $.eventName = "{name}" }}')
            for calls in self.calls
            for name in calls.names
        )
        return (*of_calls, *self.patterns)
