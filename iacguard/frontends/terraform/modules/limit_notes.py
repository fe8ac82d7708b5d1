"""Limits of iacguard itself, told where something that is judged hangs on one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from ....core.diagnostic import Diagnostic
from ....core.source import SourceSpan
from ....core.value import Absent, Hop, Known, Unknown
from ....model.model import Model


def limits_told(model: Model, met: Mapping[SourceSpan, Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return each limit that left something in the model unknown.

    `met` are the limits that evaluation met, by the place where it stopped.
    """
    if not met:
        return ()
    needed = {hop.span for value in _unknowns(model) for hop in value.provenance if hop.span in met}
    return tuple(met[span] for span in sorted(needed))


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
