"""Attributes of other providers' resources and data sources that follow from what is written."""

from __future__ import annotations

from collections.abc import Mapping

from ..functions.filesystem import rendered_text
from ..values.convert import convert
from ..values.types import STRING, MapType
from ..values.values import CallContext, TerraformValue, object_value


def with_computed(
    type_: str, attributes: Mapping[str, TerraformValue], context: CallContext
) -> Mapping[str, TerraformValue]:
    """Return the attributes with those that a type computes from its own arguments."""
    match type_:
        case "terraform_data" if "input" in attributes:
            return {**attributes, "output": attributes["input"]}
        case "template_file" if "template" in attributes:
            rendered = _rendered(attributes, context)
            return attributes if rendered is None else {**attributes, "rendered": rendered}
        case _:
            return attributes


def _rendered(
    attributes: Mapping[str, TerraformValue], context: CallContext
) -> TerraformValue | None:
    """Return what ``data.template_file`` makes of its template; None where that is not known."""
    template = convert(attributes["template"], STRING)
    written = attributes.get("vars", object_value({}))
    if written.is_null or written.unknown is not None or template.unknown is not None:
        return None
    return rendered_text(template, convert(written, MapType(STRING)), context)
