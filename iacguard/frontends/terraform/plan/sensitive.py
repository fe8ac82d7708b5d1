"""Where a plan writes sensitive values, which it holds as plain text."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ....core.json_tree import JsonArray, JsonObject, JsonScalar, JsonValue
from ....core.source import SourceSpan
from .sections import PlanContents
from .shapes import entries


def sensitive_places(contents: PlanContents, variables: Collection[str]) -> tuple[SourceSpan, ...]:
    """Return the places of sensitive values; `variables` are the sensitive ones of the root."""
    found = [
        each
        for resource in (*contents.resources.values(), *contents.data_sources.values())
        for each in _sensitive(resource.after, resource.sensitive)
    ]
    found += [value for name, (_, value) in contents.variables.items() if name in variables]
    return tuple(sorted({contents.source.span(each.start, each.end) for each in found}))


def _sensitive(value: JsonValue, mark: JsonValue | None) -> Iterator[JsonValue]:
    """Yield the values that a tree of marks says are sensitive."""
    waiting: list[tuple[JsonValue, JsonValue | None]] = [(value, mark)]
    while waiting:
        value, mark = waiting.pop()
        match value, mark:
            case _, JsonScalar(value=True):
                yield value
            case JsonObject(), JsonObject():
                members = entries(value)
                waiting += [
                    (members[name], inner)
                    for name, inner in entries(mark).items()
                    if name in members
                ]
            case JsonArray(elements=elements), JsonArray(elements=marks):
                waiting += zip(elements, marks)
            case _:
                pass
