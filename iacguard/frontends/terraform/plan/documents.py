"""Policy documents that are read during apply, as far as the plan knows their arguments.

A data source ``aws_iam_policy_document`` that refers to something that is not deployed yet is
read during apply. The plan holds its arguments, with holes where they are not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ....core.exhaustive import assert_never
from ....core.json_tree import JsonArray, JsonObject, JsonScalar, JsonText
from ....core.text import parts_of
from ....core.value import Unknown
from ..policies.document import render
from ..values.core_values import core_value
from ..values.types import DYNAMIC, STRING
from ..values.values import (
    EvaluationError,
    TerraformValue,
    Trace,
    Unknownness,
    boolean,
    null,
    object_value,
    string,
    tuple_value,
    with_place,
    with_sensitive,
)
from .sections import PlanContents, PlannedResource
from .values import Planned, after_apply

POLICY_DOCUMENT = "aws_iam_policy_document"

_RESULTS = ("id", "json", "minified_json")

_MOST_NESTED = 16
"""Documents that are made of each other, and values in values of one."""

Written: TypeAlias = Callable[[str, str], "Mapping[str, Any] | None"]
"""How the configuration writes a resource instance, by its module and its address."""

Refer: TypeAlias = Callable[[str, str, str, Mapping[str, Any]], "Unknown | None"]
"""What references tell of a text, by module, type and attribute."""


class PlannedDocuments:
    """The policy documents of a plan, rendered when something refers to them."""

    def __init__(self, contents: PlanContents, written: Written, refer: Refer) -> None:
        self._contents = contents
        self._written = written
        self._refer = refer
        self._texts: dict[str, Unknown | None] = {}
        self._open: list[str] = []

    def holds(self, address: str) -> bool:
        """Return whether the plan has this document."""
        found = self._contents.data_sources.get(address)
        return found is not None and found.type == POLICY_DOCUMENT

    def text(self, address: str) -> Unknown | None:
        """Return a document's JSON with the structure that it encodes, without a place."""
        if address not in self._texts:
            if address in self._open or len(self._open) >= _MOST_NESTED:
                return None
            self._open.append(address)
            self._texts[address] = self._rendered(address)
            self._open.pop()
        return self._texts[address]

    def _rendered(self, address: str) -> Unknown | None:
        if not self.holds(address):
            return None
        resource = self._contents.data_sources[address]
        written = self._written(resource.module, address) or {}
        whole = Planned((), resource.after, resource.unknown, resource.sensitive, written)
        try:
            arguments = {
                name: self._value(resource, each, 0)
                for name, each in whole.members().items()
                if name not in _RESULTS
            }
            made = render(arguments)
        except EvaluationError:
            return None
        value = core_value(made)
        reason = f"{address}.json is known only after apply"
        if isinstance(value, Unknown) and value.reason:
            reason = value.reason
        return Unknown((), reason, True, parts_of(value) or (), (), made.encodes)

    def _value(self, resource: PlannedResource, planned: Planned, depth: int) -> TerraformValue:
        known = planned.after
        if planned.is_unknown:
            value = self._unknown(resource, planned)
        elif depth > _MOST_NESTED:
            raise EvaluationError("it is nested too deeply for a policy")
        else:
            value = self._known(resource, planned, depth)
        node = known if known is not None and not planned.is_sensitive else resource.place
        placed = with_place(value, Trace(self._contents.source, node.start, node.end, ""))
        return with_sensitive(placed) if planned.is_sensitive else placed

    def _known(self, resource: PlannedResource, planned: Planned, depth: int) -> TerraformValue:
        match planned.after:
            case None:
                return null()
            case JsonText(text=text):
                return string(text)
            case JsonScalar(value=bool() as truth):
                return boolean(truth)
            case JsonScalar(number=number):
                return string(number) if number else null()
            case JsonObject():
                members = planned.members().items()
                return object_value({n: self._value(resource, m, depth + 1) for n, m in members})
            case JsonArray():
                elements = planned.elements()
                return tuple_value([self._value(resource, e, depth + 1) for e in elements])
            case _:
                assert_never(planned.after)

    def _unknown(self, resource: PlannedResource, planned: Planned) -> TerraformValue:
        written = planned.written
        found = None
        if isinstance(written, Mapping):
            found = self._refer(resource.module, resource.type, planned.path[-1], written)
        if found is None:
            return TerraformValue(DYNAMIC, None, Unknownness(reason=after_apply(written)))
        details = Unknownness(reason=found.reason, never_null=True, parts=found.parts)
        return TerraformValue(STRING, None, details, encodes=found.encodes)
