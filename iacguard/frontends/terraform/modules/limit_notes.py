"""Limits of iacguard itself, told where something that is judged hangs on one."""

from __future__ import annotations

from collections.abc import Mapping

from ....core.diagnostic import Diagnostic
from ....core.source import SourceSpan
from ....core.value import Unknown
from ....core.value_walk import values_in
from ....model.model import Model


def limits_told(model: Model, met: Mapping[SourceSpan, Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return each limit that left something in the model unknown.

    `met` are the limits that evaluation met, by the place where it stopped.
    """
    if not met:
        return ()
    unknown = (value for value in values_in(model) if isinstance(value, Unknown))
    needed = {hop.span for value in unknown for hop in value.provenance if hop.span in met}
    return tuple(met[span] for span in sorted(needed))
