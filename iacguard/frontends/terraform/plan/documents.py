"""Policy documents that are read during apply, as far as the plan knows their arguments.

A data source ``aws_iam_policy_document`` that refers to something that is not deployed yet is
read during apply. The plan holds its arguments, with holes where they are not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ....core.never import assert_never
from ....core.text import parts_of
from ....core.value import Unknown
from ..core_values import core_value
from ..json_values import JsonArray, JsonObject, JsonScalar, JsonText, JsonValue
from ..policy_document import render
from ..types import DYNAMIC, STRING
from ..values import (
    EvaluationError,
    Place,
    TerraformValue,
    Unknownness,
    boolean,
    null,
    object_value,
    string,
    tuple_value,
    with_place,
    with_sensitive,
)
from .contents import PlanContents, PlannedResource
from .shapes import entries
from .values import AFTER_APPLY, after_apply, partners

POLICY_DOCUMENT = "aws_iam_policy_document"

_TEXTS = ("json", "minified_json")

_MOST_NESTED = 16
"""Documents that are made of each other."""

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
        written = self._written(resource.module, address)
        try:
            arguments = self._members(
                resource, resource.after, resource.unknown, resource.sensitive, written or {}
            )
            made = render({n: v for n, v in arguments.items() if n not in (*_TEXTS, "id")})
        except EvaluationError:
            return None
        value = core_value(made)
        reason = f"{address}.json is known only after apply"
        if isinstance(value, Unknown) and value.reason:
            reason = value.reason
        return Unknown((), reason, True, parts_of(value) or (), (), made.encodes)

    def _members(
        self,
        resource: PlannedResource,
        after: JsonObject,
        unknown: JsonValue | None,
        sensitive: JsonValue | None,
        written: object,
    ) -> dict[str, TerraformValue]:
        values, open_ones, hidden = (
            entries(each) if isinstance(each, JsonObject) else {}
            for each in (after, unknown, sensitive)
        )
        around = written if isinstance(written, Mapping) else {}
        return {
            name: self._value(
                resource,
                name,
                values.get(name),
                open_ones.get(name),
                sensitive if _is_true(sensitive) else hidden.get(name),
                around.get(name),
            )
            for name in {**values, **open_ones}
        }

    def _value(
        self,
        resource: PlannedResource,
        name: str,
        after: JsonValue | None,
        unknown: JsonValue | None,
        sensitive: JsonValue | None,
        written: object,
    ) -> TerraformValue:
        owner = resource.place
        node = after if after is not None and not _is_true(sensitive) else owner
        value = (
            self._unknown(resource, name, written)
            if _is_true(unknown)
            else self._known(resource, name, after, unknown, sensitive, written)
        )
        placed = with_place(value, Place(self._contents.source, node.start, node.end, ""))
        return with_sensitive(placed) if _is_true(sensitive) else placed

    def _known(
        self,
        resource: PlannedResource,
        name: str,
        after: JsonValue | None,
        unknown: JsonValue | None,
        sensitive: JsonValue | None,
        written: object,
    ) -> TerraformValue:
        match after:
            case None:
                return null()
            case JsonText():
                return string(after.text)
            case JsonScalar(value=bool() as truth):
                return boolean(truth)
            case JsonScalar(number=number):
                return string(number) if number else null()
            case JsonObject():
                return object_value(self._members(resource, after, unknown, sensitive, written))
            case JsonArray(elements=elements):
                open_ones, hidden = (
                    each.elements if isinstance(each, JsonArray) else (each,) * len(elements)
                    for each in (unknown, sensitive)
                )
                return tuple_value(
                    self._value(
                        resource,
                        name,
                        element,
                        open_ones[index] if index < len(open_ones) else None,
                        hidden[index] if index < len(hidden) else None,
                        partner,
                    )
                    for index, (element, partner) in enumerate(
                        zip(elements, partners(written, elements))
                    )
                )
            case _:
                assert_never(after)

    def _unknown(self, resource: PlannedResource, name: str, written: object) -> TerraformValue:
        found = None
        if isinstance(written, Mapping):
            found = self._refer(resource.module, resource.type, name, written)
        if found is None:
            details = Unknownness(reason=after_apply(written) if written else AFTER_APPLY)
            return TerraformValue(DYNAMIC, None, details)
        details = Unknownness(reason=found.reason, never_null=True, parts=found.parts)
        return TerraformValue(STRING, None, details, encodes=found.encodes)


def _is_true(mark: JsonValue | None) -> bool:
    return isinstance(mark, JsonScalar) and mark.value is True
