"""Reads a plan: which file is one, and its sections, each only as far as somebody uses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from ....core.json_tree import JsonArray, JsonObject, JsonText, JsonValue
from ....core.limits import Limits
from ....core.source import Source
from ..syntax.json_text import read_json
from ..syntax.rejection import RejectionError
from .scan import Member, Stretch, elements, is_array, is_object, members, value_at
from .schema import CONFIGURING
from .sections import PlanContents, PlannedResource
from .shapes import as_name, as_object, entries, wrong

_BEGINNING = re.compile(r'\s*\{\s*"format_version"\s*:')
_VERSION = re.compile(r'"(\d{1,9})\.(\d{1,9})"')
_OLDEST, _NEWEST = (0, 2), (1, 2)

_MOST_ERRORS = 100
"""Resources of one plan that are reported each by itself."""


def read_plan(source: Source, types: Collection[str], limits: Limits) -> PlanContents | None:
    """Return the contents of a plan, resources of these types only; None if it is no plan."""
    contents = PlanContents(source, limits)
    sections: dict[str, Member] = {}
    try:
        for member in members(source.text, value_at(source.text, 0)):
            sections[member.key] = member
    except RejectionError as error:
        if _BEGINNING.match(source.text) is None:
            return None
        contents.reject(error)
        return contents
    if "format_version" not in sections or not sections.keys() & {
        "planned_values",
        "resource_changes",
    }:
        return None
    _Reader(contents, types, sections).read()
    return contents


class _Reader:
    """Reads the sections of one plan."""

    def __init__(
        self, contents: PlanContents, types: Collection[str], sections: Mapping[str, Member]
    ) -> None:
        self._contents = contents
        self._text = contents.source.text
        self._sections = {
            name: member.value
            for name, member in sections.items()
            if not self._text.startswith("null", member.value.start)
        }
        self._types = types
        names = "|".join(re.escape(name) for name in sorted(types))
        self._wanted = re.compile(rf'"type"\s*:\s*"(?:{names})"')
        self._changes: set[str] = set()

    def read(self) -> None:
        """Read every section, as far as the format is known."""
        try:
            self._check_version()
            self._check_flags()
            self._read_changes()
            state = self._inner(self._object("prior_state"), "values")
            planned = self._object("planned_values")
            self._read_modules(planned, "managed")
            # What a plan leaves to a later one stays as it is.
            if planned is None or not self._is_true("errored"):
                self._read_modules(state, "managed")
            self._read_modules(state, "data")
            self._contents.configuration = self._object("configuration")
            self._contents.variables = self._variables()
        except RejectionError as error:
            self._contents.reject(error)

    def _check_version(self) -> None:
        place = self._sections.get("format_version", Stretch(0, 0))
        found = _VERSION.fullmatch(self._text, place.start, place.end)
        if found is None:
            raise RejectionError(place.start, place.end, "`format_version` is not a version")
        version = (int(found[1]), int(found[2]))
        summary = f"plan format {version[0]}.{version[1]} is not known"
        if version < _OLDEST or version[0] > _NEWEST[0]:
            raise RejectionError(place.start, place.end, summary)
        if version > _NEWEST:
            self._contents.note(place, summary, "It was read as format 1.2.")

    def _check_flags(self) -> None:
        """Report what the plan says of itself."""
        version, errored, complete = (
            self._sections.get(name) for name in ("terraform_version", "errored", "complete")
        )
        lost = "What it does not contain was not judged."
        if version is not None and not self._text.startswith('"', version.start):
            self._contents.note(version, "`terraform_version` is not a text", "It is not used.")
        if errored is not None and self._is_true("errored"):
            error = RejectionError(errored.start, errored.end, "the plan failed with an error")
            self._contents.report(error, lost)
        if complete is not None:
            self._contents.is_whole = self._is_true("complete")
        if complete is not None and self._text.startswith("false", complete.start):
            self._contents.leave_out(complete, "the plan defers changes to a later plan", lost)

    def _is_true(self, name: str) -> bool:
        place = self._sections.get(name)
        return place is not None and self._text.startswith("true", place.start)

    def _object(self, name: str) -> Stretch | None:
        """Return a section that is an object; report one that is not."""
        place = self._sections.get(name)
        if place is None or is_object(self._text, place):
            return place
        error = RejectionError(place.start, place.end, f"`{name}` is not an object")
        self._contents.report(error, "It was not used.")
        return None

    def _inner(self, whole: Stretch | None, name: str) -> Stretch | None:
        if whole is None or not is_object(self._text, whole):
            return None
        return next((m.value for m in members(self._text, whole) if m.key == name), None)

    def _read_changes(self) -> None:
        for section, read in (
            ("resource_changes", self._read_change),
            ("deferred_changes", self._read_deferred),
        ):
            place = self._sections.get(section)
            if place is None:
                continue
            if not is_array(self._text, place):
                raise RejectionError(place.start, place.end, f"`{section}` is not a list")
            self._each(place, read)

    def _each(self, array: Stretch, read: Callable[[dict[str, JsonValue]], None]) -> None:
        """Read each resource of a list; an error costs this resource alone."""
        for element in elements(self._text, array):
            if not self._wanted.search(self._text, element.start, element.end):
                continue
            try:
                if self._is_read(element):
                    continue
                tree = read_json(
                    self._text, self._contents.limits.nesting, element.start, element.end
                )
                read(entries(as_object(tree, "the resource")))
            except RejectionError as error:
                if len(self._contents.diagnostics) < _MOST_ERRORS:
                    self._contents.report(error, "This resource was not judged.")

    def _is_read(self, element: Stretch) -> bool:
        """Return whether a change has already told of a resource; its address comes first."""
        if not is_object(self._text, element):
            return False
        first = next(members(self._text, element), None)
        return (
            first is not None
            and first.key == "address"
            and _plain_text(self._text, first.value) in self._changes
        )

    def _read_change(self, resource: dict[str, JsonValue]) -> None:
        kind, address = as_name(resource, "type"), as_name(resource, "address")
        if kind not in self._types or "deposed" in resource:
            return
        is_data = as_name(resource, "mode", "managed") == "data"
        if not is_data:
            self._contents.changed.add(kind)
            self._contents.told.update((address, as_name(resource, "previous_address", address)))
        change = as_object(resource.get("change"), "`change`", resource.get("address"))
        parts = entries(change)
        actions = _actions(parts.get("actions"), change)
        if (actions == {"read"}) != is_data:
            return
        self._changes.add(address)
        if kind in CONFIGURING and not actions & {"forget", "read"} and actions != {"create"}:
            before = parts.get("before")
            known = before if isinstance(before, JsonObject) else JsonObject(0, 0, ())
            self._contents.previous.append(_planned(resource, known))
        if actions in ({"delete"}, {"forget"}):
            return
        after = as_object(parts.get("after"), "`after`", change)
        self._keep(resource, after, parts.get("after_unknown"), parts.get("after_sensitive"))

    def _read_deferred(self, deferred: dict[str, JsonValue]) -> None:
        """Read a change that a later plan is to make, as far as this one knows it."""
        self._read_change(entries(as_object(deferred.get("resource_change"), "`resource_change`")))

    def _read_modules(self, values: Stretch | None, mode: str) -> None:
        """Read the resources of a state that no change speaks of, in all its modules."""
        root = self._inner(values, "root_module")
        waiting = [(root, 0)] if root is not None else []
        while waiting:
            module, depth = waiting.pop()
            if depth > self._contents.limits.module_depth:
                summary = f"modules are nested more than {depth - 1} levels deep"
                raise RejectionError(module.start, module.end, summary)
            if not self._wanted.search(self._text, module.start, module.end):
                continue
            inside = {member.key: member.value for member in members(self._text, module)}
            address = _plain_text(self._text, inside.get("address"))

            def read(resource: dict[str, JsonValue], module: str = address) -> None:
                self._read_unchanged(resource, mode, module)

            if "resources" in inside:
                self._each(inside["resources"], read)
            if "child_modules" in inside:
                waiting += [(child, depth + 1) for child in self._children(inside)]

    def _children(self, module: Mapping[str, Stretch]) -> Iterator[Stretch]:
        for child in elements(self._text, module["child_modules"]):
            if not is_object(self._text, child):
                raise RejectionError(child.start, child.end, "the module is not an object")
            yield child

    def _read_unchanged(self, resource: dict[str, JsonValue], mode: str, module: str) -> None:
        kind, address = as_name(resource, "type"), as_name(resource, "address")
        if kind not in self._types or as_name(resource, "mode", "managed") != mode:
            return
        if address in self._changes or "deposed_key" in resource:
            return
        if mode == "managed":
            if address in self._contents.told:
                return
            self._contents.told.add(address)
        values = as_object(resource.get("values"), "`values`", resource.get("address"))
        resource = {**resource, "module_address": _text_node(module)}
        self._keep(resource, values, None, resource.get("sensitive_values"))

    def _keep(
        self,
        resource: Mapping[str, JsonValue],
        after: JsonObject,
        unknown: JsonValue | None,
        sensitive: JsonValue | None,
    ) -> None:
        planned = _planned(resource, after, unknown, sensitive)
        is_data = as_name(resource, "mode", "managed") == "data"
        kept = self._contents.data_sources if is_data else self._contents.resources
        kept[planned.address] = planned

    def _variables(self) -> dict[str, tuple[JsonText, JsonValue]]:
        """Return the values of the root's variables; null ones are left out of plans."""
        place = self._object("variables")
        if place is None:
            return {}
        tree = read_json(self._text, self._contents.limits.nesting, place.start, place.end)
        found = {}
        for key, wrapped in as_object(tree, "`variables`").members:
            value = entries(wrapped).get("value") if isinstance(wrapped, JsonObject) else None
            if value is not None:
                found[key.text] = (key, value)
        return found


def _planned(
    resource: Mapping[str, JsonValue],
    after: JsonObject,
    unknown: JsonValue | None = None,
    sensitive: JsonValue | None = None,
) -> PlannedResource:
    address = resource["address"]
    return PlannedResource(
        address=as_name(resource, "address"),
        type=as_name(resource, "type"),
        module=as_name(resource, "module_address", ""),
        place=Stretch(address.start, address.end),
        after=after,
        unknown=unknown,
        sensitive=sensitive,
    )


def _actions(value: JsonValue | None, change: JsonObject) -> set[str]:
    if not isinstance(value, JsonArray) or not value.elements:
        raise wrong(value or change, "`actions` is not a list of actions")
    return {word.text for word in value.elements if isinstance(word, JsonText)}


def _plain_text(text: str, place: Stretch | None) -> str:
    """Return a text that is found but not read; empty where there is none."""
    if place is None or not text.startswith('"', place.start):
        return ""
    return JsonText(place.start, place.end, text[place.start + 1 : place.end - 1]).text


def _text_node(text: str) -> JsonText:
    written = text.replace("\\", "\\\\").replace('"', '\\"')
    return JsonText(0, 0, written)
