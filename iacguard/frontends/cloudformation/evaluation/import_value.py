"""Fn::ImportValue: outputs that other scanned stacks export."""

from __future__ import annotations

from typing import Any

from ....core.value import Known, Symbol, Unknown, Value
from .calls import Call, opened, reached_through
from .evaluating import Evaluation
from .references import output_value


def imported(evaluation: Evaluation, call: Call) -> Value[Any]:
    """Return what the only scanned stack that exports a name exports."""
    name = evaluation.value(call.argument, call.frame)
    if isinstance(name, Unknown):
        return Unknown(opened(call, name).provenance, name.reason, never_null=True)
    text = name.value if isinstance(name, Known) else None
    if not isinstance(text, str):
        return Unknown((call.hop,), "the name of the export is not known", never_null=True)
    inside = evaluation.exports.inside.get(text, ())
    if len(inside) == 1:
        (export,) = inside
        value = output_value(evaluation, export.stack, export.output, call.hop)
        return reached_through(value, call.hop, f"export {text}")
    outside = evaluation.exports.outside(text) if not inside else ()
    if len(outside) == 1:
        return reached_through(outside[0], call.hop, f"export {text}")
    found = "no scanned stack exports" if not inside and not outside else "several stacks export"
    symbol = Symbol(f"export:{text}")
    return Unknown((call.hop,), f"{found} {text}", never_null=True, parts=(symbol,))
