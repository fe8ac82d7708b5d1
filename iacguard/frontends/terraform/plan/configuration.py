"""How a plan's configuration writes the arguments of resources, outputs and module calls."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ....core.limits import Limits
from ..syntax.rejection import RejectionError
from .scan import Stretch, elements, is_array, is_object, members

_STEP = re.compile(r'module\.([^.\[]+)(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?(?:\.|\Z)')
_CALL = re.compile(r"[^.\[]+")
_REPEATED = ("count_expression", "for_each_expression")
_INDEX = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]\Z')


@dataclass(frozen=True, slots=True)
class Waits:
    """What a part of the configuration waits for, as the plan lists it."""

    references: tuple[str, ...] = ()
    """Of expressions; what begins with the same names is listed, too."""

    dependencies: tuple[str, ...] = ()
    """What `depends_on` names."""


@dataclass(frozen=True, slots=True)
class ConfiguredCall:
    """A module call: what it passes, and the module that it means."""

    arguments: Mapping[str, Stretch]
    module: Stretch | None

    count: int | None = 1
    """How many instances it has; None where that is not a plain number."""

    parts: Mapping[str, Stretch] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConfiguredResource:
    """A resource or data source as it is declared."""

    expressions: Stretch | None
    """How its arguments are written; None where there are none."""

    provider: str | None
    """The key of its provider configuration: ``aws``, ``module.a:aws.west``."""

    place: Stretch
    """Its address in the configuration."""

    count: int | None = 1
    """How many instances it has; None where that is not a plain number."""

    parts: Mapping[str, Stretch] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConfiguredModule:
    """A module as the configuration declares it, whatever the number of its instances."""

    resources: Mapping[str, ConfiguredResource]
    """By ``type.name``, of data sources ``data.type.name``."""

    outputs: Mapping[str, Stretch]
    """How their values are written."""

    calls: Mapping[str, ConfiguredCall]
    declared_outputs: Mapping[str, Stretch] = field(default_factory=dict)
    """All that is told of them."""


class PlanConfiguration:
    """The configuration of a plan; its modules are looked into when something asks for them."""

    def __init__(self, text: str, whole: Stretch | None, limits: Limits) -> None:
        self._text = text
        self._whole = whole
        self._limits = limits
        self._modules: dict[tuple[str, ...], ConfiguredModule | None] = {}
        self._providers: Mapping[str, Mapping[str, Any]] | None = None

    def declared(self) -> frozenset[str] | None:
        """Return what the root declares: resources, data sources (``data.type.name``) and calls.

        None where the plan has no configuration.
        """
        root = self._module("") if self._whole is not None else None
        if root is None:
            return None
        calls = (f"module.{name}" for name in root.calls)
        kept = (name for name in root.resources if not name.startswith("ephemeral."))
        return frozenset((*kept, *calls))

    def sensitive_variables(self) -> frozenset[str]:
        """Return the variables of the root that are declared sensitive."""
        declared = self._by_name(self._inner(self._inner(self._whole, "root_module"), "variables"))
        return frozenset(
            name
            for name, place in declared.items()
            if isinstance(written := self._read(place), Mapping) and written.get("sensitive")
        )

    def providers(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what each configuration of the AWS provider writes, by its key.

        A module that only inherits a configuration has none of its own.
        """
        if self._providers is None:
            found = {}
            for key, place in self._by_name(self._inner(self._whole, "provider_config")).items():
                written = self._read(place)
                if isinstance(written, Mapping) and written.get("name") == "aws":
                    expressions = written.get("expressions")
                    if isinstance(expressions, Mapping) or ":" not in key:
                        found[key] = expressions if isinstance(expressions, Mapping) else {}
            self._providers = found
        return self._providers

    def provider_of(self, module: str, address: str) -> str | None:
        """Return the key of the provider configuration that a resource instance uses."""
        declared = self._declared(module, address)
        if declared is None or declared.provider is None:
            return None
        path, _, name = declared.provider.rpartition(":")
        for _ in range(self._limits.module_depth):
            key = f"{path}:{name}" if path else name
            if key in self.providers() or not path:
                return key
            if "." in name:
                # No module inherits an alias; what its caller passes is not told.
                return declared.provider
            path = path.rpartition("module.")[0].rstrip(".")
        return name

    def expressions(self, module: str, address: str) -> Mapping[str, Any] | None:
        """Return what the code writes for a resource instance; None where the plan is silent."""
        declared = self._declared(module, address)
        if declared is None or declared.expressions is None:
            return None if declared is None else {}
        return self._expression(declared.expressions)

    def argument(self, module: str, name: str) -> Mapping[str, Any] | None:
        """Return what the call of a module instance passes for a variable."""
        *outer, call = _names(module)
        declared = self._module(".".join(f"module.{each}" for each in outer))
        found = None if declared is None else declared.calls.get(call)
        return None if found is None else self._expression(found.arguments.get(name))

    def output(self, module: str, name: str) -> Mapping[str, Any] | None:
        """Return what an output of a module instance is."""
        declared = self._module(module)
        place = None if declared is None else declared.outputs.get(name)
        return self._expression(place)

    def module(self, path: str) -> ConfiguredModule | None:
        """Return the module of a path; None where the plan has none."""
        return self._module(path) if self._whole is not None else None

    def waits_of_resource(self, path: str, name: str) -> Waits:
        """Return what a resource or data source of a module waits for."""
        module = self.module(path)
        declared = None if module is None else module.resources.get(name)
        parts = {} if declared is None else declared.parts
        return self._waits(parts, (*_REPEATED, "expressions", "provisioners"))

    def waits_of_output(self, path: str, name: str) -> Waits:
        """Return what an output of a module waits for."""
        module = self.module(path)
        declared = None if module is None else module.declared_outputs.get(name)
        return self._waits(self._by_name(declared), ("expression",))

    def waits_of_call(self, path: str, name: str) -> Waits:
        """Return what all of a module waits for that is called from a module."""
        module = self.module(path)
        call = None if module is None else module.calls.get(name)
        return self._waits({} if call is None else call.parts, _REPEATED)

    def waits_of_argument(self, path: str, call: str, name: str) -> Waits:
        """Return what an argument waits for that a module is called with."""
        module = self.module(path)
        called = None if module is None else module.calls.get(call)
        return self._waits({} if called is None else called.arguments, (name,), "")

    def _waits(
        self, parts: Mapping[str, Stretch], names: Iterable[str], dependencies: str = "depends_on"
    ) -> Waits:
        listed = self._read(parts.get(dependencies))
        named = listed if isinstance(listed, list) else []
        found = dict.fromkeys(
            each for name in names for each in _references_in(self._read(parts.get(name)))
        )
        return Waits(tuple(found), tuple(each for each in named if isinstance(each, str)))

    def modules(self) -> Iterator[tuple[str, ConfiguredModule, int | None]]:
        """Yield each module with its path without keys, and how many instances it has."""
        waiting: list[tuple[str, int | None]] = [("", 1)]
        while waiting:
            path, count = waiting.pop()
            module = self._module(path)
            if module is None:
                continue
            yield path, module, count
            for name, call in module.calls.items():
                if not _CALL.fullmatch(name):
                    # Its path would be that of another module, and so on without an end.
                    continue
                many = None if count is None or call.count is None else count * call.count
                if call.count == 0:
                    many = 0
                waiting.append((f"{path}.module.{name}" if path else f"module.{name}", many))

    def _declared(self, module: str, address: str) -> ConfiguredResource | None:
        found = self._module(module)
        name = _INDEX.sub("", address.removeprefix(f"{module}." if module else ""))
        return None if found is None else found.resources.get(name)

    def _module(self, address: str) -> ConfiguredModule | None:
        names = tuple(_names(address))
        if names not in self._modules:
            self._modules[names] = self._find(names)
        return self._modules[names]

    def _find(self, names: tuple[str, ...]) -> ConfiguredModule | None:
        if len(names) > self._limits.module_depth:
            return None
        if not names:
            place = self._inner(self._whole, "root_module")
        else:
            outer = self._module(".".join(f"module.{name}" for name in names[:-1]))
            call = None if outer is None else outer.calls.get(names[-1])
            place = None if call is None else call.module
        if place is None:
            return None
        parts = self._by_name(place)
        resources: dict[str, ConfiguredResource] = {}
        for resource in self._elements(parts.get("resources")):
            found = self._by_name(resource)
            place = found.get("address")
            address = self._read(place)
            if isinstance(address, str) and place is not None:
                provider = self._read(found.get("provider_config_key"))
                key = provider if isinstance(provider, str) else None
                count = self._count(found)
                resources[address] = ConfiguredResource(
                    found.get("expressions"), key, place, count, found
                )
        declared = self._by_name(parts.get("outputs"))
        outputs = {
            name: written
            for name, output in declared.items()
            if (written := self._inner(output, "expression")) is not None
        }
        calls = {
            name: self._call(call)
            for name, call in self._by_name(parts.get("module_calls")).items()
        }
        return ConfiguredModule(resources, outputs, calls, declared)

    def _call(self, place: Stretch) -> ConfiguredCall:
        parts = self._by_name(place)
        return ConfiguredCall(
            self._by_name(parts.get("expressions")), parts.get("module"), self._count(parts), parts
        )

    def _count(self, parts: Mapping[str, Stretch]) -> int | None:
        """Return how many instances a declaration has; None where that is no plain number."""
        if "for_each_expression" in parts:
            return None
        if "count_expression" not in parts:
            return 1
        written = self._expression(parts["count_expression"]) or {}
        count = written.get("constant_value")
        return count if type(count) is int and count >= 0 else None

    def _expression(self, place: Stretch | None) -> Mapping[str, Any] | None:
        written = self._read(place)
        return written if isinstance(written, Mapping) else None

    def _by_name(self, place: Stretch | None) -> dict[str, Stretch]:
        if place is None or not is_object(self._text, place):
            return {}
        try:
            return {member.key: member.value for member in members(self._text, place)}
        except RejectionError:
            return {}

    def _inner(self, place: Stretch | None, name: str) -> Stretch | None:
        return self._by_name(place).get(name)

    def _elements(self, place: Stretch | None) -> list[Stretch]:
        if place is None or not is_array(self._text, place):
            return []
        try:
            return list(elements(self._text, place))
        except RejectionError:
            return []

    def _read(self, place: Stretch | None) -> object:
        """Return a value as Python's; None where it is no JSON."""
        if place is None:
            return None
        try:
            found: object = json.loads(self._text[place.start : place.end])
        except (ValueError, RecursionError):
            return None
        return found


def _references_in(written: object) -> Iterator[str]:
    """Yield what expressions refer to, at any depth."""
    waiting = [written]
    while waiting:
        current = waiting.pop()
        if isinstance(current, list):
            waiting.extend(current)
        elif isinstance(current, Mapping):
            for name, inner in current.items():
                if name == "references" and isinstance(inner, list):
                    yield from (each for each in inner if isinstance(each, str))
                else:
                    waiting.append(inner)


def _names(address: str) -> list[str]:
    """Return the calls that lead to a module instance, without the keys of instances."""
    return [found[1] for found in _STEP.finditer(address)]


def outer_module(address: str) -> str:
    """Return the module instance that calls a module instance."""
    steps = list(_STEP.finditer(address))
    return address[: steps[-1].start()].rstrip(".") if steps else ""
