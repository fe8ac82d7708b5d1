"""Limits of iacguard itself, told where something that is judged hangs on one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from ...core.diagnostic import NOT_EVALUATED, Diagnostic, Level
from ...core.source import SourceSpan
from ...core.value import Absent, Hop, Known, Unknown
from ...model.model import Model


def limits_told(model: Model, met: Collection[tuple[str, SourceSpan]]) -> tuple[Diagnostic, ...]:
    """Return a note for each limit that left something in the model unknown.

    `met` are the limits that evaluation met: why, and at which call.
    """
    if not met:
        return ()
    needed = {
        (value.reason, hop.span)
        for value in _unknowns(model)
        for hop in value.provenance
        if (value.reason, hop.span) in met
    }
    return tuple(
        Diagnostic(
            rule=NOT_EVALUATED,
            level=Level.NOTE,
            summary=reason,
            detail="What depends on it is unknown.",
            subject=span,
        )
        for reason, span in sorted(needed, key=lambda each: (each[1], each[0]))
    )


def _unknowns(model: Model) -> Iterator[Unknown]:
    waiting: list[Any] = [model]
    while waiting:
        content = waiting.pop()
        match content:
            case Unknown():
                yield content
                waiting += (*content.elements, content.encodes)
            case Known():
                waiting += (content.value, content.encodes)
            case Absent() | Hop() | SourceSpan():
                pass
            case tuple():
                waiting += content
            case Mapping():
                waiting += content.values()
            case _ if is_dataclass(content):
                waiting += (getattr(content, field.name) for field in fields(content))
            case _:
                pass
